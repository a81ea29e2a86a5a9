package providertest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zoom"
)

// bug is a transport that does one thing wrong, between the adapter and the line.
type bug func(next http.RoundTripper, r *http.Request) (*http.Response, error)

// over lays the bug over a transport.
func (b bug) over(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) { return b(next, r) })
}

type roundTripper func(r *http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// zoomHarness is Zoom's adapter over a transport with a bug, and under a wrapper
// with one.
func zoomHarness(b bug, wrap func(p *zoom.Provider) provider.Provider) Harness {
	var sim *Simulator
	return Harness{
		Vendor: zoom.Kind,
		NewWith: func(t testing.TB, w Wiring) provider.Provider {
			sim = NewSimulatorInProcess()
			p, err := zoom.New(zoom.Config{
				Name: "work", BaseURL: sim.URL(), UserID: "host@example.com", Transport: b.over(w.Wrap(sim.Transport())), Logger: w.Logger, Now: sim.Now,
				Auth: meeting.Credentials{
					Flow: meeting.FlowAccountCredentials, TokenURL: sim.URL() + "/oauth/token",
					AccountID: "sim-account", ClientID: "sim-client", ClientSecret: meeting.NewSecret("sim-secret"),
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			if wrap != nil {
				return wrap(p)
			}
			return p
		},
		RevokeTokens: func() { sim.RevokeTokens() },
		Secrets:      []string{"sim-secret"},
	}
}

func honest(next http.RoundTripper, r *http.Request) (*http.Response, error) {
	return next.RoundTrip(r)
}

// again returns r with its body from the start.
func again(r *http.Request, body []byte) *http.Request {
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	return r
}

func bodyOf(r *http.Request) []byte {
	if r.Body == nil {
		return nil
	}
	body, _ := io.ReadAll(r.Body)
	return body
}

func isCreate(r *http.Request) bool { return sortOf(r) == createCall }
func isRead(r *http.Request) bool   { return sortOf(r) == readCall }

func TestFaultsFindsBrokenTransports(t *testing.T) {
	for _, tt := range brokenTransports {
		t.Run(tt.name, func(t *testing.T) { mustFail(t, zoomHarness(tt.bug, nil), tt.rows) })
	}
}

// mustFail runs the rows, each of which has to find something.
func mustFail(t *testing.T, h Harness, rows []string) {
	t.Helper()
	table := faults()
	for _, name := range rows {
		i := slices.IndexFunc(table, func(f fault) bool { return f.name == name })
		if i < 0 {
			t.Fatalf("there is no row %q", name)
		}
		if r := table[i].try(t, h); len(r.failures) == 0 {
			t.Errorf("%s found nothing", name)
		}
	}
}

// These are adapters that take an answer for what it is not.
func TestFaultsFindsBrokenProviders(t *testing.T) {
	for name, tt := range map[string]struct {
		wrap func(p *zoom.Provider) provider.Provider
		rows []string
	}{
		"lost is failed": {func(p *zoom.Provider) provider.Provider { return lossy{p} },
			[]string{"network/commit then drop", "answer/204/create", "keyed/made, answer lost/no body", "keyed/deadline"}},
		"untyped errors": {func(p *zoom.Provider) provider.Provider { return untyped{p} }, []string{"answer/500/read", "paging/no way back"}},
		"keeps the first page": {func(p *zoom.Provider) provider.Provider { return impatient{p} },
			[]string{"paging/no way back", "paging/looping cursor"}},
	} {
		t.Run(name, func(t *testing.T) { mustFail(t, zoomHarness(honest, tt.wrap), tt.rows) })
	}
}

// lossy says that a create whose answer was lost has failed.
type lossy struct{ *zoom.Provider }

func (p lossy) CreateMeeting(ctx context.Context, req meeting.CreateRequest) (meeting.Meeting, error) {
	m, err := p.Provider.CreateMeeting(ctx, req)
	if err != nil {
		return m, &meeting.Error{Kind: meeting.ErrUnavailable, Err: err}
	}
	return m, nil
}

// untyped returns errors of its own, and says everything in them.
type untyped struct{ *zoom.Provider }

func (p untyped) GetMeeting(ctx context.Context, id string) (meeting.Meeting, error) {
	m, err := p.Provider.GetMeeting(ctx, id)
	if err != nil {
		return m, errors.New("it failed")
	}
	return m, nil
}

func (p untyped) ListMeetings(ctx context.Context, q meeting.ListQuery) (meeting.Page, error) {
	page, err := p.Provider.ListMeetings(ctx, q)
	if err != nil {
		return page, errors.New("it failed")
	}
	return page, nil
}

// impatient ends a list where it can't go on.
type impatient struct{ *zoom.Provider }

func (p impatient) ListMeetings(ctx context.Context, q meeting.ListQuery) (meeting.Page, error) {
	page, err := p.Provider.ListMeetings(ctx, q)
	if err != nil && q.PageToken != "" {
		return meeting.Page{}, nil
	}
	if q.PageToken != "" {
		page.NextPage = ""
	}
	return page, err
}

func TestEveryFaultHasItsSentences(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range faults() {
		if f.name == "" || len(strings.Fields(f.when)) < 2 || len(strings.Fields(f.then)) < 3 || f.check == nil {
			t.Errorf("%q is no row", f.name)
		}
		if seen[f.name] {
			t.Errorf("two rows are called %q", f.name)
		}
		seen[f.name] = true
	}
}

// A stranger's provider may offer less than the least: the table skips, and fails
// nothing.
func TestFaultsOnASmallProvider(t *testing.T) {
	h := Harness{Vendor: "caller", NewWith: func(testing.TB, Wiring) provider.Provider { return &caller{} }}
	for _, f := range faults() {
		if r := f.try(t, h); len(r.failures) > 0 {
			t.Errorf("%s: %s", f.name, strings.Join(r.failures, "; "))
		}
	}
}

// Nothing may be skipped for a provider that has it all: a table that skips
// everything passes everything.
func TestFaultsSkipsNothingForZoom(t *testing.T) {
	for _, f := range faults() {
		if r := f.try(t, zoomHarness(honest, nil)); r.skipped != "" || len(r.failures) > 0 {
			t.Errorf("%s: skipped: %q, failures: %q", f.name, r.skipped, r.failures)
		}
	}
}
