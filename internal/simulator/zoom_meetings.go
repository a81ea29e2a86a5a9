package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

func (z *zoom) create(w http.ResponseWriter, r *http.Request) {
	host, ok := z.user(w, r)
	if !ok {
		return
	}
	members, ok := z.body(w, r)
	if !ok || !z.mutate(w, r, host) {
		return
	}
	m := &zoomMeeting{host: host, created: z.s.now(), members: members}
	if members["type"] == nil {
		members["type"] = json.Number("2")
	}
	kind := m.number("type", 2)
	if kind == 1 && members["schedule_for"] != nil {
		z.fail(w, r, http.StatusBadRequest, 3000, "You cannot schedule an instant meeting for another user.")
		return
	}
	if start, ok := m.start(); kind != 3 && (!ok || start.Before(m.created)) { // B3: moved to now
		members["start_time"] = m.created.Format(time.RFC3339)
	}
	z.add(m)
	answer := z.full(m)
	delete(answer, "status")
	reply(w, http.StatusCreated, answer)
}

// add gives a meeting what Zoom makes up itself, and keeps it.
func (z *zoom) add(m *zoomMeeting) {
	m.id = 80000000000 + z.s.next()
	m.ended = map[int64]time.Time{}
	m.plan()
	if m.members["password"] == nil {
		m.members["password"] = strconv.FormatInt(100000+m.id%899999, 10)
	}
	z.meetings[strconv.FormatInt(m.id, 10)] = m
	z.order = append(z.order, strconv.FormatInt(m.id, 10))
}

// full is the answer of create and get.
func (z *zoom) full(m *zoomMeeting) object {
	answer := z.brief(m)
	for _, name := range []string{"agenda", "password", "recurrence", "tracking_fields", "pre_schedule"} {
		if v, ok := m.members[name]; ok {
			answer[name] = v
		}
	}
	settings := object{"waiting_room": false, "join_before_host": false, "mute_upon_entry": false, "auto_recording": "none",
		"meeting_authentication": false, "approval_type": 2, "audio": "both", "host_video": false, "participant_video": false,
		"global_dial_in_numbers": []object{{"country": "US", "country_name": "US", "city": "New York", "number": "+1 1000200200", "type": "toll"}}}
	if asked, ok := m.members["settings"].(object); ok {
		for name, v := range asked {
			settings[name] = v
		}
	}
	if settings["waiting_room"] == true {
		settings["join_before_host"] = false // B3
	}
	answer["settings"] = settings
	if len(m.occurrences) > 0 {
		answer["occurrences"] = m.series()
	}
	answer["host_email"] = m.host
	answer["start_url"] = "https://zoom.example/s/" + strconv.FormatInt(m.id, 10) + "?zak=sim-zak-" + strconv.FormatInt(z.s.next(), 36)
	answer["h323_password"] = m.members["password"]
	answer["status"] = "waiting"
	if _, live := z.running(m); live {
		answer["status"] = "started"
	}
	return answer
}

// brief is an element of the list: no start link, passcode or settings (B1).
func (z *zoom) brief(m *zoomMeeting) object {
	answer := object{
		"uuid": zoomUUID(m.id, len(z.over(m))), "id": m.id, "host_id": "simHost" + strconv.Itoa(len(m.host)), "topic": m.text("topic"), "type": m.number("type", 2),
		"created_at": m.created.Format(time.RFC3339), "join_url": "https://zoom.example/j/" + strconv.FormatInt(m.id, 10) + "?pwd=sim",
	}
	if m.text("topic") == "" {
		answer["topic"] = "Zoom Meeting"
	}
	if agenda := []rune(m.text("agenda")); len(agenda) > 0 {
		answer["agenda"] = string(agenda[:min(len(agenda), 250)])
	}
	answer["timezone"] = "UTC"
	if zone := m.text("timezone"); zone != "" {
		answer["timezone"] = zone
	}
	if start, ok := m.start(); ok && m.number("type", 2) != 3 {
		answer["start_time"] = start.UTC().Format(time.RFC3339)
		answer["duration"] = m.number("duration", 60)
	}
	return answer
}

