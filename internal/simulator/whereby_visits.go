package simulator

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// wherebyVisit is what became of a room: whoever has the link comes at fixed times,
// so that insights have something to tell (contracts/whereby-cliq.md 1B, Insights).
// It outlives the room.
type wherebyVisit struct {
	id        int64
	room      string // with its slash
	sittings  []wherebySitting
	recording *wherebyFile
	text      *wherebyFile
}

type wherebySitting struct {
	id         string
	start, end time.Time
	people     []wherebyPerson
}

type wherebyPerson struct {
	id, name, role string
	joined, left   time.Time
}

// wherebyFile is a recording or a transcript.
type wherebyFile struct {
	id, sitting, name, state string
	start, end               time.Time
	hosted                   bool // at Whereby; else in the customer's own bucket
}

// wherebyDelay is how far the insights are behind (10 to 15 minutes).
const wherebyDelay = 12 * time.Minute

// visit plans who comes to a room: two sittings, in the first of which one comes
// twice and a recorder may be among them.
func (v *whereby) visit(m *wherebyRoom, body object) {
	at := func(minute int) time.Time {
		return m.start.Truncate(time.Second).Add(time.Duration(minute) * time.Minute)
	}
	id := func(n int) string { return fmt.Sprintf("%08x-a691-4e8e-aec3-%012x", m.id&0xffffffff, n) }
	visit := &wherebyVisit{id: m.id, room: "/" + m.name}
	first := wherebySitting{id: id(1), start: at(1), end: at(9), people: []wherebyPerson{
		{id(11), "Sim Host", "host", at(1), at(9)},
		{id(12), "Guest 1", "visitor", at(2), at(3)},
		{id(13), "Guest 1", "visitor", at(4), at(9)},
	}}
	if where := wherebyDestination(body, "recording"); where != "" {
		first.people = append(first.people, wherebyPerson{id(14), "", "recorder", at(2), at(9)})
		visit.recording = &wherebyFile{id: strconv.FormatInt(m.id+1, 10), sitting: first.id, name: m.name + ".mp4", start: at(2), end: at(9), hosted: where == "whereby"}
	}
	if where := wherebyDestination(body, "liveTranscription"); where != "" {
		visit.text = &wherebyFile{id: strconv.FormatInt(m.id+2, 10), sitting: first.id, name: "transcription.md", state: "ready", start: at(2), end: at(9), hosted: where == "whereby"}
	}
	second := wherebySitting{id: id(2), start: at(20), end: at(25), people: []wherebyPerson{
		{id(21), "Sim Host", "owner", at(20), at(25)},
		{id(22), "Guest 2", "granted_visitor", at(21), at(25)},
		{id(23), "Guest 3", "viewer", at(22), at(24)},
	}}
	visit.sittings = []wherebySitting{first, second}
	v.visits = append(v.visits, visit)
}

// wherebyDestination is where a file of the room goes, "" when none is made. Without
// one in the request it is Whereby's own storage.
func wherebyDestination(body object, member string) string {
	wanted, ok := body[member].(object)
	if !ok || wanted["type"] == "none" || wanted["type"] == "local" {
		return ""
	}
	destination, ok := wanted["destination"].(object)
	if !ok {
		return "whereby"
	}
	where, _ := destination["provider"].(string)
	return where
}

// known lists the sittings of a room that the insights know by now. Nobody comes to a
// room that is gone.
func (v *whereby) known(room, id string) []wherebySitting {
	var out []wherebySitting
	for _, visit := range v.visits {
		for _, s := range visit.sittings {
			if visit.room == room && (id == "" || s.id == id) && !v.s.now().Before(s.end.Add(wherebyDelay)) {
				out = append(out, s)
			}
		}
	}
	return out
}

