package simulator

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// zohoMeeting is contracts/zoho.md A2: Zoho Meeting in the meetings dialect, for
// one user, Sim Host.
type zohoMeeting struct {
	s        *Server
	meetings map[string]*zohoItem // by meeting_key
	order    []string
	webinars map[string]*zohoWebinar // by webinar_key
	deleted  map[string]bool         // recordings, by id
	settings object
	minute   *window
	daily    *window
}

const (
	zohoMeetingHost = "https://meeting.zoho.example"
	zohoHost        = "host@example.com"
	zohoHostName    = "Sim Host"
)

// zohoPlans is the table of A2.8: calls a minute and a day.
var zohoPlans = map[string][2]int{
	"free":         {20, 1_000},
	"standard":     {60, 5_000},
	"professional": {120, 25_000},
	"enterprise":   {300, 100_000},
}

func newZohoMeeting(s *Server, mux *http.ServeMux) *zohoMeeting {
	plan, ok := zohoPlans[s.cfg.ZohoPlan]
	if !ok {
		plan = zohoPlans["enterprise"]
	}
	z := &zohoMeeting{
		s: s, meetings: map[string]*zohoItem{}, webinars: map[string]*zohoWebinar{}, deleted: map[string]bool{},
		minute: &window{limit: s.allow(plan[0]), every: time.Minute}, daily: &window{limit: s.allow(plan[1]), every: day},
		settings: object{"default_meeting_duration": 60, "default_timezone": "America/New_York", "auto_recording": false, "waiting_room_enabled": false},
	}
	z.route(mux, "GET /api/v2/meetings", z.list, "page", "per_page", "status", "from_date", "to_date")
	z.route(mux, "POST /api/v2/meetings", z.create)
	z.route(mux, "GET /api/v2/meetings/{key}", z.get)
	z.route(mux, "PUT /api/v2/meetings/{key}", z.update)
	z.route(mux, "DELETE /api/v2/meetings/{key}", z.cancel, "notify_participants")
	z.route(mux, "POST /api/v2/meetings/{key}/participants", z.addPeople)
	z.route(mux, "GET /api/v2/meetings/{key}/participants", z.people)
	z.route(mux, "DELETE /api/v2/meetings/{key}/participants/{id}", z.removePerson)
	z.route(mux, "GET /api/v2/meetings/{key}/sessions", z.sessions)
	z.route(mux, "GET /api/v2/meetings/{key}/sessions/{id}", z.session)
	z.route(mux, "GET /api/v2/meetings/{key}/report", z.report)
	z.route(mux, "GET /api/v2/recordings", z.recordings, "page", "per_page", "from_date", "to_date")
	z.route(mux, "GET /api/v2/recordings/{id}", z.recording)
	z.route(mux, "GET /api/v2/recordings/{id}/download", z.download)
	z.route(mux, "DELETE /api/v2/recordings/{id}", z.deleteRecording)
	z.route(mux, "POST /api/v2/webinars", z.createWebinar)
	z.route(mux, "GET /api/v2/webinars/{key}/registrations", z.registrations)
	z.route(mux, "PUT /api/v2/webinars/{key}/registrations/{id}/approve", z.approve)
	z.route(mux, "GET /api/v2/settings", z.getSettings)
	z.route(mux, "PUT /api/v2/settings", z.updateSettings)
	return z
}

// route puts the token, the plan's limits, media types and the names of query
// parameters before h.
func (z *zohoMeeting) route(mux *http.ServeMux, pattern string, h http.HandlerFunc, query ...string) {
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Zoho-oauthtoken ")
		known, fresh := z.s.tokens.valid("zoho", token)
		if !ok || !known || !fresh {
			z.limits(w, z.minute)
			z.fail(w, http.StatusUnauthorized, "INVALID_TOKEN", "The access token is invalid or has expired")
			return
		}
		if !z.spend(w) {
			z.s.refused.Add(1)
			z.fail(w, http.StatusTooManyRequests, "RATE_LIMIT_EXCEEDED", "Too many requests")
			return
		}
		name, ok := onlyQuery(r, query...)
		switch {
		case !ok:
			z.invalid(w, name+" is not a known parameter")
		case len(bodyOf(r)) > 0 && !isJSON(r):
			z.invalid(w, "Content-Type must be application/json")
		default:
			h(w, r)
		}
	})
}

