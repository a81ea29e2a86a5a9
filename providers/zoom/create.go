package zoom

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/limits"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// CreateMeeting schedules a meeting (contracts/zoom.md A1): type 8 with a
// recurrence rule, else type 2. [Options.Type] makes others.
func (p *Provider) CreateMeeting(ctx context.Context, req meeting.CreateRequest) (meeting.Meeting, error) {
	body, err := newCreateBody(req)
	if err != nil {
		return meeting.Meeting{}, err
	}
	m, err := p.create(ctx, provider.OpCreate, req.Host, body)
	return asked(m, req.Zone), err
}

func (p *Provider) create(ctx context.Context, op provider.Op, host string, body []byte) (meeting.Meeting, error) {
	if host == "" {
		host = p.cfg.UserID
	}
	return transport.Read(ctx, p.http, transport.Request{
		Op: string(op), Method: http.MethodPost, Path: "/v2/users/{userId}/meetings", Args: []string{host}, Body: body, Create: true,
		Class: classCreate, Host: limits.Host(host),
	}, normalize.ZoomMeeting)
}
