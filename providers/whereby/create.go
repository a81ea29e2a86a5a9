package whereby

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// CreateMeeting makes a room that ends at req.End (contracts/whereby-cliq.md 1A,
// Create body). It is open at once: Whereby ignores a start.
func (p *Provider) CreateMeeting(ctx context.Context, req meeting.CreateRequest) (meeting.Meeting, error) {
	body, err := newCreateBody(req, p.cfg.fields())
	if err != nil {
		return meeting.Meeting{}, err
	}
	return p.create(ctx, provider.OpCreate, body)
}

func (p *Provider) create(ctx context.Context, op provider.Op, body []byte) (meeting.Meeting, error) {
	return transport.Read(ctx, p.http, transport.Request{
		Op: string(op), Method: http.MethodPost, Path: "/v1/meetings", Body: body, Create: true, Cost: costWrite,
	}, normalize.WherebyMeeting)
}
