package zohomeeting

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// GetMeeting returns a meeting (contracts/zoho.md A2.2, B3).
func (p *Provider) GetMeeting(ctx context.Context, id string) (meeting.Meeting, error) {
	return p.get(ctx, provider.OpGet, id)
}

func (p *Provider) get(ctx context.Context, op provider.Op, id string) (meeting.Meeting, error) {
	res, err := p.do(ctx, transport.Request{
		Op: string(op), ID: id, Method: http.MethodGet, Path: p.dialect.meeting, Args: []string{id},
	})
	if err != nil {
		return meeting.Meeting{}, err
	}
	return p.meeting(res.Body)
}
