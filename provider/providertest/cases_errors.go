package providertest

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// aboutOne are the operations that name a meeting.
func (p *probe) aboutOne() []provider.Op {
	var ops []provider.Op
	for _, op := range []provider.Op{provider.OpGet, provider.OpUpdate, provider.OpCancel, provider.OpParticipants,
		provider.OpInvite, provider.OpListSessions, provider.OpReport} {
		if p.can(op) && (op != provider.OpUpdate || takes(p.in.Capabilities.Update, provider.FieldTitle)) {
			ops = append(ops, op)
		}
	}
	return ops
}

func unknownID(p *probe) {
	for _, op := range p.aboutOne() {
		err := p.call(p.t.Context(), op, p.unknown())
		if op == provider.OpCancel && p.h.Idempotent {
			if err != nil {
				p.errorf("%s: %v", op, err)
			}
			continue
		}
		var known *meeting.Error
		if !errors.Is(err, meeting.ErrNotFound) || !errors.As(err, &known) {
			p.errorf("%s: %v", op, err)
			continue
		}
		if known.Provider != p.in.Name || known.Op != string(op) || known.ID != p.unknown() {
			p.errorf("%s: the error names provider %q, operation %q, id %q", op, known.Provider, known.Op, known.ID)
		}
	}
}

// zeroValues looks at the adapter's own results: the Client clears them.
func zeroValues(p *probe) {
	ctx, end := context.WithCancel(p.t.Context())
	end()
	req, err := p.request(0).Resolve()
	if err != nil {
		p.fatalf("%v", err)
	}
	check := func(what string, result any, err error) {
		if err != nil && !reflect.ValueOf(result).IsZero() {
			p.errorf("%s returned %+v beside the error %v", what, result, err)
		}
	}
	live := p.t.Context()
	for name, ctx := range map[string]context.Context{"of an unknown id": live, "after its context's end": ctx} {
		if getter, ok := p.p.(provider.Getter); ok {
			m, err := getter.GetMeeting(ctx, p.unknown())
			check("GetMeeting "+name, m, err)
		}
		if updater, ok := p.p.(provider.Updater); ok {
			title := "x"
			m, err := updater.UpdateMeeting(ctx, p.unknown(), meeting.Patch{Title: &title})
			check("UpdateMeeting "+name, m, err)
		}
		page, err := p.p.ListParticipants(ctx, p.unknown(), meeting.ParticipantQuery{})
		check("ListParticipants "+name, page, err)
	}
	m, err := p.p.CreateMeeting(ctx, req)
	check("CreateMeeting after its context's end", m, err)
	m, err = p.p.Instant(ctx, meeting.InstantRequest{Title: req.Title})
	check("Instant after its context's end", m, err)
	if lister, ok := p.p.(provider.Lister); ok {
		page, err := lister.ListMeetings(ctx, meeting.ListQuery{})
		check("ListMeetings after its context's end", page, err)
	}
}

func hostileIDs(p *probe) {
	for _, op := range p.aboutOne() {
		for _, id := range []string{"", ".", "..", "../users/me", "a/b", `a\b`, "a?b=c", "a#b", "%2e%2e", "a b", "a\nb", "a\x00b", "a\u2028b"} {
			p.quiet(string(op)+" of "+id, func() {
				if err := p.call(p.t.Context(), op, id); !errors.Is(err, meeting.ErrInvalid) {
					p.errorf("%s of %q: %v", op, id, err)
				}
			})
		}
	}
}

// escapedIDs goes past the Client's check. The vendor knows none of these ids, so
// an answer without an error is that of another resource.
func escapedIDs(p *probe) {
	getter, ok := p.p.(provider.Getter)
	if !ok || !p.can(provider.OpGet) {
		p.skip("there is nothing to get")
	}
	if p.can(provider.OpCreate) {
		p.create(0)
	}
	id := p.any()
	for _, hostile := range []string{"..", "../" + id, "x/../" + id, id + "?x=y", id + "#x", "%2e%2e", id + "/participants", id + "\r\nX-Evil: 1"} {
		if m, err := getter.GetMeeting(p.t.Context(), hostile); err == nil {
			p.errorf("%q gave the meeting %q", hostile, m.ID)
		}
	}
}

