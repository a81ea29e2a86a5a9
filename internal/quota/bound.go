package quota

import "context"

// Bound names the limit that decides when n calls like c will have been possible
// (see [Ledger.NextSlot]), for people; "" when they are possible now.
func (l *Ledger) Bound(ctx context.Context, c Call, n int) (string, error) {
	name := ""
	l.mu.Lock()
	latest := l.axis.read()
	l.mu.Unlock()
	err := l.look(ctx, c, func(s *slot, w *window, now int64, b bounds) {
		if at := w.when(now, b, n*max(c.Cost, 1)); at > latest {
			latest, name = at, l.describe(s.limit, w.most())
		}
	})
	return name, err
}

// Bound is [Ledger.Bound].
func (k *Keeper) Bound(ctx context.Context, c Call, n int) (string, error) {
	if k == nil {
		return "", nil
	}
	return k.ledger.Bound(ctx, c, n)
}
