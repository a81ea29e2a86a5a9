package zoom

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// GetMeeting returns a meeting with a fresh start link (contracts/zoom.md B1).
func (p *Provider) GetMeeting(ctx context.Context, id string) (meeting.Meeting, error) {
	return p.get(ctx, provider.OpGet, id)
}

func (p *Provider) get(ctx context.Context, op provider.Op, id string) (meeting.Meeting, error) {
	return p.getOccurrence(ctx, op, id, "")
}

// getOccurrence returns one meeting of a series, or with "" the whole.
func (p *Provider) getOccurrence(ctx context.Context, op provider.Op, id, occurrence string) (meeting.Meeting, error) {
	return transport.Read(ctx, p.http, transport.Request{
		Op: string(op), ID: id, Method: http.MethodGet, Path: "/v2/meetings/{meetingId}", Args: []string{id},
		Query: map[string]string{"occurrence_id": occurrence}, Class: classLight,
	}, normalize.ZoomMeeting)
}
