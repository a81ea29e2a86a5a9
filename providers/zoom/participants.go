package zoom

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

// ListParticipants lists who was in the latest past instance of a meeting, or,
// with state live, who is in it now (contracts/zoom.md B1). Zoom keeps no list of
// who was invited; that state is [meeting.ErrUnsupported].
func (p *Provider) ListParticipants(ctx context.Context, meetingID string, q meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	req := transport.Request{
		Op: string(provider.OpParticipants), ID: meetingID, Method: http.MethodGet,
		Path: "/v2/past_meetings/{meetingId}/participants", Args: []string{meetingID},
		Class: classMedium,
		Query: map[string]string{"page_size": pageSize(q.PageSize), "next_page_token": q.PageToken},
	}
	switch q.State {
	case meeting.ParticipantLive:
		req.Path = "/v2/metrics/meetings/{meetingId}/participants"
		req.Query["type"] = "live"
		req.Class = classHeavy
	case meeting.ParticipantInvited:
		e := provider.Unsupported(p.info, provider.OpParticipants)
		e.Message = "Zoom keeps no list of who was invited"
		return meeting.ParticipantPage{}, e
	}
	page, err := transport.Read(ctx, p.http, req, func(body []byte) (meeting.ParticipantPage, error) {
		if q.Raw {
			return normalize.ZoomParticipants(body)
		}
		return normalize.AppendZoomParticipants(q.Into, body)
	})
	if err != nil {
		return meeting.ParticipantPage{}, err
	}
	if q.State == meeting.ParticipantLive {
		for i := range page.Participants {
			if page.Participants[i].Left.IsZero() {
				page.Participants[i].State = meeting.ParticipantLive
			}
		}
	}
	page.Participants = slices.DeleteFunc(page.Participants, func(person meeting.Participant) bool {
		return q.State == meeting.ParticipantLeft && person.State != meeting.ParticipantLeft ||
			q.State == meeting.ParticipantLive && person.State != meeting.ParticipantLive
	})
	return page, nil
}

// pageSize is the size asked for, no larger than Zoom gives.
func pageSize(wanted int) string {
	if wanted <= 0 || wanted > maxPage {
		wanted = maxPage
	}
	return strconv.Itoa(wanted)
}
