package zohomeeting

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// CancelMeeting cancels a meeting, and of a series all of it (contracts/zoho.md
// A2.4). Notify mails the participants; unset leaves that to Zoho.
func (p *Provider) CancelMeeting(ctx context.Context, id string, opts meeting.CancelOptions) error {
	_, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpCancel), ID: id, Method: http.MethodDelete, Path: "/api/v2/meetings/{meeting_key}", Args: []string{id},
		Query: map[string]string{"notify_participants": opts.Notify.String()},
	})
	return err
}
