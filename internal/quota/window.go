package quota

import (
	"math"
	"time"
)

const (
	// linger is for how long a call that nobody says a word about can still be on
	// its way. Then it counts as answered: its process has died.
	linger = int64(time.Minute)

	// unheard is after how long without an answer a call is no longer waited for before
	// the next goes alone: it still counts, but its process may have died.
	unheard = int64(5 * time.Second)

	// slidePad keeps the edges of two windows apart where clocks tick coarsely.
	slidePad = int64(5 * time.Millisecond)

	// unbounded is the room in a limit that nobody has named yet.
	unbounded = math.MaxInt32

	// onAnswer stands for a time that only an answer can tell.
	onAnswer = int64(math.MaxInt64)
)

// window is the state of one limit, for one host if it is counted by host.
type window struct {
	limit *Limit
	every int64
	kind  Kind // as told or learned

	log     spendLog
	flights []flight
	flying  int // units in flight

	edge  int64 // number of the fixed window that since is about
	since int   // units answered in it, or maybe in it

	hold  int64 // nothing goes before
	probe bool  // the next call goes alone: what it meets is not known
	fails int   // refusals in a row that didn't say for how long

	news news
}

func newWindow(l *Limit) window {
	w := window{limit: l, every: int64(l.Every), kind: l.Kind}
	if l.Amount == 0 || l.Amount > maxLog {
		w.log.step = max(w.every/(maxLog-2), 1)
	}
	return w
}

// most is the limit in units, 0 when nobody has named it.
func (w *window) most() int {
	switch told, heard := w.limit.Amount, w.news.limit; {
	case told == 0:
		return heard
	case heard == 0:
		return told
	default:
		return min(told, heard)
	}
}

// fixed reports that the edges of the vendor's windows are known well enough.
func (w *window) fixed(b bounds) bool { return w.kind == Fixed && b.width() < w.every/4 }

// horizon is when what counts no more was answered.
func (w *window) horizon(now int64, b bounds) int64 {
	h := now - w.every - slidePad
	switch {
	case w.fixed(b):
		h -= b.width() // a call answered so long ago may have met the present window
	case w.kind == Fixed && w.edge != 0:
		h -= w.every / 4 // for another process, which knows the edges
	}
	return h
}

// roll brings the window to the present.
func (w *window) roll(now int64, b bounds) {
	for len(w.flights) > 0 && w.flights[0].at+linger <= now {
		f := w.flights[0]
		w.flights = w.flights[:copy(w.flights, w.flights[1:])]
		w.flying -= f.cost
		w.spend(f.at+linger, f.cost, b)
	}
	before := w.log.total
	w.log.prune(w.horizon(now, b))
	if w.news.heard > 0 {
		w.news.leave(now, before-w.log.total)
	}
	if n := number(now, b, w.every); w.fixed(b) && (n > w.edge || n < w.edge-1) {
		// One less is another process with wider bounds; more than that is a clock
		// that was set back.
		w.edge, w.since = n, w.log.after(n*w.every-b.hi)
		// Where answers tell what remains, one round trip a window buys to know
		// whether somebody else was first.
		w.probe = w.probe || w.news.others(now, w.every) || w.news.limit > 0 && w.patient()
		w.news.turn()
	}
	if w.news.foreign > 0 && w.flying == 0 && now-w.news.heard >= w.every/2 {
		w.news.foreign, w.probe = 0, true // too old to rely on
	}
}

func (w *window) spend(at int64, cost int, b bounds) {
	if cost == 0 {
		return
	}
	split := int64(math.MinInt64)
	if w.kind == Fixed && w.edge != math.MinInt64 {
		// Bounds that are too wide to know the edges by count too much, not too little.
		if split = w.edge*w.every - b.hi; at >= split {
			w.since += cost
		}
	}
	w.log.add(at, cost, split)
}

// left returns what may leave when own units count against the limit.
func (w *window) left(now int64, own int) int {
	left := unbounded
	if w.limit.Amount > 0 {
		left = w.limit.Amount - w.flying - own
	}
	if w.news.limit > 0 {
		left = min(left, w.news.limit-w.flying-own-w.news.foreign-w.reserve(now))
	}
	return left
}

// reserve is a place left to others that take part. It saves refusals where the
// window is fixed; where it slides, the call that tries the way would take it.
func (w *window) reserve(now int64) int {
	if w.kind == Fixed && w.news.others(now, w.every) && w.most() >= fewPlaces {
		return 1
	}
	return 0
}

const (
	fewPlaces = 10 // a limit too small to leave one of it to others
	newFor    = 2  // windows in which nothing is known of others
	patience  = 32 // round trips
	together  = 4  // one part in so many of what is left goes at once beside others
)

