package migrate

import (
	"fmt"
	"iter"
	"time"

	"github.com/libmeet/meeting"
)

// mostCompared is how many meetings of two series are compared.
const mostCompared = 500

// series expands a rule in zone; "" is UTC.
func (m *Migration) series(rule meeting.Recurrence, start time.Time, zone meeting.Zone) (iter.Seq[time.Time], error) {
	loc := time.UTC
	if zone != "" {
		var err error
		if loc, err = zone.Location(); err != nil {
			return nil, err
		}
	}
	return m.cfg.Series(rule, start, loc)
}

// meets reports whether src meets at t by its rule.
func (m *Migration) meets(src meeting.Meeting, t time.Time) bool {
	times, err := m.series(src.Recurrence, src.Start, src.Zone)
	if err != nil {
		return false
	}
	for at := range times {
		if !at.Before(t) {
			return at.Equal(t)
		}
	}
	return false
}

// odd counts the meetings to come of a series that its rule doesn't tell: moved,
// cancelled, or of another length.
func (m *Migration) odd(src meeting.Meeting, now time.Time) int {
	n := 0
	for _, o := range src.Occurrences {
		switch {
		case !o.Start.After(now):
		case o.Status == meeting.StatusCancelled, o.Duration > 0 && o.Duration != src.Duration,
			m.cfg.Series != nil && !m.meets(src, o.Start):
			n++
		}
	}
	return n
}

func oddText(n int) string { return fmt.Sprintf("%d moved, changed or cancelled", n) }

// sameSeries reports whether a series, from the start of another on, meets when the
// other does.
func (m *Migration) sameSeries(a meeting.Recurrence, aStart time.Time, b meeting.Recurrence, bStart time.Time, zone meeting.Zone) (bool, error) {
	if m.cfg.Series == nil {
		return a.String() == b.String() && aStart.Equal(bStart), nil
	}
	one, err := m.series(a, aStart, zone)
	if err != nil {
		return false, err
	}
	other, err := m.series(b, bStart, zone)
	if err != nil {
		return false, err
	}
	next, stop := iter.Pull(other)
	defer stop()
	n := 0
	for t := range one {
		if t.Before(bStart) {
			continue
		}
		if at, ok := next(); !ok || !at.Equal(t) {
			return false, nil
		}
		if n++; n == mostCompared {
			return true, nil
		}
	}
	_, more := next()
	return !more && n > 0, nil
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
