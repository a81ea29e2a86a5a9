package providertest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting/provider"
)

// Faults checks what becomes of an adapter's calls when networks and vendors fail.
// Each row is a subtest in virtual time: what the network or the vendor does, and
// beside it what must come of it, which is printed when it does not. A row that
// needs an operation the provider does not offer is skipped, and for no other
// reason.
//
// Whatever happens, of every row it is also true that each answer's body is closed,
// no goroutine is left, no other host is spoken to, no create carries a header that
// makes net/http repeat it, and no secret stands in an error or in the debug log.
func Faults(t *testing.T, h Harness) {
	t.Helper()
	if h.NewWith == nil {
		t.Fatal("the harness has no NewWith")
	}
	for _, f := range faults() {
		t.Run(f.name, func(t *testing.T) {
			r := f.try(t, h)
			for _, failure := range r.failures {
				t.Errorf("%s\n\twhen: %s\n\tthen: %s", failure, f.when, f.then)
			}
			if len(r.failures) == 0 && r.skipped != "" {
				t.Skip(r.skipped)
			}
		})
	}
}

// fault is one row.
type fault struct {
	name  string
	when  string // what the network or the vendor does
	then  string // what must come of it
	check func(p *rig)
}

// rig is what a row works with: a provider and the line to its vendor.
type rig struct {
	*probe
	line *line
	log  *lockedBuffer

	mu      sync.Mutex
	secrets []string // of meetings that were made
	errors  []error  // all that the provider returned
}

// epoch is when a row begins. The clock of a bubble starts in the year 2000, when
// Unix times had a digit less.
var epoch = time.Date(2030, 1, 7, 9, 0, 0, 0, time.UTC)

// try runs the row in a bubble of its own. The runtime panics when the bubble ends
// with goroutines that nobody will wake, or when all of them wait for ever.
func (f fault) try(t *testing.T, h Harness) (r result) {
	t.Helper()
	p := &rig{}
	defer func() {
		if v := recover(); v != nil {
			if p.probe != nil {
				r = p.r
			}
			r.failures = append(r.failures, fmt.Sprintf("it hangs, or leaves goroutines behind: %v", v))
		}
	}()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(epoch))
		p.wire(t, h)
		defer func() { r = p.r }()
		defer func() {
			switch v := recover().(type) {
			case nil, stop:
			default:
				p.errorf("panic: %v", v)
			}
			p.settle()
		}()
		f.check(p)
	})
	return r
}

// wire makes the provider.
func (p *rig) wire(t testing.TB, h Harness) {
	p.line, p.log = &line{tokens: map[string]bool{}}, &lockedBuffer{}
	p.probe = &probe{t: t, h: h}
	p.p = h.NewWith(t, Wiring{
		Wrap: func(vendor http.RoundTripper) http.RoundTripper {
			p.line.vendor = vendor
			return p.line
		},
		Logger: slog.New(slog.NewTextHandler(p.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	p.in = p.p.Info()
	p.c = provider.NewClient(p.p, provider.ClientConfig{})
}

// settle looks for what a row leaves behind.
func (p *rig) settle() {
	synctest.Wait()
	p.line.mu.Lock()
	defer p.line.mu.Unlock()
	open := 0
	for _, b := range p.line.bodies {
		if !b.closed.Load() {
			open++
		}
	}
	if open > 0 {
		p.errorf("%d bodies of %d answers were not closed", open, len(p.line.bodies))
	}
	for _, c := range p.line.calls {
		if c.r.URL.Host != p.line.home || c.r.URL.Scheme != "https" {
			p.errorf("a request went to %s://%s", c.r.URL.Scheme, c.r.URL.Host)
		}
		if c.r.Header.Get("Idempotency-Key") != "" || c.r.Header.Get("X-Idempotency-Key") != "" {
			p.errorf("a request carries an idempotency key, which makes net/http repeat it")
		}
		if uri := c.r.URL.RequestURI(); strings.ContainsAny(uri, " \r\n\x00") || c.r.Header.Get("X-Evil") != "" {
			p.errorf("a value left its place: %q", uri)
		}
	}
	p.unprinted("the debug log", p.log.String())
	for _, err := range p.errors {
		encoded, _ := json.Marshal(err) // what has no form shows nothing
		p.unprinted("an error", fmt.Sprintf("%v %+v %#v %s", err, err, err, encoded))
	}
}

// unprinted reports a secret in a text.
func (p *rig) unprinted(what, text string) {
	secrets := append([]string{}, p.secrets...)
	secrets = append(secrets, p.h.Secrets...)
	for token := range p.line.tokens {
		secrets = append(secrets, token)
	}
	for _, s := range append(secrets, "canary-page") {
		if len(s) < 4 {
			continue
		}
		if at := strings.Index(text, s); at >= 0 {
			p.errorf("%s shows what it must not: …%s", what, redactAround(text, s, at))
			return
		}
	}
}

// lockedBuffer takes the log lines of several goroutines.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write appends.
func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// String returns what was written so far.
func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
