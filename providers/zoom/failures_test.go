package zoom_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/providers/zoom"
)

// TestErrors is the table of contracts/zoom.md B5, with the codes of B1.
func TestErrors(t *testing.T) {
	tests := map[string]struct {
		reply reply
		want  meeting.Error
	}{
		"scope":       {reply{400, `{"code":4711,"message":"Invalid access token, does not contain scopes:[meeting:write]."}`, nil}, meeting.Error{Kind: meeting.ErrPermission, Code: "4711"}},
		"scope, old":  {reply{400, `{"code":4700,"message":"Invalid access token, does not contain scopes:[meeting:write]."}`, nil}, meeting.Error{Kind: meeting.ErrPermission, Code: "4700"}},
		"scope words": {reply{400, `{"code":104,"message":"Invalid access token, does not contain scopes:[x]."}`, nil}, meeting.Error{Kind: meeting.ErrPermission, Code: "104"}},
		"forbidden":   {reply{403, `{"code":2300,"message":"This endpoint is not recognized."}`, nil}, meeting.Error{Kind: meeting.ErrPermission, Code: "2300"}},
		"plan":        {reply{400, `{"code":200,"message":"Only available for paid users."}`, nil}, meeting.Error{Kind: meeting.ErrPermission, Code: "200"}},
		"hosting":     {reply{400, `{"code":3161,"message":"Your user account is not allowed meeting hosting."}`, nil}, meeting.Error{Kind: meeting.ErrPermission, Code: "3161"}},
		"no meeting":  {reply{404, `{"code":3001,"message":"Meeting does not exist: 1."}`, nil}, meeting.Error{Kind: meeting.ErrNotFound, Code: "3001", Message: "Meeting does not exist: 1."}},
		"no user":     {reply{404, `{"code":1001,"message":"User does not exist: x."}`, nil}, meeting.Error{Kind: meeting.ErrNotFound, Code: "1001"}},
		"expired id":  {reply{400, `{"code":3001,"message":"Meeting is not found or has expired."}`, nil}, meeting.Error{Kind: meeting.ErrNotFound, Code: "3001"}},
		"in progress": {reply{400, `{"code":3002,"message":"Sorry, you cannot delete this meeting since it is in progress."}`, nil}, meeting.Error{Kind: meeting.ErrConflict, Code: "3002"}},
		"conflict":    {reply{409, `{"code":1005,"message":"Already in the account."}`, nil}, meeting.Error{Kind: meeting.ErrConflict, Code: "1005"}},
		"validation": {reply{400, `{"code":300,"message":"Validation Failed.","errors":[{"field":"settings.jbh_time","message":"Invalid field."}]}`, nil},
			meeting.Error{Kind: meeting.ErrInvalid, Code: "300", Message: "Validation Failed. settings.jbh_time: Invalid field."}},
		"no occurrence":      {reply{400, `{"code":300,"message":"Invalid occurrence_id."}`, nil}, meeting.Error{Kind: meeting.ErrNotFound, Code: "300"}},
		"no occurrence, old": {reply{400, `{"code":3000,"message":"Invalid occurrence_id."}`, nil}, meeting.Error{Kind: meeting.ErrNotFound, Code: "3000"}},
		"personal room":      {reply{400, `{"code":3018,"message":"Not allow to delete PMI."}`, nil}, meeting.Error{Kind: meeting.ErrUnsupported, Code: "3018"}},
		"on-premise":         {reply{400, `{"code":3063,"message":"Can not end on-premise user's meeting: 1."}`, nil}, meeting.Error{Kind: meeting.ErrUnsupported, Code: "3063"}},
		"full":               {reply{400, `{"code":3043,"message":"Meeting has reached maximum attendee capacity."}`, nil}, meeting.Error{Kind: meeting.ErrConflict, Code: "3043"}},
		"a year ago":         {reply{400, `{"code":12702,"message":"Can not access a meeting a year ago."}`, nil}, meeting.Error{Kind: meeting.ErrNotFound, Code: "12702"}},
		"no recording":       {reply{404, `{"code":3301,"message":"There is no recording for this meeting."}`, nil}, meeting.Error{Kind: meeting.ErrNotFound, Code: "3301"}},
		"scope, named": {reply{400, `{"code":4711,"message":"Invalid access token, does not contain scopes:[meeting:read:meeting, meeting:read:meeting:admin]."}`, nil},
			meeting.Error{Kind: meeting.ErrPermission, Code: "4711", Message: "Invalid access token, does not contain scopes:[meeting:read:meeting, meeting:read:meeting:admin]."}},
		"xml, with entities": {reply{400, `<?xml version="1.0" encoding="UTF-8"?><error><code>300</code><message>A &amp; B</message></error>`, map[string]string{"Content-Type": "application/xml;charset=UTF-8"}},
			meeting.Error{Kind: meeting.ErrInvalid, Code: "300", Message: "A & B"}},
		"per day of the host, without a time": {reply{429, `{"code":429,"message":"You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for this particular user. You may resume these requests at GMT 00:00:00."}`, nil},
			meeting.Error{Kind: meeting.ErrRateLimited, Code: "429", RetryAfter: 12 * time.Hour}},
		"many things":     {reply{400, `{"code":3000,"message":"Cannot access webinar info."}`, nil}, meeting.Error{Kind: meeting.ErrInvalid, Code: "3000"}},
		"xml":             {reply{400, `<?xml version="1.0"?><error><code>300</code><message>Bad &lt;b&gt;</message></error>`, nil}, meeting.Error{Kind: meeting.ErrInvalid, Code: "300"}},
		"200 with code":   {reply{200, `{"code":3001,"message":"Meeting does not exist."}`, nil}, meeting.Error{Kind: meeting.ErrNotFound, Code: "3001"}},
		"200, other code": {reply{200, `{"code":1010,"message":"User does not belong to this account."}`, nil}, meeting.Error{Kind: meeting.ErrProtocol, Code: "1010"}},
		"200, not JSON":   {reply{200, `<html>maintenance</html>`, nil}, meeting.Error{Kind: meeting.ErrProtocol}},
		"200, empty":      {reply{200, ``, nil}, meeting.Error{Kind: meeting.ErrProtocol}},
		"200, no id":      {reply{200, `{"topic":"x"}`, nil}, meeting.Error{Kind: meeting.ErrProtocol, Message: "the meeting has no id"}},
		"html page": {reply{502, `<html><body>secret detail</body></html>`, map[string]string{"Content-Type": "text/html"}},
			meeting.Error{Kind: meeting.ErrUnavailable, Message: "the vendor answered with an HTML page"}},
		"500":        {reply{500, `{"code":500,"message":"Internal"}`, nil}, meeting.Error{Kind: meeting.ErrUnavailable, Code: "500"}},
		"redirect":   {reply{302, ``, map[string]string{"Location": "https://evil.example/?token=x"}}, meeting.Error{Kind: meeting.ErrProtocol}},
		"per second": {reply{429, `{"code":429,"message":"You have reached the maximum per-second rate limit for this API. Try again later."}`, map[string]string{"X-RateLimit-Type": "QPS"}}, meeting.Error{Kind: meeting.ErrRateLimited, Code: "429"}},
		"per day, ISO 8601": {reply{429, `{"code":429,"message":"You have reached the maximum daily rate limit for this API."}`, map[string]string{"Retry-After": "2027-01-04T00:00:00Z", "X-RateLimit-Type": "Daily-limit"}},
			meeting.Error{Kind: meeting.ErrRateLimited, Code: "429", RetryAfter: 12 * time.Hour}},
		"unavailable, seconds": {reply{503, ``, map[string]string{"Retry-After": "7"}}, meeting.Error{Kind: meeting.ErrUnavailable, RetryAfter: 7 * time.Second}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if tt.reply.header == nil {
				tt.reply.header = map[string]string{}
			}
			tt.reply.header["x-zm-trackingid"] = "WEB_1"
			v := newVendor(tt.reply)
			ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second) // shorter than the waits asked for
			defer cancel()
			m, err := newClient(t, v, serverToServer).GetMeeting(ctx, "1")
			var got *meeting.Error
			if !errors.As(err, &got) || m.ID != "" {
				t.Fatalf("got %+v, %v", m, err)
			}
			if got.Kind != tt.want.Kind || got.Code != tt.want.Code || got.RetryAfter != tt.want.RetryAfter {
				t.Errorf("got kind %q, code %q, wait %v", got.Kind, got.Code, got.RetryAfter)
			}
			if tt.want.Message != "" && got.Message != tt.want.Message {
				t.Errorf("got %q", got.Message)
			}
			if got.Provider != "work" || got.Op != "get" || got.ID != "1" {
				t.Errorf("got provider %q, operation %q, id %q", got.Provider, got.Op, got.ID)
			}
			if refused := tt.reply.status != http.StatusOK; refused && (got.RequestID != "WEB_1" || got.Status != tt.reply.status) {
				t.Errorf("got request id %q, status %d", got.RequestID, got.Status)
			}
			want := 1
			if tt.reply.status == 502 || (tt.reply.status == 429 && tt.want.RetryAfter == 0) {
				want = 3
			}
			if len(v.api) != want || len(v.tokens) != 1 {
				t.Errorf("%d requests, want %d; %d token calls", len(v.api), want, len(v.tokens))
			}
			for _, leak := range []string{"secret", "evil", "token-1", "http"} {
				if strings.Contains(err.Error(), leak) {
					t.Errorf("%q holds %q", err, leak)
				}
			}
		})
	}
}

