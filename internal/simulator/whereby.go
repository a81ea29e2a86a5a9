package simulator

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// whereby is contracts/whereby-cliq.md part 1.
type whereby struct {
	s      *Server
	rooms  []*wherebyRoom // in the order of their creation, so of their ids
	visits []*wherebyVisit
	points window
}

type wherebyRoom struct {
	id         int64
	name       string // without the slash
	start, end time.Time
}

const (
	wherebyKey   = "sim-whereby-key"
	wherebyGrace = time.Hour // 1A: a room lives so much longer than its meeting

	wherebyStarts = "roomName[startsWith]"

	wherebyHostLink   = "hostRoomUrl"
	wherebyViewerLink = "viewerRoomUrl"
)

// wherebyPoints are the points of a minute by plan (1B, Rate limit).
var wherebyPoints = map[string]int{"build": 100, "grow": 1000}

// Costs in points: the older text, which names each (1B).
const (
	wherebyRead   = 1
	wherebyDelete = 2
	wherebyWrite  = 3

	wherebyInsight = 5 // heavy reads, by the newer text
)

func newWhereby(s *Server, mux *http.ServeMux) *whereby {
	limit, ok := wherebyPoints[s.cfg.WherebyPlan]
	if !ok {
		limit = wherebyPoints["grow"]
	}
	v := &whereby{s: s, points: window{limit: s.allow(limit), every: time.Minute}}
	v.route(mux, "POST /v1/meetings", wherebyWrite, v.create)
	v.route(mux, "GET /v1/meetings", wherebyRead, v.list)
	v.route(mux, "GET /v1/meetings/{id}", wherebyRead, v.get)
	v.route(mux, "DELETE /v1/meetings/{id}", wherebyDelete, v.delete)
	v.route(mux, "GET /v1/insights/room-sessions", wherebyInsight, v.roomSessions)
	v.route(mux, "GET /v1/insights/participants", wherebyInsight, v.participants)
	v.newFiles(mux)
	return v
}

// route puts the key, the points and media types before h.
func (v *whereby) route(mux *http.ServeMux, pattern string, cost int, h http.HandlerFunc) {
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+wherebyKey {
			v.fail(w, http.StatusUnauthorized, "Unauthorized")
			return
		}
		if !v.spend(w, cost) {
			return
		}
		if r.Method == http.MethodPost && !isJSON(r) {
			v.fail(w, http.StatusBadRequest, "Content-Type must be application/json")
			return
		}
		v.expire()
		h(w, r)
	})
}

// spend takes points of the minute and says what is left of them (1B, Rate limit).
func (v *whereby) spend(w http.ResponseWriter, cost int) bool {
	now := v.s.now()
	allowed := v.points.take(now, cost)
	w.Header().Set("X-RateLimit-Limit", strconv.Itoa(v.points.limit))
	w.Header().Set("X-RateLimit-Remaining", strconv.Itoa(v.points.left()))
	w.Header().Set("X-RateLimit-Reset", v.points.reset().UTC().Format(http.TimeFormat))
	if allowed {
		return true
	}
	v.s.refused.Add(1)
	wait := v.points.reset().Sub(now)
	w.Header().Set("Retry-After", strconv.FormatInt(int64((wait+time.Second-1)/time.Second), 10))
	reply(w, http.StatusTooManyRequests, object{
		"error": "Too many requests",
		"data":  object{"msLeft": int64((wait + time.Millisecond - 1) / time.Millisecond)},
	})
	return false
}

func (v *whereby) fail(w http.ResponseWriter, status int, format string, args ...any) {
	reply(w, status, object{"error": fmt.Sprintf(format, args...)})
}

// expire removes the rooms whose time is over.
func (v *whereby) expire() {
	now := v.s.now()
	v.rooms = slices.DeleteFunc(v.rooms, func(m *wherebyRoom) bool { return !now.Before(m.end.Add(wherebyGrace)) })
}

func (v *whereby) find(id string) *wherebyRoom {
	for _, m := range v.rooms {
		if strconv.FormatInt(m.id, 10) == id {
			return m
		}
	}
	return nil
}

func (v *whereby) create(w http.ResponseWriter, r *http.Request) {
	body, problem := v.body(r)
	if problem != "" {
		v.fail(w, http.StatusBadRequest, "%s", problem)
		return
	}
	m := &wherebyRoom{id: v.s.next(), start: v.s.now(), end: body.end}
	m.name = body.prefix + wherebyName(m.id, body.pattern)
	v.rooms = append(v.rooms, m)
	v.visit(m, body.members)
	fields := body.fields
	if body.template == "viewerMode" {
		fields = []string{wherebyHostLink, wherebyViewerLink}
	}
	reply(w, http.StatusCreated, m.answer(fields))
}

