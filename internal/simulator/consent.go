package simulator

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// grant is what a user consented to; the zero grant is what the fixed code stands
// for.
type grant struct {
	redirect  string
	challenge string   // of PKCE
	scopes    []string // nil: what the rules say
	expires   time.Time
}

// How long a code is good (contracts/zoom.md B6, zoho.md B9).
const (
	zoomCodeLife = 5 * time.Minute
	zohoCodeLife = 2 * time.Minute
)

// redeem spends a code.
func (t *tokens) redeem(vendor string, values url.Values) (grant, bool) {
	name := vendor + " " + values.Get("code")
	g, ok := t.codes[name]
	if !ok {
		return grant{}, false
	}
	delete(t.codes, name)
	if g.redirect == "" {
		return g, true
	}
	sum := sha256.Sum256([]byte(values.Get("code_verifier")))
	proved := g.challenge == "" || g.challenge == base64.RawURLEncoding.EncodeToString(sum[:])
	return g, proved && values.Get("redirect_uri") == g.redirect && t.s.now().Before(g.expires)
}

// consent checks a request for consent and, as a user who presses yes, or no if the
// account says so, redirects.
func (t *tokens) consent(w http.ResponseWriter, r *http.Request, vendor, client string, life time.Duration, scopes []string, more url.Values) {
	query := r.URL.Query()
	back, err := url.Parse(query.Get("redirect_uri"))
	if query.Get("client_id") != client || query.Get("response_type") != "code" || err != nil || !strings.HasPrefix(back.Host, "127.0.0.1:") && !strings.HasPrefix(back.Host, "localhost:") {
		http.Error(w, "client_id, response_type or redirect_uri is wrong", http.StatusBadRequest) // nobody is redirected to an unknown place
		return
	}
	answer := back.Query()
	answer.Set("state", query.Get("state"))
	if t.s.account.DenyConsent {
		answer.Set("error", "access_denied")
	} else {
		code := vendor + "-code-" + strconv.FormatInt(t.s.next(), 36)
		t.codes[vendor+" "+code] = grant{query.Get("redirect_uri"), query.Get("code_challenge"), scopes, t.s.now().Add(life)}
		answer.Set("code", code)
		for name := range more {
			answer.Set(name, more.Get(name))
		}
	}
	back.RawQuery = answer.Encode()
	http.Redirect(w, r, back.String(), http.StatusFound)
}

// zoomConsent is contracts/zoom.md B6; scopes are the app's.
func (t *tokens) zoomConsent(w http.ResponseWriter, r *http.Request) {
	if method := r.URL.Query().Get("code_challenge_method"); method != "" && method != "S256" {
		http.Error(w, "code_challenge_method is wrong", http.StatusBadRequest)
		return
	}
	t.consent(w, r, "zoom", zoomClient, zoomCodeLife, nil, nil)
}

// zohoConsent is contracts/zoho.md B9: scopes are joined with commas, and the answer
// names the accounts server.
func (t *tokens) zohoConsent(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if query.Get("scope") == "" || strings.Contains(query.Get("scope"), " ") || query.Get("access_type") != "offline" || query.Get("prompt") != "consent" {
		http.Error(w, "scope, access_type or prompt is wrong", http.StatusBadRequest)
		return
	}
	server, location := t.s.URL(), "us"
	if t.s.account.AccountsServer != "" {
		server = t.s.account.AccountsServer
	}
	t.consent(w, r, "zoho", zohoClient, zohoCodeLife, strings.Split(query.Get("scope"), ","), url.Values{"accounts-server": {server}, "location": {location}})
}
