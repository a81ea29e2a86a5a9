package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

const maxZohoPeople = 100

// zohoInvite is the body of the call that adds participants; it may also say
// whom to write to (A2.5).
var zohoInvite = map[string]spec{
	"participants": {kind: isList, required: true, element: &spec{kind: isObject, members: map[string]spec{
		"email": {kind: isEmail, required: true}, "name": {kind: isText}, "send_invitation": {kind: isBool}}}},
}

// invite adds people; somebody who is there already gets the new name.
func (z *zohoMeeting) invite(w http.ResponseWriter, m *zohoItem, people []any) bool {
	invited := slices.Clone(m.invited)
	for _, v := range people {
		given, _ := v.(object)
		email, _ := given["email"].(string)
		name, _ := given["name"].(string)
		at := slices.IndexFunc(invited, func(p *zohoPerson) bool { return p.email == email })
		if at < 0 {
			invited = append(invited, &zohoPerson{id: z.id(), email: email, name: name})
		} else if name != "" {
			invited[at] = &zohoPerson{id: invited[at].id, email: email, name: name}
		}
	}
	if len(invited) > maxZohoPeople {
		z.fail(w, http.StatusBadRequest, "PARTICIPANT_LIMIT_REACHED", "The maximum number of participants is "+strconv.Itoa(maxZohoPeople))
		return false
	}
	m.invited = invited
	return true
}

func (z *zohoMeeting) addPeople(w http.ResponseWriter, r *http.Request) {
	m, ok := z.findOpen(w, r)
	if !ok {
		return
	}
	members, ok := z.body(w, r, zohoInvite)
	if !ok {
		return
	}
	people, _ := members["participants"].([]any)
	if len(people) == 0 {
		z.invalid(w, "participants must not be empty")
		return
	}
	if z.invite(w, m, people) {
		z.succeed(w, http.StatusOK, z.attended(m))
	}
}

func (z *zohoMeeting) removePerson(w http.ResponseWriter, r *http.Request) {
	m, ok := z.findOpen(w, r)
	if !ok {
		return
	}
	left := slices.DeleteFunc(slices.Clone(m.invited), func(p *zohoPerson) bool { return p.id == r.PathValue("id") })
	if len(left) == len(m.invited) {
		z.fail(w, http.StatusNotFound, "INVALID_PARTICIPANT_ID", "The specified participant does not exist")
		return
	}
	m.invited = left
	w.WriteHeader(http.StatusNoContent)
}

func (z *zohoMeeting) people(w http.ResponseWriter, r *http.Request) {
	if m, ok := z.find(w, r); ok {
		z.succeed(w, http.StatusOK, z.attended(m))
	}
}

// started lists the sittings that have begun.
func (z *zohoMeeting) started(m *zohoItem) []time.Time {
	return m.sittings(func(start time.Time) bool { return !z.s.now().Before(start) })
}

// attended lists who was invited, and from the start on who is in the latest
// sitting: the presenter and everybody who was invited.
func (z *zohoMeeting) attended(m *zohoItem) []object {
	began := z.started(m)
	out := []object{}
	if len(began) == 0 {
		for _, p := range m.invited {
			out = append(out, object{"participant_id": p.id, "email": p.email, "name": p.name, "role": "attendee", "status": "invited"})
		}
		return out
	}
	start := began[len(began)-1]
	for i, p := range append([]*zohoPerson{{m.host, zohoHost, zohoHostName}}, m.invited...) {
		seen := object{"participant_id": p.id, "email": p.email, "name": p.name, "role": "attendee", "status": "joined",
			"join_time": start.Format(time.RFC3339), "ip_address": "192.168.1." + strconv.Itoa(100+i)}
		if i == 0 {
			seen["role"] = "presenter"
		}
		if end := start.Add(m.length()); !z.s.now().Before(end) {
			seen["leave_time"] = end.Format(time.RFC3339)
			seen["duration"] = int(m.length() / time.Minute)
			seen["device"] = "desktop"
			seen["location"] = "New York, USA"
		}
		out = append(out, seen)
	}
	return out
}

// sitting names the n-th sitting of a meeting: "SESSION_1234567890", and
// "SESSION_1234567890_2" for the second.
func sitting(prefix, key string, n int) string {
	if n == 0 {
		return prefix + key
	}
	return prefix + key + "_" + strconv.Itoa(n+1)
}

func (z *zohoMeeting) sessionsOf(m *zohoItem) []object {
	out := []object{}
	count := len(m.invited) + 1
	for n, start := range z.started(m) {
		s := object{"session_id": sitting("SESSION_", m.key, n), "meeting_key": m.key, "start_time": start.Format(time.RFC3339),
			"end_time": nil, "participants_count": count, "max_concurrent_participants": count, "recording_available": false}
		if end := start.Add(m.length()); !z.s.now().Before(end) {
			s["end_time"] = end.Format(time.RFC3339)
			s["duration"] = int(m.length() / time.Minute)
			s["recording_available"] = m.members["recording_enabled"] == true && !z.s.now().Before(end.Add(processing))
		}
		out = append(out, s)
	}
	return out
}

func (z *zohoMeeting) sessions(w http.ResponseWriter, r *http.Request) {
	if m, ok := z.find(w, r); ok {
		z.succeed(w, http.StatusOK, z.sessionsOf(m))
	}
}

func (z *zohoMeeting) session(w http.ResponseWriter, r *http.Request) {
	m, ok := z.find(w, r)
	if !ok {
		return
	}
	for _, s := range z.sessionsOf(m) {
		if s["session_id"] == r.PathValue("id") {
			z.succeed(w, http.StatusOK, s)
			return
		}
	}
	z.fail(w, http.StatusNotFound, "INVALID_SESSION_ID", "The specified session does not exist")
}

// report sums up the sittings so far; before the first there is nothing in it.
func (z *zohoMeeting) report(w http.ResponseWriter, r *http.Request) {
	m, ok := z.find(w, r)
	if !ok {
		return
	}
	sessions, details, minutes, count := z.sessionsOf(m), []object{}, 0, 0
	for _, s := range sessions {
		n, _ := s["duration"].(int)
		minutes += n
	}
	if len(sessions) > 0 {
		count = len(m.invited) + 1
		for _, p := range z.attended(m) {
			for _, name := range []string{"participant_id", "role", "status", "device", "location", "ip_address"} {
				delete(p, name)
			}
			details = append(details, p)
		}
	}
	z.succeed(w, http.StatusOK, object{"meeting_key": m.key, "topic": m.members["topic"], "total_sessions": len(sessions),
		"total_participants": count, "total_duration": minutes, "average_attendance": count, "participant_details": details})
}
