package providertest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

func infoPure(p *probe) {
	p.quiet("Info", func() {
		first, second := p.p.Info(), p.p.Info()
		first.Capabilities.Check, second.Capabilities.Check = nil, nil // no two functions are equal
		first.Capabilities.InstanceID, second.Capabilities.InstanceID = nil, nil
		if !reflect.DeepEqual(first, second) {
			p.errorf("two calls gave different answers:\n%+v\n%+v", first, second)
		}
	})
}

func infoNamed(p *probe) {
	if p.in.Name == "" {
		p.errorf("the name is empty")
	}
	if p.in.Vendor != p.h.Vendor {
		p.errorf("the vendor is %q, not %q", p.in.Vendor, p.h.Vendor)
	}
}

func infoVocabulary(p *probe) {
	caps := p.in.Capabilities
	for i, op := range caps.Operations {
		if !slices.Contains(provider.Ops(), op) {
			p.errorf("there is no operation %q", op)
		}
		if slices.Contains(caps.Operations[:i], op) {
			p.errorf("%s is claimed twice", op)
		}
	}
	for _, of := range []struct {
		op     provider.Op
		fields provider.Fields
	}{{provider.OpCreate, caps.Create}, {provider.OpUpdate, caps.Update}, {provider.OpUpdateOccurrence, caps.Occurrence}, {provider.OpInstant, caps.Instant}} {
		if len(of.fields) > 0 != caps.Can(of.op) {
			p.errorf("%s: claimed is %v, but it takes %d members", of.op, caps.Can(of.op), len(of.fields))
		}
		for field, rule := range of.fields {
			if !slices.Contains(provider.FieldNames(), field) {
				p.errorf("%s: there is no member %q", of.op, field)
			}
			if rule.Lost && rule.Required {
				p.errorf("%s: %s is required and lost", of.op, field)
			}
			if rule.Lost && rule.Reason == "" {
				p.errorf("%s: %s is lost without a reason", of.op, field)
			}
		}
	}
}

// abilities pairs every optional interface with its operations.
func (p *probe) abilities() map[string]struct {
	has bool
	ops []provider.Op
} {
	type ability = struct {
		has bool
		ops []provider.Op
	}
	_, getter := p.p.(provider.Getter)
	_, lister := p.p.(provider.Lister)
	_, updater := p.p.(provider.Updater)
	_, canceler := p.p.(provider.Canceler)
	_, inviter := p.p.(provider.Inviter)
	_, recordings := p.p.(provider.Recordings)
	_, transcripts := p.p.(provider.Transcripts)
	_, sessions := p.p.(provider.Sessions)
	_, reporter := p.p.(provider.Reporter)
	_, webinars := p.p.(provider.Webinars)
	_, settings := p.p.(provider.Settings)
	_, events := p.p.(provider.EventParser)
	_, ender := p.p.(provider.Ender)
	_, registrants := p.p.(provider.Registrants)
	return map[string]ability{
		"Getter":      {getter, []provider.Op{provider.OpGet}},
		"Lister":      {lister, []provider.Op{provider.OpList}},
		"Updater":     {updater, []provider.Op{provider.OpUpdate, provider.OpUpdateOccurrence}},
		"Canceler":    {canceler, []provider.Op{provider.OpCancel, provider.OpCancelOccurrence}},
		"Inviter":     {inviter, []provider.Op{provider.OpInvite, provider.OpUninvite}},
		"Recordings":  {recordings, []provider.Op{provider.OpListRecordings, provider.OpGetRecording, provider.OpDownloadRecording, provider.OpDeleteRecording}},
		"Transcripts": {transcripts, []provider.Op{provider.OpListTranscripts, provider.OpGetTranscript, provider.OpDownloadTranscript, provider.OpDeleteTranscript}},
		"Sessions":    {sessions, []provider.Op{provider.OpListSessions, provider.OpGetSession}},
		"Reporter":    {reporter, []provider.Op{provider.OpReport}},
		"Webinars":    {webinars, []provider.Op{provider.OpCreateWebinar, provider.OpListRegistrations, provider.OpApproveRegistration}},
		"Ender":       {ender, []provider.Op{provider.OpEnd}},
		"Registrants": {registrants, []provider.Op{provider.OpListRegistrants, provider.OpAddRegistrant, provider.OpDecideRegistrants}},
		"EventParser": {events, []provider.Op{provider.OpEvents}},
		"Settings":    {settings, []provider.Op{provider.OpGetSettings, provider.OpUpdateSettings}},
	}
}

