package whereby

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// ListParticipants lists who was in a room, session by session, from Whereby's
// insights (contracts/whereby-cliq.md 1B, Insights), which are 10 to 15 minutes
// behind: who is in it now, or was invited, can't be asked. meetingID may also be the
// room's name, as for [Provider.ListSessions]. A person who came again is listed
// again; recorders and the like are left out.
func (p *Provider) ListParticipants(ctx context.Context, meetingID string, q meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	if q.State == meeting.ParticipantLive || q.State == meeting.ParticipantInvited {
		e := provider.Unsupported(p.info, provider.OpParticipants)
		e.Message = "Whereby tells who was in a room, minutes later, and invites nobody"
		return meeting.ParticipantPage{}, e
	}
	at, err := p.begin(ctx, provider.OpParticipants, meetingID, q.PageToken)
	if err != nil {
		return meeting.ParticipantPage{}, err
	}
	if len(at.Sessions) == 0 {
		sessions, err := p.sessions(ctx, provider.OpParticipants, meetingID, &at, "", sessionsAtOnce)
		if err != nil {
			return meeting.ParticipantPage{}, err
		}
		for _, s := range sessions {
			at.Sessions = append(at.Sessions, s.ID)
		}
	}
	var page meeting.ParticipantPage
	if len(at.Sessions) > 0 {
		res, err := p.http.Do(ctx, transport.Request{
			Op: string(provider.OpParticipants), ID: meetingID, Method: http.MethodGet, Path: "/v1/insights/participants", Cost: costInsights,
			Query: map[string]string{"roomSessionId": at.Sessions[0], "cursor": at.Cursor, "limit": pageSize(q.PageSize)},
		})
		if err != nil {
			return meeting.ParticipantPage{}, err
		}
		if page, err = normalize.WherebyParticipants(res.Body); err != nil {
			return meeting.ParticipantPage{}, err
		}
		if at.Cursor = page.NextPage; at.Cursor == "" {
			at.Sessions = at.Sessions[1:]
		}
	}
	page.NextPage = at.token()
	page.Participants = slices.DeleteFunc(page.Participants, func(who meeting.Participant) bool {
		return q.State == meeting.ParticipantLeft && who.State != meeting.ParticipantLeft
	})
	return page, nil
}

// sessionsAtOnce bounds a page token, which holds the ids of sessions.
const sessionsAtOnce = 10

// pageSize is the size asked for, no larger than Whereby gives. It is always sent:
// Whereby's own is 50 for some lists and 10 for others.
func pageSize(wanted int) string {
	if wanted <= 0 || wanted > maxPage {
		wanted = maxPage
	}
	return strconv.Itoa(wanted)
}
