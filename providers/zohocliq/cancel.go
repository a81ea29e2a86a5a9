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
// first. Whether Cliq tells the attendees is not documented, and can't be chosen: to ask
// for it is [meeting.ErrUnsupported].
func (p *Provider) CancelMeeting(ctx context.Context, id string, opts meeting.CancelOptions) error {
	if !isEvent(id) {
		return p.notAnEvent(provider.OpCancel)
	}
	if opts.Notify == meeting.On {
		return &meeting.Error{Kind: meeting.ErrUnsupported, Message: "Cliq can't be told to notify the attendees: leave notify out, and tell them yourself"}
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
