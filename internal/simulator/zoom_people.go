package simulator

import (
	"net/http"
	"strconv"
	"time"
)

// attended says who was, or is, in a meeting: its host and its invitees, or one
// guest. Before the start it is nobody.
func (z *zoom) attended(m *zoomMeeting) []object {
	start, timed := m.start()
	if !timed || z.s.now().Before(start) {
		return nil
	}
	people := []object{{"id": "simHost", "name": "Sim Host", "user_email": m.host}}
	if settings, ok := m.members["settings"].(object); ok {
		invitees, _ := settings["meeting_invitees"].([]any)
		for _, v := range invitees {
			if invitee, ok := v.(object); ok {
				people = append(people, object{"id": "", "name": "Guest", "user_email": invitee["email"]})
			}
		}
	}
	if len(people) == 1 {
		people = append(people, object{"id": "", "name": "Guest", "user_email": ""})
	}
	for i, p := range people {
		p["user_id"] = strconv.Itoa(16778240 + i*1024)
		p["join_time"] = start.UTC().Format(time.RFC3339)
	}
	return people
}

func (z *zoom) pastParticipants(w http.ResponseWriter, r *http.Request) {
	m, ok := z.find(w, r)
	if !ok {
		return
	}
	people := z.attended(m)
	if people == nil {
		z.fail(w, r, http.StatusNotFound, 3001, "This meeting is not available or ID is not valid.")
		return
	}
	start, _ := m.start()
	length := time.Duration(m.number("duration", 60)) * time.Minute
	for _, p := range people {
		p["leave_time"] = start.UTC().Add(length).Format(time.RFC3339)
		p["duration"] = int(length.Seconds())
		p["failover"] = false
		p["status"] = "in_meeting"
	}
	z.people(w, r, people)
}

func (z *zoom) liveParticipants(w http.ResponseWriter, r *http.Request) {
	m, ok := z.find(w, r)
	if !ok {
		return
	}
	people := z.attended(m)
	if people == nil || r.URL.Query().Get("type") == "past" {
		z.fail(w, r, http.StatusNotFound, 3001, "Meeting does not exist: "+r.PathValue("id")+".")
		return
	}
	live := make([]object, len(people))
	for i, p := range people {
		role := "attendee"
		if i == 0 {
			role = "host"
		}
		live[i] = object{"participant_uuid": "uuid-" + strconv.Itoa(i), "id": p["id"], "user_id": p["user_id"], "user_name": p["name"],
			"email": p["user_email"], "join_time": p["join_time"], "role": role, "device": "Windows", "location": "New York (US)", "ip_address": "127.0.0.1"}
	}
	z.people(w, r, live)
}

func (z *zoom) people(w http.ResponseWriter, r *http.Request, people []object) {
	size, sizeOK := queryInt(r, "page_size", 30, 1, 300)
	offset, tokenOK := zoomOffset(r)
	if !sizeOK || !tokenOK {
		z.fail(w, r, http.StatusBadRequest, 300, "The next page token is either invalid or expired.")
		return
	}
	page, next := pageOf(people, offset, size)
	reply(w, http.StatusOK, object{"page_size": size, "total_records": len(people), "next_page_token": zoomToken(next), "participants": page})
}
