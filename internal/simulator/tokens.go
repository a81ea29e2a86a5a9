package simulator

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The simulators' credentials. They open nothing else.
const (
	zoomAccount      = "sim-account"
	zoomClient       = "sim-client"
	zoomSecret       = "sim-secret"
	zohoClient       = "1000.SIM"
	zohoSecret       = "sim-zoho-secret"
	zohoRefresh      = "1000.sim.refresh"
	authCode         = "sim-code" // an authorization code, good once per server
	firstZoomRefresh = "sim-zoom-refresh"

	tokenLife = time.Hour
)

// tokens are the two token endpoints and what they gave out.
type tokens struct {
	s           *Server
	rules       TokenRules
	calls       int                 // requests to either endpoint
	issued      map[string]issued   // by the token itself
	zoomRefresh string              // rotates with each use
	zohoRefresh string              // rotates if the rules say so
	zohoSignIns map[string][]string // refresh tokens that sign-ins gave, with their scopes
	codes       map[string]grant    // unused authorization codes
	mints       []time.Time         // of Zoho's, for its budget
}

// TokenRules make the token endpoints stricter than the contracts say. They are
// those of other vendors, and of what a vendor may change to.
type TokenRules struct {
	ZohoRotates   bool          // Zoho's refresh token is good once too
	RevokeOnReuse bool          // a spent refresh token takes the vendor's tokens, old and new, with it
	Life          time.Duration // of access tokens; 0 is an hour
	ZohoScopes    []string      // of Zoho's access tokens, where its published API asks for them; nil is all
}

// SetTokenRules changes the rules for tokens that are given out from now on.
func (s *Server) SetTokenRules(rules TokenRules) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens.rules = rules
}

// TokenRequests counts the requests to the token endpoints.
func (s *Server) TokenRequests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens.calls
}

type issued struct {
	vendor  string
	expires time.Time
	scopes  []string // nil: all
}

func newTokens(s *Server, mux *http.ServeMux) *tokens {
	t := &tokens{s: s, issued: map[string]issued{}, zoomRefresh: firstZoomRefresh, zohoRefresh: zohoRefresh, zohoSignIns: map[string][]string{},
		codes: map[string]grant{"zoom " + authCode: {}, "zoho " + authCode: {}}}
	mux.HandleFunc("POST /oauth/token", t.zoom)
	mux.HandleFunc("POST /oauth/v2/token", t.zoho)
	mux.HandleFunc("GET /oauth/authorize", t.zoomConsent)
	mux.HandleFunc("GET /oauth/v2/auth", t.zohoConsent)
	return t
}

func (t *tokens) revokeAll() { t.issued = map[string]issued{} }

func (t *tokens) mint(vendor, prefix string, scopes []string) string {
	token := prefix + strconv.FormatInt(t.s.next(), 36)
	t.issued[token] = issued{vendor, t.s.now().Add(t.life()), scopes}
	return token
}

func (t *tokens) life() time.Duration {
	if t.rules.Life > 0 {
		return t.rules.Life
	}
	return tokenLife
}

// reused is what becomes of the vendor's tokens when a refresh token is not the
// newest.
func (t *tokens) reused(vendor string, newest *string) {
	if !t.rules.RevokeOnReuse {
		return
	}
	*newest = "" // none is good any more
	for token, i := range t.issued {
		if i.vendor == vendor {
			delete(t.issued, token)
		}
	}
}

// state of a token at its vendor.
func (t *tokens) valid(vendor, token string) (known, fresh bool) {
	i, ok := t.issued[token]
	if vendor == "zoho" && t.s.account.ZohoDataCenter != "" {
		return false, false // the account is not here
	}
	return ok && i.vendor == vendor, ok && i.vendor == vendor && t.s.now().Before(i.expires)
}

// may reports whether a token has a scope, or the .ALL of its kind.
func (t *tokens) may(token, scope string) bool {
	has := t.issued[token].scopes
	kind := scope[:strings.LastIndexByte(scope, '.')]
	return has == nil || slices.Contains(has, scope) || slices.Contains(has, kind+".ALL")
}

func form(r *http.Request) (url.Values, bool) {
	values, err := url.ParseQuery(string(bodyOf(r)))
	return values, err == nil && strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded")
}

