package zoom

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// EndMeeting ends a running meeting (contracts/zoom.md B1). What Zoom answers when
// it does not run is not documented.
func (p *Provider) EndMeeting(ctx context.Context, id string) error {
	_, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpEnd), ID: id, Method: http.MethodPut, Path: "/v2/meetings/{meetingId}/status", Args: []string{id},
		Body: []byte(`{"action":"end"}`), Class: classLight,
	})
	return err
}