func infoInterfaces(p *probe) {
	for name, a := range p.abilities() {
		any := false
		for _, op := range a.ops {
			any = any || p.can(op)
			if p.can(op) && !a.has {
				p.errorf("%s is claimed, but the provider is no %s", op, name)
			}
		}
		closed := slices.Contains(p.h.Closed, name)
		if closed && any {
			p.errorf("%s is closed by the harness, but claimed", name)
		}
		if a.has && !any && !closed {
			p.errorf("the provider is a %s, but claims none of %v", name, a.ops)
		}
	}
}

// call performs one operation through the Client, with arguments that are well
// formed; id names the meeting.
func (p *probe) call(ctx context.Context, op provider.Op, id string) error {
	var err error
	title := "Changed"
	switch op {
	case provider.OpCreate:
		_, err = p.c.CreateMeeting(ctx, p.request(9))
	case provider.OpInstant:
		req := meeting.InstantRequest{}
		if p.in.Capabilities.Instant[provider.FieldTitle].Required {
			req.Title = "Conformance now"
		}
		_, err = p.c.Instant(ctx, req)
	case provider.OpParticipants:
		for _, e := range p.c.Participants(ctx, id, meeting.ParticipantQuery{}) {
			err = e
		}
	case provider.OpGet:
		_, err = p.c.GetMeeting(ctx, id)
	case provider.OpList:
		for _, e := range p.c.Meetings(ctx, meeting.ListQuery{}) {
			err = e
		}
	case provider.OpUpdate:
		_, err = p.c.UpdateMeeting(ctx, id, meeting.Patch{Title: &title})
	case provider.OpCancel:
		err = p.c.CancelMeeting(ctx, id, meeting.CancelOptions{})
	case provider.OpUpdateOccurrence:
		later := p.start(8)
		_, err = p.c.UpdateMeeting(ctx, id, meeting.Patch{Occurrence: p.unknown(), Start: &later})
	case provider.OpCancelOccurrence:
		err = p.c.CancelMeeting(ctx, id, meeting.CancelOptions{Occurrence: p.unknown()})
	case provider.OpEnd:
		err = p.c.EndMeeting(ctx, id)
	case provider.OpListRegistrants:
		for _, e := range p.c.Registrants(ctx, id, meeting.RegistrantQuery{}) {
			err = e
		}
	case provider.OpAddRegistrant:
		_, err = p.c.AddRegistrant(ctx, id, meeting.RegistrantRequest{Email: "guest@example.com", FirstName: "Guest"})
	case provider.OpDecideRegistrants:
		err = p.c.DecideRegistrants(ctx, id, meeting.RegistrationApproved, meeting.Registration{ID: p.unknown(), Email: "guest@example.com"})
	case provider.OpInvite:
		err = p.c.Invite(ctx, id, meeting.Person{Email: "guest@example.com"})
	case provider.OpUninvite:
		err = p.c.Uninvite(ctx, id, p.unknown())
	case provider.OpListRecordings:
		for _, e := range p.c.Recordings(ctx, meeting.RecordingQuery{}) {
			err = e
		}
	case provider.OpGetRecording:
		_, err = p.c.GetRecording(ctx, p.unknown())
	case provider.OpDownloadRecording:
		_, err = p.c.DownloadRecording(ctx, p.unknown(), io.Discard)
	case provider.OpDeleteRecording:
		err = p.c.DeleteRecording(ctx, p.unknown())
	case provider.OpListTranscripts:
		for _, e := range p.c.Transcripts(ctx, meeting.TranscriptQuery{}) {
			err = e
		}
	case provider.OpGetTranscript:
		_, err = p.c.GetTranscript(ctx, p.unknown())
	case provider.OpDownloadTranscript:
		_, err = p.c.DownloadTranscript(ctx, p.unknown(), io.Discard)
	case provider.OpDeleteTranscript:
		err = p.c.DeleteTranscript(ctx, p.unknown())
	case provider.OpListSessions:
		for _, e := range p.c.Sessions(ctx, id) {
			err = e
		}
	case provider.OpGetSession:
		_, err = p.c.GetSession(ctx, id, p.unknown())
	case provider.OpReport:
		_, err = p.c.MeetingReport(ctx, id)
	case provider.OpCreateWebinar:
		_, err = p.c.CreateWebinar(ctx, meeting.WebinarRequest{Title: "Conformance", Start: p.start(9), Duration: 45 * 60e9})
	case provider.OpListRegistrations:
		for _, e := range p.c.Registrations(ctx, p.unknown()) {
			err = e
		}
	case provider.OpApproveRegistration:
		err = p.c.ApproveRegistration(ctx, p.unknown(), p.unknown())
	case provider.OpGetSettings:
		_, err = p.c.GetSettings(ctx)
	case provider.OpUpdateSettings:
		_, err = p.c.UpdateSettings(ctx, meeting.AccountPatch{WaitingRoom: meeting.On})
	case provider.OpEvents:
		err = p.event()
	default:
		err = fmt.Errorf("the suite does not know %s", op)
	}
	return err
}

