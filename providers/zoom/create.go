package zoom

import (
	"context"
	"net/http"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/limits"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// CreateMeeting schedules a meeting (contracts/zoom.md A1): type 8 with a
// recurrence rule, else type 2. [Options.Type] makes others. A start in the past is
// [meeting.ErrUnsupported] unless req.OnLoss is best effort: Zoom would move it.
func (p *Provider) CreateMeeting(ctx context.Context, req meeting.CreateRequest) (meeting.Meeting, error) {
	if err := p.notPast(req.Start, req.OnLoss, "Zoom would move the meeting to now"); err != nil {
		return meeting.Meeting{}, err
	}
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

// clockSkew is how far Zoom's clock may be from ours.
const clockSkew = 5 * time.Minute

// notPast refuses a start that Zoom would take for another, without a word
// (contracts/zoom.md B3).
func (p *Provider) notPast(start time.Time, policy meeting.LossPolicy, instead string) error {
	if policy == meeting.LossBestEffort || !start.Before(p.cfg.Now().Add(-clockSkew)) {
		return nil
	}
	return &meeting.Error{Kind: meeting.ErrUnsupported, Message: "start: it is past, and " + instead}
}
