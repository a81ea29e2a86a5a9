package zohosdk

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// Instant starts a session (contracts/zoho.md A1). The answer doesn't say its
// media, so the meeting carries what was sent.
func (p *Provider) Instant(ctx context.Context, req meeting.InstantRequest) (meeting.Meeting, error) {
	body, err := newInstantBody(req)
	if err != nil {
		return meeting.Meeting{}, err
	}
	org, err := p.orgFor(ctx, provider.OpInstant)
	if err != nil {
		return meeting.Meeting{}, transport.NotSent(err)
	}
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpInstant), Method: http.MethodPost, Create: true,
		Path: "/meeting/api/v2/{orgId}/sdk/session/meet", Args: []string{org}, Body: body,
	})
	if err != nil {
		return meeting.Meeting{}, err
	}
	m, err := normalize.ZohoSDKMeeting(res.Body)
	if err != nil {
		return meeting.Meeting{}, err
	}
	if m.Media == "" {
		m.Media = sentMedia(body)
	}
	return m, nil
}
