package whereby

import (
	"context"
	"net/http"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// GetMeeting returns a room (contracts/whereby-cliq.md 1A). Its start is when it
// was made; of its settings Whereby tells nothing.
func (p *Provider) GetMeeting(ctx context.Context, id string) (meeting.Meeting, error) {
	return transport.Read(ctx, p.http, transport.Request{
		Op: string(provider.OpGet), ID: id, Method: http.MethodGet, Path: "/v1/meetings/{meetingId}", Args: []string{id}, Cost: costRead,
		Query: map[string]string{"fields": strings.Join(p.cfg.fields(), ",")},
	}, normalize.WherebyMeeting)
}
