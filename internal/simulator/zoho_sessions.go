package simulator

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// zohoSessions is contracts/zoho.md B: Zoho Meeting as Zoho itself publishes it, the
// sessions dialect, for the organisation sdkOrg and its user sdkUser.
type zohoSessions struct {
	s        *Server
	sessions map[string]*zohoSession // by meetingKey
	order    []string
	deleted  map[string]bool // recordings, by erecordingId
}

// zohoSession is one meeting or webinar.
type zohoSession struct {
	key, sysID    string
	topic, agenda string
	start         time.Time
	length        time.Duration
	zone          string
	people        []object // {id, email}
	created       time.Time
	webinar       bool
	registrations []object
}

func (m *zohoSession) end() time.Time { return m.start.Add(m.length) }

func newZohoSessions(s *Server, mux, numbered *http.ServeMux) *zohoSessions {
	z := &zohoSessions{s: s, sessions: map[string]*zohoSession{}, deleted: map[string]bool{}}
	const meetings, webinars, recordings = "ZohoMeeting.meeting", "ZohoMeeting.webinar", "ZohoMeeting.recording"
	z.route(numbered, "GET /api/v2/{zsoid}/sessions.json", meetings+".READ", z.list, "listtype", "index", "count")
	z.route(numbered, "POST /api/v2/{zsoid}/sessions.json", meetings+".CREATE", z.create)
	z.route(numbered, "GET /api/v2/{zsoid}/sessions/{key}", meetings+".READ", z.get)
	z.route(numbered, "PUT /api/v2/{zsoid}/sessions/{key}", meetings+".UPDATE", z.edit)
	z.route(numbered, "DELETE /api/v2/{zsoid}/sessions/{key}", meetings+".DELETE", z.remove)
	z.route(numbered, "GET /api/v2/{zsoid}/participant/{key}", meetings+".READ", z.report, "index", "count")
	z.route(mux, "GET /meeting/api/v2/{zsoid}/recordings.json", recordings+".READ", z.recordings)
	z.route(mux, "GET /meeting/api/v2/{zsoid}/recordings/{key}", recordings+".READ", z.recordingsOf)
	z.route(numbered, "DELETE /api/v2/{zsoid}/recordings/{key}", recordings+".DELETE", z.deleteRecording)
	z.route(numbered, "POST /api/v2/{zsoid}/webinar.json", webinars+".CREATE", z.createWebinar)
	z.route(numbered, "GET /api/v2/{zsoid}/registration/{key}", webinars+".READ", z.registrations, "status", "sysId", "index", "count")
	z.route(numbered, "POST /api/v2/{zsoid}/register/{key}", webinars+".CREATE", z.register, "instanceId", "sendMail")
	mux.HandleFunc("GET /v1/workdrive/download/{id}", z.download)
	return z
}

// route puts the token, its scope, the organisation and the names of query
// parameters before h.
func (z *zohoSessions) route(mux *http.ServeMux, pattern, scope string, h http.HandlerFunc, query ...string) {
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if !z.s.zohoToken(w, r, scope) {
			return
		}
		if r.PathValue("zsoid") != sdkOrg {
			z.refuse(w, http.StatusUnauthorized, 3001, "UNAUTHORIZED_USER", "You do not have permission to access this organization account.")
			return
		}
		if name, ok := onlyQuery(r, query...); !ok {
			z.refuse(w, http.StatusBadRequest, 1000, "EXTRA_PARAM_FOUND", "Extra parameter found: "+name)
			return
		}
		h(w, r)
	})
}

// zohoToken answers E1, HTTP 400, for a bad token, and for one without the scope what
// Zoho's request layer has for it.
func (s *Server) zohoToken(w http.ResponseWriter, r *http.Request, scope string) bool {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Zoho-oauthtoken ")
	if _, fresh := s.tokens.valid("zoho", token); !ok || !fresh {
		reply(w, http.StatusBadRequest, object{"error": object{"code": 2000, "message": "INVALID_OAUTHTOKEN"}})
		return false
	}
	if !s.tokens.may(token, scope) {
		zohoRefuse(w, http.StatusBadRequest, 2001, "OAUTH_SCOPE_MISMATCH", "The token lacks the scope "+scope)
		return false
	}
	return true
}

// zohoRefuse answers in the shapes E2 and E3.
func zohoRefuse(w http.ResponseWriter, status, code int, key, message string) {
	reply(w, status, object{"error": object{"errorCode": code, "message": message, "key": key}})
}

func (z *zohoSessions) refuse(w http.ResponseWriter, status, code int, key, message string) {
	zohoRefuse(w, status, code, key, message)
}

// page is an HTML page, which is what a path without .json gets.
func (z *zohoSessions) page(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html;charset=UTF-8")
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write([]byte("<!DOCTYPE html><title>Zoho Meeting</title>")) // the client may be gone
}

// find returns the session that the path names, E2 if there is none.
func (z *zohoSessions) find(w http.ResponseWriter, r *http.Request, webinar bool) (*zohoSession, bool) {
	key, ok := strings.CutSuffix(r.PathValue("key"), ".json")
	if !ok && !webinar {
		z.page(w)
		return nil, false
	}
	m := z.sessions[key]
	if m == nil || m.webinar != webinar {
		z.refuse(w, http.StatusBadRequest, 4000, "INVALID_MEETING_KEY", "The meeting key is invalid.")
		return nil, false
	}
	return m, true
}

// zohoIndexes are the ways in which index may count; which one Zoho has is not
// settled (B3).
const (
	indexPages   = ""         // pages from 0
	indexPages1  = "pages1"   // pages from 1; 0 is refused
	indexClamped = "clamped"  // pages from 1; 0 is taken for 1
	indexRecords = "records"  // records from 0
	indexFromOne = "records1" // records from 1; 0 is refused
)

// part cuts a page out of items. Both parameters are required; count may be 100 at
// most (E4).
func part[T any](z *zohoSessions, w http.ResponseWriter, r *http.Request, items []T) ([]T, bool) {
	query := r.URL.Query()
	for _, name := range []string{"index", "count"} {
		if query.Get(name) == "" {
			z.refuse(w, http.StatusBadRequest, 1000, "LESS_THAN_MIN_OCCURANCE", name+" is required")
			return nil, false
		}
	}
	least := 0
	if z.s.cfg.ZohoIndex == indexPages1 || z.s.cfg.ZohoIndex == indexFromOne {
		least = 1
	}
	index, indexOK := queryInt(r, "index", 0, least, 1<<20)
	count, countOK := queryInt(r, "count", 0, 1, 1<<20)
	if !indexOK || !countOK {
		z.refuse(w, http.StatusBadRequest, 1000, "PATTERN_NOT_MATCHED", "index must be at least "+strconv.Itoa(least)+", count at least 1")
		return nil, false
	}
	if count > 100 {
		reply(w, http.StatusBadRequest, object{"error": object{"code": 1028, "message": "Count shouldn't exceed 100"}, "resourceType": r.URL.Path})
		return nil, false
	}
	offset := index * count
	switch z.s.cfg.ZohoIndex {
	case indexPages1:
		offset = (index - 1) * count
	case indexClamped:
		offset = max(index-1, 0) * count
	case indexRecords:
		offset = index
	case indexFromOne:
		offset = index - 1
	}
	cut, _ := pageOf(items, offset, count)
	return cut, true
}
