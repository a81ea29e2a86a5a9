package simulator

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var zoomDays = regexp.MustCompile(`^[1-7](,[1-7])*$`)

// zoomBody is the request of contracts/zoom.md A2 with the limits of B3.
var zoomBody = join(
	all(isBool, "default_password", "pre_schedule"),
	all(isText, "template_id"),
	map[string]spec{
		"topic":           {kind: isText, max: 200},
		"agenda":          {kind: isText, max: 2000},
		"password":        {kind: isText, max: 10},
		"duration":        {kind: isWhole},
		"schedule_for":    {kind: isEmail},
		"start_time":      {kind: isTime},
		"timezone":        {kind: isZone},
		"type":            {kind: isWhole, enum: []string{"1", "2", "3", "8", "10"}},
		"tracking_fields": listOf(objectOf(all(isText, "field", "value"))),
		"settings":        objectOf(zoomSettings),
		"recurrence": objectOf(map[string]spec{
			"type":             {kind: isWhole, required: true, enum: []string{"1", "2", "3"}},
			"repeat_interval":  {kind: isWhole},
			"weekly_days":      {kind: isText, pattern: zoomDays},
			"monthly_day":      {kind: isWhole},
			"monthly_week":     {kind: isWhole, enum: []string{"-1", "1", "2", "3", "4"}},
			"monthly_week_day": {kind: isWhole, enum: []string{"1", "2", "3", "4", "5", "6", "7"}},
			"end_times":        {kind: isWhole},
			"end_date_time":    {kind: isTime},
		}),
	},
)

var zoomSettings = join(
	all(isBool, "allow_multiple_devices", "alternative_hosts_email_notification", "alternative_host_update_polls",
		"close_registration", "email_notification", "focus_mode", "host_save_video_order", "host_video", "join_before_host",
		"meeting_authentication", "mute_upon_entry", "participant_video", "private_meeting", "registrants_confirmation_email",
		"registrants_email_notification", "show_share_button", "use_pmi", "waiting_room", "watermark"),
	all(isText, "alternative_hosts", "audio_conference_info", "authentication_domains", "authentication_option", "contact_email", "contact_name"),
	map[string]spec{
		"additional_data_center_regions": listOf(spec{kind: isText}),
		"global_dial_in_countries":       listOf(spec{kind: isText}),
		"approval_type":                  {kind: isWhole, enum: []string{"0", "1", "2"}},
		"calendar_type":                  {kind: isWhole, enum: []string{"1", "2"}},
		"jbh_time":                       {kind: isWhole, enum: []string{"0", "5", "10", "15"}},
		"registration_type":              {kind: isWhole, enum: []string{"1", "2", "3"}},
		"audio":                          {kind: isText, enum: []string{"both", "telephony", "voip", "thirdParty"}},
		"auto_recording":                 {kind: isText, enum: []string{"local", "cloud", "none"}},
		"encryption_type":                {kind: isText, enum: []string{"enhanced_encryption", "e2ee"}},
		"authentication_exception":       listOf(objectOf(map[string]spec{"email": {kind: isEmail}, "name": {kind: isText}})),
		"meeting_invitees":               listOf(objectOf(map[string]spec{"email": {kind: isEmail, required: true}})),
		"approved_or_denied_countries_or_regions": objectOf(map[string]spec{
			"enable": {kind: isBool}, "method": {kind: isText, enum: []string{"approve", "deny"}},
			"approved_list": listOf(spec{kind: isText}), "denied_list": listOf(spec{kind: isText}),
		}),
		"breakout_room": objectOf(map[string]spec{"enable": {kind: isBool},
			"rooms": listOf(objectOf(map[string]spec{"name": {kind: isText}, "participants": listOf(spec{kind: isText})}))}),
		"language_interpretation": objectOf(map[string]spec{"enable": {kind: isBool},
			"interpreters": listOf(objectOf(all(isText, "email", "languages")))}),
	},
)

