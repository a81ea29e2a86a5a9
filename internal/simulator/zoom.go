package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// zoom is contracts/zoom.md. The host is host@example.com, also called me.
type zoom struct {
	s        *Server
	meetings map[string]*zoomMeeting // by id
	order    []string
	rates    map[string]*window // by label
	mutation map[string]*window // create and update, by host
	qps      map[string]int
}

type zoomMeeting struct {
	id      int64
	uuid    string
	host    string
	created time.Time
	members object // of the request, as accepted
	deleted bool
}

const zoomHost = "host@example.com"

// zoomQPS is the table of B4, by plan and label.
var zoomQPS = map[string]map[string]int{
	"free":     {"Light": 4, "Medium": 2, "Heavy": 1},
	"pro":      {"Light": 30, "Medium": 20, "Heavy": 10},
	"business": {"Light": 80, "Medium": 60, "Heavy": 40},
}

const zoomPerHostDay = 100

func newZoom(s *Server, mux *http.ServeMux) *zoom {
	plan, ok := zoomQPS[s.cfg.ZoomPlan]
	if !ok {
		plan = zoomQPS["business"]
	}
	z := &zoom{s: s, meetings: map[string]*zoomMeeting{}, rates: map[string]*window{}, mutation: map[string]*window{}, qps: plan}
	z.route(mux, "POST /v2/users/{user}/meetings", "Medium", z.create)
	z.route(mux, "GET /v2/users/{user}/meetings", "Medium", z.list)
	z.route(mux, "GET /v2/meetings/{id}", "Light", z.get)
	z.route(mux, "PATCH /v2/meetings/{id}", "Light", z.update)
	z.route(mux, "DELETE /v2/meetings/{id}", "Light", z.delete)
	z.route(mux, "GET /v2/past_meetings/{id}/participants", "Medium", z.pastParticipants)
	z.route(mux, "GET /v2/metrics/meetings/{id}/participants", "Heavy", z.liveParticipants)
	return z
}

// route puts authentication, media types and the rate of the label before h.
func (z *zoom) route(mux *http.ServeMux, pattern, label string, h http.HandlerFunc) {
	z.rates[label] = &window{limit: z.s.allow(z.qps[label]), every: time.Second}
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Zm-Trackingid", "SIM_"+strconv.FormatInt(z.s.next(), 16))
		token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		known, fresh := z.s.tokens.valid("zoom", token)
		switch {
		case !ok || !known:
			z.fail(w, r, http.StatusUnauthorized, 124, "Invalid access token.")
			return
		case !fresh:
			z.fail(w, r, http.StatusUnauthorized, 124, "Access token is expired.")
			return
		case (r.Method == http.MethodPost || r.Method == http.MethodPatch) && !isJSON(r):
			z.fail(w, r, http.StatusBadRequest, 300, "Unsupported Content Type")
			return
		}
		rate := z.rates[label]
		allowed := rate.take(z.s.now(), 1)
		w.Header().Set("X-RateLimit-Category", label)
		w.Header().Set("X-RateLimit-Type", "QPS")
		w.Header().Set("X-RateLimit-Limit", strconv.Itoa(rate.limit))
		w.Header().Set("X-RateLimit-Remaining", strconv.Itoa(rate.left()))
		if !allowed {
			z.s.refused.Add(1)
			z.fail(w, r, http.StatusTooManyRequests, 429, "You have reached the maximum per-second rate limit for this API. Try again later.")
			return
		}
		h(w, r)
	})
}

// fail answers in JSON, or in XML to callers that don't ask for JSON (B5).
func (z *zoom) fail(w http.ResponseWriter, r *http.Request, status, code int, message string, faults ...fault) {
	if !strings.Contains(r.Header.Get("Accept"), "application/json") {
		w.Header().Set("Content-Type", "application/xml;charset=UTF-8")
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, "<?xml version=\"1.0\"?><error><code>%d</code><message>%s</message></error>", code, message)
		return
	}
	body := object{"code": code, "message": message}
	if len(faults) > 0 {
		fields := make([]object, len(faults))
		for i, f := range faults {
			fields[i] = object{"field": f.field, "message": f.message}
		}
		body["errors"] = fields
	}
	reply(w, status, body)
}

// mutate spends one of the host's creates and updates of the day (B4).
func (z *zoom) mutate(w http.ResponseWriter, r *http.Request, host string) bool {
	quota := z.mutation[host]
	if quota == nil {
		quota = &window{limit: z.s.allow(zoomPerHostDay), every: day}
		z.mutation[host] = quota
	}
	if quota.take(z.s.now(), 1) {
		return true
	}
	z.s.refused.Add(1)
	w.Header().Set("X-RateLimit-Type", "Daily-limit")
	w.Header().Set("Retry-After", quota.reset().Format(time.RFC3339))
	z.fail(w, r, http.StatusTooManyRequests, 429, "You have exceeded the daily rate limit (100) of Meeting Create/Update API requests "+
		"permitted for this particular user. You may resume these requests at GMT 00:00:00.")
	return false
}

func (z *zoom) user(w http.ResponseWriter, r *http.Request) (string, bool) {
	user := r.PathValue("user")
	if user == "me" {
		user = zoomHost
	}
	if !strings.HasSuffix(user, "@example.com") {
		z.fail(w, r, http.StatusNotFound, 1001, "User does not exist: "+user+".")
		return "", false
	}
	return user, true
}

func (z *zoom) find(w http.ResponseWriter, r *http.Request) (*zoomMeeting, bool) {
	id := r.PathValue("id")
	m := z.meetings[id]
	if m == nil || m.deleted {
		z.fail(w, r, http.StatusNotFound, 3001, "Meeting does not exist: "+id+".")
		return nil, false
	}
	return m, true
}

func (m *zoomMeeting) number(name string, fallback int64) int64 {
	n, ok := m.members[name].(json.Number)
	if !ok {
		return fallback
	}
	i, _ := n.Int64()
	return i
}

func (m *zoomMeeting) text(name string) string {
	t, _ := m.members[name].(string)
	return t
}

// start is when the meeting starts; type 3 has no time.
func (m *zoomMeeting) start() (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, m.text("start_time"))
	return t, err == nil
}
