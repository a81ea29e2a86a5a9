package providertest

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// Harness is what the suite must know about an adapter. New, Vendor and Requests
// are required; what else is missing skips the cases that need it.
type Harness struct {
	// Vendor is what Info().Vendor must say.
	Vendor string

	// New returns a provider, best at a vendor without state: a fresh simulator.
	// It is called once per case, one case after another; the functions below
	// speak of the vendor of the provider that was made last.
	New func(t testing.TB) provider.Provider

	// NewWith is New for [Faults], which lays its faults between the provider and its
	// vendor. The vendor must be in the same process, without a socket: time is
	// virtual there.
	NewWith func(t testing.TB, w Wiring) provider.Provider

	// Requests counts the requests that reached the vendor, token calls included.
	Requests func() int

	// RevokeTokens makes the vendor forget the access tokens it gave out.
	RevokeTokens func()

	// Stall makes the vendor take requests and not answer.
	Stall func(on bool)

	// Now is the vendor's time; nil is time.Now.
	Now func() time.Time

	// Meeting names a meeting for a provider that can't create any, or whose new
	// meetings have no participants to see. It has at least one if the provider lists
	// them.
	Meeting func(t testing.TB) string

	// UnknownID has the form of the vendor's ids and names nothing.
	UnknownID string

	// Idempotent says that the vendor's cancel of what is gone succeeds.
	Idempotent bool

	// Closed lists the abilities, by the names of their interfaces, that the adapter's
	// code has and this configuration doesn't offer.
	Closed []string

	// Silent lists the members that the vendor takes and never tells.
	Silent []provider.Field

	// Native is a member of the vendor's own request, and NativeArrived tells from
	// the created meeting that it reached the vendor.
	Native        json.RawMessage
	NativeArrived func(m meeting.Meeting) bool

	// Registration is a member of the vendor's own request that makes people register
	// for the meeting.
	Registration json.RawMessage

	// Event is a webhook request that the vendor would sign at a time for the provider
	// that was made last: its headers and its body. The body is JSON, an object.
	Event func(at time.Time) (header map[string][]string, body []byte)

	// Secrets are the credentials in clear, which nothing may print.
	Secrets []string

	patience time.Duration // how late a call may return after its deadline; 0 is [patience]
}

// Wiring is what [Faults] puts into a provider's config.
type Wiring struct {
	// Wrap lays the faults around the transport that reaches the vendor.
	Wrap func(http.RoundTripper) http.RoundTripper

	// Logger takes the debug log, in which no secret may stand.
	Logger *slog.Logger
}

// patience covers a busy machine; a call that does not look at its context hangs
// for far longer.
const patience = 5 * time.Second

// Run checks the adapter. Each case is a subtest.
func Run(t *testing.T, h Harness) {
	t.Helper()
	for _, c := range cases() {
		t.Run(c.name, func(t *testing.T) {
			r := c.try(t, h)
			for _, failure := range r.failures {
				t.Errorf("%s\n\tthe contract: %s", failure, c.rule)
			}
			if len(r.failures) == 0 && r.skipped != "" {
				t.Skip(r.skipped)
			}
		})
	}
}

// conformanceCase is one sentence of the contract and the check that enforces it.
type conformanceCase struct {
	name  string
	rule  string
	check func(p *probe)
}

// result is what a case found.
type result struct {
	failures []string
	skipped  string
}

// probe is what a check works with. Its failures don't fail the test at once, so
// that the suite itself can be tested.
type probe struct {
	t  testing.TB
	h  Harness
	p  provider.Provider
	c  *provider.Client
	in provider.Info
	r  result
}

type stop struct{}

// try runs the case against a new provider.
func (c conformanceCase) try(t testing.TB, h Harness) (r result) {
	t.Helper()
	p := &probe{t: t, h: h, p: h.New(t)}
	p.in = p.p.Info()
	p.c = provider.NewClient(p.p, provider.ClientConfig{})
	defer func() {
		switch v := recover().(type) {
		case nil, stop:
		default:
			p.errorf("panic: %v", v)
		}
		r = p.r
	}()
	c.check(p)
	return p.r
}

func (p *probe) errorf(format string, args ...any) {
	p.r.failures = append(p.r.failures, fmt.Sprintf(format, args...))
}

func (p *probe) fatalf(format string, args ...any) {
	p.errorf(format, args...)
	panic(stop{})
}

func (p *probe) skip(reason string) {
	p.r.skipped = reason
	panic(stop{})
}

// need skips the case unless the provider claims every op.
func (p *probe) need(ops ...provider.Op) {
	for _, op := range ops {
		if !p.can(op) {
			p.skip(fmt.Sprintf("%s does not offer %s", p.h.Vendor, op))
		}
	}
}

func (p *probe) can(op provider.Op) bool { return p.in.Capabilities.Can(op) }

// takes reports whether a member of a create request reaches the vendor.
func (p *probe) takes(field provider.Field) bool { return takes(p.in.Capabilities.Create, field) }

func takes(fields provider.Fields, field provider.Field) bool {
	rule, ok := fields[field]
	return ok && !rule.Lost
}

// silent reports whether the vendor never tells a member.
func (p *probe) silent(field provider.Field) bool {
	for _, f := range p.h.Silent {
		if f == field {
			return true
		}
	}
	return false
}

func (p *probe) now() time.Time {
	if p.h.Now != nil {
		return p.h.Now()
	}
	return time.Now()
}

// quiet runs call and reports the requests that it caused.
func (p *probe) quiet(what string, call func()) {
	before := p.h.Requests()
	call()
	if n := p.h.Requests() - before; n != 0 {
		p.errorf("%s: %d requests were sent", what, n)
	}
}
