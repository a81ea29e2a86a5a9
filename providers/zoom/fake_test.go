package zoom_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zoom"
)

var update = flag.Bool("update", false, "write the request bodies anew; read the diff before it is kept")

const (
	tokenURL = "https://zoom.us/oauth/token"
	answer   = `{"id":92674392836,"topic":"My Meeting","type":2,"start_time":"2027-01-04T08:30:00Z","duration":45,"join_url":"https://example.com/j/1","start_url":"https://example.com/s/1?zak=z"}`
)

var noon = time.Date(2027, 1, 3, 12, 0, 0, 0, time.UTC)

// exchange is a request that reached the bottom of the HTTP stack.
type exchange struct {
	method, url string
	header      http.Header
	body        []byte
}

// reply is what the vendor says to one request.
type reply struct {
	status int
	body   string
	header map[string]string
}

func ok(body string) reply { return reply{status: http.StatusOK, body: body} }

// vendor answers the requests to the API in order, the last answer again and
// again, and keeps them; so too the token endpoint.
type vendor struct {
	*httpmock.MockTransport

	mu           sync.Mutex
	api, tokens  []exchange
	apiReplies   []reply
	tokenReplies []reply
}

func newVendor(replies ...reply) *vendor {
	v := &vendor{MockTransport: httpmock.NewMockTransport(), apiReplies: replies}
	v.RegisterResponder(http.MethodPost, tokenURL, v.respond(&v.tokens, &v.tokenReplies))
	v.RegisterNoResponder(v.respond(&v.api, &v.apiReplies))
	v.tokenReplies = []reply{ok(`{"access_token":"token-1","token_type":"bearer","expires_in":3600,"scope":"meeting:write","api_url":"https://api.zoom.us"}`)}
	return v
}

func (v *vendor) respond(seen *[]exchange, replies *[]reply) httpmock.Responder {
	return func(r *http.Request) (*http.Response, error) {
		v.mu.Lock()
		defer v.mu.Unlock()
		e := exchange{method: r.Method, url: r.URL.String(), header: r.Header.Clone()}
		if r.Body != nil {
			var err error
			if e.body, err = io.ReadAll(r.Body); err != nil {
				return nil, err
			}
		}
		*seen = append(*seen, e)
		next := (*replies)[0]
		if len(*replies) > 1 {
			*replies = (*replies)[1:]
		}
		res := httpmock.NewStringResponse(next.status, next.body)
		for name, value := range next.header {
			res.Header.Set(name, value)
		}
		return res, nil
	}
}

var (
	serverToServer = meeting.Credentials{
		Flow: meeting.FlowAccountCredentials, AccountID: "account", ClientID: "client", ClientSecret: meeting.NewSecret("client-secret"),
	}
	refreshToken = meeting.Credentials{
		Flow: meeting.FlowRefreshToken, ClientID: "client", ClientSecret: meeting.NewSecret("client-secret"), RefreshToken: meeting.NewSecret("refresh-0"),
	}
	accessToken = meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("token-0")}
)

func newProvider(t *testing.T, v *vendor, auth meeting.Credentials) *zoom.Provider {
	t.Helper()
	p, err := zoom.New(zoom.Config{Name: "work", Auth: auth, Transport: v, Now: func() time.Time { return noon },
		Limits: meeting.AccountLimits{Plan: meeting.PlanNone}}) // the clock stands still
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func newClient(t *testing.T, v *vendor, auth meeting.Credentials) *provider.Client {
	t.Helper()
	return provider.NewClient(newProvider(t, v, auth), provider.ClientConfig{})
}

// last returns the latest request to the API, after checks that hold for all.
func (v *vendor) last(t *testing.T) exchange {
	t.Helper()
	if len(v.api) == 0 {
		t.Fatal("nothing was sent")
	}
	for _, e := range v.api {
		if got := e.header.Get("Accept"); got != "application/json" { // else Zoom's errors are XML
			t.Errorf("Accept: %q", got)
		}
		if got := e.header.Get("Authorization"); !strings.HasPrefix(got, "Bearer token-") {
			t.Errorf("Authorization: %q", got)
		}
		if writes := e.method == http.MethodPost || e.method == http.MethodPatch || e.method == http.MethodPut; writes != (len(e.body) > 0) {
			t.Errorf("%s with a body of %d bytes", e.method, len(e.body))
		} else if writes && e.header.Get("Content-Type") != "application/json; charset=utf-8" {
			t.Errorf("Content-Type: %q", e.header.Get("Content-Type"))
		}
	}
	return v.api[len(v.api)-1]
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
		if err := os.WriteFile(path, indented.Bytes(), 0o644); err != nil {
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