const expired = `{"code":124,"message":"Access token is expired."}`

func TestServerToServerToken(t *testing.T) {
	v := newVendor(ok(answer))
	c := newClient(t, v, serverToServer)
	for range 3 {
		if _, err := c.GetMeeting(t.Context(), "1"); err != nil {
			t.Fatal(err)
		}
	}
	if len(v.tokens) != 1 || v.last(t).header.Get("Authorization") != "Bearer token-1" {
		t.Fatalf("%d token calls, %q", len(v.tokens), v.last(t).header.Get("Authorization"))
	}
	call := v.tokens[0]
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("client:client-secret"))
	if call.header.Get("Authorization") != basic || call.header.Get("Content-Type") != "application/x-www-form-urlencoded" || call.url != tokenURL {
		t.Errorf("token call %s %v", call.url, call.header)
	}
	form, err := url.ParseQuery(string(call.body))
	if err != nil || form.Encode() != "account_id=account&grant_type=account_credentials" {
		t.Errorf("token form %s", call.body)
	}
}

func TestRefusedTokenIsRenewedOnce(t *testing.T) {
	v := newVendor(reply{status: 401, body: expired}, ok(answer))
	v.tokenReplies = append(v.tokenReplies, ok(`{"access_token":"token-2","expires_in":3600}`))
	if _, err := newClient(t, v, serverToServer).GetMeeting(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	if len(v.api) != 2 || len(v.tokens) != 2 || v.api[0].header.Get("Authorization") != "Bearer token-1" || v.api[1].header.Get("Authorization") != "Bearer token-2" {
		t.Errorf("%d requests, %d token calls", len(v.api), len(v.tokens))
	}

	v = newVendor(reply{status: 401, body: expired})
	_, err := newClient(t, v, serverToServer).CreateMeeting(t.Context(), meeting.CreateRequest{Title: "x", Start: noon.Add(time.Hour), Duration: time.Hour})
	if !errors.Is(err, meeting.ErrUnauthenticated) || len(v.api) != 2 || len(v.tokens) != 2 {
		t.Errorf("refused twice: %v after %d requests, %d token calls", err, len(v.api), len(v.tokens))
	}
	if string(v.api[0].body) != string(v.api[1].body) {
		t.Errorf("the repetition has another body: %s", v.api[1].body)
	}

	v = newVendor(reply{status: 401, body: expired})
	_, err = newClient(t, v, accessToken).GetMeeting(t.Context(), "1")
	if !errors.Is(err, meeting.ErrUnauthenticated) || len(v.api) != 1 || len(v.tokens) != 0 {
		t.Errorf("a fixed token: %v after %d requests, %d token calls", err, len(v.api), len(v.tokens))
	}
}

func TestRefreshTokenRotates(t *testing.T) {
	v := newVendor(ok(answer), reply{status: 401, body: expired}, ok(answer), reply{status: 401, body: expired}, ok(answer))
	v.tokenReplies = []reply{
		ok(`{"access_token":"token-1","expires_in":3600,"refresh_token":"refresh-1"}`),
		ok(`{"access_token":"token-2","expires_in":3600,"refresh_token":"refresh-2"}`),
		ok(`{"access_token":"token-3","expires_in":3600}`),
	}
	c := newClient(t, v, refreshToken)
	for range 3 {
		if _, err := c.GetMeeting(t.Context(), "1"); err != nil {
			t.Fatal(err)
		}
	}
	var used []string
	for _, call := range v.tokens {
		form, err := url.ParseQuery(string(call.body))
		if err != nil || form.Get("grant_type") != "refresh_token" {
			t.Errorf("token form %s", call.body)
		}
		used = append(used, form.Get("refresh_token"))
	}
	if strings.Join(used, " ") != "refresh-0 refresh-1 refresh-2" {
		t.Errorf("used %v", used)
	}
}

// TestTokenErrors: the token endpoint's errors have another shape than the API's
// (contracts/zoom.md B6).
func TestTokenErrors(t *testing.T) {
	for name, tt := range map[string]struct {
		reply reply
		kind  meeting.ErrorKind
		code  string
	}{
		"wrong client":     {reply{400, `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`, nil}, meeting.ErrUnauthenticated, "invalid_client"},
		"dead grant":       {reply{400, `{"reason":"Invalid Token!","error":"invalid_grant"}`, nil}, meeting.ErrUnauthenticated, "invalid_grant"},
		"dead grant, old":  {reply{401, `{"reason":"Invalid Token!","error":"invalid_request"}`, nil}, meeting.ErrUnauthenticated, "invalid_request"},
		"no token in 200":  {reply{200, `{"scope":"x"}`, nil}, meeting.ErrProtocol, ""},
		"page in 200":      {reply{200, `<html></html>`, nil}, meeting.ErrProtocol, ""},
		"down":             {reply{503, `<html></html>`, nil}, meeting.ErrUnavailable, ""},
		"too often":        {reply{429, `{"reason":"slow down","error":"rate"}`, nil}, meeting.ErrRateLimited, "rate"},
		"redirect":         {reply{302, ``, map[string]string{"Location": "https://evil.example/"}}, meeting.ErrProtocol, ""},
		"long-winded text": {reply{400, `{"reason":"` + strings.Repeat("x", 5000) + `\u001b[31m","error":"invalid_client"}`, nil}, meeting.ErrUnauthenticated, "invalid_client"},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVendor(ok(answer))
			v.tokenReplies = []reply{tt.reply}
			_, err := newClient(t, v, serverToServer).GetMeeting(t.Context(), "1")
			var got *meeting.Error
			if !errors.As(err, &got) || got.Kind != tt.kind || got.Code != tt.code || got.Provider != "work" || got.Op != "get" {
				t.Errorf("got %#v", got)
			}
			if len(v.api) != 0 || len(v.tokens) != 1 {
				t.Errorf("%d requests, %d token calls", len(v.api), len(v.tokens))
			}
			if text := err.Error(); len(text) > 800 || strings.Contains(text, "client-secret") || strings.Contains(text, "evil") || strings.ContainsRune(text, 0x1b) {
				t.Errorf("%q", text)
			}
		})
	}
}

