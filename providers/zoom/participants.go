package zoom

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// The three lists of participants (contracts/zoom.md B1).
const (
	sourcePast   = "past"
	sourceReport = "report"
	sourceLive   = "live"
)

// livePrefix marks page tokens of the live list, so that the next page comes from
// there too.
const livePrefix = "live:"

// ListParticipants lists who was in the latest past sitting of a meeting, or in one
// by its UUID; with state live, or while the meeting's first sitting runs, who is in
// it now (contracts/zoom.md B1). What Zoom has not processed yet is
// [meeting.ErrNotReady]. It keeps no list of who was invited: that state is
// [meeting.ErrUnsupported].
func (p *Provider) ListParticipants(ctx context.Context, meetingID string, q meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	source := p.cfg.Participants
	token, live := strings.CutPrefix(q.PageToken, livePrefix)
	if live || q.State == meeting.ParticipantLive {
		source = sourceLive
	}
	switch {
	case !p.info.Capabilities.Can(provider.OpParticipants):
		return meeting.ParticipantPage{}, provider.Unsupported(p.info, provider.OpParticipants)
	case q.State == meeting.ParticipantInvited:
		return meeting.ParticipantPage{}, p.noParticipants("Zoom keeps no list of who was invited")
	case source == sourceLive && p.cfg.Limits.Plan == planPro:
		return meeting.ParticipantPage{}, p.noParticipants("who is in a running meeting needs Zoom's Business plan")
	}
	page, err := p.participants(ctx, source, meetingID, q, token)
	if source != sourceLive && meeting.KindOf(err) == meeting.ErrNotFound {
		return p.notOver(ctx, meetingID, q, err)
	}
	return page, err
}

func (p *Provider) noParticipants(why string) error {
	e := provider.Unsupported(p.info, provider.OpParticipants)
	e.Message = why
	return e
}

// notOver tells a meeting that is unknown or was never held, which is what missing
// says, from one that is running or was not processed yet.
func (p *Provider) notOver(ctx context.Context, id string, q meeting.ParticipantQuery, missing error) (meeting.ParticipantPage, error) {
	why := "Zoom has not processed the meeting yet"
	if isUUID(id) {
		if _, err := p.pastDetails(ctx, provider.OpParticipants, id, id); err != nil {
			return meeting.ParticipantPage{}, missing
		}
	} else {
		m, err := p.get(ctx, provider.OpParticipants, id)
		if err != nil || (m.Status != meeting.StatusLive && m.Start.After(p.cfg.Now())) {
			return meeting.ParticipantPage{}, missing
		}
		if m.Status == meeting.StatusLive {
			why = "the meeting is running; who was in it is told when it is over"
			if q.State != meeting.ParticipantLeft && p.cfg.Limits.Plan != planPro {
				if page, err := p.participants(ctx, sourceLive, id, q, ""); err == nil {
					return page, nil
				}
			}
		}
	}
	return meeting.ParticipantPage{}, &meeting.Error{Kind: meeting.ErrNotReady, Message: why}
}

// participants reads one page of a source, without those of other states.
func (p *Provider) participants(ctx context.Context, source, id string, q meeting.ParticipantQuery, token string) (meeting.ParticipantPage, error) {
	req := transport.Request{
		Op: string(provider.OpParticipants), ID: id, Method: http.MethodGet,
		Path: "/v2/past_meetings/{meetingId}/participants", Args: []string{sittingArg(id)}, Class: classMedium,
		Query: map[string]string{"page_size": pageSize(q.PageSize), "next_page_token": token},
	}
	switch source {
	case sourceReport:
		req.Path, req.Class = "/v2/report/meetings/{meetingId}/participants", classHeavy
		req.Query["include_fields"] = "registrant_id"
	case sourceLive:
		req.Path, req.Class = "/v2/metrics/meetings/{meetingId}/participants", classHeavy
		req.Query["type"] = "live"
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
	if source == sourceLive {
		if page.NextPage != "" {
			page.NextPage = livePrefix + page.NextPage
		}
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
