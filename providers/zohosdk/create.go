package zohosdk

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// CreateMeeting schedules a session (contracts/zoho.md B4). Its presenter is
// Config.Presenter, else the user who signed in.
func (p *Provider) CreateMeeting(ctx context.Context, req meeting.CreateRequest) (meeting.Meeting, error) {
	who, err := p.identity(ctx, provider.OpCreate)
	if err != nil {
		return meeting.Meeting{}, transport.NotSent(err)
	}
	body, err := newCreateBody(req, who.User)
	if err != nil {
		return meeting.Meeting{}, err
	}
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpCreate), Method: http.MethodPost, Create: true,
		Path: "/meeting/api/v2/{orgId}/sdk/session", Args: []string{who.Org}, Body: body,
	})
	if err != nil {
		return meeting.Meeting{}, err
	}
	m, err := normalize.ZohoSDKMeeting(res.Body)
	if err != nil {
		return meeting.Meeting{}, err
	}
	m.Kind = meeting.KindScheduled // the answer is that of an instant session
	return m, nil
}
