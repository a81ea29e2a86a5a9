package simulator

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// cliq is contracts/whereby-cliq.md 2A and 2B: the media sessions and the events of
// one user.
type cliq struct {
	s        *Server
	sessions []cliqSession // newest first
	calls    []time.Time   // of the last minute
	locked   time.Time     // until when
	refused  int           // refusals so far: their form alternates
	events   []*cliqEvent
	tags     int64 // edit tags so far
	reads    int   // of single events: their form alternates
}

const (
	cliqPerMinute = 20
	cliqLock      = 10 * time.Minute
	cliqPage      = 20
	cliqMaxPage   = 100
)

// Messages of the documented samples (2A).
const (
	cliqBadRequest = "The request cannot be performed. Usually because of malformed parameter or missing parameter."
	cliqBadToken   = "Request was rejected because of invalid AuthToken."
	cliqWrongURL   = "The URL you've sent is wrong. It's possible that the resource you've requested has been moved to another URL."
	cliqTooMany    = "Too many requests within a certain time frame."
)

func newCliq(s *Server, mux *http.ServeMux) *cliq {
	c := &cliq{s: s, sessions: cliqHistory(s.now())}
	mux.HandleFunc("GET /api/v2/mediasessions", c.limited(c.history))
	mux.HandleFunc("GET /api/v2/mediasessions/{id}/participants", c.limited(c.participants))
	c.newEvents(mux)
	return c
}

// limited puts authentication and the user's limit before h. Cliq takes both words
// before the token (2B). One request too many starts the lock; those refused by it
// don't prolong it.
func (c *cliq) limited(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		_, fresh := c.s.tokens.valid("zoho", token)
		if !fresh || (scheme != "Zoho-oauthtoken" && scheme != "Bearer") {
			c.fail(w, http.StatusUnauthorized, cliqBadToken)
			return
		}
		now := c.s.now()
		if now.Before(c.locked) {
			c.refuse(w)
			return
		}
		c.calls = slices.DeleteFunc(c.calls, func(at time.Time) bool { return now.Sub(at) >= time.Minute })
		if len(c.calls) >= c.s.allow(cliqPerMinute) {
			c.locked = now.Add(cliqLock)
			c.refuse(w)
			return
		}
		c.calls = append(c.calls, now)
		h(w, r)
	}
}

func (c *cliq) fail(w http.ResponseWriter, status int, message string) {
	reply(w, status, object{"message": message})
}

// refuse answers a locked user: as seen (400 with a code), and as documented.
func (c *cliq) refuse(w http.ResponseWriter) {
	c.s.refused.Add(1)
	if c.refused++; c.refused%2 == 1 {
		reply(w, http.StatusBadRequest, object{"code": "request_limit_exceeded", "message": "You have exceeded the request limit. Please try again later."})
		return
	}
	c.fail(w, http.StatusTooManyRequests, cliqTooMany)
}

// history is operation 1.
func (c *cliq) history(w http.ResponseWriter, r *http.Request) {
	query, ok := cliqQuery(r, "type", "filter", "limit", "next_token", "sync_token", "from", "to", "last_modified", "search",
		"host_id", "recipient_id", "recipient_ids")
	if !ok {
		c.fail(w, http.StatusBadRequest, cliqBadRequest)
		return
	}
	want, ok := readCliqFilter(query)
	if !ok {
		c.fail(w, http.StatusBadRequest, cliqBadRequest)
		return
	}
	var found []object
	for _, session := range c.sessions {
		if want.matches(session) {
			found = append(found, session.brief())
		}
	}
	c.page(w, object{}, found, query)
}

// participants is operation 2. Without X-API-VERSION its parameters are ignored.
func (c *cliq) participants(w http.ResponseWriter, r *http.Request) {
	i := slices.IndexFunc(c.sessions, func(s cliqSession) bool { return s.nrs == r.PathValue("id") })
	if i < 0 {
		c.fail(w, http.StatusNotFound, cliqWrongURL)
		return
	}
	query := url.Values{}
	if r.Header.Get("X-API-VERSION") == "1" {
		var ok bool
		if query, ok = cliqQuery(r, "filter", "limit", "next_token", "from", "to"); !ok {
			c.fail(w, http.StatusBadRequest, cliqBadRequest)
			return
		}
	}
	filter := query.Get("filter")
	if filter != "" && filter != "live" && filter != "invited" && filter != "joined" {
		c.fail(w, http.StatusBadRequest, cliqBadRequest)
		return
	}
	var found []object
	for _, p := range c.sessions[i].people {
		if filter == "" || p.state() == filter {
			found = append(found, p.wire())
		}
	}
	c.page(w, object{"url": r.URL.Path, "type": "participant"}, found, query)
}

// page adds one page of found to answer. The token stands beside the data and
// carries the query that it continues.
func (c *cliq) page(w http.ResponseWriter, answer object, found []object, query url.Values) {
	size := cliqPage
	if text := query.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > cliqMaxPage {
			c.fail(w, http.StatusBadRequest, cliqBadRequest)
			return
		}
		size = n
	}
	offset, err := strconv.Atoi(query.Get("offset"))
	if err != nil && query.Get("offset") != "" {
		c.fail(w, http.StatusBadRequest, cliqBadRequest)
		return
	}
	data, next := pageOf(found, offset, size)
	answer["data"] = data
	if next > 0 {
		query.Set("offset", strconv.Itoa(next))
		answer["next_token"] = cliqToken(query)
	}
	reply(w, http.StatusOK, answer)
}

// cliqQuery reads the parameters, each once and known. Those of a token count; any
// beside it must say the same (the history wants none beside it at all).
func cliqQuery(r *http.Request, known ...string) (url.Values, bool) {
	given := r.URL.Query()
	if _, ok := onlyQuery(r, known...); !ok {
		return nil, false
	}
	for _, values := range given {
		if len(values) != 1 || values[0] == "" {
			return nil, false
		}
	}
	token := given.Get("next_token")
	if token == "" {
		return given, true
	}
	given.Del("next_token")
	carried, ok := readCliqToken(token)
	if !ok || (r.PathValue("id") == "" && len(given) > 0) {
		return nil, false
	}
	for name := range given {
		if given.Get(name) != carried.Get(name) {
			return nil, false
		}
	}
	return carried, true
}

func cliqToken(query url.Values) string {
	return base64.RawURLEncoding.EncodeToString([]byte("next?" + query.Encode()))
}

func readCliqToken(token string) (url.Values, bool) {
	text, err := base64.RawURLEncoding.DecodeString(token)
	query, ok := strings.CutPrefix(string(text), "next?")
	values, parseErr := url.ParseQuery(query)
	return values, err == nil && ok && parseErr == nil && values.Get("offset") != ""
}

// cliqTime takes milliseconds and RFC 3339: no document says which.
func cliqTime(text string) (time.Time, bool) {
	if text == "" {
		return time.Time{}, true
	}
	if n, err := json.Number(text).Int64(); err == nil {
		return time.UnixMilli(n), true
	}
	t, err := time.Parse(time.RFC3339, text)
	return t, err == nil
}