// close ends what goes on in a room that is removed before its time.
func (v *whereby) close(room string) {
	now := v.s.now()
	for _, visit := range v.visits {
		if visit.room != room {
			continue
		}
		visit.sittings = slices.DeleteFunc(visit.sittings, func(s wherebySitting) bool { return s.end.After(now) })
		if len(visit.sittings) == 0 {
			visit.recording, visit.text = nil, nil
		}
	}
}

func (v *whereby) roomSessions(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if !v.query(w, r, 10, "roomName", "roomSessionId", "sortBy") {
		return
	}
	if !strings.HasPrefix(q.Get("roomName"), "/") { // each example has the slash
		v.fail(w, http.StatusBadRequest, "query parameter roomName is not valid")
		return
	}
	var found []object
	for _, s := range v.known(q.Get("roomName"), q.Get("roomSessionId")) {
		unique := map[string]bool{}
		recorders := 0
		for _, p := range s.people {
			if p.role == "recorder" {
				recorders++
			} else {
				unique[p.name] = true
			}
		}
		found = append(found, object{
			"roomSessionId": s.id, "roomName": q.Get("roomName"), "startedAt": wherebyTime(s.start), "endedAt": wherebyTime(s.end),
			"totalParticipantMinutes": len(s.people) * 5, "totalRecorderMinutes": recorders * 7, "totalStreamerMinutes": 0,
			"totalUniqueParticipants": len(unique), "totalUniqueRecorders": recorders, "totalUniqueStreamers": 0,
			"rating": nil, "totalRatings": nil,
		})
	}
	v.page(w, r, found, 10)
}

func (v *whereby) participants(w http.ResponseWriter, r *http.Request) {
	if !v.query(w, r, 10, "roomSessionId", "externalId", "sortBy") {
		return
	}
	session := r.URL.Query().Get("roomSessionId")
	if session == "" {
		v.fail(w, http.StatusBadRequest, "query parameter roomSessionId is not valid")
		return
	}
	var found []object
	for _, visit := range v.visits {
		for _, s := range v.known(visit.room, session) {
			for _, p := range s.people {
				found = append(found, object{
					"roomSessionId": s.id, "participantId": p.id, "deviceId": "d-" + p.id, "userId": "", "roleName": p.role, "displayName": p.name,
					"joinedAt": wherebyTime(p.joined), "leftAt": wherebyTime(p.left), "externalId": "", "rating": nil, "tags": nil, "comment": nil,
				})
			}
		}
	}
	v.page(w, r, found, 10)
}

// query refuses unknown parameters and bad pages.
func (v *whereby) query(w http.ResponseWriter, r *http.Request, size int, known ...string) bool {
	name, ok := onlyQuery(r, append(known, "cursor", "limit")...)
	if _, limitOK := queryInt(r, "limit", size, 1, 100); ok && !limitOK {
		name, ok = "limit", false
	}
	if _, cursorOK := wherebyOffset(r.URL.Query().Get("cursor")); ok && !cursorOK {
		name, ok = "cursor", false
	}
	if !ok {
		v.fail(w, http.StatusBadRequest, "query parameter %s is not valid", name)
	}
	return ok
}

// page cuts a page of what query has let pass.
func (v *whereby) page(w http.ResponseWriter, r *http.Request, found []object, size int) {
	limit, _ := queryInt(r, "limit", size, 1, 100)
	offset, _ := wherebyOffset(r.URL.Query().Get("cursor"))
	results, next := pageOf(found, offset, limit)
	cursor := any(nil)
	if next > 0 {
		cursor = base64.RawURLEncoding.EncodeToString([]byte("offset" + strconv.Itoa(next)))
	}
	reply(w, http.StatusOK, object{"results": results, "cursor": cursor})
}

func wherebyOffset(cursor string) (int, bool) {
	if cursor == "" {
		return 0, true
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	digits, ok := strings.CutPrefix(string(text), "offset")
	n, convErr := strconv.Atoi(digits)
	return n, err == nil && ok && convErr == nil && n >= 0
}