// body reads and checks a request.
func (z *zoom) body(w http.ResponseWriter, r *http.Request) (object, bool) {
	members, ok := readObject(r)
	if !ok {
		z.fail(w, r, http.StatusBadRequest, 300, "Request Body should be a valid JSON object.")
		return nil, false
	}
	faults := checkMembers("", members, zoomBody)
	rule, hasRule := members["recurrence"].(object)
	switch kind := fmt.Sprint(members["type"]); {
	case kind == "3" && hasRule:
		faults = append(faults, fault{"recurrence", "a meeting without a fixed time has none"})
	case kind == "8" && !hasRule:
		faults = append(faults, fault{"recurrence", "is required"})
	}
	if rule["end_times"] != nil && rule["end_date_time"] != nil {
		faults = append(faults, fault{"recurrence.end_date_time", "excludes end_times"})
	}
	if len(faults) > 0 {
		z.fail(w, r, http.StatusBadRequest, 300, "Validation Failed.", faults...)
		return nil, false
	}
	return members, true
}

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
	m.uuid = base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf("sim%013d", m.id)))
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
	answer["host_email"] = m.host
	answer["start_url"] = "https://zoom.example/s/" + strconv.FormatInt(m.id, 10) + "?zak=sim-zak-" + strconv.FormatInt(z.s.next(), 36)
	answer["h323_password"] = m.members["password"]
	answer["status"] = "waiting"
	if m.number("type", 2) == 1 {
		answer["status"] = "started"
	}
	return answer
}

// brief is an element of the list: no start link, passcode or settings (B1).
func (z *zoom) brief(m *zoomMeeting) object {
	answer := object{
		"uuid": m.uuid, "id": m.id, "host_id": "simHost" + strconv.Itoa(len(m.host)), "topic": m.text("topic"), "type": m.number("type", 2),
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
	if m, ok := z.find(w, r); ok {
		reply(w, http.StatusOK, z.full(m))
	}
}

func (z *zoom) update(w http.ResponseWriter, r *http.Request) {
	m, ok := z.find(w, r)
	if !ok {
		return
	}
	changes, ok := z.body(w, r)
	if !ok || !z.mutate(w, r, m.host) {
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
	m.deleted = true
	w.WriteHeader(http.StatusNoContent)
}

func (z *zoom) list(w http.ResponseWriter, r *http.Request) {
	host, ok := z.user(w, r)
	if !ok {
		return
	}
	kind := r.URL.Query().Get("type")
	if kind == "" {
		kind = "scheduled"
	}
	var found []object
	for _, id := range z.order {
		if m := z.meetings[id]; !m.deleted && m.host == host && z.lists(m, kind) && z.s.listed(m.created) {
			found = append(found, z.brief(m))
		}
	}
	size, sizeOK := queryInt(r, "page_size", 30, 1, 300)
	offset, tokenOK := zoomOffset(r)
	if !sizeOK || !tokenOK {
		z.fail(w, r, http.StatusBadRequest, 300, "The next page token is either invalid or expired.")
		return
	}
	page, next := pageOf(found, offset, size)
	reply(w, http.StatusOK, object{"page_size": size, "total_records": len(found), "next_page_token": zoomToken(next), "meetings": page})
}

// lists says which meetings a list type holds; instant ones are in none (B1).
func (z *zoom) lists(m *zoomMeeting, kind string) bool {
	start, timed := m.start()
	end := start.Add(time.Duration(m.number("duration", 60)) * time.Minute)
	now := z.s.now()
	switch {
	case m.number("type", 2) == 1:
		return false
	case kind == "live":
		return timed && !now.Before(start) && now.Before(end)
	case strings.HasPrefix(kind, "upcoming"):
		return timed && now.Before(end)
	case kind == "previous_meetings":
		return timed && !now.Before(end)
	}
	return kind == "scheduled"
}

// Page tokens carry the offset; any other text is refused.
func zoomToken(offset int) string {
	if offset == 0 {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte("page" + strconv.Itoa(offset)))
}

func zoomOffset(r *http.Request) (int, bool) {
	token := r.URL.Query().Get("next_page_token")
	if token == "" {
		return 0, true
	}
	text, err := base64.RawURLEncoding.DecodeString(token)
	digits, ok := strings.CutPrefix(string(text), "page")
	n, convErr := strconv.Atoi(digits)
	return n, err == nil && ok && convErr == nil
}
