package zohomeeting

import (
	"context"
	"net/http"
	"slices"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// ListParticipants lists who was invited and who came (contracts/zoho.md A2.3), in the
// sessions dialect who came (B3).
// State is applied here; joined includes those who left again. Who is in a meeting
// right now Zoho does not say: that state is [meeting.ErrUnsupported].
func (p *Provider) ListParticipants(ctx context.Context, meetingID string, q meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	if q.State == meeting.ParticipantLive {
		e := provider.Unsupported(p.info, provider.OpParticipants)
		e.Message = "Zoho Meeting does not say who is in a meeting now; ask for those who joined"
		return meeting.ParticipantPage{}, e
	}
	if p.published() {
		return p.reportedPeople(ctx, provider.OpParticipants, meetingID, q)
	}
	query, err := morePages(q.PageToken)
	if err != nil {
		return meeting.ParticipantPage{}, err
	}
	res, err := p.do(ctx, transport.Request{
		Op: string(provider.OpParticipants), ID: meetingID, Method: http.MethodGet,
		Path: p.dialect.participants, Args: []string{meetingID}, Query: query,
	})
	if err != nil {
		return meeting.ParticipantPage{}, err
	}
	page, err := normalize.ZohoParticipants(res.Body)
	if err != nil {
		return meeting.ParticipantPage{}, err
	}
	page.Participants = slices.DeleteFunc(page.Participants, func(person meeting.Participant) bool { return !fits(q.State, person.State) })
	return page, nil
}

// fits lets a state that is not known through.
func fits(wanted, is meeting.ParticipantState) bool {
	return wanted == "" || is == "" || is == wanted || (wanted == meeting.ParticipantJoined && is == meeting.ParticipantLeft)
}
