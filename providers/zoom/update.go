package zoom

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// UpdateMeeting changes what patch names (PATCH answers 204 without a body, so the
// meeting is read afterwards; contracts/zoom.md B1): all of a series, or one
// occurrence of it. A series whose times change is read before too, for Zoom wants
// its whole rule with them (B3).
func (p *Provider) UpdateMeeting(ctx context.Context, id string, patch meeting.Patch) (meeting.Meeting, error) {
	if patch.Occurrence != "" {
		return p.updateOccurrence(ctx, id, patch)
	}
	if patch.Recurrence == nil && (patch.Start != nil || patch.Zone != "") {
		if _, err := newUpdateBody(patch); err != nil { // before anything is sent
			return meeting.Meeting{}, err
		}
		m, err := p.get(ctx, provider.OpUpdate, id)
		if err != nil {
			return meeting.Meeting{}, err
		}
		keepRule(&patch, m)
	}
	body, err := newUpdateBody(patch)
	if err != nil {
		return meeting.Meeting{}, err
	}
	m, err := p.patch(ctx, provider.OpUpdate, id, "", body)
	return asked(m, patch.Zone), err
}

// keepRule adds the rule of a series, and what it is counted from, to a change of
// its times.
func keepRule(patch *meeting.Patch, m meeting.Meeting) {
	if m.Kind != meeting.KindRecurring || m.Recurrence.IsZero() {
		return
	}
	patch.Recurrence = &m.Recurrence
	if patch.Start == nil {
		patch.Start = &m.Start
	}
	if patch.Zone == "" {
		patch.Zone = m.Zone
	}
}

func (p *Provider) updateOccurrence(ctx context.Context, id string, patch meeting.Patch) (meeting.Meeting, error) {
	body, err := newOccurrenceBody(patch)
	if err != nil {
		return meeting.Meeting{}, err
	}
	return p.patch(ctx, provider.OpUpdateOccurrence, id, patch.Occurrence, body)
}

func (p *Provider) patch(ctx context.Context, op provider.Op, id, occurrence string, body []byte) (meeting.Meeting, error) {
	if _, err := p.http.Do(ctx, transport.Request{
		Op: string(op), ID: id, Method: http.MethodPatch, Path: "/v2/meetings/{meetingId}", Args: []string{id},
		Query: map[string]string{"occurrence_id": occurrence}, Body: body, Class: classUpdate, Host: p.cfg.UserID,
	}); err != nil {
		return meeting.Meeting{}, err
	}
	return p.getOccurrence(ctx, op, id, occurrence)
}
