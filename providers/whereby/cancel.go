package whereby

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// CancelMeeting removes a room and everybody in it. Cancelling what is gone, or
// never was, is nil: Whereby answers the same to all (contracts/whereby-cliq.md 1A,
// 1B quirk 6). Nobody is notified, whatever opts say.
func (p *Provider) CancelMeeting(ctx context.Context, id string, _ meeting.CancelOptions) error {
	_, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpCancel), ID: id, Method: http.MethodDelete, Path: "/v1/meetings/{meetingId}", Args: []string{id}, Cost: costDelete,
	})
	return err
}
