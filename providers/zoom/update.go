package zoom

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/limits"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// UpdateMeeting changes what patch names (PATCH answers 204 without a body, so the
// meeting is read afterwards; contracts/zoom.md B1). A change of a series changes
// all of it.
func (p *Provider) UpdateMeeting(ctx context.Context, id string, patch meeting.Patch) (meeting.Meeting, error) {
	body, err := newUpdateBody(patch)
	if err != nil {
		return meeting.Meeting{}, err
	}
	if _, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpUpdate), ID: id, Method: http.MethodPatch, Path: "/v2/meetings/{meetingId}", Args: []string{id}, Body: body,
		Class: classUpdate, Host: limits.Host(p.cfg.UserID), // whose it is, the id does not tell
	}); err != nil {
		return meeting.Meeting{}, err
	}
	return p.get(ctx, provider.OpUpdate, id)
}
