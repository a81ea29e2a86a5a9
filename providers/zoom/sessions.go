package zoom

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// ListSessions lists the past sittings of a meeting, at most 15 months old
// (contracts/zoom.md B1). They all come on one page. A meeting that was never held
// has none.
func (p *Provider) ListSessions(ctx context.Context, meetingID string, q meeting.PageQuery) (meeting.SessionPage, error) {
	if q.PageToken != "" {
		return meeting.SessionPage{}, meeting.Invalidf("page_token", "it is not from this list")
	}
	page, err := transport.Read(ctx, p.http, transport.Request{
		Op: string(provider.OpListSessions), ID: meetingID, Method: http.MethodGet,
		Path: "/v2/past_meetings/{meetingId}/instances", Args: []string{meetingID}, Class: classMedium,
	}, normalize.ZoomInstances)
	if meeting.KindOf(err) == meeting.ErrNotFound {
		if _, missing := p.get(ctx, provider.OpListSessions, meetingID); missing == nil {
			return meeting.SessionPage{}, nil
		}
	}
	for i := range page.Sessions {
		page.Sessions[i].MeetingID = meetingID // the elements don't say
	}
	return page, err
}

// GetSession returns one sitting by its UUID (contracts/zoom.md B1).
func (p *Provider) GetSession(ctx context.Context, meetingID, sessionID string) (meeting.Session, error) {
	s, err := p.pastDetails(ctx, provider.OpGetSession, meetingID, sessionID)
	if err == nil && s.MeetingID != meetingID {
		return meeting.Session{}, &meeting.Error{Kind: meeting.ErrNotFound, Message: "it is a sitting of another meeting"}
	}
	return s, err
}

// pastDetails takes a UUID, or an id for the latest sitting.
func (p *Provider) pastDetails(ctx context.Context, op provider.Op, about, id string) (meeting.Session, error) {
	return transport.Read(ctx, p.http, transport.Request{
		Op: string(op), ID: about, Method: http.MethodGet, Path: "/v2/past_meetings/{meetingId}", Args: []string{sittingArg(id)}, Class: classLight,
	}, normalize.ZoomSession)
}
