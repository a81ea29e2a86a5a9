package whereby_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/whereby"
)

var update = flag.Bool("update", false, "write the request bodies anew; read the diff before it is kept")

const (
	api  = "https://api.whereby.dev"
	room = `{"meetingId":"1","roomName":"/4b3bd908","roomUrl":"https://example.whereby.com/4b3bd908",` +
		`"startDate":"2027-01-04T08:00:00.000Z","endDate":"2027-01-04T10:00:00.000Z",` +
		`"hostRoomUrl":"https://example.whereby.com/4b3bd908?roomKey=host"}`
)

var (
	key  = meeting.Credentials{Flow: meeting.FlowAPIKey, APIKey: meeting.NewSecret("secret-key")}
	noon = time.Date(2027, 1, 4, 12, 0, 0, 0, time.UTC)
)

// seen is what reached the bottom of the HTTP stack.
type seen struct {
	method, url string
	header      http.Header
	body        []byte
}

// vendor answers every request with one answer and keeps the requests.
type vendor struct {
	*httpmock.MockTransport
	requests []seen
}

func newVendor(status int, body string, header ...string) *vendor {
	v := &vendor{MockTransport: httpmock.NewMockTransport()}
	v.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
		s := seen{method: r.Method, url: r.URL.String(), header: r.Header.Clone()}
		if r.Body != nil {
			var err error
			if s.body, err = io.ReadAll(r.Body); err != nil {
				return nil, err
			}
		}
		v.requests = append(v.requests, s)
		res := httpmock.NewStringResponse(status, body)
		for i := 0; i < len(header); i += 2 {
			res.Header.Set(header[i], header[i+1])
		}
		return res, nil
	})
	return v
}

func newProvider(t *testing.T, v *vendor, cfg whereby.Config) *whereby.Provider {
	t.Helper()
	cfg.Auth, cfg.Transport, cfg.Now = key, v, func() time.Time { return noon }
	cfg.Limits.Plan = meeting.PlanNone // the clock stands still
	p, err := whereby.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func newClient(t *testing.T, v *vendor, cfg whereby.Config) *provider.Client {
	t.Helper()
	return provider.NewClient(newProvider(t, v, cfg), provider.ClientConfig{})
}

// only returns the one request that was sent, after checks that hold for all.
func (v *vendor) only(t *testing.T) seen {
	t.Helper()
	if len(v.requests) != 1 {
		t.Fatalf("%d requests, want 1", len(v.requests))
	}
	got := v.requests[0]
	want := map[string]string{"Authorization": "Bearer secret-key", "Accept": "application/json"}
	if got.method == http.MethodPost {
		want["Content-Type"] = "application/json; charset=utf-8"
	} else if len(got.body) > 0 {
		t.Errorf("a %s with a body: %s", got.method, got.body)
	}
	for name, value := range want {
		if got.header.Get(name) != value {
			t.Errorf("%s: %q, want %q", name, got.header.Get(name), value)
		}
	}
	return got
}

// golden compares a request body with testdata/requests/<name>.json.
func golden(t *testing.T, name string, body []byte) {
	t.Helper()
	var indented bytes.Buffer
	if err := json.Indent(&indented, body, "", "  "); err != nil {
		t.Fatal(err)
	}
	indented.WriteByte('\n')
	path := filepath.Join("testdata", "requests", name+".json")
	if *update && os.Getenv("CI") != "true" {
		if err := os.WriteFile(path, indented.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), indented.String()); diff != "" {
		t.Errorf("%s (-) and the request (+) differ:\n%s", path, diff)
	}
}
