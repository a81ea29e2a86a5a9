package providertest

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/libmeet/meeting"
)

// networkFaults are about connections.
func networkFaults() []fault {
	const (
		again = "the read is sent again and succeeds"
		doubt = "the outcome is unknown, and the create was sent once"
		clean = "it was not sent: the error says unavailable, not unknown, and the same call works later"
	)
	return []fault{
		{"network/reset/read", "the connection is reset before any byte of the answer", again, recovers(fail(errReset))},
		{"network/reset/create", "the connection is reset before any byte of the answer", doubt, doubtful(fail(errReset))},
		{"network/closed/read", "a kept connection is closed when the request is out", again, recovers(fail(io.EOF))},
		{"network/closed/create", "a kept connection is closed when the request is out", doubt, doubtful(fail(io.EOF))},
		{"network/commit then drop", "the vendor makes the meeting, and its answer is lost", doubt, doubtful(after(fail(io.ErrUnexpectedEOF)))},
		{"network/refused/read", "nobody listens, then somebody does", again, recovers(unsent(errRefused))},
		{"network/refused/create", "nobody listens", clean, notSent(unsent(errRefused))},
		{"network/no name/create", "the name does not resolve", clean, notSent(unsent(errNoName))},
		{"network/TLS/create", "the certificate can't be trusted", clean, notSent(unsent(errTLS))},
		{"network/down/read", "every read is reset", "the error says unavailable after a few attempts", reports(fail(errReset), 3, meeting.ErrUnavailable)},

		{"time/no answer/read", "the vendor takes the request and does not answer", "the call returns at its deadline, with the deadline's error", outlasted(readCall, silence)},
		{"time/no answer/create", "the vendor takes the create and does not answer", "it returns at its deadline, unknown, sent once", outlasted(createCall, silence)},
		{"time/slow body/read", "the answer comes a byte a second", "the call returns at its deadline, with the deadline's error", outlasted(readCall, drip)},
		{"time/slow body/create", "the vendor makes the meeting and answers a byte a second", "it returns at its deadline, unknown, sent once", outlasted(createCall, drip)},
		{"time/late", "the vendor answers after twenty seconds", "a call with time enough succeeds, sent once", patient},
		{"time/no deadline", "the vendor does not answer, and the caller has set no deadline", "the call ends by itself, within three minutes", endsByItself},
		{"context/before", "the caller's context has ended before the call", "nothing is sent, a token neither, and the error is the context's", cancelledBefore},
		{"context/during/read", "the caller gives up while the vendor is silent", "the call returns at once with the context's error", cancelledDuring(readCall)},
		{"context/during/create", "the caller gives up while the vendor is silent", "the call returns at once with the context's error, unknown", cancelledDuring(createCall)},
	}
}

// recovers is a row in which the first request of a read goes wrong.
func recovers(f spoiler) func(p *rig) {
	return func(p *rig) {
		read := p.reader()
		want, err := read(p.t.Context())
		if err != nil {
			p.fatalf("before any fault: %v", err)
		}
		usual := p.line.count(readCall)
		p.line.set(once(readCall, f))
		got, err := read(p.t.Context())
		if err != nil {
			p.errorf("the read failed: %v", err)
		} else if got != want {
			p.errorf("it reads\n%s\nnot\n%s", got, want)
		}
		p.sends("the read", readCall, usual+1)
	}
}

// reports is a row in which every request of a read goes wrong. The read must work
// again when the vendor does.
func reports(f spoiler, sends int, kinds ...meeting.ErrorKind) func(p *rig) {
	return func(p *rig) {
		read := p.reader()
		p.line.set(on(readCall, f))
		ctx, check := p.within(5 * time.Minute)
		got, err := read(ctx)
		check("the read")
		p.failed("the read", err, kinds...)
		if got != "" {
			p.errorf("beside the error it returned %s", got)
		}
		p.sends("the read", readCall, sends)
		p.line.set(nil)
		if _, err := read(p.t.Context()); err != nil {
			p.errorf("the vendor is well again, the read is not: %v", err)
		}
	}
}

// doubtful is a row in which nobody can know what became of a create.
func doubtful(f spoiler) func(p *rig) {
	return func(p *rig) {
		for _, w := range p.warm() {
			p.line.set(on(createCall, f))
			ctx, check := p.within(5 * time.Minute)
			_, err := w.send(ctx, p.c, "")
			check(string(w.op))
			p.failed(string(w.op), err, meeting.ErrOutcomeUnknown)
			p.sends(string(w.op), createCall, 1)
		}
	}
}

