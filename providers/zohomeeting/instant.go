package zohomeeting

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// Instant schedules a meeting that starts now: the meetings dialect has no other
// way (contracts/zoho.md A2.2).
func (p *Provider) Instant(ctx context.Context, req meeting.InstantRequest) (meeting.Meeting, error) {
	body, err := newInstantBody(req, p.cfg.Now())
	if err != nil {
		return meeting.Meeting{}, err
	}
	return p.create(ctx, provider.OpInstant, body)
}
