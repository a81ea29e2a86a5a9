package simulator

import (
	"net/http"
	"strconv"
	"time"
)

// attended says who was, or is, in a sitting: its host and those invited, or one
// guest.
func (z *zoom) attended(s zoomSitting) []object {
	people := []object{{"id": "simHost", "name": "Sim Host", "user_email": s.m.host}}
	if settings, ok := s.m.members["settings"].(object); ok {
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
		p["join_time"] = s.start.UTC().Format(time.RFC3339)
	}
	return people
}

func (z *zoom) pastParticipants(w http.ResponseWriter, r *http.Request) {
	if !z.paid(w, r) {
		return
	}
	s, ok := z.past(w, r, zoomPeopleAfter, 3001, "This meeting is not available or ID is not valid.")
	if !ok {
		return
	}
	people := z.left(s)
	for _, p := range people {
		p["internal_user"] = p["id"] != ""
	}
	z.people(w, r, people)
}

// left are the people of a sitting that is over; durations are seconds (B1).
func (z *zoom) left(s zoomSitting) []object {
	people := z.attended(s)
	for _, p := range people {
		p["leave_time"] = s.end.UTC().Format(time.RFC3339)
		p["duration"] = int(s.end.Sub(s.start).Seconds())
		p["failover"] = false
		p["status"] = "in_meeting"
		p["registrant_id"] = ""
	}
	return people
}

func (z *zoom) reportParticipants(w http.ResponseWriter, r *http.Request) {
	if !z.paid(w, r) {
		return
	}
	s, ok := z.past(w, r, zoomPeopleAfter, 3001, "This meeting is not available or ID is not valid.")
	if !ok {
		return
	}
	people := z.left(s)
	for _, p := range people {
		p["participant_user_id"], p["customer_key"], p["bo_mtg_id"] = p["id"], "", ""
		p["id"] = "" // being retired
		if r.URL.Query().Get("include_fields") != "registrant_id" {
			delete(p, "registrant_id")
		}
	}
	z.people(w, r, people)
}

func (z *zoom) liveParticipants(w http.ResponseWriter, r *http.Request) {
	if plan := z.s.cfg.ZoomPlan; plan == "free" || plan == "pro" {
		z.fail(w, r, http.StatusBadRequest, 200, "Your account must be on a Business or higher plan.")
		return
	}
	m, _ := z.named(r)
	var s zoomSitting
	ok := false
	if m != nil {
		s, ok = z.running(m)
	}
	if kind := r.URL.Query().Get("type"); !ok || (kind != "" && kind != "live") {
		z.fail(w, r, http.StatusNotFound, 3001, "Meeting does not exist: "+r.PathValue("id")+".")
		return
	}
	people := z.attended(s)
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
	z.page(w, r, "participants", people, "type", "include_fields")
}
