package oauth

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"

	"github.com/libmeet/meeting"
)

func TestLifetimes(t *testing.T) {
	for text, want := range map[string]time.Duration{
		`{"expires_in":3600}`:                          time.Hour,
		`{"expires_in":"3600"}`:                        time.Hour,
		`{"expires_in":3600000}`:                       time.Hour, // milliseconds
		`{"expires_in":3600000,"expires_in_sec":3600}`: time.Hour,
		`{"expires_in_sec":"1800","expires_in":1}`:     30 * time.Minute,
		`{"expires_in":60}`:                            time.Minute,
		`{"expires_in":0}`:                             0,
		`{"expires_in":-5}`:                            0,
		`{"expires_in":"soon"}`:                        0,
		`{"expires_in_sec":99999999999999}`:            longest,
		`{"expires_in":999999999999999999}`:            longest,
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
	for generation := range int64(1000) {
		if got := ahead(time.Hour, 42, generation); got > 5*time.Minute || got < 4*time.Minute {
			t.Fatalf("generation %d is renewed %v ahead", generation, got)
		}
	}
	if ahead(time.Hour, 1, 1) == ahead(time.Hour, 2, 1) {
		t.Error("two processes renew at the same moment")
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
		"token breaks":   {`{"access_token":"a\r\nX-Evil: 1"}`, meeting.ErrProtocol, "", 0, ""},
		"page, 400":      {`400|<html>secret page</html>`, meeting.ErrUnauthenticated, "", 0, ""},
		"down":           {`503|<html>secret page</html>`, meeting.ErrUnavailable, "", 0, ""},
		"redirect":       {`302|`, meeting.ErrProtocol, "", 0, ""},
		"dropped":        {`drop`, meeting.ErrUnavailable, "", 0, "connection reset"},
		"hostile detail": {`400|{"error":"invalid_client","error_description":"a\u001b[31m\nb` + strings.Repeat("x", 9999) + `"}`, meeting.ErrUnauthenticated, "invalid_client", 0, "a [31m b"},
		"quoted secrets": {`400|{"error":"refresh-0","error_description":"bad refresh-0 of client client-secret, ` + strings.Repeat("x", 250) + `refresh-0"}`, meeting.ErrUnauthenticated, "[redacted]", 0, "bad [redacted] of client [redacted],"},
	} {
		t.Run(name, func(t *testing.T) {
			got := wantError(t, replies(tt.answer).vault(nil), tt.kind, tt.words)
			if got.Code != tt.code || got.RetryAfter != tt.wait {
				t.Errorf("%#v", got)
			}
			text := got.Error()
			for _, bad := range []string{"client-secret", "refresh-0", "refresh-", "secret page", "\n", "\x1b", "evil", "http"} {
				if strings.Contains(text, bad) {
					t.Errorf("%q holds %q", text, bad)
				}
			}
			if len(text) > 1000 {
				t.Errorf("%q is long", text)
			}
		})
	}
}

func TestNetworkError(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	cfg := minting().config(nil)
	cfg.Credentials.TokenURL, cfg.Transport, cfg.Rotates = server.URL, nil, true
	server.Close()
	got := wantError(t, New(cfg), meeting.ErrUnavailable)
	if strings.Contains(got.Error(), "http") || strings.Contains(got.Error(), "authorized again") { // nothing was sent: nothing is lost
		t.Error(got)
	}
}

// TestSlowEndpoint: an endpoint that never answers costs the callers half a minute
// at most, and is left alone for a second then.
func TestSlowEndpoint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := minting()
		e.slow = time.Hour
		v := e.vault(nil)
		began := time.Now()
		wantError(t, v, meeting.ErrUnavailable, "did not answer in time")
		if took := time.Since(began); took != fetchWithin {
			t.Errorf("it took %v", took)
		}
		again := wantError(t, v, meeting.ErrUnavailable, "did not answer in time")
		if again.RetryAfter <= 0 || again.RetryAfter > time.Second {
			t.Errorf("retry after %v", again.RetryAfter)
		}
		wantCalls(t, e, 1)
	})
}

func TestRequest(t *testing.T) {
	e := minting()
	want(t, e.vault(nil), "token-1")
	if form := e.forms[0]; form.Encode() != "client_id=client&client_secret=client-secret&grant_type=refresh_token&refresh_token=refresh-0" {
		t.Errorf("form %v", form)
	}
	if e.headers[0].Get("Authorization") != "" {
		t.Error("the client's secret was sent twice")
	}
}

func TestExchange(t *testing.T) {
	e := replies(`{"access_token":"token-1","refresh_token":"refresh-1"}`, tokenAnswer(2), `{"error":"invalid_code","error_description":"the-code is used"}`)
	cfg := e.config(nil)
	got, err := Exchange(t.Context(), cfg, "the-code", "http://localhost:1/done")
	if err != nil || got.Reveal() != "refresh-1" {
		t.Errorf("%v", err)
	}
	if form := e.forms[0]; form.Get("grant_type") != "authorization_code" || form.Get("code") != "the-code" || form.Get("redirect_uri") != "http://localhost:1/done" {
		t.Errorf("%v", form)
	}
	for range 2 { // no refresh token, then a refusal
		if _, err := Exchange(t.Context(), cfg, "the-code", "http://localhost:1/done"); meeting.KindOf(err) != meeting.ErrUnauthenticated || strings.Contains(err.Error(), "the-code") {
			t.Errorf("%v", err)
		}
	}
}

// A hint that comes with a token is told when the token is refused at once; one
// that comes with a refusal, with that.
func TestHint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := replies(`{"access_token":"token-1","api_domain":"there"}`, `{"access_token":"token-2"}`, `{"error":"invalid_client","api_domain":"there"}`)
		cfg := e.config(nil)
		cfg.Hint = func(member func(string) string) string {
			if member("api_domain") != "" {
				return "look " + member("api_domain")
			}
			return ""
		}
		v := New(cfg)
		want(t, v, "token-1")
		v.Refused("Zoho-oauthtoken token-1")
		wantError(t, v, meeting.ErrUnauthenticated, "fresh token; look there")
		wantCalls(t, e, 1)
		time.Sleep(time.Minute)
		want(t, v, "token-2")
		v.Refused("Zoho-oauthtoken token-2")
		wantError(t, v, meeting.ErrUnauthenticated, "check client id, secret, account and data centre; look there")
	})
}
