package zohocliq

import (
	"context"
	"net/http"
	"slices"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// ListParticipants lists the participants of a session by its nrs_id
// (contracts/whereby-cliq.md 2A), or the attendees of a scheduled meeting, who are
// all invited: no document says how to find its session. Without a state Cliq decides whom it lists; left
// and joined are both Cliq's joined: those who came and went.
func (p *Provider) ListParticipants(ctx context.Context, meetingID string, q meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	if isEvent(meetingID) {
		return p.attendees(ctx, meetingID, q)
	}
	page, err := transport.Read(ctx, p.http, transport.Request{
		Op: string(provider.OpParticipants), ID: meetingID, Method: http.MethodGet,
		Path: "/api/v2/mediasessions/{callId}/participants", Args: []string{meetingID},
		Header: map[string]string{"X-API-VERSION": "1"}, // without it Cliq ignores the query
		Query:  participantQuery(q),
	}, func(body []byte) (meeting.ParticipantPage, error) {
		switch {
		case len(body) == 0: // 204 is a success that Cliq documents
			return meeting.ParticipantPage{}, nil
		case q.Raw:
			return normalize.CliqParticipants(body)
		}
		return normalize.AppendCliqParticipants(q.Into, body)
	})
	if err != nil {
		return meeting.ParticipantPage{}, err
	}
	for i, who := range page.Participants {
		page.Participants[i].State = stateOf(who, q.State)
	}
	page.Participants = slices.DeleteFunc(page.Participants, func(who meeting.Participant) bool {
		return q.State != "" && q.State != meeting.ParticipantJoined && who.State != q.State
	})
	return page, nil
}

// stateOf is what the filter says of somebody whose times don't.
func stateOf(who meeting.Participant, asked meeting.ParticipantState) meeting.ParticipantState {
	if asked == "" || asked == meeting.ParticipantLeft || !who.Left.IsZero() {
		return who.State
	}
	return asked
}

// attendees are who was invited to an event.
func (p *Provider) attendees(ctx context.Context, id string, q meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	if q.State != "" && q.State != meeting.ParticipantInvited {
		e := provider.Unsupported(p.info, provider.OpParticipants)
		e.Message = "a calendar knows who was invited; who came stands in the media session"
		return meeting.ParticipantPage{}, e
	}
	if q.PageToken != "" {
		return meeting.ParticipantPage{}, meeting.Invalidf("page_token", "the attendees of a scheduled meeting have one page")
	}
	event, err := p.event(ctx, provider.OpParticipants, id)
	if err != nil {
		return meeting.ParticipantPage{}, err
	}
	var page meeting.ParticipantPage
	for _, a := range event.Attendees {
		page.Participants = append(page.Participants, a.Participant)
	}
	return page, nil
}
