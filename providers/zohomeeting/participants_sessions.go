package zohomeeting

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// reportedPeople is ListParticipants in Zoho's own API: its report of who came, empty
// before the start (contracts/zoho.md B3).
func (p *Provider) reportedPeople(ctx context.Context, op provider.Op, meetingID string, q meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	if q.State == meeting.ParticipantInvited {
		e := provider.Unsupported(p.info, op)
		e.Message = "Zoho Meeting does not list who is invited; only the answer to a create tells"
		return meeting.ParticipantPage{}, e
	}
	// Somebody who comes twice is there twice, with one id.
	key := func(person meeting.Participant) string {
		return person.ID + " " + person.Email + " " + person.Joined.Format(time.RFC3339)
	}
	people, next, err := walk(q.PageToken, pageSize(q.PageSize), key, func(index, count int) ([]meeting.Participant, int, error) {
		res, err := p.do(ctx, transport.Request{
			Op: string(op), ID: meetingID, Method: http.MethodGet, Path: p.dialect.participants, Args: []string{meetingID},
			Query: map[string]string{"index": strconv.Itoa(index), "count": strconv.Itoa(count)},
		})
		if err != nil {
			return nil, 0, err
		}
		page, total, err := normalize.ZohoSessionsParticipants(res.Body)
		return page.Participants, total, err
	})
	if err != nil {
		return meeting.ParticipantPage{}, err
	}
	people = slices.DeleteFunc(people, func(person meeting.Participant) bool { return !fits(q.State, person.State) })
	return meeting.ParticipantPage{Participants: people, NextPage: next}, nil
}
