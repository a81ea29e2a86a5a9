package oauth

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/memory"
)

// signedOut is a config without a refresh token, as before a sign-in.
func (e *endpoint) signedOut(s store.Store) Config {
	cfg := e.config(s)
	cfg.Credentials.RefreshToken = meeting.Secret{}
	cfg.Consent = Consent{URL: "https://accounts.example/auth", PKCE: true}
	return cfg
}

func asking() Ask {
	return Ask{RedirectURL: "http://127.0.0.1:8765/callback", State: "0123456789abcdef", Verifier: strings.Repeat("v", 43), Scopes: []string{"a.READ", "b.ALL"}}
}

func redirect(pairs ...string) url.Values {
	q := url.Values{"state": {"0123456789abcdef"}, "code": {"c0de"}}
	for i := 0; i < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return q
}

func TestAuthorizeURL(t *testing.T) {
	e := minting()
	cfg := e.signedOut(nil)
	page, err := New(cfg).AuthorizeURL(asking())
	// The challenge: printf v{43} | openssl dgst -sha256 -binary | base64, as base64url.
	const want = "https://accounts.example/auth?client_id=client&code_challenge=7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM&code_challenge_method=S256" +
		"&redirect_uri=http%3A%2F%2F127.0.0.1%3A8765%2Fcallback&response_type=code&scope=a.READ+b.ALL&state=0123456789abcdef"
	if err != nil || page != want {
		t.Errorf("%s\n%s\n%v", page, want, err)
	}
	cfg.Consent = Consent{URL: "https://accounts.example/auth", Separator: ",", Params: map[string]string{"access_type": "offline"}}
	page, err = New(cfg).AuthorizeURL(asking())
	if err != nil || !strings.Contains(page, "scope=a.READ%2Cb.ALL") || !strings.Contains(page, "access_type=offline") || strings.Contains(page, "challenge") {
		t.Errorf("%s, %v", page, err)
	}
	for name, spoil := range map[string]func(*Ask){
		"state": func(a *Ask) { a.State = "short" }, "verifier": func(a *Ask) { a.Verifier = "short" }, "redirect_url": func(a *Ask) { a.RedirectURL = "/callback" },
		"scopes": func(a *Ask) { a.Scopes = []string{"a b"} },
	} {
		a := asking()
		spoil(&a)
		if _, err := New(cfg).AuthorizeURL(a); !errors.Is(err, meeting.ErrInvalid) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	cfg.Credentials.Flow = meeting.FlowAPIKey
	if _, err := New(cfg).AuthorizeURL(asking()); !errors.Is(err, meeting.ErrUnsupported) {
		t.Error(err)
	}
	if e.calls() != 0 {
		t.Error("something was sent")
	}
}

// A sign-in gives every vault of the credential its refresh token, and clears what
// went wrong before.
func TestSignIn(t *testing.T) {
	s := memory.New(nil)
	e := replies(`{"access_token":"first","expires_in":3600,"refresh_token":"refresh-new"}`, `{"access_token":"second","expires_in":3600,"scope":"a.READ,c.READ"}`)
	v := New(e.signedOut(s))
	failed := wantError(t, v, meeting.ErrUnauthenticated, "meetctl auth login")
	if !NotSignedIn(failed) || e.calls() != 0 {
		t.Errorf("%v after %d requests", failed, e.calls())
	}
	scopes, err := v.SignIn(t.Context(), asking(), redirect())
	if err != nil || strings.Join(scopes, " ") != "a.READ b.ALL" {
		t.Errorf("%v, %v", scopes, err)
	}
	sent := e.forms[0]
	if sent.Get("grant_type") != "authorization_code" || sent.Get("code") != "c0de" || sent.Get("redirect_uri") != asking().RedirectURL ||
		sent.Get("code_verifier") != asking().Verifier || sent.Get("client_secret") != "client-secret" {
		t.Errorf("sent %v", sent)
	}
	want(t, v, "first")
	want(t, New(e.signedOut(s)), "first") // the next process
	other := New(e.signedOut(s))
	other.Refused("Zoho-oauthtoken first") // not known to it yet
	want(t, other, "first")
	other.Refused("Zoho-oauthtoken first")
	want(t, other, "second")
	if got := e.forms[1].Get("refresh_token"); got != "refresh-new" || e.calls() != 2 {
		t.Errorf("refreshed with %q, %d requests", got, e.calls())
	}
	status, err := New(e.signedOut(s)).Status(t.Context())
	if err != nil || !status.SignedIn || status.Source != "store" || strings.Join(status.Scopes, " ") != "a.READ c.READ" || status.Expires.IsZero() || status.Failure != nil {
		t.Errorf("%+v, %v", status, err)
	}
}

// With a refresh token in the config, the one of a sign-in is used from then on.
func TestSignInReplacesTheConfigured(t *testing.T) {
	s := memory.New(nil)
	e := replies(`400|{"error":"invalid_grant"}`, `{"access_token":"first","expires_in":3600,"refresh_token":"refresh-new"}`)
	cfg := e.config(s)
	wantError(t, New(cfg), meeting.ErrUnauthenticated)
	if status, _ := New(cfg).Status(t.Context()); status.Failure == nil || status.Failure.Code != "invalid_grant" || status.TryAgain.IsZero() || status.Source != "config" {
		t.Errorf("%+v", status)
	}
	if _, err := New(cfg).SignIn(t.Context(), asking(), redirect()); err != nil {
		t.Fatal(err)
	}
	want(t, New(cfg), "first")
	if e.forms[1].Get("code_verifier") != "" {
		t.Error("a verifier was sent to a vendor that takes none")
	}
}

// Nothing is sent for a redirect that is not the answer, or when the store is broken.
func TestSignInRefuses(t *testing.T) {
	closed := memory.New(nil)
	_ = closed.Close()
	for name, tt := range map[string]struct {
		s     store.Store
		query url.Values
		kind  meeting.ErrorKind
		says  string
	}{
		"other state":  {memory.New(nil), redirect("state", "0123456789abcdeX"), meeting.ErrUnauthenticated, "state"},
		"no state":     {memory.New(nil), redirect("state", ""), meeting.ErrUnauthenticated, "state"},
		"denied":       {memory.New(nil), redirect("error", "access_denied"), meeting.ErrPermission, "consent was denied"},
		"other error":  {memory.New(nil), redirect("error", "invalid_scope", "error_description", "no\nsuch"), meeting.ErrUnauthenticated, "no such"},
		"no code":      {memory.New(nil), redirect("code", ""), meeting.ErrProtocol, "no code"},
		"broken store": {closed, redirect(), meeting.ErrUnavailable, "store"},
		"no store":     {nil, redirect(), meeting.ErrInvalid, "store"},
	} {
		t.Run(name, func(t *testing.T) {
			e := minting()
			_, err := New(e.signedOut(tt.s)).SignIn(t.Context(), asking(), tt.query)
			if !errors.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.says) || e.calls() != 0 {
				t.Errorf("%v after %d requests", err, e.calls())
			}
		})
	}
	for name, reply := range map[string]string{
		"code spent": `400|{"reason":"Invalid authorization code","error":"invalid_grant"}`, "code spent, 200": `{"error":"invalid_code"}`,
		"no refresh token": `{"access_token":"a","expires_in":3600}`,
	} {
		s := memory.New(nil)
		if _, err := New(replies(reply).signedOut(s)).SignIn(t.Context(), asking(), redirect()); !errors.Is(err, meeting.ErrUnauthenticated) || strings.Contains(err.Error(), "c0de") {
			t.Errorf("%s: %v", name, err)
		}
		if list, _ := s.List(t.Context(), "", "", 9); len(list) != 0 {
			t.Errorf("%s: %d records", name, len(list))
		}
	}
}

