package quota

import (
	"context"
	"slices"
	"time"

	"github.com/libmeet/meeting/store"
)

const (
	maxBatch    = 64               // calls that one update decides
	maxSettles  = 4096             // answers kept for a store that can't be written
	storeWithin = 20 * time.Second // for one update
	settleMost  = int64(time.Second)
	pollMost    = int64(100 * time.Millisecond)
)

// write keeps an answer for the next update. Nothing waits for most of them: what
// they free, they free a window later.
func (l *Ledger) write(s settlement, now int64) {
	if len(l.settles) == maxSettles {
		l.settles = l.settles[1:] // it counts as in flight until it lingers no more
	}
	l.settles = append(l.settles, s)
	urgent := s.answer.Refused || len(l.settles) >= maxBatch
	every := int64(Day)
	for _, each := range s.ticket.set.all() {
		every = min(every, int64(each.limit.Every))
		urgent = urgent || each.prompt || len(each.queue) > 0 && s.answer.NotSent
	}
	at := now + min(every/8, settleMost)
	if urgent {
		at = now
	}
	if l.settleAt == 0 || at < l.settleAt {
		l.settleAt = at
	}
	l.kick()
}

// kick starts the flush if there is something to do, else the timer for it. It is
// called with the lock held.
func (l *Ledger) kick() {
	if l.flushing {
		return
	}
	if l.due(l.axis.read()) {
		l.flushing = true
		go l.flush()
		return
	}
	l.arm()
}

// due reports that an update would do something.
func (l *Ledger) due(now int64) bool {
	if len(l.fresh) > 0 || l.settleAt != 0 && l.settleAt <= now {
		return true
	}
	for _, s := range l.waiting {
		if s.wake <= now {
			return true
		}
	}
	return false
}

// flush makes updates until none is due. There is one at a time, and it carries
// everything that came up during the one before.
func (l *Ledger) flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.due(l.axis.read()) {
		l.round()
	}
	l.flushing = false
	l.flushed.Broadcast()
	l.arm()
}

// round is one update: it writes answers and decides who goes.
func (l *Ledger) round() {
	candidates, settles := l.gather(), l.settles
	slots, keys := involved(candidates, settles)
	if len(keys) == 0 {
		l.settleAt = 0
		return
	}
	clock, moment := l.clock.bounds, int64(0)
	l.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), storeWithin)
	err := l.cfg.Store.Update(ctx, keys, func(now time.Time, records []store.Record) error {
		there := now.UnixMicro() * int64(time.Microsecond) // as records keep it
		moment = there
		l.mu.Lock()
		here := l.axis.read()
		l.mu.Unlock()
		for i, s := range slots {
			s.window = decode(s.limit, records[i].Value, there)
		}
		apply(candidates, settles, there, here, clock.shift(here-there))
		for i, s := range slots {
			records[i].Value, records[i].Expires = s.window.encode(), s.window.expires(there)
		}
		return nil
	})
	cancel()
	l.mu.Lock()
	for _, s := range slots {
		s.prompt, s.figure = s.window.eager(moment), s.window.most()
	}
	l.deliver(candidates, err)
	switch now := l.axis.read(); {
	case err != nil:
		l.settleAt = now + settleMost
		// Those that are older count as spent already: without the store nobody is
		// waited for any longer.
		l.settles = slices.DeleteFunc(l.settles, func(s settlement) bool { return s.ticket.local+linger <= now })
	case len(l.settles) == len(settles):
		l.settles, l.settleAt = nil, 0
	default:
		l.settles, l.settleAt = l.settles[len(settles):], now
	}
	if len(l.settles) == 0 {
		l.settleAt = 0
	}
}

func (l *Ledger) giveBack(t Ticket, now int64) {
	e := event{flight: flight{t.at, t.cost}, notSent: true, sent: now, received: now}
	l.settles = append(l.settles, settlement{ticket: t, answer: Answer{NotSent: true}, event: e})
	l.settleAt = now
}

// Close writes what answers have said and waits until it is written. Without it, a
// process that ends counts its last calls for a minute longer than it must.
func (l *Ledger) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.settles) > 0 && !l.flushing {
		l.settleAt = l.axis.read()
		l.kick()
	}
	for l.flushing {
		l.flushed.Wait()
	}
	if l.timer != nil {
		l.timer.Stop()
		l.wakes = 0
	}
}