func TestConfigValidate(t *testing.T) {
	with := func(change func(*zoom.Config)) zoom.Config {
		cfg := zoom.Config{Auth: serverToServer}
		change(&cfg)
		return cfg
	}
	for member, cfg := range map[string]zoom.Config{
		"auth.flow":          with(func(c *zoom.Config) { c.Auth.Flow = meeting.FlowAPIKey }),
		"auth.account_id":    with(func(c *zoom.Config) { c.Auth.AccountID = "" }),
		"auth.client_id":     with(func(c *zoom.Config) { c.Auth.ClientID = "a\nb" }),
		"auth.client_secret": with(func(c *zoom.Config) { c.Auth.ClientSecret = meeting.Secret{} }),
		"auth.token_url":     with(func(c *zoom.Config) { c.Auth.TokenURL = "http://zoom.us/oauth/token" }),
		"base_url":           with(func(c *zoom.Config) { c.BaseURL = "https://api.zoom.us/v2" }),
		"options.user_id":    with(func(c *zoom.Config) { c.UserID = "../me" }),
	} {
		_, err := zoom.New(cfg)
		if !errors.Is(err, meeting.ErrInvalid) || !strings.Contains(err.Error(), member) {
			t.Errorf("%s: %v", member, err)
		}
	}
	for _, auth := range []meeting.Credentials{serverToServer, refreshToken, accessToken} {
		if _, err := zoom.New(zoom.Config{Auth: auth, BaseURL: "https://api-eu.zoom.us", UserID: "jill@example.com"}); err != nil {
			t.Errorf("%s: %v", auth.Flow, err)
		}
	}
}
