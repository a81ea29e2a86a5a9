package zoom

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// Instant starts a meeting of type 1 (contracts/zoom.md B3).
func (p *Provider) Instant(ctx context.Context, req meeting.InstantRequest) (meeting.Meeting, error) {
	body, err := newInstantBody(req)
	if err != nil {
		return meeting.Meeting{}, err
	}
	return p.create(ctx, provider.OpInstant, req.Host, body)
}
