package providertest

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// patches are one change per member that an update takes, and its value then.
func (p *probe) patches() map[provider.Field]struct {
	patch meeting.Patch
	want  string
} {
	type change = struct {
		patch meeting.Patch
		want  string
	}
	title, description, later := "Another title", "Another description", p.start(6)
	longer, code := 90*time.Minute, meeting.NewSecret("z9Y8x7")
	out := map[provider.Field]change{
		provider.FieldTitle:          {meeting.Patch{Title: &title}, title},
		provider.FieldDescription:    {meeting.Patch{Description: &description}, description},
		provider.FieldStart:          {meeting.Patch{Start: &later}, later.Format(time.RFC3339)},
		provider.FieldDuration:       {meeting.Patch{Duration: &longer}, longer.String()},
		provider.FieldPasscode:       {meeting.Patch{Passcode: &code}, code.Reveal()},
		provider.FieldZone:           {meeting.Patch{Zone: "Asia/Tokyo"}, "Asia/Tokyo"},
		provider.FieldWaitingRoom:    {meeting.Patch{Settings: meeting.Settings{WaitingRoom: meeting.On}}, "true"},
		provider.FieldMuteOnEntry:    {meeting.Patch{Settings: meeting.Settings{MuteOnEntry: meeting.On}}, "true"},
		provider.FieldSignInRequired: {meeting.Patch{Settings: meeting.Settings{SignInRequired: meeting.On}}, "true"},
		provider.FieldScreenShare:    {meeting.Patch{Settings: meeting.Settings{ScreenShare: meeting.Off}}, "false"},
		provider.FieldRecording:      {meeting.Patch{Settings: meeting.Settings{Recording: meeting.RecordCloud}}, "cloud"},
	}
	for field := range out {
		if !takes(p.in.Capabilities.Update, field) {
			delete(out, field)
		}
	}
	return out
}

func updateOnlyNamed(p *probe) {
	p.need(provider.OpUpdate, provider.OpCreate, provider.OpGet)
	for field, change := range p.patches() {
		req := p.request(0)
		for _, f := range []provider.Field{provider.FieldDescription, provider.FieldZone, provider.FieldPasscode, provider.FieldInvitees} {
			if p.takes(f) {
				req = p.with(req, f)
			}
		}
		made, err := p.c.CreateMeeting(p.t.Context(), req)
		if err != nil {
			p.fatalf("create: %v", err)
		}
		before, err := p.c.GetMeeting(p.t.Context(), made.ID)
		if err != nil {
			p.fatalf("get: %v", err)
		}
		answer, err := p.c.UpdateMeeting(p.t.Context(), made.ID, change.patch)
		if err != nil {
			p.errorf("%s: %v", field, err)
			continue
		}
		after, err := p.c.GetMeeting(p.t.Context(), made.ID)
		if err != nil {
			p.fatalf("get: %v", err)
		}
		for where, m := range map[string]meeting.Meeting{"the answer": answer, "a get afterwards": after} {
			if got := told(m, field); got != change.want && (got != "" || !p.silent(field)) {
				p.errorf("%s: %s says %q, not %q", field, where, got, change.want)
			}
			if d := p.difference(before, m, field); d != "" {
				p.errorf("a change of %s changed %s too, says %s", field, d, where)
			}
		}
	}
}

func updateBadPatch(p *probe) {
	p.need(provider.OpUpdate, provider.OpCreate)
	id := p.create(0).ID
	blank, past, zero := " ", time.Time{}, time.Duration(0)
	for name, patch := range map[string]meeting.Patch{
		"nothing to change": {}, "a blank title": {Title: &blank}, "the zero time": {Start: &past}, "no duration": {Duration: &zero},
		"a zone that is none": {Zone: "Mars/Base"}, "a wall clock without a zone": {Wall: "2026-12-01T09:30"},
		"a native text": {Native: json.RawMessage(`"x"`)},
	} {
		p.quiet(name, func() {
			if _, err := p.c.UpdateMeeting(p.t.Context(), id, patch); !errors.Is(err, meeting.ErrInvalid) {
				p.errorf("%s: %v", name, err)
			}
		})
	}
	text, later, longer, code := "x", p.start(6), 90*time.Minute, meeting.NewSecret("z9Y8x7")
	for field, patch := range map[provider.Field]meeting.Patch{
		provider.FieldTitle: {Title: &text}, provider.FieldDescription: {Description: &text}, provider.FieldStart: {Start: &later},
		provider.FieldDuration: {Duration: &longer}, provider.FieldPasscode: {Passcode: &code}, provider.FieldZone: {Zone: "Asia/Tokyo"},
		provider.FieldLocked: {Settings: meeting.Settings{Locked: meeting.On}}, provider.FieldMaxParticipants: {Settings: meeting.Settings{MaxParticipants: 3}},
	} {
		if takes(p.in.Capabilities.Update, field) {
			continue
		}
		p.quiet(string(field), func() {
			if _, err := p.c.UpdateMeeting(p.t.Context(), id, patch); !errors.Is(err, meeting.ErrUnsupported) {
				p.errorf("a change of %s, which is not claimed: %v", field, err)
			}
		})
	}
}

func cancelGone(p *probe) {
	p.need(provider.OpCancel, provider.OpCreate)
	gone, kept := p.create(0), p.create(1)
	if err := p.c.CancelMeeting(p.t.Context(), gone.ID, meeting.CancelOptions{}); err != nil {
		p.fatalf("cancel: %v", err)
	}
	if p.can(provider.OpGet) {
		if m, err := p.c.GetMeeting(p.t.Context(), gone.ID); !errors.Is(err, meeting.ErrNotFound) && m.Status != meeting.StatusCancelled {
			p.errorf("get after cancel: %v", err)
		}
		if _, err := p.c.GetMeeting(p.t.Context(), kept.ID); err != nil {
			p.errorf("another meeting went with it: %v", err)
		}
	}
	if p.can(provider.OpList) {
		for _, m := range p.all(meeting.ListQuery{}) {
			if m.ID == gone.ID && m.Status != meeting.StatusCancelled {
				p.errorf("the list still holds it")
			}
		}
	}
}

func cancelTwice(p *probe) {
	p.need(provider.OpCancel, provider.OpCreate)
	m := p.create(0)
	if err := p.c.CancelMeeting(p.t.Context(), m.ID, meeting.CancelOptions{}); err != nil {
		p.fatalf("cancel: %v", err)
	}
	err := p.c.CancelMeeting(p.t.Context(), m.ID, meeting.CancelOptions{})
	if p.h.Idempotent && err != nil {
		p.errorf("the second time: %v", err)
	}
	if !p.h.Idempotent && !errors.Is(err, meeting.ErrNotFound) {
		p.errorf("the second time: %v", err)
	}
}
