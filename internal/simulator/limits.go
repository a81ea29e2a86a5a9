package simulator

import (
	"math"
	"time"
)

// window is a limit that starts anew at every multiple of its length.
type window struct {
	limit int
	every time.Duration
	start time.Time
	used  int
}

// take spends cost if that much is left.
func (w *window) take(now time.Time, cost int) bool {
	w.roll(now)
	if w.used+cost > w.limit {
		return false
	}
	w.used += cost
	return true
}

func (w *window) roll(now time.Time) {
	if start := now.Truncate(w.every); !start.Equal(w.start) {
		w.start, w.used = start, 0
	}
}

func (w *window) left() int { return w.limit - w.used }

func (w *window) reset() time.Time { return w.start.Add(w.every) }

const day = 24 * time.Hour

// allow returns n, or no limit at all where the config lifts them.
func (s *Server) allow(n int) int {
	if s.cfg.Unlimited {
		return math.MaxInt32
	}
	return n
}