// gather is for how long a sliding window that others spend from is left to free
// more places: the first may be taken already, of several one is left. A large one
// frees them faster. The figures are by trial: less is refused more often, more
// leaves places unused.
func (w *window) gather(now int64) int64 {
	if w.kind != Fixed && w.news.others(now, w.every) {
		return w.every / int64(180+w.most()/2)
	}
	return 0
}

// careful reports that few go together when little is left. In a window that slides
// it would only part them for ever.
func (w *window) careful(now int64) bool {
	return w.news.limit > 0 && (w.kind == Fixed && (w.patient() || w.news.others(now, w.every)) || w.young(now))
}

// patient reports a window so long that a round trip is little of it.
func (w *window) patient() bool { return w.every > patience*w.news.trip }

// young reports that nothing can be known of others yet.
func (w *window) young(now int64) bool {
	return w.news.limit > 0 && now-w.news.first < newFor*w.every
}

// alone reports that the next call must go by itself.
func (w *window) alone(now int64) bool {
	n := &w.news
	return w.probe || w.kind != Fixed && (n.others(now, w.every) || w.young(now)) && now-n.heard > max(w.every/64, 2*n.trip)
}

// room returns how many units may leave now and, when they are fewer than cost,
// when to look again; [onAnswer] is when something was answered.
func (w *window) room(now int64, b bounds, cost int) (free int, next int64) {
	w.roll(now, b)
	if now < w.hold {
		return 0, w.hold
	}
	most := w.most()
	switch {
	case most == 0 && (w.news.heard > 0 || w.flying == 0):
		return unbounded, 0 // the vendor names no limit, or has to be asked
	case (most == 0 || w.alone(now)) && w.awaited(now):
		return 0, onAnswer
	case most == 0:
		return cost, 0 // to be asked again
	}
	cost = min(cost, most-w.reserve(now)) // an empty window must do for what costs more
	free = w.left(now, w.log.total)
	if w.fixed(b) {
		free = max(free, w.left(now, w.since))
	}
	if free >= cost {
		switch {
		case w.alone(now):
			free = cost
		case w.flying > 0 && w.careful(now) && w.flying+cost > (w.flying+free)/together:
			return 0, onAnswer // what others take meanwhile is refused to all that are on their way
		}
		return free, 0
	}
	next = onAnswer
	if at, ok := w.log.nth(cost - w.left(now, w.log.total)); ok {
		next = at + (now - w.horizon(now, b)) + w.gather(now)
	} else if w.flying == 0 {
		next = max(w.news.heard+w.every/2, now+slidePad)
	}
	if w.fixed(b) {
		next = min(next, edge(w.edge+1, b, w.every))
	}
	return max(free, 0), max(next, now+1)
}

// awaited reports that the answer to a call is still likely to come.
func (w *window) awaited(now int64) bool {
	n := len(w.flights)
	return n > 0 && w.flights[n-1].at+unheard > now
}

// take reserves what room said is there.
func (w *window) take(now int64, cost int) {
	w.flights = append(w.flights, flight{now, cost})
	w.flying += cost
}

// when returns the earliest time at which n more units will have been possible, if
// everything in flight were answered now and others took no more than they do.
func (w *window) when(now int64, b bounds, n int) int64 {
	w.roll(now, b)
	start, most := max(now, w.hold), w.most()
	if most == 0 || n <= 0 {
		return start
	}
	at := w.slides(start, b, most, n)
	if w.fixed(b) {
		at = min(at, w.turns(start, b, most, n))
	}
	return at
}

// slides is when as the sliding log has it: first what is free, then units as they
// leave the window, each of which can be spent again a window later.
func (w *window) slides(start int64, b bounds, most, n int) int64 {
	free, doubt := w.left(start, w.log.total), w.news.heard+w.every/2
	if start >= doubt {
		free += w.news.foreign // what others had is not relied on for so long
	}
	n -= max(free, 0)
	if n <= 0 {
		return start
	}
	life := start - w.horizon(start, b)
	rounds, n := int64((n-1)/most), (n-1)%most+1
	at, ok := w.log.nth(n)
	switch at += life; {
	case !ok && w.news.foreign > 0 && start < doubt:
		at = doubt
	case !ok:
		at = start + life
	}
	return max(at, start) + rounds*life
}

// turns is when as a fixed window has it: all at an edge.
func (w *window) turns(start int64, b bounds, most, n int) int64 {
	current := max(number(start, b, w.every), w.edge)
	free := most
	if current == w.edge {
		free = max(w.left(start, w.since), 0)
	}
	if n -= free; n <= 0 {
		return start
	}
	return max(edge(current+1+int64((n-1)/most), b, w.every), start)
}

// idle reports that nothing would be lost if the window were forgotten.
func (w *window) idle(now int64) bool {
	return w.flying == 0 && w.log.n == 0 && now >= w.hold && w.news.limit == 0
}

// eager reports that others wait for what the next answer says.
func (w *window) eager(now int64) bool { return w.most() == 0 || w.alone(now) }
