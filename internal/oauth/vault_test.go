package oauth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"github.com/libmeet/meeting"
)

// endpoint is a token endpoint that answers with replies in turn, the last again
// and again.
type endpoint struct {
	*httptest.Server
	calls   atomic.Int32
	hold    chan struct{} // not nil: calls wait until it is closed
	mu      sync.Mutex
	forms   []url.Values
	headers []http.Header
}

func newEndpoint(t *testing.T, replies ...string) *endpoint {
	t.Helper()
	e := &endpoint{}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := int(e.calls.Add(1))
		body, _ := io.ReadAll(r.Body)
		form, _ := url.ParseQuery(string(body))
		e.mu.Lock()
		e.forms, e.headers = append(e.forms, form), append(e.headers, r.Header)
		e.mu.Unlock()
		if e.hold != nil {
			<-e.hold
		}
		status, text := 200, replies[min(n, len(replies))-1]
		if before, after, ok := strings.Cut(text, "|"); ok {
			_, _ = fmt.Sscan(before, &status)
			text = after
		}
		w.Header().Set("Content-Type", "application/json")
		if status == http.StatusFound {
			w.Header().Set("Location", "https://evil.example/")
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}))
	t.Cleanup(e.Close)
	return e
}

func (e *endpoint) vault(now func() time.Time) *Vault {
	return New(Config{
		Credentials: meeting.Credentials{
			Flow: meeting.FlowRefreshToken, TokenURL: e.URL, ClientID: "client",
			ClientSecret: meeting.NewSecret("client-secret"), RefreshToken: meeting.NewSecret("refresh-0"),
		},
		TokenURL: "https://never.example", Style: oauth2.AuthStyleInParams, Scheme: "Zoho-oauthtoken", Now: now,
	})
}

func tokenAnswer(n int) string {
	return fmt.Sprintf(`{"access_token":"token-%d","expires_in":3600,"token_type":"Bearer"}`, n)
}

func TestTokenIsKeptUntilItsEnd(t *testing.T) {
	e := newEndpoint(t, tokenAnswer(1), tokenAnswer(2))
	now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	v := e.vault(func() time.Time { return now })
	for _, step := range []struct {
		after time.Duration
		want  string
	}{{0, "token-1"}, {54 * time.Minute, "token-1"}, {time.Minute, "token-2"}} { // given up five minutes early
		now = now.Add(step.after)
		got, err := v.Authorization(t.Context())
		if err != nil || got != "Zoho-oauthtoken "+step.want {
			t.Errorf("after %v: %q, %v", step.after, got, err)
		}
	}
	if form := e.forms[0]; form.Encode() != "client_id=client&client_secret=client-secret&grant_type=refresh_token&refresh_token=refresh-0" {
		t.Errorf("form %v", form)
	}
	if e.headers[0].Get("Authorization") != "" {
		t.Error("the client's secret was sent twice")
	}
}

