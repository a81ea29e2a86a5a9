package zoom

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// CancelMeeting deletes a meeting, and of a series all of it (contracts/zoom.md
// B1). Notify tells the host and the registrants by mail.
func (p *Provider) CancelMeeting(ctx context.Context, id string, opts meeting.CancelOptions) error {
	_, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpCancel), ID: id, Method: http.MethodDelete, Path: "/v2/meetings/{meetingId}", Args: []string{id},
		Class: classLight,
		Query: map[string]string{"schedule_for_reminder": opts.Notify.String(), "cancel_meeting_reminder": opts.Notify.String()},
	})
	return err
}