// spend takes one call from both windows, if both have one left.
func (z *zohoMeeting) spend(w http.ResponseWriter) bool {
	now := z.s.now()
	ok := z.daily.take(now, 1)
	if !ok {
		z.limits(w, z.daily)
		return false
	}
	ok = z.minute.take(now, 1)
	z.limits(w, z.minute)
	return ok
}

// limits tells how a window stands; the reset is in Unix seconds.
func (z *zohoMeeting) limits(w http.ResponseWriter, quota *window) {
	quota.roll(z.s.now())
	w.Header().Set("X-RateLimit-Limit", strconv.Itoa(quota.limit))
	w.Header().Set("X-RateLimit-Remaining", strconv.Itoa(quota.left()))
	w.Header().Set("X-RateLimit-Reset", strconv.FormatInt(quota.reset().Unix(), 10))
}

func (z *zohoMeeting) succeed(w http.ResponseWriter, status int, data any) {
	reply(w, status, object{"status": "success", "data": data})
}

func (z *zohoMeeting) fail(w http.ResponseWriter, status int, code, message string) {
	reply(w, status, object{"status": "error", "error": object{"code": code, "message": message}})
}

// invalid answers what A2.8 has no code for.
func (z *zohoMeeting) invalid(w http.ResponseWriter, message string) {
	z.fail(w, http.StatusBadRequest, "INVALID_PARAMETER", message)
}

// past refuses to plan or change what is over.
func (z *zohoMeeting) past(w http.ResponseWriter) {
	z.fail(w, http.StatusBadRequest, "MEETING_PAST", "A meeting in the past cannot be scheduled or modified")
}

// body reads and checks a request.
func (z *zohoMeeting) body(w http.ResponseWriter, r *http.Request, specs map[string]spec) (object, bool) {
	members, ok := readObject(r)
	if !ok {
		z.invalid(w, "The request body must be a JSON object")
		return nil, false
	}
	if faults := checkMembers("", members, specs); len(faults) > 0 {
		f := faults[0]
		if strings.HasSuffix(f.message, string(isTime)) {
			z.fail(w, http.StatusBadRequest, "INVALID_DATE_FORMAT", f.field+" must be in ISO 8601 format")
		} else {
			z.invalid(w, f.field+" "+f.message)
		}
		return nil, false
	}
	if n, given := wholeNumber(members, "duration"); given && n <= 0 {
		z.invalid(w, "duration must be positive")
		return nil, false
	}
	return members, true
}

// zohoPage answers with one page of a list (A2.4).
func (z *zohoMeeting) zohoPage(w http.ResponseWriter, r *http.Request, items []object) {
	page, pageOK := queryInt(r, "page", 1, 1, 1<<30)
	size, sizeOK := queryInt(r, "per_page", 50, 1, 100)
	if !pageOK || !sizeOK {
		z.invalid(w, "page must be at least 1, per_page between 1 and 100")
		return
	}
	part, next := pageOf(items, (page-1)*size, size)
	reply(w, http.StatusOK, object{"status": "success", "data": part,
		"pagination": object{"page": page, "per_page": size, "total": len(items), "has_more": next > 0}})
}

// period reads from_date and to_date: a date, a wall clock (the reference's own
// sample sends one), or an instant. Both ends belong to it.
func (z *zohoMeeting) period(w http.ResponseWriter, r *http.Request) (within func(time.Time) bool, ok bool) {
	var bounds [2]time.Time
	for i, name := range []string{"from_date", "to_date"} {
		text := r.URL.Query().Get(name)
		if text == "" {
			continue
		}
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
			t, err := time.Parse(layout, text)
			if err != nil {
				continue
			}
			if i == 1 && layout == time.DateOnly {
				t = t.Add(day - time.Second)
			}
			bounds[i] = t
		}
		if bounds[i].IsZero() {
			z.fail(w, http.StatusBadRequest, "INVALID_DATE_FORMAT", name+" must be in ISO 8601 format")
			return nil, false
		}
	}
	return func(t time.Time) bool {
		return (bounds[0].IsZero() || !t.Before(bounds[0])) && (bounds[1].IsZero() || !t.After(bounds[1]))
	}, true
}
