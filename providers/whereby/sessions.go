package whereby

import (
	"context"
	"strconv"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// ListSessions lists when two or more people were in a room, from Whereby's insights,
// which are 10 to 15 minutes behind (contracts/whereby-cliq.md 1B, Insights). A
// meeting is gone an hour after its end; its sessions are then found by the room's
// name, the ref room_name without its slash, in the place of the id.
func (p *Provider) ListSessions(ctx context.Context, meetingID string, q meeting.PageQuery) (meeting.SessionPage, error) {
	at, err := p.begin(ctx, provider.OpListSessions, meetingID, q.PageToken)
	if err != nil {
		return meeting.SessionPage{}, err
	}
	limit, _ := strconv.Atoi(pageSize(q.PageSize))
	sessions, err := p.sessions(ctx, provider.OpListSessions, meetingID, &at, "", limit)
	if err != nil {
		return meeting.SessionPage{}, err
	}
	return meeting.SessionPage{Sessions: sessions, NextPage: at.token()}, nil
}

// GetSession returns one session of a meeting's room.
func (p *Provider) GetSession(ctx context.Context, meetingID, sessionID string) (meeting.Session, error) {
	at, err := p.room(ctx, provider.OpGetSession, meetingID)
	if err != nil {
		return meeting.Session{}, err
	}
	sessions, err := p.sessions(ctx, provider.OpGetSession, meetingID, &at, sessionID, 1)
	if err != nil {
		return meeting.Session{}, err
	}
	for _, s := range sessions {
		if s.ID == sessionID {
			return s, nil
		}
	}
	return meeting.Session{}, &meeting.Error{Provider: p.info.Name, Op: string(provider.OpGetSession), ID: meetingID, Kind: meeting.ErrNotFound,
		Message: "the insights know no such session of this room"}
}
