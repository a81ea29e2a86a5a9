package quota

import "time"

// event is what became of a reserved call, as one limit sees it.
type event struct {
	flight         flight // what was reserved
	notSent        bool
	sent, received int64

	speaks           bool // limit and remaining are about this limit
	limit, remaining int  // -1: not said
	reset            int64

	refused bool  // by this limit
	wait    int64 // as the vendor said, 0: it didn't
	asked   bool  // it said so outright
	daily   bool
}

// settle takes in what became of a call.
func (w *window) settle(now int64, b bounds, e *event) {
	w.roll(now, b)
	var found bool
	if w.flights, found = land(w.flights, e.flight); found {
		w.flying -= e.flight.cost
	}
	if e.notSent {
		return // the place is free again; one given up for dead stays spent
	}
	e.received = min(e.received, now)
	e.sent = min(e.sent, e.received)
	switch counted := found || e.received > e.flight.at+linger; {
	case e.refused && e.speaks && e.remaining >= 0:
		// Whether a refused call counts is the vendor's secret; if it does, what
		// remains says so.
	case counted:
		w.spend(e.received, e.flight.cost, b)
	}
	w.hear(e, b)
	if e.refused {
		w.refuse(now, b, e)
		return
	}
	w.fails = 0
	if e.sent >= w.hold {
		w.probe = false
	}
}

// backoffs of a refusal that doesn't say for how long: a sixteenth of the window,
// doubled up to all of it.
const (
	firstBackoff = 16
	maxBackoff   = int64(time.Minute) // for limits of a day that didn't refuse as such
)

// refuse holds everything back until there is a chance, and lets one call go first
// then.
func (w *window) refuse(now int64, b bounds, e *event) {
	if w.kind == Fixed && w.limit.Kind == Unknown && !w.news.others(now, w.every) && w.log.total+w.flying > w.most() {
		if w.news.against++; w.news.against >= enough {
			w.kind, w.news.never = Unknown, true
		}
	}
	// Alone, this account would not have been refused.
	w.news.refused, w.news.seen = e.received, e.received
	until := e.received
	switch {
	case w.limit.Lock > 0 && e.asked:
		until += e.wait
	case w.limit.Lock > 0: // the end of a window is not the end of a lock
		until += max(int64(w.limit.Lock), e.wait)
	case e.daily && w.every == int64(Day) && (w.kind == Fixed || e.wait == 0):
		// The vendor's midnight: a header may have been read by a clock that is ahead.
		until = max(edge(number(e.sent, b, w.every)+1, b, w.every), e.received+e.wait)
	case e.wait > 0:
		until += e.wait
	case w.fixed(b) && w.every <= maxBackoff:
		until = edge(number(e.sent, b, w.every)+1, b, w.every)
	default:
		until += min(min(w.every, maxBackoff)/firstBackoff<<min(w.fails, 4), maxBackoff)
		w.fails++
	}
	// Calls refused together say the same: a later one moves nothing back.
	w.hold, w.probe = max(w.hold, until), true
}