// What only a sign-in can bring back is not thrown away: neither for a damaged
// record nor for a store that is away for a moment.
func TestSignedInTokenIsPrecious(t *testing.T) {
	s := memory.New(nil)
	e := minting()
	cfg := e.signedOut(s)
	v := New(cfg)
	if _, err := s.Put(context.Background(), store.Record{Key: v.key, Value: []byte("damaged")}); err != nil {
		t.Fatal(err)
	}
	wantError(t, v, meeting.ErrUnavailable, "damaged")
	if _, err := New(cfg).Status(t.Context()); !errors.Is(err, meeting.ErrUnavailable) {
		t.Error(err)
	}
	e2 := replies(`{"access_token":"first","expires_in":3600,"refresh_token":"r"}`)
	if _, err := New(e2.signedOut(s)).SignIn(t.Context(), asking(), redirect()); err != nil {
		t.Fatal(err)
	}
	want(t, New(cfg), "first")
	_ = s.Close()
	wantError(t, New(cfg), meeting.ErrUnavailable, "store")
	if e.calls() != 0 {
		t.Errorf("%d requests", e.calls())
	}
}

func TestStatusOfFixedCredentials(t *testing.T) {
	cfg := Config{Credentials: meeting.Credentials{Flow: meeting.FlowAPIKey, APIKey: meeting.NewSecret("k")}}
	if status, err := New(cfg).Status(t.Context()); err != nil || !status.SignedIn || status.Source != "config" || !status.Expires.IsZero() {
		t.Errorf("%+v, %v", status, err)
	}
	out := minting().signedOut(memory.New(nil))
	if status, err := New(out).Status(t.Context()); err != nil || status.SignedIn || status.Source != "" {
		t.Errorf("%+v, %v", status, err)
	}
	sealed := minting().config(memory.New(nil))
	sealed.Key = meeting.NewSecret("key of the store")
	want(t, New(sealed), "token-1")
	sealed.Key = meeting.NewSecret("another")
	if _, err := New(sealed).Status(t.Context()); !errors.Is(err, meeting.ErrUnavailable) {
		t.Errorf("with another key: %v", err)
	}
}

func TestValidateLeavesTheTokenToTheStore(t *testing.T) {
	c := meeting.Credentials{Flow: meeting.FlowRefreshToken, ClientID: "c", ClientSecret: meeting.NewSecret("s")}
	if err := Validate(c, memory.New(nil), meeting.FlowRefreshToken); err != nil {
		t.Error(err)
	}
	if err := Validate(c, nil, meeting.FlowRefreshToken); !errors.Is(err, meeting.ErrInvalid) || !strings.Contains(err.Error(), "auth.refresh_token") {
		t.Error(err)
	}
}
