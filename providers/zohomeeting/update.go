package zohomeeting

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// UpdateMeeting changes what patch names, of a series all of it. The reference
// doesn't say what a change answers (contracts/zoho.md A2.9): unless it is the
// meeting, the meeting is read afterwards. Zoho's own answer leaves members out (B3),
// so there it always is.
func (p *Provider) UpdateMeeting(ctx context.Context, id string, patch meeting.Patch) (meeting.Meeting, error) {
	body, err := p.patchBody(ctx, id, patch)
	if err != nil {
		return meeting.Meeting{}, err
	}
	if text := string(body); text == "{}" || text == `{"session":{}}` { // all of it was accepted as lost
		return p.get(ctx, provider.OpUpdate, id)
	}
	res, err := p.do(ctx, transport.Request{
		Op: string(provider.OpUpdate), ID: id, Method: http.MethodPut, Path: p.dialect.meeting, Args: []string{id}, Body: body,
	})
	if err != nil {
		return meeting.Meeting{}, err
	}
	answer, err := p.meeting(res.Body)
	whole := err == nil && answer.Title != "" && !answer.Start.IsZero()
	if whole && !p.published() {
		return answer, nil
	}
	m, err := p.get(ctx, provider.OpUpdate, id)
	if err != nil && whole { // the change was made
		return answer, nil
	}
	return m, err
}

func (p *Provider) patchBody(ctx context.Context, id string, patch meeting.Patch) ([]byte, error) {
	if p.published() {
		return p.sessionPatch(ctx, id, patch)
	}
	return newUpdateBody(patch)
}
