package zoom

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// CancelMeeting deletes a meeting, and of a series all of it or one occurrence
// (contracts/zoom.md B1). Notify tells the host and the registrants by mail.
func (p *Provider) CancelMeeting(ctx context.Context, id string, opts meeting.CancelOptions) error {
	op := provider.OpCancel
	if opts.Occurrence != "" {
		op = provider.OpCancelOccurrence
	}
	_, err := p.http.Do(ctx, transport.Request{
		Op: string(op), ID: id, Method: http.MethodDelete, Path: "/v2/meetings/{meetingId}", Args: []string{id},
		Query: map[string]string{"occurrence_id": opts.Occurrence,
			"schedule_for_reminder": opts.Notify.String(), "cancel_meeting_reminder": opts.Notify.String()},
		Class: classLight,
	})
	return err
}