func (z *zoom) get(w http.ResponseWriter, r *http.Request) {
	if name, ok := onlyQuery(r, "occurrence_id", "show_previous_occurrences"); !ok {
		z.fail(w, r, http.StatusBadRequest, 300, "Invalid parameter: "+name+".")
		return
	}
	m, ok := z.find(w, r)
	if !ok {
		return
	}
	id := r.URL.Query().Get("occurrence_id")
	if id == "" {
		reply(w, http.StatusOK, z.full(m))
		return
	}
	o := m.occurrence(id)
	if o == nil {
		z.noOccurrence(w, r)
		return
	}
	one := *m // the series as this one of it is
	one.members = object{}
	for name, v := range m.members {
		one.members[name] = v
	}
	settings := object{}
	for _, from := range []any{m.members["settings"], o.changed["settings"]} {
		members, _ := from.(object)
		for name, v := range members {
			settings[name] = v
		}
	}
	for name, v := range o.changed {
		one.members[name] = v
	}
	one.members["settings"], one.members["start_time"] = settings, o.start.Format(time.RFC3339)
	answer := z.full(&one)
	delete(answer, "occurrences")
	reply(w, http.StatusOK, answer)
}

func (z *zoom) noOccurrence(w http.ResponseWriter, r *http.Request) {
	z.fail(w, r, http.StatusBadRequest, 300, "Invalid occurrence_id.")
}

func (z *zoom) update(w http.ResponseWriter, r *http.Request) {
	m, ok := z.find(w, r)
	if !ok {
		return
	}
	changes, ok := z.body(w, r)
	if !ok {
		return
	}
	if id := r.URL.Query().Get("occurrence_id"); id != "" {
		o := m.occurrence(id)
		faults := checkMembers("", changes, zoomOccurrenceBody)
		switch {
		case o == nil:
			z.noOccurrence(w, r)
		case len(faults) > 0:
			z.fail(w, r, http.StatusBadRequest, 300, "Validation Failed.", faults...)
		case z.mutate(w, r, m.host):
			o.change(changes)
			w.WriteHeader(http.StatusNoContent)
		}
		return
	}
	if !z.mutate(w, r, m.host) {
		return
	}
	for name, v := range changes {
		into, isObject := m.members[name].(object)
		from, both := v.(object)
		if name == "settings" && isObject && both {
			for k, setting := range from {
				into[k] = setting
			}
			continue
		}
		if name == "start_time" {
			if start, err := time.Parse(time.RFC3339, fmt.Sprint(v)); err == nil && start.Before(z.s.now()) {
				continue // B3: a past start is ignored
			}
		}
		m.members[name] = v
	}
	if changes["start_time"] != nil || changes["recurrence"] != nil || changes["timezone"] != nil {
		m.plan()
	}
	w.WriteHeader(http.StatusNoContent)
}

func (z *zoom) delete(w http.ResponseWriter, r *http.Request) {
	if name, ok := onlyQuery(r, "occurrence_id", "schedule_for_reminder", "cancel_meeting_reminder"); !ok {
		z.fail(w, r, http.StatusBadRequest, 300, "Unknown parameter "+name)
		return
	}
	m, ok := z.find(w, r)
	if !ok {
		return
	}
	if id := r.URL.Query().Get("occurrence_id"); id != "" {
		o := m.occurrence(id)
		if o == nil {
			z.noOccurrence(w, r)
			return
		}
		o.deleted = true
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if _, live := z.running(m); live {
		z.fail(w, r, http.StatusBadRequest, 3002, "Sorry, you cannot delete this meeting since it's in progress.")
		return
	}
	m.deleted = true
	w.WriteHeader(http.StatusNoContent)
}
