package whereby

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// Instant makes a room that ends after req.Duration, one hour when that is 0.
// Whereby has no call of its own for it (contracts/whereby-cliq.md 1B, What the API
// cannot do).
func (p *Provider) Instant(ctx context.Context, req meeting.InstantRequest) (meeting.Meeting, error) {
	body, err := newInstantBody(req, p.cfg.Now(), p.cfg.fields())
	if err != nil {
		return meeting.Meeting{}, err
	}
	return p.create(ctx, provider.OpInstant, body)
}
