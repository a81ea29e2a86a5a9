package quota

import (
	"encoding/binary"
	"errors"
	"time"
)

// format is the first byte of a stored window. It changes with the form.
const format = 1

// encode writes the window: varints, times in microseconds, those of the log as
// steps from one to the next.
func (w *window) encode() []byte {
	b := make([]byte, 0, 64+4*w.log.n+12*len(w.flights))
	b = append(b, format, byte(w.kind))
	put := func(values ...int64) {
		for _, v := range values {
			b = binary.AppendVarint(b, v)
		}
	}
	put(int64(w.log.n))
	last := int64(0)
	for i := range w.log.n {
		s := w.log.get(i)
		at := toMicros(s.at)
		put(at-last, int64(s.cost))
		last = at
	}
	put(int64(len(w.flights)))
	for _, f := range w.flights {
		put(toMicros(f.at), int64(f.cost))
	}
	n := &w.news
	put(w.edge, int64(w.since), toMicros(w.hold), oneIf(w.probe), int64(w.fails))
	put(int64(n.limit), toMicros(n.heard), toMicros(n.trip), toMicros(n.newest), int64(n.foreign), toMicros(n.seen))
	put(toMicros(n.refused), toMicros(n.first))
	put(int64(n.left[0]), int64(n.left[1]), toMicros(n.leftSince))
	put(int64(n.agree), n.agreed, int64(n.against), oneIf(n.never), int64(n.n))
	for _, r := range n.recent[:n.n] {
		put(toMicros(r.received), int64(r.spent))
	}
	return b
}

var errState = errors.New("unreadable state")

// decode reads a window. What can't be read counts as a window that is full now:
// that is safe, an empty one is not.
func decode(limit *Limit, value []byte, now int64) window {
	w := newWindow(limit)
	if len(value) == 0 {
		return w
	}
	if err := w.read(value); err != nil {
		w = newWindow(limit)
		if limit.Amount > 0 {
			w.log.add(now, limit.Amount, 0)
		} else {
			w.hold = now + w.every
		}
		return w
	}
	w.log.clamp(now)
	for i := range w.flights {
		if f := &w.flights[i]; f.at > now+int64(time.Second) {
			// The clock was set back. Its ticket will not find it; it lingers.
			f.at = now
		}
	}
	return w
}

func (w *window) read(b []byte) error {
	if len(b) < 2 || b[0] != format || Kind(b[1]) > Sliding {
		return errState
	}
	if w.limit.Kind == Unknown {
		w.kind = Kind(b[1])
	}
	r := reader{b: b[2:]}
	at := int64(0)
	for range r.count(maxLog) {
		at += r.micros() // in order: steps are never negative
		if at < 0 {
			return errState
		}
		w.log.add(at, r.units(), 0)
	}
	for range r.count(len(b)) {
		f := flight{r.micros(), r.units()}
		w.flights = append(w.flights, f)
		w.flying += f.cost
	}
	n := &w.news
	w.edge, w.since, w.hold, w.probe, w.fails = r.next(), r.units(), r.micros(), r.next() != 0, r.units()
	n.limit, n.heard, n.trip, n.newest, n.foreign, n.seen = r.units(), r.micros(), r.micros(), r.micros(), r.units(), r.micros()
	n.refused, n.first = r.micros(), r.micros()
	n.left, n.leftSince = [2]int{r.units(), r.units()}, r.micros()
	n.agree, n.agreed, n.against, n.never = r.units(), r.next(), r.units(), r.next() != 0
	n.n = r.count(len(n.recent))
	for i := range n.n {
		n.recent[i] = report{r.micros(), r.units()}
	}
	if r.bad || len(r.b) > 0 {
		return errState
	}
	return nil
}

// expires is when nothing in the window matters any more.
func (w *window) expires(now int64) time.Time {
	at := max(now+2*w.every+linger, w.hold+w.every) + int64(time.Hour)
	return time.Unix(0, at).Truncate(time.Hour).Add(time.Hour) // seldom another one
}

// reader reads varints until one is bad.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) next() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) within(most int64) int64 {
	v := r.next()
	if v < 0 || v > most {
		r.bad = true
		return 0
	}
	return v
}

func (r *reader) units() int { return int(r.within(unbounded)) }

func (r *reader) count(most int) int { return int(r.within(int64(most))) }

func (r *reader) micros() int64 {
	const most = int64(1) << 53 // some 285 years
	return r.within(most) * int64(time.Microsecond)
}

// toMicros rounds up: an answer that is kept as a moment later is safe.
func toMicros(t int64) int64 { return (t + 999) / 1000 }

func oneIf(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
