package zohocliq

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// CancelMeeting deletes a scheduled meeting from the calendar. The delete must name
// the event's latest edit_tag (contracts/whereby-cliq.md 2B), so the event is read
// first. Whether Cliq tells the attendees is not documented; opts change nothing.
func (p *Provider) CancelMeeting(ctx context.Context, id string, _ meeting.CancelOptions) error {
	if !isEvent(id) {
		return p.notAnEvent(provider.OpCancel)
	}
	event, err := p.event(ctx, provider.OpCancel, id)
	if err != nil {
		return err
	}
	body, err := newCancelBody(event)
	if err != nil {
		return err
	}
	_, err = p.http.Do(ctx, transport.Request{
		Op: string(provider.OpCancel), ID: id, Method: http.MethodDelete, Path: "/api/v2/events/{eventId}", Args: []string{id}, Body: body,
	})
	return err
}
