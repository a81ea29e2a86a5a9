package quota

import (
	"context"
	"net/url"
	"slices"
	"sync"
	"time"
)

// Ledger keeps the limits of one account. It is safe for many goroutines.
type Ledger struct {
	cfg   Config
	plans map[string]*plan // by class
	other *plan            // of classes that no limit names

	mu    sync.Mutex
	axis  axis
	clock serverClock
	hosts map[hostLimit]*slot
	sweep int // of how many hosts to look for idle ones

	waiting []*slot // those with a queue
	timer   *time.Timer
	wakes   int64 // when the timer fires; 0: not set

	fresh    []*waiter // reservations that the store has not seen
	settles  []settlement
	settleAt int64 // when to write them at the latest; 0: nothing to write
	flushing bool
	flushed  *sync.Cond // broadcast when flushing ends
}

// plan is what counts the calls of a class.
type plan struct {
	slots   []*slot // by account
	perHost []*Limit
}

type hostLimit struct {
	limit *Limit
	host  string
}

// slot is one window and those who wait for it.
type slot struct {
	limit *Limit
	key   string

	// window is the state. With a store it is a copy that only the flush uses.
	window window

	queue  []*waiter
	users  int   // waiters that count here, in whatever queue
	wake   int64 // when to look at the queue again
	sure   bool  // nobody in it goes before wake
	prompt bool  // with a store: others wait for what the next answer says
	figure int   // with a store: the amount as the last update had it
}

// New returns a ledger. It reads nothing yet.
func New(cfg Config) (*Ledger, error) {
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	cfg.Limits = slices.Clone(cfg.Limits)
	l := &Ledger{
		cfg: cfg, plans: map[string]*plan{}, axis: newAxis(cfg.Now), clock: newServerClock(cfg.Skew),
		hosts: map[hostLimit]*slot{}, sweep: firstSweep,
	}
	l.flushed = sync.NewCond(&l.mu)
	slots := make([]*slot, len(cfg.Limits))
	for i := range cfg.Limits {
		slots[i] = l.newSlot(&cfg.Limits[i], "")
	}
	planFor := func(counts func(*Limit) bool) *plan {
		p := &plan{}
		for i := range cfg.Limits {
			switch limit := &cfg.Limits[i]; {
			case !counts(limit):
			case limit.PerHost:
				p.perHost = append(p.perHost, limit)
			default:
				p.slots = append(p.slots, slots[i])
			}
		}
		return p
	}
	l.other = planFor(func(limit *Limit) bool { return limit.Classes == nil })
	for _, limit := range cfg.Limits {
		for _, class := range limit.Classes {
			l.plans[class] = planFor(func(limit *Limit) bool { return limit.counts(class) })
		}
	}
	for _, p := range append([]*plan{l.other}, values(l.plans)...) {
		if len(p.slots)+len(p.perHost) > maxLimits {
			return nil, errTooMany()
		}
	}
	return l, nil
}

func values(m map[string]*plan) []*plan {
	var all []*plan
	for _, p := range m {
		all = append(all, p)
	}
	return all
}

func (l *Ledger) newSlot(limit *Limit, host string) *slot {
	key := "quota/" + url.PathEscape(l.cfg.Account) + "/" + url.PathEscape(limit.Name)
	if limit.PerHost {
		key += "/" + url.PathEscape(host)
	}
	return &slot{limit: limit, key: key, window: newWindow(limit)}
}

// Call is what is about to be sent.
type Call struct {
	Class string // as in [Limit]
	Host  string // whose limit per host it spends
	Cost  int    // units; 0 is 1
}

// slotSet is what counts one call.
type slotSet struct {
	slot [maxLimits]*slot
	n    int
}

func (s *slotSet) all() []*slot { return s.slot[:s.n] }

func (l *Ledger) resolve(c Call, set *slotSet) {
	p := l.plans[c.Class]
	if p == nil {
		p = l.other
	}
	set.n = copy(set.slot[:], p.slots)
	for _, limit := range p.perHost {
		set.slot[set.n] = l.host(limit, c.Host)
		set.n++
	}
}

const firstSweep = 1024

// host returns the slot of a host. Slots in which nothing is left are dropped when
// there are many, so that a ledger of many hosts is bounded by those in use.
func (l *Ledger) host(limit *Limit, host string) *slot {
	at := hostLimit{limit, host}
	if s := l.hosts[at]; s != nil {
		return s
	}
	if len(l.hosts) >= l.sweep && !l.flushing && len(l.fresh)+len(l.settles) == 0 {
		now := l.axis.read()
		for k, s := range l.hosts {
			s.window.roll(now, l.clock.bounds)
			if s.users == 0 && s.window.idle(now) {
				delete(l.hosts, k)
			}
		}
		l.sweep = max(firstSweep, 2*len(l.hosts))
	}
	s := l.newSlot(limit, host)
	l.hosts[at] = s
	return s
}

// Reserve waits for the call's turn and spends it. A wait that would outlast ctx's
// deadline fails at once with [meeting.ErrRateLimited] and RetryAfter; a wait that
// is cancelled gives the place back. The ticket's Done must be called, whatever
// becomes of the call.
func (l *Ledger) Reserve(ctx context.Context, c Call) (Ticket, error) {
	t := Ticket{ledger: l, cost: max(c.Cost, 1)}
	if ctx.Err() != nil {
		return Ticket{}, ended(ctx)
	}
	l.mu.Lock()
	l.resolve(c, &t.set)
	if t.set.n == 0 {
		l.mu.Unlock()
		return t, nil
	}
	var w *waiter
	if l.cfg.Store == nil {
		now := l.axis.read()
		blocked, next := try(now, l.clock.bounds, &t, nil)
		if blocked == nil {
			l.mu.Unlock()
			return t, nil
		}
		w = l.newWaiter(ctx, now, t)
		if est, late := l.estimate(now, w, blocked); est > w.deadline {
			w.use(-1)
			l.mu.Unlock()
			return Ticket{}, l.spent(late, now, est)
		}
		l.enqueue(w, blocked, next)
		l.arm()
	} else {
		w = l.newWaiter(ctx, l.axis.read(), t)
		l.fresh = append(l.fresh, w)
		l.kick()
	}
	l.mu.Unlock()
	return l.wait(ctx, w)
}

// try reserves a call in all of its windows, or returns the one in the way and when
// to look again. Nobody overtakes those who wait for one of them.
func try(now int64, b bounds, t *Ticket, w *waiter) (*slot, int64) {
	for _, s := range t.set.all() {
		if len(s.queue) > 0 && s.queue[0] != w {
			return s, s.next()
		}
		if _, next := s.window.room(now, b, t.cost); next != 0 {
			return s, next
		}
	}
	t.at, t.local = now, now
	for _, s := range t.set.all() {
		s.window.take(now, t.cost)
	}
	return nil, 0
}