// refused is a row in which the vendor makes nothing, and says so.
func refused(f spoiler, kinds ...meeting.ErrorKind) func(p *rig) {
	return func(p *rig) {
		for _, w := range p.warm() {
			p.line.set(on(createCall, f))
			_, err := w.send(p.t.Context(), p.c, "")
			e := p.failed(string(w.op), err, kinds...)
			if e.Kind == meeting.ErrOutcomeUnknown {
				p.errorf("%s: what became of it is known: %v", w.op, err)
			}
			p.sends(string(w.op), createCall, 1)
		}
	}
}

func notSent(f spoiler) func(p *rig) {
	return func(p *rig) {
		refused(f, meeting.ErrUnavailable)(p)
		p.line.set(nil)
		for _, w := range p.makers() {
			if _, err := w.send(p.t.Context(), p.c, ""); err != nil {
				p.errorf("%s afterwards: %v", w.op, err)
			}
		}
	}
}

// each runs call with every way to make a meeting, or with a read.
func (p *rig) each(sort string, call func(what string, do func(ctx context.Context) error)) {
	if sort == readCall {
		read := p.reader()
		call("the read", func(ctx context.Context) error { _, err := read(ctx); return err })
		return
	}
	for _, w := range p.warm() {
		call(string(w.op), func(ctx context.Context) error { _, err := w.send(ctx, p.c, ""); return err })
	}
}

func kindOfLost(sort string) meeting.ErrorKind {
	if sort == createCall {
		return meeting.ErrOutcomeUnknown
	}
	return meeting.ErrUnavailable
}

func outlasted(sort string, f spoiler) func(p *rig) {
	return func(p *rig) {
		p.each(sort, func(what string, do func(ctx context.Context) error) {
			p.line.set(on(sort, f))
			ctx, check := p.within(3 * time.Second)
			err := do(ctx)
			check(what)
			p.failed(what, err, kindOfLost(sort))
			if !errors.Is(err, context.DeadlineExceeded) {
				p.errorf("%s: %v is not the deadline's error", what, err)
			}
			p.sends(what, sort, 1)
			p.line.set(nil)
		})
	}
}

func patient(p *rig) {
	for _, w := range p.warm() {
		p.line.set(on(createCall, late(20*time.Second)))
		ctx, check := p.within(time.Minute)
		if _, err := w.send(ctx, p.c, ""); err != nil {
			p.errorf("%s: %v", w.op, err)
		}
		check(string(w.op))
		p.sends(string(w.op), createCall, 1)
		p.line.set(nil)
	}
}

func endsByItself(p *rig) {
	for _, sort := range []string{createCall, readCall} {
		p.each(sort, func(what string, do func(ctx context.Context) error) {
			p.line.set(on(sort, silence))
			began := time.Now()
			err := do(p.t.Context())
			if took := time.Since(began); took > 3*time.Minute {
				p.errorf("%s took %v", what, took)
			}
			p.failed(what, err, kindOfLost(sort))
			if errors.Is(err, context.Canceled) {
				p.errorf("%s: nobody cancelled it, and the error says so: %v", what, err)
			}
			p.line.set(nil)
		})
	}
}

// cancelledBefore uses a provider that has no token yet.
func cancelledBefore(p *rig) {
	ctx, end := context.WithCancel(p.t.Context())
	end()
	for _, op := range p.remote() {
		if _, err := p.note(meeting.Meeting{}, p.call(ctx, op, p.unknown())); !errors.Is(err, context.Canceled) {
			p.errorf("%s: %v", op, err)
		}
	}
	if n := p.line.count(); n != 0 {
		p.errorf("%d requests were sent", n)
	}
}

func cancelledDuring(sort string) func(p *rig) {
	return func(p *rig) {
		p.each(sort, func(what string, do func(ctx context.Context) error) {
			p.line.set(on(sort, silence))
			ctx, end := context.WithCancel(p.t.Context())
			defer end()
			time.AfterFunc(2*time.Second, end)
			began := time.Now()
			err := do(ctx)
			if took := time.Since(began); took != 2*time.Second {
				p.errorf("%s returned after %v", what, took)
			}
			p.failed(what, err, kindOfLost(sort))
			if !errors.Is(err, context.Canceled) {
				p.errorf("%s: %v is not the context's error", what, err)
			}
			p.sends(what, sort, 1)
			p.line.set(nil)
		})
	}
}
