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
// 1B quirk 6). Whereby knows nobody whom it could notify: to ask for that is
// [meeting.ErrUnsupported].
func (p *Provider) CancelMeeting(ctx context.Context, id string, opts meeting.CancelOptions) error {
	if opts.Notify == meeting.On {
		return &meeting.Error{Kind: meeting.ErrUnsupported, Message: "Whereby knows nobody to notify: leave notify out, and tell them yourself"}
	}
	_, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpCancel), ID: id, Method: http.MethodDelete, Path: "/v1/meetings/{meetingId}", Args: []string{id}, Cost: costDelete,
	})
	return err
}
