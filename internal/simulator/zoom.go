package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
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
	host    string
	created time.Time
	members object // of the request, as accepted
	deleted bool

	occurrences []*zoomOccurrence   // of type 8
	ended       map[int64]time.Time // sittings that were ended early, by start
	registrants []*zoomRegistrant
	erased      map[string]bool // recordings that were deleted
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
	for _, r := range []zoomRoute{
		{"POST /v2/users/{user}/meetings", "Medium", "meeting:write:meeting", z.create},
		{"GET /v2/users/{user}/meetings", "Medium", "meeting:read:list_meetings", z.list},
		{"GET /v2/meetings/{id}", "Light", "meeting:read:meeting", z.get},
		{"PATCH /v2/meetings/{id}", "Light", "meeting:update:meeting", z.update},
		{"DELETE /v2/meetings/{id}", "Light", "meeting:delete:meeting", z.delete},
		{"PUT /v2/meetings/{id}/status", "Light", "meeting:update:status", z.status},
		{"GET /v2/past_meetings/{id}", "Light", "meeting:read:past_meeting", z.pastDetails},
		{"GET /v2/past_meetings/{id}/instances", "Medium", "meeting:read:list_past_instances", z.instances},
		{"GET /v2/past_meetings/{id}/participants", "Medium", "meeting:read:list_past_participants", z.pastParticipants},
		{"GET /v2/report/meetings/{id}/participants", "Heavy", "report:read:list_meeting_participants:admin", z.reportParticipants},
		{"GET /v2/metrics/meetings/{id}/participants", "Heavy", "dashboard:read:list_meeting_participants:admin", z.liveParticipants},
		{"GET /v2/meetings/{id}/recordings", "Light", "cloud_recording:read:list_recording_files", z.recordings},
		{"DELETE /v2/meetings/{id}/recordings/{file}", "Light", "cloud_recording:delete:recording_file", z.deleteRecording},
		{"GET /v2/users/{user}/recordings", "Medium", "cloud_recording:read:list_user_recordings", z.userRecordings},
		{"GET /rec/download/{file}", "Light", "", z.download},
		{"GET /rec/replay/{file}", "Light", "", z.replay},
		{"GET /v2/meetings/{id}/registrants", "Medium", "meeting:read:list_registrants", z.listRegistrants},
		{"POST /v2/meetings/{id}/registrants", "Light", "meeting:write:registrant", z.addRegistrant},
		{"GET /v2/meetings/{id}/registrants/{registrant}", "Light", "meeting:read:registrant", z.getRegistrant},
		{"PUT /v2/meetings/{id}/registrants/status", "Medium", "meeting:update:registrant_status", z.decideRegistrants},
	} {
		z.route(mux, r)
	}
	return z
}

// zoomRoute is a line of B1: the label of its rate, and the granular scope that it
// needs.
type zoomRoute struct {
	pattern, label, scope string
	handle                http.HandlerFunc
}

// route puts authentication, scopes, media types and the rate of the label before
// the handler.
func (z *zoom) route(mux *http.ServeMux, route zoomRoute) {
	label := route.label
	z.rates[label] = &window{limit: z.s.allow(z.qps[label]), every: time.Second}
	mux.HandleFunc(route.pattern, func(w http.ResponseWriter, r *http.Request) {
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
		case r.Method != http.MethodGet && r.Method != http.MethodDelete && !isJSON(r):
			z.fail(w, r, http.StatusBadRequest, 300, "Unsupported Content Type")
			return
		}
		if granted := z.s.cfg.ZoomScopes; granted != nil && route.scope != "" && !slices.ContainsFunc(granted, func(scope string) bool {
			return strings.TrimSuffix(scope, ":admin") == strings.TrimSuffix(route.scope, ":admin")
		}) {
			z.fail(w, r, http.StatusBadRequest, 4711, "Invalid access token, does not contain scopes:["+route.scope+"].")
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
		route.handle(w, r)
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
	if m == nil || m.deleted || z.expired(m) {
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
