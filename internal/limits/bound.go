package limits

import (
	"context"

	"github.com/libmeet/meeting/provider"
)

// Bound names the limit that n calls of op have to wait for.
func (p *Planner) Bound(ctx context.Context, op provider.Op, host string, n int) (string, error) {
	return p.keeper.Bound(ctx, p.call(op, host), n)
}
