package zoom

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/limits"
	"github.com/libmeet/meeting/internal/recurrence"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// UpdateMeeting changes what patch names (PATCH answers 204 without a body, so the
// meeting is read afterwards; contracts/zoom.md B1): all of a series, or one
// occurrence of it. A series whose times change is read before too, for Zoom wants
// its whole rule with them (B3). A start in the past, which Zoom ignores, is
// [meeting.ErrUnsupported], unless a rule is counted from it.
func (p *Provider) UpdateMeeting(ctx context.Context, id string, patch meeting.Patch) (meeting.Meeting, error) {
	if patch.Start != nil && patch.Recurrence == nil {
		if err := p.notPast(*patch.Start, patch.OnLoss, "Zoom would leave the meeting where it is"); err != nil {
			return meeting.Meeting{}, err
		}
	}
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
		if err := keepRule(&patch, m); err != nil {
			return meeting.Meeting{}, err
		}
	}
	body, err := newUpdateBody(patch)
	if err != nil {
		return meeting.Meeting{}, err
	}
	m, err := p.patch(ctx, provider.OpUpdate, id, "", body)
	return asked(m, patch.Zone), err
}

// keepRule adds the rule of a series, and what it is counted from, to a change of
// its times. A start that is not on a day of the rule needs another rule.
func keepRule(patch *meeting.Patch, m meeting.Meeting) error {
	if m.Kind != meeting.KindRecurring || m.Recurrence.IsZero() {
		return nil
	}
	patch.Recurrence = &m.Recurrence
	if patch.Start == nil {
		patch.Start = &m.Start
	}
	if patch.Zone == "" {
		patch.Zone = m.Zone
	}
	loc, err := patch.Zone.Location()
	if err != nil {
		return err
	}
	series, err := recurrence.Expand(m.Recurrence, *patch.Start, loc)
	if err != nil {
		return err
	}
	for first := range series {
		if first.Equal(*patch.Start) {
			return nil
		}
		break
	}
	return meeting.Invalidf("start", "the series meets on other days (%s): give the rule too", m.Recurrence)
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
		Query: map[string]string{"occurrence_id": occurrence}, Body: body, Class: classUpdate, Host: limits.Host(p.cfg.UserID), // whose it is, the id does not tell
	}); err != nil {
		return meeting.Meeting{}, err
	}
	return p.getOccurrence(ctx, op, id, occurrence)
}