// zoom is contracts/zoom.md B6: client in the Basic header, parameters in a form.
func (t *tokens) zoom(w http.ResponseWriter, r *http.Request) {
	t.calls++
	refuse := func(reason, code string) { reply(w, http.StatusBadRequest, object{"reason": reason, "error": code}) }
	values, ok := form(r)
	if !ok {
		refuse("unsupported grant type", "unsupported_grant_type")
		return
	}
	id, secret, ok := r.BasicAuth()
	if !ok || id != zoomClient || secret != zoomSecret {
		refuse("Invalid client_id or client_secret", "invalid_client")
		return
	}
	scopes := t.s.account.zoomScopes()
	answer := object{"token_type": "bearer", "expires_in": int(t.life().Seconds()), "scope": strings.Join(scopes, " "), "api_url": t.s.URL()}
	switch values.Get("grant_type") {
	case "account_credentials":
		if values.Get("account_id") != zoomAccount {
			refuse("Invalid account", "invalid_request")
			return
		}
	case "refresh_token":
		if given := values.Get("refresh_token"); given == "" || given != t.zoomRefresh {
			t.reused("zoom", &t.zoomRefresh)
			refuse("Invalid Token!", "invalid_grant")
			return
		}
		t.zoomRefresh = firstZoomRefresh + "-" + strconv.FormatInt(t.s.next(), 36)
		answer["refresh_token"] = t.zoomRefresh
	case "authorization_code":
		if _, ok := t.redeem("zoom", values); !ok {
			refuse("Invalid authorization code", "invalid_grant")
			return
		}
		answer["refresh_token"] = t.zoomRefresh
	default:
		refuse("unsupported grant type", "unsupported_grant_type")
		return
	}
	answer["access_token"] = t.mint("zoom", "zoom-", scopes)
	reply(w, http.StatusOK, answer)
}

// zoho is contracts/zoho.md B9: errors come with status 200, and ten tokens in ten
// minutes is all.
func (t *tokens) zoho(w http.ResponseWriter, r *http.Request) {
	t.calls++
	refuse := func(code string) { reply(w, http.StatusOK, object{"error": code}) }
	values, ok := form(r)
	if !ok || values.Get("client_id") != zohoClient {
		refuse("invalid_client")
		return
	}
	if values.Get("client_secret") != zohoSecret {
		refuse("invalid_client_secret")
		return
	}
	now := t.s.now()
	kept := t.mints[:0]
	for _, at := range t.mints {
		if now.Sub(at) < 10*time.Minute {
			kept = append(kept, at)
		}
	}
	if t.mints = kept; len(t.mints) >= 10 {
		reply(w, http.StatusOK, object{"error": "Access Denied", "status": "failure",
			"error_description": "You have made too many requests continuously. Please try again after some time."})
		return
	}
	answer := object{"api_domain": t.s.account.apiDomain(t.s.URL()), "token_type": "Bearer", "expires_in": int(t.life().Seconds())}
	scopes := t.rules.ZohoScopes
	switch values.Get("grant_type") {
	case "refresh_token":
		if asked, ok := t.zohoSignIns[values.Get("refresh_token")]; ok {
			scopes = asked
		} else if given := values.Get("refresh_token"); given == "" || given != t.zohoRefresh {
			t.reused("zoho", &t.zohoRefresh)
			refuse("invalid_code")
			return
		}
		if t.rules.ZohoRotates && values.Get("refresh_token") == t.zohoRefresh {
			t.zohoRefresh = zohoRefresh + "." + strconv.FormatInt(t.s.next(), 36)
			answer["refresh_token"] = t.zohoRefresh
		}
	case "authorization_code":
		given, ok := t.redeem("zoho", values)
		if !ok {
			refuse("invalid_code")
			return
		}
		answer["refresh_token"] = t.zohoRefresh
		if given.scopes != nil { // consent of its own: a refresh token of its own
			refresh := zohoRefresh + "." + strconv.FormatInt(t.s.next(), 36)
			scopes = given.scopes
			t.zohoSignIns[refresh] = scopes
			answer["refresh_token"] = refresh
		}
	default:
		refuse("invalid_request")
		return
	}
	t.mints = append(t.mints, now)
	answer["access_token"] = t.mint("zoho", "1000.", scopes)
	reply(w, http.StatusOK, answer)
}
