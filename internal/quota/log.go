package quota

import "slices"

// spent is units that were answered at a time.
type spent struct {
	at   int64
	cost int
}

// maxLog bounds a log. A limit of more units keeps them in as many steps of time.
const maxLog = 512

// spendLog is a ring of what was spent in the last window, oldest first.
type spendLog struct {
	ring  []spent
	head  int
	n     int
	total int
	step  int64 // answers of one step of time are kept as one; 0: each by itself
}

func (l *spendLog) get(i int) *spent { return &l.ring[(l.head+i)%len(l.ring)] }

// add takes in units answered at a time. Those answered before split are not kept
// together with later ones.
func (l *spendLog) add(at int64, cost int, split int64) {
	l.total += cost
	if l.n > 0 {
		last := l.get(l.n - 1)
		if same := l.step > 0 && last.at/l.step == at/l.step && (last.at >= split) == (at >= split); same || last.at == at {
			last.at, last.cost = max(last.at, at), last.cost+cost
			return
		}
	}
	if l.n == len(l.ring) {
		l.grow()
	}
	// Answers come nearly in order; those of other processes may be late.
	i := l.n
	l.n++
	for ; i > 0 && l.get(i-1).at > at; i-- {
		*l.get(i) = *l.get(i - 1)
	}
	*l.get(i) = spent{at, cost}
}

// grow makes room. At the bound the two oldest become one, which counts until the
// later of them leaves: too long, never too short.
func (l *spendLog) grow() {
	if l.n == maxLog {
		l.get(1).cost += l.get(0).cost
		l.head, l.n = (l.head+1)%len(l.ring), l.n-1
		return
	}
	bigger := make([]spent, min(max(2*l.n, 16), maxLog))
	for i := range l.n {
		bigger[i] = *l.get(i)
	}
	l.ring, l.head = bigger, 0
}

// prune drops what was answered at or before a time.
func (l *spendLog) prune(until int64) {
	for l.n > 0 && l.get(0).at <= until {
		l.total -= l.get(0).cost
		l.head, l.n = (l.head+1)%len(l.ring), l.n-1
	}
}

// after returns what was answered at from or later.
func (l *spendLog) after(from int64) int {
	sum := 0
	for i := l.n - 1; i >= 0 && l.get(i).at >= from; i-- {
		sum += l.get(i).cost
	}
	return sum
}

// before returns what was answered before until, from the old end.
func (l *spendLog) before(until int64) int {
	sum := 0
	for i := 0; i < l.n && l.get(i).at < until; i++ {
		sum += l.get(i).cost
	}
	return sum
}

// nth returns when the unit was answered that is the n-th to leave, or false if
// there are fewer.
func (l *spendLog) nth(n int) (int64, bool) {
	for i := range l.n {
		if n -= l.get(i).cost; n <= 0 {
			return l.get(i).at, true
		}
	}
	return 0, false
}

// clamp turns answers from the future into answers of now: the clock that
// processes share was set back.
func (l *spendLog) clamp(now int64) {
	for i := l.n - 1; i >= 0 && l.get(i).at > now; i-- {
		l.get(i).at = now
	}
}

// flight is units that were reserved at a time and are not answered.
type flight struct {
	at   int64
	cost int
}

// land removes a flight; any of the same time and cost is as good as another.
func land(flights []flight, f flight) ([]flight, bool) {
	i := slices.Index(flights, f)
	if i < 0 {
		return flights, false
	}
	return slices.Delete(flights, i, i+1), true
}
