package quota

import (
	"math"
	"time"
)

// news is what answers said about a limit.
//
// An answer says how many units were spent when the vendor processed it, somewhere
// between sent and received. The answers that may have been processed last are the
// newest by the time of sending and all that were received after that; the most
// spent among them, less what this ledger knows to have spent, is what others have.
type news struct {
	limit int   // as headers name it; 0: not named
	heard int64 // when the last answer came
	trip  int64 // a long round trip

	recent  [8]report // by time of receiving, with spent falling: only such can be the most
	n       int
	newest  int64 // latest sending
	foreign int   // units others hold in the window
	seen    int64 // when more was spent than could be ours
	refused int64 // when a call was, last
	first   int64 // when the limit was named first

	left      [2]int // units that left the log lately and a little earlier
	leftSince int64

	agree   int   // fixed windows that showed themselves
	agreed  int64 // number of the last of them
	against int   // refusals that speak against it
	never   bool  // it looked fixed and was not
}

type report struct {
	received int64
	spent    int
}

// othersFor is for how many windows others are reckoned with after they showed.
const othersFor = 60

func (n *news) others(now, every int64) bool { return n.seen > 0 && now-n.seen < othersFor*every }

// turn forgets what was about the window before.
func (n *news) turn() { n.n, n.foreign = 0, 0 }

// leave notes units that left the log, for two round trips at least.
func (n *news) leave(now int64, units int) {
	switch period := max(2*n.trip, slidePad); {
	case now-n.leftSince > 2*period:
		n.left, n.leftSince = [2]int{}, now
	case now-n.leftSince > period:
		n.left, n.leftSince = [2]int{0, n.left[0]}, now
	}
	n.left[0] += units
}

// last takes in a report and returns the most spent of those that may be the last.
func (n *news) last(sent, received int64, used int) int {
	for n.n > 0 && n.recent[n.n-1].spent <= used {
		n.n--
	}
	if n.n == len(n.recent) {
		n.n-- // the bound: what it said stands for the one before
		received = max(received, n.recent[n.n].received)
	}
	n.recent[n.n] = report{received, used}
	n.n++
	n.newest = max(n.newest, sent)
	drop := 0
	for drop < n.n-1 && n.recent[drop].received <= n.newest {
		drop++
	}
	n.n = copy(n.recent[:], n.recent[drop:n.n])
	return n.recent[0].spent
}

// hear takes in what an answer says about the limit. The call it answers has been
// counted already.
func (w *window) hear(e *event, b bounds) {
	n := &w.news
	n.heard = max(n.heard, e.received, 1)
	n.trip = max(e.received-e.sent, n.trip-n.trip/8)
	if !e.speaks {
		return
	}
	if e.limit > 0 {
		if n.limit == 0 {
			n.first = e.received
		}
		n.limit = e.limit
	}
	if e.remaining < 0 || n.limit == 0 {
		return
	}
	used := max(n.limit-e.remaining, 0)
	if w.fixed(b) {
		if e.sent+b.lo < w.edge*w.every {
			return // it may be about the window before
		}
		if used > w.since+w.flying {
			n.seen = e.received
		}
		used = n.last(e.sent, e.received, used)
		n.foreign = 0
		if n.others(e.received, w.every) {
			n.foreign = max(used-w.since, 0)
		}
		return
	}
	w.suspect(e, b, used)
	// Calls that have left this log may have been in the vendor's window still.
	if used > w.log.total+w.flying+n.left[0]+n.left[1] {
		n.seen = e.received
	}
	used = n.last(e.sent, e.received, used)
	n.foreign = 0
	if n.others(e.received, w.every) {
		sure := w.log.total - w.log.before(e.received-w.every+n.trip)
		n.foreign = max(used-sure, 0)
	}
}

const (
	// enough fixed windows must show themselves before their edges are relied on.
	enough = 2

	// resetSlack is by how much a reset may miss the edge of a fixed window: vendors
	// round it to seconds, and relative ones know nothing of their clock.
	resetSlack = int64(2 * time.Second)
)

// suspect learns that a window is fixed: fewer units are spent at the vendor than
// were surely sent in the last window. What is in the present fixed window cannot
// have been forgotten; if it was, this is another kind of window.
func (w *window) suspect(e *event, b bounds, used int) {
	n := &w.news
	if w.kind != Unknown || n.never || b.width() >= w.every/4 {
		return
	}
	if past := (e.received + e.reset) % w.every; e.reset > 0 && w.every > 5*resetSlack && min(past, w.every-past) > resetSlack {
		n.never = true // resets of fixed windows are at their edges
		return
	}
	if used >= w.log.total {
		return
	}
	k := number(e.sent, b, w.every)
	if e.received+b.hi >= (k+1)*w.every {
		return // it may be about the next window
	}
	later := w.log.after(e.sent + 1) // may have been processed after this one
	switch {
	case used < w.log.after(k*w.every-b.lo+n.trip)-later:
		n.never = true
	case used < w.log.total-w.log.before(e.received-w.every+n.trip)-later && (n.agree == 0 || k != n.agreed):
		n.agreed = k
		if n.agree++; n.agree >= enough {
			w.kind, w.edge = Fixed, math.MinInt64
		}
	}
}
