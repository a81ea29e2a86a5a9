package simulator

import (
	"io"
	"net/http"
	"slices"
	"strings"
)

// Account says in what the account behind the simulators differs from what a config
// may expect. The zero Account expects everything.
type Account struct {
	ZoomScopes []string // of new tokens; nil: all that the adapter needs

	// ZohoDataCenter is the data centre where Zoho's account lives, which the token
	// answer names; the servers of the configured one refuse its tokens. "" is the
	// configured one.
	ZohoDataCenter string

	// ZohoDialect is the only dialect of Zoho Meeting that the account answers: meetings
	// or sessions; "" is both. What it lacks is a page of HTML.
	ZohoDialect string

	DenyConsent    bool   // the user presses no
	AccountsServer string // that Zoho's redirect names; "" is the simulator's own
}

// SetAccount changes the account from now on.
func (s *Server) SetAccount(a Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account = a
}

// zoomScopes are the classic scopes of the contract's operations (zoom.md B1).
func (a Account) zoomScopes() []string {
	if a.ZoomScopes != nil {
		return a.ZoomScopes
	}
	return []string{"meeting:write", "meeting:read", "recording:read", "recording:write", "report:read", "dashboard_meetings:read"}
}

// gate keeps out what the account lacks.
func (s *Server) gate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch a := s.account; {
		case a.ZohoDialect != "" && zohoDialectOf(r.URL.Path) != "" && zohoDialectOf(r.URL.Path) != a.ZohoDialect:
			w.Header().Set("Content-Type", "text/html;charset=UTF-8")
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, "<!DOCTYPE html><title>Zoho Meeting</title>") // the client may be gone
		case a.ZoomScopes != nil && s.lacksZoomScope(r) != "":
			reply(w, http.StatusBadRequest, object{"code": 4711, "message": "Invalid access token, does not contain scopes:[" + s.lacksZoomScope(r) + "]."})
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// zohoDialectOf tells the dialects by their paths (contracts/zoho.md A2.2, B3, B5).
func zohoDialectOf(path string) string {
	rest, ok := strings.CutPrefix(strings.TrimPrefix(path, "/meeting"), "/api/v2/")
	if !ok {
		return ""
	}
	first, below, _ := strings.Cut(rest, "/")
	switch {
	case slices.Contains([]string{"meetings", "recordings", "webinars", "settings"}, first):
		return "meetings"
	case strings.Trim(first, "0123456789") == "" && first != "" && !strings.HasPrefix(below, "sdk/"):
		return "sessions"
	}
	return ""
}

// lacksZoomScope is the classic scope that a call needs and its token has not, "" if
// there is none (contracts/zoom.md B1).
func (s *Server) lacksZoomScope(r *http.Request) string {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	known, _ := s.tokens.valid("zoom", token)
	if !ok || !known || !strings.HasPrefix(r.URL.Path, "/v2/") {
		return ""
	}
	need := "meeting:read"
	switch {
	case r.Method != http.MethodGet:
		need = "meeting:write"
	case strings.HasPrefix(r.URL.Path, "/v2/report/"):
		need = "report:read"
	case strings.HasPrefix(r.URL.Path, "/v2/metrics/"):
		need = "dashboard_meetings:read"
	case strings.HasSuffix(r.URL.Path, "/recordings"):
		need = "recording:read"
	}
	if slices.Contains(s.tokens.issued[token].scopes, need) {
		return ""
	}
	return need
}

// apiDomains are the hosts of a token answer (contracts/zoho.md B10).
var apiDomains = map[string]string{
	"us": "https://www.zohoapis.com", "eu": "https://www.zohoapis.eu", "in": "https://www.zohoapis.in", "au": "https://www.zohoapis.com.au",
	"jp": "https://www.zohoapis.jp", "ca": "https://www.zohoapis.ca", "sa": "https://www.zohoapis.sa", "cn": "https://www.zohoapis.com.cn",
}

func (a Account) apiDomain(own string) string {
	if domain, ok := apiDomains[a.ZohoDataCenter]; ok {
		return domain
	}
	return own
}
