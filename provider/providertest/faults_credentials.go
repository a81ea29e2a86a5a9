package providertest

import (
	"context"
	"fmt"
	"net/http"

	"github.com/libmeet/meeting"
)

// credentialFaults are about tokens that are refused, and about vendors that send
// the caller elsewhere.
func credentialFaults() []fault {
	const stays = "the error says so; nothing is sent there, neither token nor body"
	out := []fault{
		{"credential/refused early/read", "the vendor forgets its tokens before a read", "one new token, the call repeated once, and the read succeeds", renewed(readCall)},
		{"credential/refused early/create", "the vendor forgets its tokens before a create", "one new token, the call repeated once, and one meeting is made", renewed(createCall)},
		{"credential/refused again/read", "the vendor refuses every token", "unauthenticated after one renewal, no loop; and it works again when the vendor does", refusedAgain(readCall)},
		{"credential/refused again/create", "the vendor refuses every token", "unauthenticated after one renewal, no loop; and it works again when the vendor does", refusedAgain(createCall)},
		{"credential/token endpoint is down", "no token can be had", "the create was not sent, and says so", noToken},
	}
	for _, status := range []int{301, 302, 303, 307, 308} {
		for where, target := range map[string]string{
			"another host": "https://thief.invalid/v2/meetings", "http": "http://simulator.invalid/", "itself": "", "a path": "/elsewhere",
		} {
			out = append(out,
				fault{fmt.Sprintf("redirect/%d to %s/read", status, where), "the vendor redirects a read", stays, redirected(readCall, status, target)},
				fault{fmt.Sprintf("redirect/%d to %s/create", status, where), "the vendor redirects a create", stays, redirected(createCall, status, target)})
		}
		out = append(out, fault{fmt.Sprintf("redirect/%d of the token call", status), "the token endpoint redirects to another host", stays,
			redirectedToken(status)})
	}
	return out
}

func redirected(sort string, status int, target string) func(p *rig) {
	return func(p *rig) {
		p.each(sort, func(what string, do func(ctx context.Context) error) {
			p.line.set(on(sort, func(x *exchange) (*http.Response, error) {
				to := target
				if to == "" {
					to = x.r.URL.String()
				}
				return respond(x, status, http.Header{"Location": {to}}, ""), nil
			}))
			p.failed(what, do(p.t.Context()), meeting.ErrProtocol)
			p.sends(what, sort, 1)
			if n := p.line.count(); n != 1 {
				p.errorf("%s: %d requests were sent", what, n)
			}
		})
	}
}

func redirectedToken(status int) func(p *rig) {
	return func(p *rig) {
		p.renewable()
		p.line.set(on(tokenCall, func(x *exchange) (*http.Response, error) {
			return respond(x, status, http.Header{"Location": {"https://thief.invalid/token"}}, ""), nil
		}))
		op := p.in.Capabilities.Operations[0]
		p.failed(string(op), p.call(p.t.Context(), op, p.unknown()))
		if n := p.line.count(readCall, createCall, otherCall); n != 0 {
			p.errorf("%d requests were sent without a token", n)
		}
	}
}

// renewable skips the row for a credential that is fixed.
func (p *rig) renewable() {
	if p.h.RevokeTokens == nil {
		p.skip("the credential of " + p.h.Vendor + " can't be renewed")
	}
}

func renewed(sort string) func(p *rig) {
	return func(p *rig) {
		p.renewable()
		p.each(sort, func(what string, do func(ctx context.Context) error) {
			p.line.set(nil)
			if err := do(p.t.Context()); err != nil {
				p.fatalf("%s before any fault: %v", what, err)
			}
			usual := p.line.count(sort)
			p.line.set(nil)
			p.h.RevokeTokens()
			if err := do(p.t.Context()); err != nil {
				p.errorf("%s: %v", what, err)
			}
			p.sends(what, sort, usual+1)
			p.sends(what, tokenCall, 1)
		})
	}
}

// refusedAgain shows the vendor its requests without their credential.
func refusedAgain(sort string) func(p *rig) {
	return func(p *rig) {
		p.each(sort, func(what string, do func(ctx context.Context) error) {
			p.line.set(on(sort, func(x *exchange) (*http.Response, error) {
				x.r = x.r.Clone(x.r.Context())
				x.r.Header.Del("Authorization")
				return x.pass()
			}))
			p.failed(what, do(p.t.Context()), meeting.ErrUnauthenticated)
			sends := 2
			if p.h.RevokeTokens == nil {
				sends = 1
			}
			p.sends(what, sort, sends)
			if n := p.line.count(tokenCall); n > 1 {
				p.errorf("%s: %d tokens were asked for", what, n)
			}
			p.line.set(nil)
			if err := do(p.t.Context()); err != nil {
				p.errorf("%s, when the vendor is well again: %v", what, err)
			}
		})
	}
}

func noToken(p *rig) {
	p.renewable()
	for name, f := range map[string]spoiler{
		"reset": fail(errReset), "refused": unsent(errRefused), "500": html(500), "page": html(200), "empty": answer(200, nil, ""),
		"{}": answer(200, nil, "{}"), "error with 200": answer(200, nil, `{"error":"invalid_client"}`), "endless": endless,
	} {
		p.line.set(on(tokenCall, f))
		for _, w := range p.makers() {
			_, err := w.send(p.t.Context(), p.c, "")
			if e := p.failed(name+": "+string(w.op), err); e.Kind == meeting.ErrOutcomeUnknown {
				p.errorf("%s: %s: it was not sent: %v", name, w.op, err)
			}
		}
		p.sends(name, createCall, 0)
	}
}
