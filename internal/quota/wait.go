package quota

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"
)

// waiter is a call that waits for its turn.
type waiter struct {
	ticket   Ticket
	deadline int64 // on the ledger's axis
	done     chan error

	on      *slot // whose queue it is in
	settled bool  // granted or failed; done holds the result
	gone    bool  // its caller left
}

func (l *Ledger) newWaiter(ctx context.Context, now int64, t Ticket) *waiter {
	w := &waiter{ticket: t, deadline: math.MaxInt64, done: make(chan error, 1)}
	if d, ok := ctx.Deadline(); ok {
		w.deadline = now + int64(time.Until(d))
	} else if l.cfg.Patience > 0 {
		w.deadline = now + int64(l.cfg.Patience)
	}
	w.use(1)
	return w
}

// use keeps the windows of hosts from being forgotten.
func (w *waiter) use(by int) {
	for _, s := range w.ticket.set.all() {
		s.users += by
	}
}

func (w *waiter) finish(err error) {
	w.use(-1)
	w.settled = true
	w.done <- err
}

// wait returns the ticket when it is granted. A caller that leaves gives its place
// back, even one that was granted at the same moment.
func (l *Ledger) wait(ctx context.Context, w *waiter) (Ticket, error) {
	select {
	case err := <-w.done:
		if err != nil {
			return Ticket{}, err
		}
		return w.ticket, nil
	case <-ctx.Done():
	}
	l.mu.Lock()
	w.gone = true
	if !w.settled {
		w.use(-1)
	}
	granted := w.settled && len(w.done) == 1 && <-w.done == nil
	err := ended(ctx)
	if s := w.on; s != nil {
		if now := l.axis.read(); errors.Is(err, context.DeadlineExceeded) {
			err = l.spent(s, now, s.wake) // the limit is the reason
			err.Err = ctx.Err()
		}
		l.dequeue(w)
		if l.cfg.Store == nil && len(s.queue) > 0 {
			l.serve(s, l.axis.read()) // the next one may cost less
			l.arm()
		}
	}
	l.mu.Unlock()
	if granted {
		w.ticket.Done(Answer{NotSent: true})
	}
	return Ticket{}, err
}

// look sets when to look at the queue again: at the latest when a call of which
// nobody says a word is given up.
func (s *slot) look(now, next int64) {
	s.wake, s.sure = min(next, now+linger), next != onAnswer
	if s.sure {
		s.wake = next
	}
}

// next is wake as [window.room] says it.
func (s *slot) next() int64 {
	if !s.sure {
		return onAnswer
	}
	return s.wake
}

// enqueue puts w behind those who wait for s.
func (l *Ledger) enqueue(w *waiter, s *slot, next int64) {
	if len(s.queue) == 0 {
		s.look(l.axis.read(), next)
		l.waiting = append(l.waiting, s)
	}
	s.queue = append(s.queue, w)
	w.on = s
}

func (l *Ledger) dequeue(w *waiter) {
	s := w.on
	w.on = nil
	if i := slices.Index(s.queue, w); i >= 0 {
		s.queue = slices.Delete(s.queue, i, i+1)
	}
	if len(s.queue) == 0 {
		s.queue = nil
		if i := slices.Index(l.waiting, s); i >= 0 {
			l.waiting = slices.Delete(l.waiting, i, i+1)
		}
	}
}

// serve lets those go who wait for s, in their order, until one has to go on
// waiting for s. One that now waits for another window goes to its queue.
func (l *Ledger) serve(s *slot, now int64) {
	for len(s.queue) > 0 {
		w := s.queue[0]
		blocked, next := try(now, l.clock.bounds, &w.ticket, w)
		if blocked == s {
			l.delay(s, now, next)
			return
		}
		l.dequeue(w)
		if blocked == nil {
			w.finish(nil)
		} else if est, late := l.estimate(now, w, blocked); est > w.deadline {
			w.finish(l.spent(late, now, est))
		} else {
			l.enqueue(w, blocked, next)
		}
	}
}

// delay sets when to look at the queue of s again. Nobody in it goes before, so
// those whose time will be over fail now.
func (l *Ledger) delay(s *slot, now, next int64) {
	s.look(now, next)
	if !s.sure {
		return
	}
	for _, w := range slices.Clone(s.queue) {
		if w.deadline < next {
			l.dequeue(w)
			w.finish(l.spent(s, now, next))
		}
	}
}

// estimate returns the earliest time at which w can have its turn behind those who
// wait already, and the limit that says so.
func (l *Ledger) estimate(now int64, w *waiter, blocked *slot) (int64, *slot) {
	latest, late := now, blocked
	for _, s := range w.ticket.set.all() {
		units := w.ticket.cost
		for _, other := range s.queue {
			units += other.ticket.cost
		}
		if at := s.window.when(now, l.clock.bounds, units); at > latest {
			latest, late = at, s
		}
	}
	return latest, late
}

// arm sets the timer for the first queue to look at.
func (l *Ledger) arm() {
	first := int64(math.MaxInt64)
	for _, s := range l.waiting {
		first = min(first, s.wake)
	}
	if l.settleAt != 0 && !l.flushing {
		first = min(first, l.settleAt)
	}
	if first == math.MaxInt64 || first == l.wakes {
		return
	}
	l.wakes = first
	d := time.Duration(max(first-l.axis.read(), 0))
	if l.timer == nil {
		l.timer = time.AfterFunc(d, l.ring)
	} else {
		l.timer.Reset(d)
	}
}

// ring looks at the queues whose time has come.
func (l *Ledger) ring() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wakes = 0
	if l.cfg.Store != nil {
		l.kick()
		return
	}
	now := l.axis.read()
	for _, s := range slices.Clone(l.waiting) {
		if s.wake <= now {
			l.serve(s, now)
		}
	}
	l.arm()
}
