package providertest

import (
	"fmt"
	"slices"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// start is when the n-th meeting of a case starts: on a full hour, days ahead.
func (p *probe) start(n int) time.Time {
	return p.now().UTC().Truncate(time.Hour).Add(time.Duration(48+24*n) * time.Hour)
}

// request asks for what every provider must take, or what it claims of it.
func (p *probe) request(n int) meeting.CreateRequest {
	req := meeting.CreateRequest{Start: p.start(n), Duration: 45 * time.Minute}
	if p.takes(provider.FieldTitle) {
		req.Title = fmt.Sprintf("Conformance %d", n)
	}
	return req
}

// with returns req with a value in one member, one that would change something.
func (p *probe) with(req meeting.CreateRequest, field provider.Field) meeting.CreateRequest {
	rule := p.in.Capabilities.Create[field]
	word := func(fallback string) string {
		if len(rule.Values) > 0 && !slices.Contains(rule.Values, fallback) {
			return rule.Values[0]
		}
		return fallback
	}
	switch field {
	case provider.FieldTitle:
		req.Title = "Conformance"
	case provider.FieldDescription:
		req.Description = "What the meeting is about: Grüße, <b> & \"quotes\""
	case provider.FieldZone:
		req.Zone = "Europe/Berlin"
	case provider.FieldHost:
		req.Host = "host@example.com"
	case provider.FieldPasscode:
		req.Passcode = meeting.NewSecret("a1B2c3")
	case provider.FieldInvitees:
		req.Invitees = []meeting.Person{{Email: "guest@example.com"}}
	case provider.FieldRecurrence:
		day := meeting.WeekdayNum{Day: meeting.WeekdayOf(req.Start.Weekday())} // the rule that most vendors have
		req.Recurrence = meeting.Recurrence{Frequency: meeting.Weekly, Count: 3, ByDay: []meeting.WeekdayNum{day}}
	case provider.FieldMedia:
		req.Media = meeting.Media(word("video"))
	case provider.FieldWaitingRoom:
		req.Settings.WaitingRoom = meeting.On
	case provider.FieldMuteOnEntry:
		req.Settings.MuteOnEntry = meeting.On
	case provider.FieldJoinBeforeHost:
		req.Settings.JoinBeforeHost = meeting.Off
		if p.takes(field) {
			req.Settings.JoinBeforeHost = meeting.On
		}
	case provider.FieldLocked:
		req.Settings.Locked = meeting.On
	case provider.FieldRecording:
		req.Settings.Recording = meeting.RecordingMode(word("cloud"))
	case provider.FieldScreenShare:
		req.Settings.ScreenShare = meeting.Off
	case provider.FieldMaxParticipants:
		req.Settings.MaxParticipants = 4
	case provider.FieldSignInRequired:
		req.Settings.SignInRequired = meeting.On
	}
	return req
}

// told returns what a meeting says about a member, "" for nothing.
func told(m meeting.Meeting, field provider.Field) string {
	switch field {
	case provider.FieldTitle:
		return m.Title
	case provider.FieldDescription:
		return m.Description
	case provider.FieldStart:
		if m.Start.IsZero() {
			return ""
		}
		return m.Start.Format(time.RFC3339)
	case provider.FieldDuration:
		if m.Duration == 0 {
			return ""
		}
		return m.Duration.String()
	case provider.FieldZone:
		return string(m.Zone)
	case provider.FieldHost:
		return m.Host.Email
	case provider.FieldPasscode:
		return m.Passcode.Reveal()
	case provider.FieldInvitees:
		out := ""
		for _, p := range m.Invitees {
			out += p.Email + " "
		}
		return out
	case provider.FieldRecurrence:
		return m.Recurrence.String()
	case provider.FieldMedia:
		return string(m.Media)
	case provider.FieldWaitingRoom:
		return m.Settings.WaitingRoom.String()
	case provider.FieldMuteOnEntry:
		return m.Settings.MuteOnEntry.String()
	case provider.FieldJoinBeforeHost:
		return m.Settings.JoinBeforeHost.String()
	case provider.FieldLocked:
		return m.Settings.Locked.String()
	case provider.FieldRecording:
		return string(m.Settings.Recording)
	case provider.FieldScreenShare:
		return m.Settings.ScreenShare.String()
	case provider.FieldMaxParticipants:
		if m.Settings.MaxParticipants == 0 {
			return ""
		}
		return fmt.Sprint(m.Settings.MaxParticipants)
	case provider.FieldSignInRequired:
		return m.Settings.SignInRequired.String()
	}
	return ""
}

// asked is told of a request.
func asked(req meeting.CreateRequest, field provider.Field) string {
	return told(meeting.Meeting{
		Title: req.Title, Description: req.Description, Start: req.Start, Duration: req.Duration, Zone: req.Zone,
		Host: meeting.Person{Email: req.Host}, Passcode: req.Passcode, Invitees: req.Invitees,
		Recurrence: req.Recurrence, Media: req.Media, Settings: req.Settings,
	}, field)
}

// fields lists the members that a request may carry beside start and duration,
// which each one carries.
func fields() []provider.Field {
	var out []provider.Field
	for _, f := range provider.FieldNames() {
		if f != provider.FieldStart && f != provider.FieldDuration {
			out = append(out, f)
		}
	}
	return out
}

// create makes the n-th meeting of a case.
func (p *probe) create(n int) meeting.Meeting {
	m, err := p.c.CreateMeeting(p.t.Context(), p.request(n))
	if err != nil {
		p.fatalf("create: %v", err)
	}
	return m
}

// any returns the id of some meeting: one that is made, or the harness's.
func (p *probe) any() string {
	switch {
	case p.can(provider.OpCreate):
		return p.create(0).ID
	case p.h.Meeting != nil:
		return p.h.Meeting(p.t)
	case p.can(provider.OpInstant):
		return p.instant().ID
	}
	p.skip("there is no meeting to ask about")
	return ""
}

func (p *probe) instant() meeting.Meeting {
	req := meeting.InstantRequest{}
	if p.in.Capabilities.Instant[provider.FieldTitle].Required {
		req.Title = "Conformance now"
	}
	m, err := p.c.Instant(p.t.Context(), req)
	if err != nil {
		p.fatalf("instant: %v", err)
	}
	return m
}

func (p *probe) unknown() string {
	if p.h.UnknownID != "" {
		return p.h.UnknownID
	}
	return "99999999999"
}

// all collects a list to its end; of several lists, the one that holds what was
// created.
func (p *probe) all(q meeting.ListQuery) []meeting.Meeting {
	var out []meeting.Meeting
	if q.Filter == nil {
		q.Filter = p.in.Capabilities.Search.Filter
	}
	for m, err := range p.c.Meetings(p.t.Context(), q) {
		if err != nil {
			p.fatalf("list: %v", err)
		}
		if out = append(out, m); len(out) > 10_000 {
			p.fatalf("the list does not end")
		}
	}
	return out
}
