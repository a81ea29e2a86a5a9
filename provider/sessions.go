package provider

import (
	"context"
	"iter"

	"github.com/libmeet/meeting"
)

// Sessions tells when a meeting really took place.
type Sessions interface {
	ListSessions(ctx context.Context, meetingID string, q meeting.PageQuery) (meeting.SessionPage, error)
	GetSession(ctx context.Context, meetingID, sessionID string) (meeting.Session, error)
}

// Sessions walks the sessions of a meeting.
func (c *Client) Sessions(ctx context.Context, meetingID string) iter.Seq2[meeting.Session, error] {
	return pages(c, OpListSessions, meetingID, "", func(token string) ([]meeting.Session, string, error) {
		p, err := ability[Sessions](c, OpListSessions)
		if err != nil {
			return nil, "", err
		}
		if err := validID(meetingID); err != nil {
			return nil, "", err
		}
		page, err := p.ListSessions(ctx, meetingID, meeting.PageQuery{PageToken: token})
		return page.Sessions, page.NextPage, err
	})
}

// GetSession returns one session of a meeting.
func (c *Client) GetSession(ctx context.Context, meetingID, sessionID string) (meeting.Session, error) {
	return invoke(c, OpGetSession, meetingID, func() (meeting.Session, error) {
		p, err := ability[Sessions](c, OpGetSession)
		if err != nil {
			return meeting.Session{}, err
		}
		if err := validID(meetingID); err != nil {
			return meeting.Session{}, err
		}
		if err := c.validSitting("session", sessionID); err != nil {
			return meeting.Session{}, err
		}
		return p.GetSession(ctx, meetingID, sessionID)
	})
}
