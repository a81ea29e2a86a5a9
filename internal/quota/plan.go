package quota

import (
	"context"
	"time"

	"github.com/libmeet/meeting"
)

// Headroom is what may be sent at once.
type Headroom struct {
	Calls   int       // such calls; -1: no limit is known
	Until   time.Time // when there will be more, as far as is known; zero: not bounded
	Limited string    // the limit that bounds it, for people
}

// Headroom returns how many calls like c may be sent now.
func (l *Ledger) Headroom(ctx context.Context, c Call) (Headroom, error) {
	h, cost := Headroom{Calls: -1}, max(c.Cost, 1)
	err := l.look(ctx, c, func(s *slot, w *window, now int64, b bounds) {
		free, _ := w.room(now, b, 1)
		if free == unbounded && w.most() == 0 {
			return
		}
		calls := free / cost
		more := l.wall(w.when(now, b, (calls+1)*cost))
		if h.Calls < 0 || calls < h.Calls || calls == h.Calls && more.After(h.Until) {
			h = Headroom{Calls: calls, Until: more, Limited: l.describe(s.limit, w.most())}
		}
	})
	return h, err
}

// NextSlot returns when n calls like c will have been possible, if nobody else
// takes part more than they do: the time of the last one.
func (l *Ledger) NextSlot(ctx context.Context, c Call, n int) (time.Time, error) {
	l.mu.Lock()
	latest := l.axis.read()
	l.mu.Unlock()
	err := l.look(ctx, c, func(_ *slot, w *window, now int64, b bounds) {
		latest = max(latest, w.when(now, b, n*max(c.Cost, 1)))
	})
	return l.wall(latest), err
}

// wall turns a time of the axis into one of the clock on the wall.
func (l *Ledger) wall(t int64) time.Time { return time.Unix(0, t).UTC() }

// look shows the windows that count c as they are now, without changing them in
// the store.
func (l *Ledger) look(ctx context.Context, c Call, visit func(*slot, *window, int64, bounds)) error {
	var set slotSet
	l.mu.Lock()
	defer l.mu.Unlock()
	l.resolve(c, &set)
	now, b := l.axis.read(), l.clock.bounds
	if l.cfg.Store == nil {
		for _, s := range set.all() {
			visit(s, &s.window, now, b)
		}
		return nil
	}
	for _, s := range set.all() {
		l.mu.Unlock()
		record, err := l.cfg.Store.Get(ctx, s.key)
		l.mu.Lock()
		if err != nil && meeting.KindOf(err) != meeting.ErrNotFound {
			return storeError{err}
		}
		// The store's clock is not told with a record; this machine's is near enough
		// for a plan.
		w := decode(s.limit, record.Value, now)
		visit(s, &w, now, b)
	}
	return nil
}