func TestLifetimes(t *testing.T) {
	for text, want := range map[string]time.Duration{
		`{"expires_in":3600}`:                          time.Hour,
		`{"expires_in":"3600"}`:                        time.Hour,
		`{"expires_in":3600000}`:                       time.Hour, // milliseconds
		`{"expires_in":3600000,"expires_in_sec":3600}`: time.Hour,
		`{"expires_in_sec":"1800","expires_in":1}`:     30 * time.Minute,
		`{"expires_in":60}`:                            time.Minute,
		`{"expires_in":0}`:                             0,
		`{"expires_in":"soon"}`:                        0,
		`{}`:                                           0,
	} {
		var extra map[string]any
		if err := json.Unmarshal([]byte(text), &extra); err != nil {
			t.Fatal(err)
		}
		if got := lifetime((&oauth2.Token{}).WithExtra(extra)); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
	if early := earlier(time.Minute); early != 6*time.Second {
		t.Errorf("a life of a minute is given up %v early", early)
	}
}

func TestQuotedLifetimeOverHTTP(t *testing.T) {
	e := newEndpoint(t, `{"access_token":"token-1","expires_in":"3600"}`)
	if got, err := e.vault(nil).Authorization(t.Context()); err != nil || got != "Zoho-oauthtoken token-1" {
		t.Errorf("%q, %v", got, err)
	}
}

// A hundred callers, one refresh.
func TestSingleFlight(t *testing.T) {
	e := newEndpoint(t, tokenAnswer(1), tokenAnswer(2))
	e.hold = make(chan struct{})
	v := e.vault(nil)
	var wg sync.WaitGroup
	values := make([]string, 100)
	errs := make([]error, 100)
	for i := range values {
		wg.Go(func() { values[i], errs[i] = v.Authorization(t.Context()) })
	}
	time.Sleep(20 * time.Millisecond)
	close(e.hold)
	wg.Wait()
	for i := range values {
		if values[i] != "Zoho-oauthtoken token-1" || errs[i] != nil {
			t.Errorf("%q, %v", values[i], errs[i])
		}
	}
	if n := e.calls.Load(); n != 1 {
		t.Errorf("%d token calls", n)
	}
	// All of them are told that the token is refused; one refresh follows.
	for range values {
		wg.Go(func() {
			if !v.Refused("Zoho-oauthtoken token-1") {
				t.Error("no other can be had")
			}
			if got, err := v.Authorization(t.Context()); err != nil || got != "Zoho-oauthtoken token-2" {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
	wg.Wait()
	if n := e.calls.Load(); n != 2 {
		t.Errorf("%d token calls", n)
	}
	v.Refused("Zoho-oauthtoken token-1") // late news of an old token changes nothing
	if got, err := v.Authorization(t.Context()); err != nil || got != "Zoho-oauthtoken token-2" || e.calls.Load() != 2 {
		t.Errorf("%q, %v after %d calls", got, err, e.calls.Load())
	}
}

// A waiter leaves on its own deadline, and the refresh goes on for the others.
func TestWaiterLeaves(t *testing.T) {
	e := newEndpoint(t, tokenAnswer(1))
	e.hold = make(chan struct{})
	v := e.vault(nil)
	impatient, end := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer end()
	patient := make(chan error, 1)
	go func() {
		_, err := v.Authorization(t.Context())
		patient <- err
	}()
	began := time.Now()
	if _, err := v.Authorization(impatient); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	close(e.hold)
	if err := <-patient; err != nil {
		t.Error(err)
	}
	if n := e.calls.Load(); n != 1 {
		t.Errorf("%d token calls", n)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	fresh := e.vault(nil)
	if _, err := fresh.Authorization(ended); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	time.Sleep(20 * time.Millisecond)
	if n := e.calls.Load(); n != 1 {
		t.Errorf("a caller whose context had ended caused %d token calls", n-1)
	}
}

func TestFailureIsNotKept(t *testing.T) {
	e := newEndpoint(t, `500|<html>`, tokenAnswer(1))
	v := e.vault(nil)
	if _, err := v.Authorization(t.Context()); !errors.Is(err, meeting.ErrUnavailable) {
		t.Error(err)
	}
	if got, err := v.Authorization(t.Context()); err != nil || got != "Zoho-oauthtoken token-1" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestFixedCredentials(t *testing.T) {
	for _, cred := range []meeting.Credentials{
		{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("fixed")}, {Flow: meeting.FlowAPIKey, APIKey: meeting.NewSecret("fixed")},
	} {
		v := New(Config{Credentials: cred, Scheme: "Bearer"})
		got, err := v.Authorization(t.Context())
		if err != nil || got != "Bearer fixed" || v.Refused(got) {
			t.Errorf("%s: %q, %v", cred.Flow, got, err)
		}
	}
}

// TestErrors holds what the vendors' token endpoints say (contracts/zoho.md B9,
// zoom.md B6). Zoho's errors come with status 200.
func TestErrors(t *testing.T) {
	for name, tt := range map[string]struct {
		answer string
		kind   meeting.ErrorKind
		code   string
		wait   time.Duration
		words  string
	}{
		"dead grant, 200":   {`{"error":"invalid_code"}`, meeting.ErrUnauthenticated, "invalid_code", 0, "sign in again"},
		"wrong client, 200": {`{"error":"invalid_client"}`, meeting.ErrUnauthenticated, "invalid_client", 0, "check client id"},
		"wrong secret, 200": {`{"error":"invalid_client_secret"}`, meeting.ErrUnauthenticated, "invalid_client_secret", 0, "check client id"},
		"too many, 200": {`{"error":"Access Denied","status":"failure","error_description":"You have made too many requests continuously. Please try again after some time."}`,
			meeting.ErrRateLimited, "Access Denied", 10 * time.Minute, "too many requests"},
		"too many, 400": {`400|{"error":"Access Denied","error_description":"You have made too many requests continuously."}`,
			meeting.ErrRateLimited, "Access Denied", 10 * time.Minute, "too many requests"},
		"denied, other":  {`{"error":"Access Denied"}`, meeting.ErrUnauthenticated, "Access Denied", 0, ""},
		"Zoom's reason":  {`400|{"reason":"Invalid Token!","error":"invalid_grant"}`, meeting.ErrUnauthenticated, "invalid_grant", 0, "Invalid Token!"},
		"429":            {`429|{}`, meeting.ErrRateLimited, "", 10 * time.Minute, ""},
		"nothing":        {`{}`, meeting.ErrProtocol, "", 0, ""},
		"not JSON":       {`<html>secret page</html>`, meeting.ErrProtocol, "", 0, ""},
		"empty token":    {`{"access_token":""}`, meeting.ErrProtocol, "", 0, ""},
		"page, 400":      {`400|<html>secret page</html>`, meeting.ErrUnauthenticated, "", 0, ""},
		"down":           {`503|<html>secret page</html>`, meeting.ErrUnavailable, "", 0, ""},
		"redirect":       {`302|`, meeting.ErrProtocol, "", 0, ""},
		"hostile detail": {`400|{"error":"invalid_client","error_description":"a\u001b[31m\nb` + strings.Repeat("x", 9999) + `"}`, meeting.ErrUnauthenticated, "invalid_client", 0, "a [31m b"},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEndpoint(t, tt.answer)
			value, err := e.vault(nil).Authorization(t.Context())
			var got *meeting.Error
			if value != "" || !errors.As(err, &got) {
				t.Fatalf("%q, %v", value, err)
			}
			if got.Kind != tt.kind || got.Code != tt.code || got.RetryAfter != tt.wait || !strings.Contains(got.Message, tt.words) {
				t.Errorf("%#v", got)
			}
			if text := err.Error(); strings.Contains(text, "client-secret") || strings.Contains(text, "secret page") || strings.ContainsAny(text, "\n\x1b") || len(text) > 1000 || strings.Contains(text, "evil") {
				t.Errorf("%q", text)
			}
		})
	}
}

func TestNetworkError(t *testing.T) {
	e := newEndpoint(t, tokenAnswer(1))
	v := e.vault(nil)
	e.Close()
	_, err := v.Authorization(t.Context())
	if !errors.Is(err, meeting.ErrUnavailable) || strings.Contains(err.Error(), "http") {
		t.Errorf("%v", err)
	}
}

func TestRotation(t *testing.T) {
	e := newEndpoint(t, `{"access_token":"token-1","refresh_token":"refresh-1"}`, tokenAnswer(2), `{"access_token":"token-3","refresh_token":"refresh-1"}`, tokenAnswer(4))
	v := e.vault(nil)
	for i := range 4 {
		value, err := v.Authorization(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		v.Refused(value)
		want := "refresh-1"
		if i == 0 {
			want = "refresh-0"
		}
		if got := e.forms[i].Get("refresh_token"); got != want {
			t.Errorf("call %d used %s, not %s", i+1, got, want)
		}
	}
}

func TestExchange(t *testing.T) {
	e := newEndpoint(t, `{"access_token":"token-1","refresh_token":"refresh-1"}`, tokenAnswer(2), `{"error":"invalid_code"}`)
	cfg := e.vault(nil).cfg
	got, err := Exchange(t.Context(), cfg, "the-code", "http://localhost:1/done")
	if err != nil || got.Reveal() != "refresh-1" {
		t.Errorf("%v", err)
	}
	if form := e.forms[0]; form.Get("grant_type") != "authorization_code" || form.Get("code") != "the-code" || form.Get("redirect_uri") != "http://localhost:1/done" {
		t.Errorf("%v", form)
	}
	for range 2 { // no refresh token, then a refusal
		if _, err := Exchange(t.Context(), cfg, "the-code", "http://localhost:1/done"); !errors.Is(err, meeting.ErrUnauthenticated) {
			t.Errorf("%v", err)
		}
	}
}

func TestVaultPrintsNoSecret(t *testing.T) {
	e := newEndpoint(t, `{"access_token":"token-secret","refresh_token":"rotated-secret"}`)
	v := e.vault(nil)
	if _, err := v.Authorization(t.Context()); err != nil {
		t.Fatal(err)
	}
	var shown bytes.Buffer
	slog.New(slog.NewTextHandler(&shown, nil)).Info("vault", "v", v)
	fmt.Fprintf(&shown, "%v %+v %#v", v, v, v)
	for _, secret := range []string{"client-secret", "refresh-0", "token-secret", "rotated-secret"} {
		if strings.Contains(shown.String(), secret) {
			t.Errorf("%s is shown", secret)
		}
	}
}