func disclaimed(p *probe) {
	check := func(what string, call func() error) {
		p.quiet(what, func() {
			err := call()
			if !errors.Is(err, meeting.ErrUnsupported) || !errors.Is(err, errors.ErrUnsupported) {
				p.errorf("%s is disclaimed and returned %v", what, err)
			}
		})
	}
	ctx := p.t.Context()
	for _, op := range provider.Ops() {
		if !p.can(op) {
			check(string(op), func() error { return p.call(ctx, op, p.unknown()) })
		}
	}
	// The three methods that every adapter has must refuse by themselves too.
	if !p.can(provider.OpCreate) {
		check("CreateMeeting", func() error { _, err := p.p.CreateMeeting(ctx, p.request(0)); return err })
	}
	if !p.can(provider.OpInstant) {
		check("Instant", func() error { _, err := p.p.Instant(ctx, meeting.InstantRequest{}); return err })
	}
	if !p.can(provider.OpParticipants) {
		check("ListParticipants", func() error {
			_, err := p.p.ListParticipants(ctx, p.unknown(), meeting.ParticipantQuery{})
			return err
		})
	}
}

// claimed calls every operation. Those about things that the suite can't make
// (recordings, sessions, …) may not find them.
func claimed(p *probe) {
	made := []provider.Op{
		provider.OpCreate, provider.OpInstant, provider.OpGet, provider.OpList, provider.OpInvite,
		provider.OpListRecordings, provider.OpListTranscripts, provider.OpListSessions, provider.OpReport, provider.OpCreateWebinar,
		provider.OpGetSettings, provider.OpUpdateSettings, provider.OpCancel, provider.OpEnd,
	}
	id := p.any()
	for _, op := range p.in.Capabilities.Operations {
		if op == provider.OpCancel || (op == provider.OpEnd && !p.can(provider.OpInstant)) || (op == provider.OpUpdate && !takes(p.in.Capabilities.Update, provider.FieldTitle)) {
			continue
		}
		err := p.call(p.t.Context(), op, p.subject(op, id))
		missing := errors.Is(err, meeting.ErrNotFound) || errors.Is(err, meeting.ErrNotReady)
		if err != nil && (!missing || slices.Contains(made, op)) {
			p.errorf("%s is claimed and returned %v", op, err)
		}
	}
	if p.can(provider.OpCancel) {
		if err := p.call(p.t.Context(), provider.OpCancel, id); err != nil {
			p.errorf("%s is claimed and returned %v", provider.OpCancel, err)
		}
	}
}
