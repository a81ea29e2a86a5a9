package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// zohoItem is one meeting.
type zohoItem struct {
	key               string
	members           object // of the requests, as accepted
	created, modified time.Time
	cancelled         bool
	host              string // participant_id of the presenter
	invited           []*zohoPerson
}

type zohoPerson struct{ id, email, name string }

var zohoWeek = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// zohoUpdate is the body of A2.5 for a change; zohoCreate adds what a new meeting
// needs. Of a recurrence the reference shows the weekly one with an end, and no
// other.
var (
	zohoUpdate = map[string]spec{
		"topic":             {kind: isText, max: 255},
		"agenda":            {kind: isText},
		"start_time":        {kind: isTime},
		"duration":          {kind: isWhole},
		"timezone":          {kind: isZone},
		"recording_enabled": {kind: isBool},
		"settings":          objectOf(all(isBool, "allow_participant_screen_share", "mute_participants_on_entry", "enable_waiting_room")),
		"is_recurring":      {kind: isBool},
		"recurrence": objectOf(map[string]spec{
			"type":            {kind: isText, required: true, enum: []string{"weekly"}},
			"repeat_interval": {kind: isWhole, required: true},
			"days_of_week":    listOf(spec{kind: isText, enum: zohoWeek}),
			"end_date":        {kind: isTime, required: true},
		}),
	}
	zohoCreate = join(zohoUpdate, map[string]spec{
		"topic":        {kind: isText, max: 255, required: true},
		"start_time":   {kind: isTime, required: true},
		"duration":     {kind: isWhole, required: true},
		"participants": listOf(objectOf(map[string]spec{"email": {kind: isEmail, required: true}, "name": {kind: isText}})),
	})
)

// late is how long after a start Zoho still takes it for now.
const late = 5 * time.Minute

func wholeNumber(members object, name string) (int, bool) {
	n, ok := members[name].(json.Number)
	i, err := n.Int64()
	return int(i), ok && err == nil
}

// inPast reports a start that members ask for and that is over.
func (z *zohoMeeting) inPast(members object) bool {
	text, _ := members["start_time"].(string)
	start, err := time.Parse(time.RFC3339, text)
	return err == nil && start.Before(z.s.now().Add(-late))
}

func (z *zohoMeeting) create(w http.ResponseWriter, r *http.Request) {
	members, ok := z.body(w, r, zohoCreate)
	if !ok {
		return
	}
	m := &zohoItem{members: members, created: z.s.now()}
	people, _ := members["participants"].([]any)
	switch {
	case z.inPast(members):
		z.past(w)
		return
	case !z.recurs(w, members) || !z.invite(w, m, people):
		return
	}
	delete(members, "participants")
	m.key, m.host = z.id(), z.id()
	m.modified = m.created
	if members["recording_enabled"] == nil {
		members["recording_enabled"] = z.settings["auto_recording"]
	}
	z.meetings[m.key] = m
	z.order = append(z.order, m.key)
	z.succeed(w, http.StatusCreated, z.full(m))
}

// recurs checks what the members say together.
func (z *zohoMeeting) recurs(w http.ResponseWriter, members object) bool {
	rule, given := members["recurrence"].(object)
	n, _ := wholeNumber(rule, "repeat_interval")
	message := ""
	switch {
	case given != (members["is_recurring"] == true):
		message = "is_recurring and recurrence go together"
	case given && n < 1:
		message = "recurrence.repeat_interval must be positive"
	}
	if message != "" {
		z.invalid(w, message)
	}
	return message == ""
}

func (z *zohoMeeting) id() string { return strconv.FormatInt(z.s.next(), 10) }

func (z *zohoMeeting) find(w http.ResponseWriter, r *http.Request) (*zohoItem, bool) {
	m := z.meetings[r.PathValue("key")]
	if m == nil || m.cancelled {
		z.fail(w, http.StatusNotFound, "INVALID_MEETING_KEY", "The specified meeting key does not exist")
		return nil, false
	}
	return m, true
}

