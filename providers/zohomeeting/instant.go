package zohomeeting

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// Instant schedules a meeting that starts now: neither dialect has another way
// (contracts/zoho.md A2.2, B3).
func (p *Provider) Instant(ctx context.Context, req meeting.InstantRequest) (meeting.Meeting, error) {
	presenter, err := p.presenter(ctx, provider.OpInstant)
	if err != nil {
		return meeting.Meeting{}, err
	}
	body, err := p.dialect.instant(req, p.cfg.Now(), presenter)
	if err != nil {
		return meeting.Meeting{}, err
	}
	return p.create(ctx, provider.OpInstant, body)
}
