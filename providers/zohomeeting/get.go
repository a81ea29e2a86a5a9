package zohomeeting

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// GetMeeting returns a meeting (contracts/zoho.md A2.2).
func (p *Provider) GetMeeting(ctx context.Context, id string) (meeting.Meeting, error) {
	return p.get(ctx, provider.OpGet, id)
}

func (p *Provider) get(ctx context.Context, op provider.Op, id string) (meeting.Meeting, error) {
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(op), ID: id, Method: http.MethodGet, Path: "/api/v2/meetings/{meeting_key}", Args: []string{id},
	})
	if err != nil {
		return meeting.Meeting{}, err
	}
	return normalize.ZohoMeeting(res.Body)
}
