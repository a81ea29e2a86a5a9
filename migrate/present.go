package migrate

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// present knows what is at the target already, by title, start and duration, in a
// hash of each.
type present struct {
	m     *Migration
	ids   map[[16]byte][]string
	taken map[string]bool // targets that belong to a source
}

// likeness is what makes two meetings the same for an adopt.
func likeness(title string, start time.Time, d time.Duration) [16]byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%d", title, start.Unix(), d))
	return [16]byte(sum[:16])
}

// target reads the lists of the target.
func (m *Migration) target(ctx context.Context, opt PlanOptions, now time.Time) (*present, error) {
	p := &present{m: m, ids: map[[16]byte][]string{}, taken: map[string]bool{}}
	caps := m.to.Info().Capabilities
	if !caps.Can(provider.OpList) || caps.Create[provider.FieldTitle].Lost || caps.Create[provider.FieldStart].Lost {
		return p, nil // nothing to know them by but the journal
	}
	hosts := []string{""}
	if opt.Hosts != nil && takes(caps.Create, provider.FieldHost) {
		hosts = opt.Hosts.targets()
	}
	for _, host := range hosts {
		for there, err := range m.to.Meetings(ctx, scheduled(m.to, meeting.ListQuery{Host: host, From: now, To: opt.Until}, now)) {
			if err != nil {
				return nil, err
			}
			key := likeness(there.Title, there.Start, there.Duration)
			p.ids[key] = append(p.ids[key], strings.Clone(there.ID)) // not the page that it is from
		}
	}
	return p, nil
}

// find looks for the meeting that a source has at the target: that of an earlier
// plan, or one that is like it. Each is given away once.
func (p *present) find(ctx context.Context, src meeting.Meeting, w wish) (meeting.Meeting, bool, error) {
	there, found, err := p.migrated(ctx, src, w)
	if found || err != nil {
		return there, found, err
	}
	rule := p.m.to.Info().Capabilities.Create
	title, d := cut(w.req.Title, rule[provider.FieldTitle].Max), w.req.Duration
	if rule[provider.FieldDuration].Minutes {
		d = (d + time.Minute - 1) / time.Minute * time.Minute
	}
	key := likeness(title, w.req.Start, d)
	for len(p.ids[key]) > 0 {
		id := p.ids[key][0]
		p.ids[key] = p.ids[key][1:]
		if p.taken[id] {
			continue
		}
		p.taken[id] = true
		if id == src.ID && p.m.from.Info().Vendor == p.m.to.Info().Vendor {
			return meeting.Meeting{}, false, meeting.Invalidf("to", "%s and %s show the same meetings (%s)", p.m.from.Info().Name, p.m.to.Info().Name, id)
		}
		there, err := p.m.to.GetMeeting(ctx, id)
		if errors.Is(err, meeting.ErrNotFound) {
			continue
		}
		if err != nil {
			return meeting.Meeting{}, false, err
		}
		if !p.m.differ(src, there, w, nil, provider.FieldRecurrence) {
			return there, true, nil
		}
	}
	return meeting.Meeting{}, false, nil
}

// migrated returns the meeting that an earlier plan made of, or found for, src. If
// src has changed since then it is not for a plan to say which of them is right.
func (p *present) migrated(ctx context.Context, src meeting.Meeting, w wish) (meeting.Meeting, bool, error) {
	known, err := p.m.journal.claim(ctx, src.ID)
	if err != nil || known == nil || known.TargetID == "" {
		return meeting.Meeting{}, false, err
	}
	old, err := p.m.journal.record(ctx, known.Plan, src.ID)
	if err != nil {
		return meeting.Meeting{}, false, err
	}
	there, err := p.m.standing(ctx, known.TargetID, old)
	if errors.Is(err, meeting.ErrNotFound) {
		return meeting.Meeting{}, false, nil
	}
	if err != nil {
		return meeting.Meeting{}, false, err
	}
	if p.m.differ(src, there, w, old, provider.FieldTitle, provider.FieldStart, provider.FieldDuration, provider.FieldRecurrence) {
		return meeting.Meeting{}, false, &reason{ReasonChanged, "it was moved before, as " + known.TargetID + ", and one of them was changed since"}
	}
	p.taken[known.TargetID] = true
	return there, true, nil
}

// differ reports whether two meetings differ in one of fields, for another reason
// than that the target can't have it.
func (m *Migration) differ(src, there meeting.Meeting, w wish, old *record, fields ...provider.Field) bool {
	pair := pairing{request: newRequest(w.req), now: m.now()}
	if old != nil && old.Request != nil {
		pair.request = old.Request
	}
	losses, _ := m.losses(w, meeting.LossBestEffort) // what is refused is a loss too
	for _, d := range unexplained(m.compare(src, there, pair), losses) {
		if slices.Contains(fields, provider.Field(d.Field)) {
			return true
		}
	}
	return false
}

// readTarget reads a meeting of the target. What its vendor tells in the answer to a
// create only is taken from there; so is all of it where the vendor can't be asked.
func (m *Migration) readTarget(ctx context.Context, id string, r *record) (meeting.Meeting, error) {
	caps := m.to.Info().Capabilities
	if r == nil || r.Answer == nil {
		return m.to.GetMeeting(ctx, id)
	}
	var answer meeting.Meeting
	if err := json.Unmarshal(r.Answer, &answer); err != nil {
		return meeting.Meeting{}, broken()
	}
	if !caps.Can(provider.OpGet) {
		return answer, nil
	}
	there, err := m.to.GetMeeting(ctx, id)
	if err != nil {
		return there, err
	}
	if caps.Create[provider.FieldDescription].Untold && there.Description == "" {
		there.Description = answer.Description
	}
	if caps.Create[provider.FieldInvitees].Untold && len(there.Invitees) == 0 {
		there.Invitees = answer.Invitees
	}
	return there, nil
}

// strayed reports whether a target is no longer what was adopted for src. When the
// meetings of a series begin depends on the day that it is asked: plans go by its rule.
func (m *Migration) strayed(src, there meeting.Meeting, host string, old *record) bool {
	if src.Kind == meeting.KindRecurring {
		return false
	}
	w, err := m.wish(src, host, m.now())
	return err == nil && m.differ(src, there, w, old, provider.FieldTitle, provider.FieldStart, provider.FieldDuration)
}

// standing is readTarget for what still takes place: of what is cancelled it says
// that it is not found.
func (m *Migration) standing(ctx context.Context, id string, r *record) (meeting.Meeting, error) {
	there, err := m.readTarget(ctx, id, r)
	if err == nil && there.Status == meeting.StatusCancelled {
		err = &meeting.Error{Provider: m.to.Info().Name, ID: id, Kind: meeting.ErrNotFound, Message: "it is cancelled"}
	}
	return there, err
}

// cut shortens a text as the client does, at a character's edge.
func cut(text string, most int) string {
	if runes := []rune(text); most > 0 && len(runes) > most {
		return string(runes[:most])
	}
	return text
}
