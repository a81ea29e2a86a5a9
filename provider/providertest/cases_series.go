package providertest

import (
	"errors"
	"slices"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// subject returns the meeting that op is tried on: one that runs, to be ended, or
// one with registration; else id.
func (p *probe) subject(op provider.Op, id string) string {
	switch op {
	case provider.OpEnd:
		return p.instant().ID
	case provider.OpListRegistrants, provider.OpAddRegistrant, provider.OpDecideRegistrants:
		if p.h.Registration != nil && p.can(provider.OpCreate) {
			return p.registered().ID
		}
	}
	return id
}

// registered makes a meeting that people register for.
func (p *probe) registered() meeting.Meeting {
	req := p.request(3)
	req.Native = p.h.Registration
	m, err := p.c.CreateMeeting(p.t.Context(), req)
	if err != nil {
		p.fatalf("create with registration: %v", err)
	}
	return m
}

func endRunning(p *probe) {
	p.need(provider.OpEnd, provider.OpInstant)
	m := p.instant()
	if err := p.c.EndMeeting(p.t.Context(), m.ID); err != nil {
		p.fatalf("end: %v", err)
	}
	if p.can(provider.OpGet) {
		if got, err := p.c.GetMeeting(p.t.Context(), m.ID); err == nil && got.Status == meeting.StatusLive {
			p.errorf("get still says that it runs")
		}
	}
	if p.can(provider.OpParticipants) {
		for person := range p.c.Participants(p.t.Context(), m.ID, meeting.ParticipantQuery{State: meeting.ParticipantLive}) {
			if person.State == meeting.ParticipantLive {
				p.errorf("somebody is still in it")
				break
			}
		}
	}
}

// series makes one of three meetings and returns it as get shows it.
func (p *probe) series() meeting.Meeting {
	p.need(provider.OpCreate, provider.OpGet)
	if !p.takes(provider.FieldRecurrence) {
		p.skip(p.h.Vendor + " makes no series")
	}
	made, err := p.c.CreateMeeting(p.t.Context(), p.with(p.request(1), provider.FieldRecurrence))
	if err != nil {
		p.fatalf("create: %v", err)
	}
	m := p.read(made.ID)
	if len(m.Occurrences) != 3 || slices.ContainsFunc(m.Occurrences, func(o meeting.Occurrence) bool { return o.ID == "" || o.Start.IsZero() }) {
		p.fatalf("get gives the occurrences %+v", m.Occurrences)
	}
	return m
}

func (p *probe) read(id string) meeting.Meeting {
	m, err := p.c.GetMeeting(p.t.Context(), id)
	if err != nil {
		p.fatalf("get: %v", err)
	}
	return m
}

func occurrenceUpdated(p *probe) {
	p.need(provider.OpUpdateOccurrence)
	before := p.series()
	one := before.Occurrences[1]
	later := one.Start.Add(time.Hour)
	answer, err := p.c.UpdateMeeting(p.t.Context(), before.ID, meeting.Patch{Occurrence: one.ID, Start: &later})
	if err != nil {
		p.fatalf("update: %v", err)
	}
	if answer.ID != before.ID || (!answer.Start.IsZero() && !answer.Start.Equal(later)) {
		p.errorf("the answer is meeting %s at %v", answer.ID, answer.Start)
	}
	after := p.read(before.ID)
	if d := p.difference(before, after); d != "" {
		p.errorf("a change of one meeting changed %s of the series", d)
	}
	want := slices.Clone(before.Occurrences)
	want[1].Start = later
	if !slices.Equal(after.Occurrences, want) {
		p.errorf("the occurrences are %+v, not %+v", after.Occurrences, want)
	}
	for field, patch := range map[provider.Field]meeting.Patch{
		provider.FieldTitle: {Title: &before.Title}, provider.FieldZone: {Zone: "Asia/Tokyo"}, provider.FieldRecurrence: {Recurrence: &before.Recurrence},
	} {
		if takes(p.in.Capabilities.Occurrence, field) {
			continue
		}
		patch.Occurrence = one.ID
		p.quiet(string(field), func() {
			if _, err := p.c.UpdateMeeting(p.t.Context(), before.ID, patch); !errors.Is(err, meeting.ErrUnsupported) {
				p.errorf("a change of %s for one meeting, which is not claimed: %v", field, err)
			}
		})
	}
}

func occurrenceCancelled(p *probe) {
	p.need(provider.OpCancelOccurrence)
	before := p.series()
	gone := before.Occurrences[2].ID
	if err := p.c.CancelMeeting(p.t.Context(), before.ID, meeting.CancelOptions{Occurrence: gone}); err != nil {
		p.fatalf("cancel: %v", err)
	}
	after := p.read(before.ID)
	for i, o := range before.Occurrences {
		at := slices.IndexFunc(after.Occurrences, func(other meeting.Occurrence) bool { return other.ID == o.ID })
		there := at >= 0 && after.Occurrences[at].Status != meeting.StatusCancelled
		if there != (o.ID != gone) {
			p.errorf("occurrence %d is there: %v", i+1, there)
		}
	}
	if err := p.c.CancelMeeting(p.t.Context(), before.ID, meeting.CancelOptions{Occurrence: gone}); !p.h.Idempotent && !errors.Is(err, meeting.ErrNotFound) {
		p.errorf("the second time: %v", err)
	}
	p.quiet("an occurrence that is none", func() {
		if err := p.c.CancelMeeting(p.t.Context(), before.ID, meeting.CancelOptions{Occurrence: "a/b"}); !errors.Is(err, meeting.ErrInvalid) {
			p.errorf("an occurrence that is none: %v", err)
		}
	})
}

func registrantsDecided(p *probe) {
	p.need(provider.OpListRegistrants, provider.OpAddRegistrant, provider.OpDecideRegistrants)
	if p.h.Registration == nil || !p.can(provider.OpCreate) {
		p.skip("the harness can't make a meeting with registration")
	}
	ctx, id := p.t.Context(), p.registered().ID
	var people []meeting.Registration
	for _, email := range []string{"ada@example.com", "bo@example.com", "cy@example.com"} {
		r, err := p.c.AddRegistrant(ctx, id, meeting.RegistrantRequest{Email: email, FirstName: "Ada", LastName: "Lovelace"})
		if err != nil || r.ID == "" || r.Email != email {
			p.fatalf("add: %+v, %v", r, err)
		}
		people = append(people, r)
	}
	if err := p.c.DecideRegistrants(ctx, id, meeting.RegistrationApproved, people[0], people[1]); err != nil {
		p.fatalf("approve: %v", err)
	}
	if err := p.c.DecideRegistrants(ctx, id, meeting.RegistrationDenied, meeting.Registration{ID: people[1].ID}); err != nil {
		p.fatalf("deny by id alone: %v", err)
	}
	want := map[string]meeting.RegistrationStatus{
		people[0].ID: meeting.RegistrationApproved, people[1].ID: meeting.RegistrationDenied, people[2].ID: people[2].Status,
	}
	for _, status := range []meeting.RegistrationStatus{"", meeting.RegistrationApproved, meeting.RegistrationDenied} {
		seen := map[string]bool{}
		for r, err := range p.c.Registrants(ctx, id, meeting.RegistrantQuery{Status: status, PageSize: 1}) {
			switch {
			case err != nil:
				p.fatalf("list %q: %v", status, err)
			case seen[r.ID] || r.Status != want[r.ID] || (status != "" && r.Status != status):
				p.errorf("list %q: %s is %s", status, r.ID, r.Status)
			}
			seen[r.ID] = true
		}
		for personID, s := range want {
			if !seen[personID] && (status == "" || s == status) {
				p.errorf("list %q lacks one that is %s", status, s)
			}
		}
	}
	if err := p.c.DecideRegistrants(ctx, id, meeting.RegistrationApproved, meeting.Registration{ID: p.unknown()}); !errors.Is(err, meeting.ErrNotFound) {
		p.errorf("a registration that is unknown: %v", err)
	}
	p.quiet("no address", func() {
		if _, err := p.c.AddRegistrant(ctx, id, meeting.RegistrantRequest{Email: "guest", FirstName: "a"}); !errors.Is(err, meeting.ErrInvalid) {
			p.errorf("no address: %v", err)
		}
	})
}
