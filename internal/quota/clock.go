package quota

import "time"

// Times inside this package are nanoseconds since 1970 on an axis: the store's
// clock where there is a store, else this process's monotonic clock counted on from
// the time of day at which the ledger began, so that a jump of the time of day
// moves nothing.

// axis is the monotonic one.
type axis struct {
	now    func() time.Time // nil is the fast monotonic clock
	base   time.Time
	origin int64 // of base
	last   int64
}

func newAxis(now func() time.Time) axis {
	a := axis{now: now, base: time.Now()}
	if now != nil {
		a.base = now()
	}
	a.origin = a.base.UnixNano()
	return a
}

// read returns the present. A clock that has no monotonic reading and jumps back is
// taken to have stood still.
func (a *axis) read() int64 {
	if a.now == nil {
		return a.origin + int64(time.Since(a.base))
	}
	t := a.at(a.now())
	if t < a.last {
		a.origin += a.last - t
		t = a.last
	}
	a.last = t
	return t
}

func (a *axis) at(t time.Time) int64 { return a.origin + int64(t.Sub(a.base)) }

// bounds is what is known of the vendor's clock: it shows the axis plus something
// between lo and hi.
type bounds struct{ lo, hi int64 }

func (b bounds) width() int64 { return b.hi - b.lo }

func (b bounds) shift(by int64) bounds { return bounds{b.lo + by, b.hi + by} }

const (
	// edgePad is added to the safe end of the bounds: the machine that counts need
	// not be the one that writes the Date.
	edgePad = int64(30 * time.Millisecond)

	// drift is by how little of the time gone by two clocks are trusted to part.
	drift = 10_000
)

// serverClock learns the bounds from answers.
type serverClock struct {
	bounds
	heard int64 // when last
}

func newServerClock(skew time.Duration) serverClock {
	if skew <= 0 {
		skew = 5 * time.Minute
	}
	return serverClock{bounds: bounds{-int64(skew), int64(skew)}}
}

// hear takes in the Date of an answer, which was written between sent and received
// and has its fraction of a second cut off. What contradicts the bounds replaces
// them: one of the clocks was set, or this machine slept.
func (c *serverClock) hear(date time.Time, sent, received int64) {
	if c.heard != 0 {
		widen := max(received-c.heard, 0) / drift
		c.lo, c.hi = c.lo-widen, c.hi+widen
	}
	c.heard = received
	d := date.Truncate(time.Second).UnixNano()
	said := bounds{d - received, d + int64(time.Second) - sent}
	c.lo, c.hi = max(c.lo, said.lo), min(c.hi, said.hi)
	if c.lo > c.hi {
		c.bounds = said
	}
}

// number returns which fixed window of that length has surely begun.
func number(now int64, b bounds, every int64) int64 {
	t := now + b.lo - edgePad
	n := t / every
	if t%every < 0 {
		n--
	}
	return n
}

// edge returns when the n-th window has surely begun, on the axis.
func edge(n int64, b bounds, every int64) int64 { return n*every - b.lo + edgePad }
