package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/libmeet/meeting/migrate"
)

// bar shows on a terminal how far a migration is.
type bar struct {
	a     *app
	on    bool
	began time.Time
	done  int
	most  int
}

// newBar returns a bar that is on if stderr is a terminal and people read it.
func (a *app) newBar(most int) *bar {
	f, ok := a.err.(*os.File)
	return &bar{a: a, on: ok && !a.flags.json && most > 0 && term.IsTerminal(int(f.Fd())), began: time.Now(), most: most}
}

// step counts what ends an item and draws.
func (b *bar) step(e migrate.Event) {
	switch e.Event {
	case migrate.EventCreated, migrate.EventAdopted, migrate.EventFailed, migrate.EventUnknown, migrate.EventRemoved, migrate.EventKept:
		b.done++
	}
	if b.on {
		_, _ = fmt.Fprint(b.a.err, "\r\x1b[K"+b.text(time.Since(b.began))) // nowhere else to say it
	}
}

func (b *bar) clear() {
	if b.on {
		_, _ = fmt.Fprint(b.a.err, "\r\x1b[K")
	}
}

const barWidth = 30

// text is the bar, the rate and the time left.
func (b *bar) text(took time.Duration) string {
	full := barWidth * min(b.done, b.most) / b.most
	text := fmt.Sprintf("[%s%s] %d of %d", strings.Repeat("#", full), strings.Repeat(".", barWidth-full), b.done, b.most)
	if b.done == 0 || took <= 0 {
		return text
	}
	rate := float64(b.done) / took.Seconds()
	left := time.Duration(float64(max(b.most-b.done, 0)) / rate * float64(time.Second))
	return fmt.Sprintf("%s, %.1f a second, %s left", text, rate, left.Round(time.Second))
}
