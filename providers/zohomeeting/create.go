package zohomeeting

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// CreateMeeting schedules a meeting, with a recurrence rule a series
// (contracts/zoho.md A2.5, B3).
func (p *Provider) CreateMeeting(ctx context.Context, req meeting.CreateRequest) (meeting.Meeting, error) {
	presenter, err := p.presenter(ctx, provider.OpCreate)
	if err != nil {
		return meeting.Meeting{}, err
	}
	body, err := p.dialect.create(req, presenter)
	if err != nil {
		return meeting.Meeting{}, err
	}
	return p.create(ctx, provider.OpCreate, body)
}

func (p *Provider) create(ctx context.Context, op provider.Op, body []byte) (meeting.Meeting, error) {
	res, err := p.do(ctx, transport.Request{
		Op: string(op), Method: http.MethodPost, Path: p.dialect.meetings, Body: body, Create: true,
	})
	if err != nil {
		return meeting.Meeting{}, err
	}
	m, err := p.meeting(res.Body)
	if err == nil && m.Kind == "" && p.published() {
		m.Kind = meeting.KindScheduled // it can't be asked for a series
	}
	return m, err
}