// findOpen finds a meeting that can still be changed.
func (z *zohoMeeting) findOpen(w http.ResponseWriter, r *http.Request) (*zohoItem, bool) {
	m, ok := z.find(w, r)
	if ok && m.status(z.s.now()) == "completed" {
		z.past(w)
		return nil, false
	}
	return m, ok
}

func (z *zohoMeeting) get(w http.ResponseWriter, r *http.Request) {
	if m, ok := z.find(w, r); ok {
		z.succeed(w, http.StatusOK, z.full(m))
	}
}

func (z *zohoMeeting) update(w http.ResponseWriter, r *http.Request) {
	m, ok := z.findOpen(w, r)
	if !ok {
		return
	}
	changes, ok := z.body(w, r, zohoUpdate)
	if !ok {
		return
	}
	if z.inPast(changes) {
		z.past(w)
		return
	}
	merged := object{}
	for name, v := range m.members {
		merged[name] = v
	}
	for name, v := range changes {
		from, both := v.(object)
		if into, isObject := merged[name].(object); isObject && both && name == "settings" {
			v = joinObjects(into, from)
		}
		merged[name] = v
	}
	if merged["is_recurring"] != true && changes["recurrence"] == nil {
		delete(merged, "recurrence")
	}
	if !z.recurs(w, merged) {
		return
	}
	m.members, m.modified = merged, z.s.now()
	z.succeed(w, http.StatusOK, z.full(m))
}

func joinObjects(objects ...object) object {
	out := object{}
	for _, o := range objects {
		for name, v := range o {
			out[name] = v
		}
	}
	return out
}

func (z *zohoMeeting) cancel(w http.ResponseWriter, r *http.Request) {
	m, ok := z.findOpen(w, r)
	if !ok {
		return
	}
	if notify := r.URL.Query().Get("notify_participants"); notify != "" && notify != "true" && notify != "false" {
		z.invalid(w, "notify_participants must be a boolean")
		return
	}
	m.cancelled, m.modified = true, z.s.now()
	w.WriteHeader(http.StatusNoContent)
}

// list shows cancelled meetings only to those who ask for them.
func (z *zohoMeeting) list(w http.ResponseWriter, r *http.Request) {
	status := r.URL.Query().Get("status")
	if status != "" && !slices.Contains([]string{"scheduled", "completed", "cancelled"}, status) {
		z.invalid(w, "status must be one of scheduled, completed, cancelled")
		return
	}
	within, ok := z.period(w, r)
	if !ok {
		return
	}
	found := []object{}
	for _, key := range z.order {
		m := z.meetings[key]
		is := m.status(z.s.now())
		if (is == status || (status == "" && !m.cancelled)) && within(m.start()) && z.s.listed(m.created) {
			found = append(found, z.full(m))
		}
	}
	z.zohoPage(w, r, found)
}

// full is the object of A2.3.
func (z *zohoMeeting) full(m *zohoItem) object {
	answer := joinObjects(m.members, object{
		"meeting_key": m.key, "start_time": m.start().Format(time.RFC3339),
		"presenter":         object{"email": zohoHost, "name": zohoHostName},
		"meeting_url":       zohoMeetingHost + "/meeting/join/" + slug(m.key),
		"meeting_password":  passcode(m.key),
		"is_recurring":      m.members["is_recurring"] == true,
		"participant_limit": maxZohoPeople,
		"status":            m.status(z.s.now()),
		"created_time":      m.created.Format(time.RFC3339), "modified_time": m.modified.Format(time.RFC3339),
	})
	asked, _ := m.members["settings"].(object)
	answer["settings"] = joinObjects(object{"allow_participant_screen_share": true, "mute_participants_on_entry": false,
		"enable_waiting_room": z.settings["waiting_room_enabled"], "allow_recording": true}, asked)
	if m.members["timezone"] == nil {
		answer["timezone"] = z.settings["default_timezone"]
	}
	people := []object{}
	for _, p := range m.invited {
		people = append(people, object{"email": p.email, "name": p.name})
	}
	answer["participants"] = people
	return answer
}
