package zohocliq

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// CreateMeeting puts a conference into the user's calendar, which is what gives it a
// link (contracts/whereby-cliq.md 2B, Events API): into Config.CalendarID, else into
// the default one. Cliq refuses a start in the past.
func (p *Provider) CreateMeeting(ctx context.Context, req meeting.CreateRequest) (meeting.Meeting, error) {
	body, err := newCreateBody(req, p.cfg.CalendarID)
	if err != nil {
		return meeting.Meeting{}, err
	}
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpCreate), Method: http.MethodPost, Path: "/api/v2/events", Body: body, Create: true,
	})
	if err != nil {
		return meeting.Meeting{}, err
	}
	event, err := normalize.ReadCliqEvent(res.Body)
	if err != nil {
		return meeting.Meeting{}, err
	}
	return p.dated(event.Meeting), nil
}
