package zohomeeting

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// UpdateMeeting changes what patch names, of a series all of it. The reference
// doesn't say what a change answers (contracts/zoho.md A2.9): unless it is the
// meeting, the meeting is read afterwards.
func (p *Provider) UpdateMeeting(ctx context.Context, id string, patch meeting.Patch) (meeting.Meeting, error) {
	body, err := newUpdateBody(patch)
	if err != nil {
		return meeting.Meeting{}, err
	}
	if string(body) == "{}" { // all of it was accepted as lost
		return p.get(ctx, provider.OpUpdate, id)
	}
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpUpdate), ID: id, Method: http.MethodPut, Path: "/api/v2/meetings/{meeting_key}", Args: []string{id}, Body: body,
	})
	if err != nil {
		return meeting.Meeting{}, err
	}
	if m, err := normalize.ZohoMeeting(res.Body); err == nil && m.Title != "" && !m.Start.IsZero() {
		return m, nil
	}
	return p.get(ctx, provider.OpUpdate, id)
}