func invalidRequests(p *probe) {
	check := func(name string, call func() error) {
		p.quiet(name, func() {
			if err := call(); !errors.Is(err, meeting.ErrInvalid) {
				p.errorf("%s: %v", name, err)
			}
		})
	}
	ctx := p.t.Context()
	if p.can(provider.OpCreate) {
		for name, spoil := range map[string]func(*meeting.CreateRequest){
			"a blank title":           func(r *meeting.CreateRequest) { r.Title = " \t" },
			"no start":                func(r *meeting.CreateRequest) { r.Start = time.Time{} },
			"no duration":             func(r *meeting.CreateRequest) { r.Duration = 0 },
			"a negative duration":     func(r *meeting.CreateRequest) { r.Duration = -time.Minute },
			"an end before the start": func(r *meeting.CreateRequest) { r.End = r.Start.Add(-time.Hour) },
			"a zone that is none":     func(r *meeting.CreateRequest) { r.Zone = "Mars/Base" },
			"an abbreviation as zone": func(r *meeting.CreateRequest) { r.Zone = "IST" },
			"a wall clock in a gap": func(r *meeting.CreateRequest) {
				r.Start, r.Wall, r.Zone = time.Time{}, "2027-03-28T02:30", "Europe/Berlin"
			},
			"an invitee without @":        func(r *meeting.CreateRequest) { r.Invitees = []meeting.Person{{Email: "guest"}} },
			"an invitee with a line feed": func(r *meeting.CreateRequest) { r.Invitees = []meeting.Person{{Email: "a@b.c\nX: y"}} },
			"a native text":               func(r *meeting.CreateRequest) { r.Native = json.RawMessage(`"x"`) },
			"a broken native":             func(r *meeting.CreateRequest) { r.Native = json.RawMessage(`{"a":`) },
			"an unknown medium":           func(r *meeting.CreateRequest) { r.Media = "smell" },
			"a rule without a frequency":  func(r *meeting.CreateRequest) { r.Recurrence.Frequency = "SOMETIMES" },
		} {
			req := p.request(0)
			spoil(&req)
			check(name, func() error { _, err := p.c.CreateMeeting(ctx, req); return err })
		}
		if p.in.Capabilities.Create[provider.FieldTitle].Required {
			req := p.request(0)
			req.Title = ""
			check("no title", func() error { _, err := p.c.CreateMeeting(ctx, req); return err })
		}
	}
	if p.can(provider.OpInstant) {
		check("an instant meeting of negative duration", func() error {
			_, err := p.c.Instant(ctx, meeting.InstantRequest{Title: "x", Duration: -1})
			return err
		})
	}
	if p.can(provider.OpParticipants) {
		check("an unknown state", func() error {
			for _, err := range p.c.Participants(ctx, p.unknown(), meeting.ParticipantQuery{State: "asleep"}) {
				return err
			}
			return nil
		})
	}
}

func contextCancelled(p *probe) {
	id := p.any()
	ctx, end := context.WithCancel(p.t.Context())
	end()
	for _, op := range p.remote() {
		p.quiet(string(op), func() {
			if err := p.call(ctx, op, id); !errors.Is(err, context.Canceled) {
				p.errorf("%s: %v", op, err)
			}
		})
	}
	// A provider without a token must not fetch one either.
	fresh := provider.NewClient(p.h.New(p.t), provider.ClientConfig{})
	before := p.h.Requests()
	p.c = fresh
	for _, op := range p.remote() {
		_ = p.call(ctx, op, id)
	}
	time.Sleep(20 * time.Millisecond)
	if n := p.h.Requests() - before; n != 0 {
		p.errorf("a provider that was never used sent %d requests", n)
	}
}

func contextDeadline(p *probe) {
	if p.h.Stall == nil {
		p.skip("the harness can't stall its vendor")
	}
	id := p.any()
	wait := p.h.patience
	if wait == 0 {
		wait = patience
	}
	p.h.Stall(true)
	defer p.h.Stall(false)
	for _, op := range p.remote() {
		ctx, end := context.WithTimeout(p.t.Context(), 20*time.Millisecond)
		done := make(chan error, 1)
		began := time.Now()
		go func() { done <- p.call(ctx, op, id) }()
		select {
		case err := <-done:
			if !errors.Is(err, context.DeadlineExceeded) {
				p.errorf("%s: %v", op, err)
			}
		case <-time.After(wait):
			p.errorf("%s did not return %v after it began", op, time.Since(began).Round(time.Second))
			p.h.Stall(false)
			<-done
			p.h.Stall(true)
		}
		end()
	}
}
