package simulator

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

// exchange answers, or cuts the connection after a create was carried out.
func (s *Server) exchange(w http.ResponseWriter, r *http.Request, next http.Handler) {
	if s.cfg.Drop == nil || !isCreate(r) {
		next.ServeHTTP(w, r)
		return
	}
	answer := httptest.NewRecorder()
	next.ServeHTTP(answer, r)
	if answer.Code < 300 && s.cfg.Drop() {
		panic(http.ErrAbortHandler) // net/http closes the connection
	}
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes()) // the client may be gone
}

// isCreate reports a request that makes a meeting.
func isCreate(r *http.Request) bool {
	return r.Method == http.MethodPost && (strings.HasSuffix(r.URL.Path, "/meetings") || strings.HasSuffix(r.URL.Path, "/sessions.json") ||
		r.URL.Path == "/api/v2/events" ||
		strings.HasSuffix(r.URL.Path, "/sdk/session/meet") || strings.HasSuffix(r.URL.Path, "/sdk/session"))
}

// listed reports whether a meeting that was made at created is in the lists by now.
func (s *Server) listed(created time.Time) bool {
	return s.cfg.ListLag == 0 || s.now().Sub(created) >= s.cfg.ListLag
}

// Meetings counts the meetings at a vendor that were made and not removed: by kind,
// "zoom", "zoho-meeting", "zoho-sdk", "whereby" or "zoho-cliq".
func (s *Server) Meetings(kind string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	switch kind {
	case "zoom":
		for _, m := range s.zoom.meetings {
			if !m.deleted {
				n++
			}
		}
	case "zoho-meeting":
		for _, m := range s.zoho.meetings {
			if !m.cancelled {
				n++
			}
		}
		for _, m := range s.native.sessions {
			if !m.webinar {
				n++
			}
		}
	case "whereby":
		n = len(s.whereby.rooms)
	case "zoho-cliq":
		for _, e := range s.cliq.events {
			if e.conference() && !e.ours {
				n++
			}
		}
	case "zoho-sdk":
		n = s.sdk.made + len(s.sdk.sessions)
	}
	return n
}
