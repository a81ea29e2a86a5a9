package providertest

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// changeFaults are about calls that change or remove a meeting, and about callers
// that wait for something else than the vendor's answer.
func changeFaults() []fault {
	return []fault{
		{"cancel/answer lost", "the vendor removes the meeting, and its answer is lost", "it is sent again; that nothing is found then is success", cancelled(after(fail(io.EOF)), 2)},
		{"cancel/502 page", "a proxy answers with a page, after the vendor removed the meeting", "it is sent again; that nothing is found then is success", cancelled(after(html(502)), 2)},
		{"cancel/not sent", "nobody listens the first time", "it is sent again, and the meeting is gone", cancelled(unsent(errRefused), 2)},
		{"cancel/500", "the vendor answers 500", "the error says unavailable; it is not sent again", cancelFails},
		{"update/answer lost", "the vendor changes the meeting, and its answer is lost", "the error says so; it is not sent again", updateLost},
		{"create/first read fails", "what a create has to ask first is answered by a page, by {} or by nothing", "no create is sent, and the error does not say unknown", firstRead},
		{"context/during the token call", "the caller gives up while the token endpoint is silent", "the call returns at once with the context's error, and nothing was sent", gaveUpOnToken},
		{"context/during the wait", "the caller gives up while the call waits to be sent again", "the call returns at once with the context's error", gaveUpOnWait},
		{"credential/fifty callers", "the vendor forgets its tokens, and fifty callers find out at once", "one new token, and every call succeeds", fiftyCallers},
	}
}

func cancelled(f spoiler, sends int) func(p *rig) {
	return func(p *rig) {
		p.need(provider.OpCancel, provider.OpCreate)
		id := p.create(0).ID
		p.line.set(once(otherCall, f))
		if _, err := p.note(meeting.Meeting{}, p.c.CancelMeeting(p.t.Context(), id, meeting.CancelOptions{})); err != nil {
			p.errorf("cancel: %v", err)
		}
		p.sends("cancel", otherCall, sends)
		if p.can(provider.OpGet) {
			if m, err := p.c.GetMeeting(p.t.Context(), id); !errors.Is(err, meeting.ErrNotFound) && m.Status != meeting.StatusCancelled {
				p.errorf("it is still there: %v", err)
			}
		}
	}
}

func cancelFails(p *rig) {
	p.need(provider.OpCancel, provider.OpCreate)
	id := p.create(0).ID
	p.line.set(on(otherCall, answer(500, nil, "{}")))
	_, err := p.note(meeting.Meeting{}, p.c.CancelMeeting(p.t.Context(), id, meeting.CancelOptions{}))
	p.failed("cancel", err, meeting.ErrUnavailable)
	p.sends("cancel", otherCall, 1)
}

func updateLost(p *rig) {
	p.need(provider.OpUpdate, provider.OpCreate)
	id, title := p.create(0).ID, "Another title"
	p.line.set(on(otherCall, after(fail(io.EOF))))
	_, err := p.note(p.c.UpdateMeeting(p.t.Context(), id, meeting.Patch{Title: &title}))
	p.failed("update", err, meeting.ErrUnavailable, meeting.ErrOutcomeUnknown)
	p.sends("update", otherCall, 1)
	if p.can(provider.OpGet) {
		if m, err := p.c.GetMeeting(p.t.Context(), id); err != nil || m.Title != title {
			p.errorf("the meeting is called %q: %v", m.Title, err)
		}
	}
}

// firstRead uses a provider that has asked nothing yet. One that asks nothing ever
// makes its meeting.
func firstRead(p *rig) {
	for name, f := range map[string]spoiler{"page": html(200), "{}": answer(200, nil, "{}"), "reset": fail(errReset), "503": html(503), "cut": alterBody(half)} {
		p.line.set(on(readCall, f))
		for _, w := range p.makers() {
			_, err := w.send(p.t.Context(), p.c, "")
			if errors.Is(err, meeting.ErrOutcomeUnknown) || (err != nil && p.line.count(createCall) > 0) {
				p.errorf("%s: %s: %v, after %d creates", name, w.op, err, p.line.count(createCall))
			}
		}
	}
}

// gaveUpOnToken uses a provider that has no token yet.
func gaveUpOnToken(p *rig) {
	p.renewable()
	p.line.set(on(tokenCall, silence))
	for _, op := range p.remote() {
		ctx, end := context.WithCancel(p.t.Context())
		time.AfterFunc(time.Second, end)
		began := time.Now()
		_, err := p.note(meeting.Meeting{}, p.call(ctx, op, p.unknown()))
		if took := time.Since(began); took != time.Second || !errors.Is(err, context.Canceled) || errors.Is(err, meeting.ErrOutcomeUnknown) {
			p.errorf("%s after %v: %v", op, took, err)
		}
		end()
		time.Sleep(time.Minute) // the vault's own time for the call
	}
	if n := p.line.count(createCall, readCall, otherCall); n != 0 {
		p.errorf("%d requests were sent without a token", n)
	}
}

func gaveUpOnWait(p *rig) {
	read := p.reader()
	p.line.set(on(readCall, retryAfter("Retry-After", "50")))
	ctx, end := context.WithCancel(p.t.Context())
	time.AfterFunc(7*time.Second, end)
	began := time.Now()
	_, err := read(ctx)
	if took := time.Since(began); took != 7*time.Second || !errors.Is(err, context.Canceled) {
		p.errorf("the read after %v: %v", took, err)
	}
	p.sends("the read", readCall, 1)
	end()
}

func fiftyCallers(p *rig) {
	p.renewable()
	p.each(readCall, func(what string, do func(ctx context.Context) error) {
		if err := do(p.t.Context()); err != nil {
			p.fatalf("%s before any fault: %v", what, err)
		}
		p.line.set(late(100 * time.Millisecond))
		p.h.RevokeTokens()
		var group sync.WaitGroup
		failures := make([]error, 50)
		for i := range failures {
			group.Go(func() { failures[i] = do(p.t.Context()) })
		}
		group.Wait()
		if err := errors.Join(failures...); err != nil {
			p.errorf("%s: %v", what, err)
		}
		p.sends(what, tokenCall, 1)
	})
}
