package zohomeeting

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// CancelMeeting cancels a meeting, and of a series all of it (contracts/zoho.md
// A2.4, B3). Notify mails the participants; unset leaves that to Zoho. In the sessions
// dialect nobody can be told by it: to ask for that is [meeting.ErrUnsupported], and
// whether Zoho mails anybody all the same is not documented.
func (p *Provider) CancelMeeting(ctx context.Context, id string, opts meeting.CancelOptions) error {
	req := transport.Request{
		Op: string(provider.OpCancel), ID: id, Method: http.MethodDelete, Path: p.dialect.meeting, Args: []string{id},
		Query: map[string]string{"notify_participants": opts.Notify.String()},
	}
	if p.published() {
		if opts.Notify == meeting.On {
			return &meeting.Error{Kind: meeting.ErrUnsupported, Message: "Zoho's API can't be told to mail the participants: leave notify out, and tell them yourself"}
		}
		req.Query = nil
	}
	_, err := p.do(ctx, req)
	return err
}
