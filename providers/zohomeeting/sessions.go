package zohomeeting

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// ListSessions lists the sessions of a meeting (contracts/zoho.md A2.2). The page
// size is Zoho's: the reference names no parameter for it.
func (p *Provider) ListSessions(ctx context.Context, meetingID string, q meeting.PageQuery) (meeting.SessionPage, error) {
	query, err := morePages(q.PageToken)
	if err != nil {
		return meeting.SessionPage{}, err
	}
	res, err := p.do(ctx, transport.Request{
		Op: string(provider.OpListSessions), ID: meetingID, Method: http.MethodGet,
		Path: p.dialect.sessions, Args: []string{meetingID}, Query: query,
	})
	if err != nil {
		return meeting.SessionPage{}, err
	}
	page, err := normalize.ZohoSessions(res.Body)
	for i := range page.Sessions {
		page.Sessions[i].MeetingID = meetingID // elements of lists may lack it
	}
	return page, err
}

// GetSession returns one session (contracts/zoho.md A2.3).
func (p *Provider) GetSession(ctx context.Context, meetingID, sessionID string) (meeting.Session, error) {
	res, err := p.do(ctx, transport.Request{
		Op: string(provider.OpGetSession), ID: meetingID, Method: http.MethodGet,
		Path: p.dialect.session, Args: []string{meetingID, sessionID},
	})
	if err != nil {
		return meeting.Session{}, err
	}
	return normalize.ZohoSession(res.Body)
}
