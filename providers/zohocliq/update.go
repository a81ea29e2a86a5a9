package zohocliq

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// UpdateMeeting changes a scheduled meeting. Cliq wants title, times and zone with
// each change and does not say that it keeps what is left out
// (contracts/whereby-cliq.md 2B), so the event is read first and sent again with the
// change; reminders and attachments, which it does not tell, may be lost. Who changes
// the same event in between is overwritten: the edit takes no edit_tag.
func (p *Provider) UpdateMeeting(ctx context.Context, id string, patch meeting.Patch) (meeting.Meeting, error) {
	if !isEvent(id) {
		return meeting.Meeting{}, p.notAnEvent(provider.OpUpdate)
	}
	before, err := p.event(ctx, provider.OpUpdate, id)
	if err != nil {
		return meeting.Meeting{}, err
	}
	body, err := newUpdateBody(before, patch)
	if err != nil {
		return meeting.Meeting{}, err
	}
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpUpdate), ID: id, Method: http.MethodPut, Path: "/api/v2/events/{eventId}", Args: []string{id}, Body: body,
	})
	if err != nil {
		return meeting.Meeting{}, err
	}
	after, err := normalize.ReadCliqEvent(res.Body)
	if err != nil {
		return meeting.Meeting{}, err
	}
	return p.dated(after.Meeting), nil
}