// wherebyName is the part of a room's name that is drawn. Here it follows from the
// id: a simulator should do the same each time.
func wherebyName(id int64, pattern string) string {
	if pattern != "human-short" {
		return fmt.Sprintf("%08x-cb88-11ec-9d64-%012x", id&0xffffffff, id)
	}
	const letters = "abcdefghjkmnpqrstuvwxyz23456789"
	name := make([]byte, 6)
	for i := range name {
		name[i] = letters[id%int64(len(letters))]
		id /= int64(len(letters))
	}
	return string(name)
}

// answer is the meeting object; its links are added only when asked for.
func (m *wherebyRoom) answer(fields []string) object {
	link := "https://whereby.example/" + m.name
	answer := object{
		"meetingId": strconv.FormatInt(m.id, 10), "roomName": "/" + m.name, "roomUrl": link,
		"startDate": wherebyTime(m.start), "endDate": wherebyTime(m.end),
	}
	for _, field := range fields {
		switch field {
		case wherebyHostLink:
			answer[field] = fmt.Sprintf("%s?roomKey=sim-host-%x", link, m.id)
		case wherebyViewerLink:
			answer[field] = fmt.Sprintf("%s?roomKey=sim-viewer-%x", link, m.id)
		}
	}
	return answer
}

func wherebyTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// fields reads the query parameter of that name: words joined by commas.
func (v *whereby) fields(r *http.Request) ([]string, bool) {
	list := r.URL.Query().Get("fields")
	if list == "" {
		return nil, true
	}
	names := strings.Split(list, ",")
	return names, !slices.ContainsFunc(names, func(n string) bool { return n != wherebyHostLink && n != wherebyViewerLink })
}

func (v *whereby) get(w http.ResponseWriter, r *http.Request) {
	fields, ok := v.fields(r)
	if name, known := onlyQuery(r, "fields"); !known || !ok {
		v.fail(w, http.StatusBadRequest, "query parameter %s is not valid", cmp.Or(name, "fields"))
		return
	}
	m := v.find(r.PathValue("id"))
	if m == nil {
		v.fail(w, http.StatusNotFound, "Meeting not found")
		return
	}
	reply(w, http.StatusOK, m.answer(fields))
}

// delete answers the same whether there was such a room or not.
func (v *whereby) delete(w http.ResponseWriter, r *http.Request) {
	if m := v.find(r.PathValue("id")); m != nil {
		v.rooms = slices.DeleteFunc(v.rooms, func(other *wherebyRoom) bool { return other == m })
		v.close("/" + m.name)
	}
	w.WriteHeader(http.StatusNoContent)
}

func (v *whereby) list(w http.ResponseWriter, r *http.Request) {
	fields, fieldsOK := v.fields(r)
	limit, limitOK := queryInt(r, "limit", 50, 1, 100)
	after, cursorOK := wherebyAfter(r.URL.Query().Get("cursor"))
	prefix := r.URL.Query().Get(wherebyStarts) // the guide's; its example has the slash
	name, known := onlyQuery(r, "cursor", "limit", "fields", wherebyStarts)
	switch {
	case !known:
	case !limitOK:
		name = "limit"
	case !fieldsOK:
		name = "fields"
	case !cursorOK:
		name = "cursor"
	case prefix != "" && !strings.HasPrefix(prefix, "/"):
		name = wherebyStarts
	}
	if name != "" {
		v.fail(w, http.StatusBadRequest, "query parameter %s is not valid", name)
		return
	}
	results, cursor := []object{}, any(nil)
	for _, m := range v.rooms {
		if m.id <= after || !strings.HasPrefix("/"+m.name, prefix) || !v.s.listed(m.start) { // a room starts when it is made
			continue
		}
		if len(results) == limit {
			cursor = wherebyCursor(after)
			break
		}
		results = append(results, m.answer(fields))
		after = m.id
	}
	reply(w, http.StatusOK, object{"results": results, "cursor": cursor})
}

// A cursor names the last room of a page, so that rooms that go meanwhile move
// nobody out of the next.
func wherebyCursor(after int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte("after" + strconv.FormatInt(after, 10)))
}

func wherebyAfter(cursor string) (int64, bool) {
	if cursor == "" {
		return 0, true
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	digits, ok := strings.CutPrefix(string(text), "after")
	id, convErr := strconv.ParseInt(digits, 10, 64)
	return id, err == nil && ok && convErr == nil
}
