package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// zohoWall is how a request writes a time: a wall clock in the member timezone, with
// two digits of hour, and AM or PM (B3).
const zohoWall = "Jan 2, 2006 03:04 PM"

// zohoEdit is the session of an edit, all members optional; zohoSchedule that of a
// create. Whether a create without presenter succeeds is not settled: here not.
var (
	zohoEdit = map[string]spec{
		"topic":        {kind: isText, required: true, max: 255},
		"agenda":       {kind: isText},
		"presenter":    {kind: isWhole, enum: []string{strconv.Itoa(sdkUser)}},
		"startTime":    {kind: isText},
		"duration":     {kind: isWhole},
		"timezone":     {kind: isZone},
		"participants": listOf(objectOf(map[string]spec{"email": {kind: isEmail, required: true}})),
	}
	zohoSchedule = join(zohoEdit, map[string]spec{
		"presenter": {kind: isWhole, required: true, enum: []string{strconv.Itoa(sdkUser)}},
		"startTime": {kind: isText, required: true},
	})
)

// change reads a request into m, which is a copy.
func (z *zohoSessions) change(w http.ResponseWriter, r *http.Request, m *zohoSession, specs map[string]spec, creates bool) bool {
	bad := func(key, message string) bool {
		z.refuse(w, http.StatusBadRequest, 1000, key, message)
		return false
	}
	body, ok := readObject(r)
	if !isJSON(r) || !ok {
		return bad("JSON_PARSE_ERROR", "The request is not JSON")
	}
	if !creates {
		specs = join(specs, map[string]spec{"topic": {kind: isText, max: 255}})
	}
	if faults := checkMembers("", body, map[string]spec{"session": {kind: isObject, required: true, members: specs}}); len(faults) > 0 {
		key := "PATTERN_NOT_MATCHED"
		switch faults[0].message {
		case "is not known":
			key = "EXTRA_PARAM_FOUND"
		case "is required":
			key = "LESS_THAN_MIN_OCCURANCE"
		}
		return bad(key, faults[0].field+" "+faults[0].message)
	}
	members, _ := body["session"].(object)
	people, given := members["participants"].([]any)
	if given && (len(people) == 0 || len(people) > 100) {
		return bad("ARRAY_SIZE_OUT_OF_RANGE", "participants must have 1 to 100 elements")
	}
	if given { // it replaces those before
		m.people = nil
		for _, p := range people {
			email, _ := p.(object)["email"].(string)
			m.people = append(m.people, object{"id": z.sysID(), "email": email})
		}
	}
	if ms, given := members["duration"].(json.Number); given {
		n, err := ms.Int64()
		if err != nil || n <= 0 || n > (24*time.Hour).Milliseconds() {
			return bad("PATTERN_NOT_MATCHED", "session.duration must be milliseconds")
		}
		m.length = time.Duration(n) * time.Millisecond
	}
	for name, into := range map[string]*string{"topic": &m.topic, "agenda": &m.agenda, "timezone": &m.zone} {
		if text, given := members[name].(string); given {
			*into = text
		}
	}
	return z.clock(w, m, members)
}

// clock reads startTime. A change of one of startTime and timezone alone has no
// meaning that is documented.
func (z *zohoSessions) clock(w http.ResponseWriter, m *zohoSession, members object) bool {
	wall, given := members["startTime"].(string)
	_, zoned := members["timezone"].(string)
	if given != zoned {
		z.refuse(w, http.StatusBadRequest, 1000, "LESS_THAN_MIN_OCCURANCE", "startTime and timezone go together")
		return false
	}
	if !given {
		return true
	}
	loc, _ := time.LoadLocation(m.zone) // was checked
	start, err := time.ParseInLocation(zohoWall, wall, loc)
	if err != nil {
		z.refuse(w, http.StatusBadRequest, 1000, "PATTERN_NOT_MATCHED", "session.startTime must be like Jun 19, 2020 07:00 PM")
		return false
	}
	if start.Before(z.s.now().Add(-late)) {
		z.refuse(w, http.StatusBadRequest, 4002, "MEETING_PAST", "The start time is in the past.")
		return false
	}
	m.start = start.UTC()
	return true
}

func (z *zohoSessions) sysID() string { return strconv.FormatInt(556536000000000000+z.s.next(), 10) }

func (z *zohoSessions) add(m *zohoSession) {
	m.key, m.sysID = strconv.FormatInt(z.s.next(), 10), z.sysID()
	z.sessions[m.key] = m
	z.order = append(z.order, m.key)
}

func (z *zohoSessions) create(w http.ResponseWriter, r *http.Request) {
	m := &zohoSession{created: z.s.now(), length: time.Hour}
	if !z.change(w, r, m, zohoSchedule, true) {
		return
	}
	z.add(m)
	reply(w, http.StatusCreated, object{"session": m.made()})
}

func (z *zohoSessions) get(w http.ResponseWriter, r *http.Request) {
	if m, ok := z.find(w, r, false); ok {
		reply(w, http.StatusOK, object{"session": z.got(m)})
	}
}

func (z *zohoSessions) edit(w http.ResponseWriter, r *http.Request) {
	m, ok := z.find(w, r, false)
	if !ok {
		return
	}
	changed := *m
	if !z.s.now().Before(m.end()) {
		z.refuse(w, http.StatusBadRequest, 4002, "MEETING_PAST", "The meeting is over.")
		return
	}
	if z.change(w, r, &changed, zohoEdit, false) {
		*m = changed
		reply(w, http.StatusOK, object{"session": m.edited()})
	}
}

func (z *zohoSessions) remove(w http.ResponseWriter, r *http.Request) {
	if m, ok := z.find(w, r, false); ok {
		delete(z.sessions, m.key)
		z.order = slices.DeleteFunc(z.order, func(key string) bool { return key == m.key })
		w.WriteHeader(http.StatusNoContent)
	}
}

func (z *zohoSessions) list(w http.ResponseWriter, r *http.Request) {
	now := z.s.now()
	fits, ok := map[string]func(*zohoSession) bool{
		"all":      func(*zohoSession) bool { return true },
		"past":     func(m *zohoSession) bool { return !now.Before(m.end()) },
		"upcoming": func(m *zohoSession) bool { return now.Before(m.end()) },
		"today":    func(m *zohoSession) bool { return m.start.Truncate(day).Equal(now.Truncate(day)) },
	}[r.URL.Query().Get("listtype")]
	if !ok {
		z.refuse(w, http.StatusBadRequest, 1000, "PATTERN_NOT_MATCHED", "listtype must be one of all, past, today, upcoming")
		return
	}
	var found []object
	for _, key := range z.order {
		if m := z.sessions[key]; !m.webinar && fits(m) && z.s.listed(m.created) {
			found = append(found, m.listed())
		}
	}
	page, ok := part(z, w, r, found)
	switch {
	case !ok:
	case len(page) == 0: // no member session at all
		reply(w, http.StatusOK, object{"count": len(found), "isMettingSessionAvailable": false})
	default:
		reply(w, http.StatusOK, object{"session": page, "count": len(found)})
	}
}

// common are the members that all answers have in one type.
func (m *zohoSession) common() object {
	return object{"topic": m.topic, "agenda": m.agenda, "timezone": m.zone, "pwd": passcode(m.key), "encryptPwd": fmt.Sprintf("%064s", m.key),
		"joinLink": zohoMeetingHost + "/join?key=" + m.key}
}

// walls writes start and end as clocks in the meeting's zone show them.
func (m *zohoSession) walls(layout string) object {
	loc, err := time.LoadLocation(m.zone)
	if err != nil {
		loc = time.UTC
	}
	return object{"startTime": m.start.In(loc).Format(layout), "endTime": m.end().In(loc).Format(layout)}
}

func (m *zohoSession) offset() int64 {
	loc, err := time.LoadLocation(m.zone)
	if err != nil {
		return 0
	}
	_, seconds := m.start.In(loc).Zone()
	return int64(seconds) * 1000
}

const zonedWall = "Jan 02, 2006 03:04 PM MST" // the abbreviation means nothing

func (m *zohoSession) startLink() string { return zohoMeetingHost + "/meeting-start?key=" + m.key }

// made, got, edited and listed are table B3: one member is a number in one answer
// and a text in the next.
func (m *zohoSession) made() object {
	people := append([]object{}, m.people...)
	return joinObjects(m.common(), m.walls(zonedWall), object{
		"meetingKey": json.Number(m.key), "sys_id": m.sysID, "presenter": sdkUser, "creatorZuid": sdkUser, "presenterEmail": zohoHost,
		"duration": m.length.Milliseconds(), "offset": m.offset(), "startLink": m.startLink(), "participants": people, "isRecurring": false,
		"dialinUrl":  "https://help.zoho.com/portal/kb/articles/zoho-meeting-dial-in-numbers",
		"accessCode": m.key[:5] + " " + m.key[5:] + " #", "meeting": object{"zsoid": sdkOrg},
	})
}

func (z *zohoSessions) got(m *zohoSession) object {
	return joinObjects(m.common(), m.walls(zonedWall), object{
		"meetingKey": m.key, "eventId": m.sysID, "presenter": strconv.Itoa(sdkUser), "presenterEmail": zohoHost, "presenterName": zohoHostName,
		"duration": strconv.FormatInt(m.length.Milliseconds(), 10), "durationInHours": fmt.Sprintf("%.2f", m.length.Hours()),
		"startTimeMillisec": m.start.UnixMilli(), "startLink": m.startLink(), "meetingEmbedUrl": zohoMeetingHost + "/embed?key=" + m.key,
		"status": 0, "isPastSession": !z.s.now().Before(m.end()), "isStaticMeeting": false, "isVideoMeeting": true, "isE2E": false,
		"isJoinBeforeHostAllowed": false, "reminderDetails": []object{}, "audioConference": object{"type": 1},
	})
}

func (m *zohoSession) edited() object {
	id, _ := strconv.ParseInt(m.sysID, 10, 64)
	some := m.common()
	delete(some, "agenda")
	delete(some, "pwd")
	return joinObjects(some, m.walls("Jan 2, 2006 3:04 PM"), object{
		"meetingKey": m.key, "sys_id": id, "presenter": strconv.Itoa(sdkUser), "creatorZuid": strconv.Itoa(sdkUser), "presenterEmail": zohoHost,
		"duration": strconv.FormatInt(m.length.Milliseconds(), 10), "offset": strconv.FormatInt(m.offset(), 10),
		"startTimeMillisec": m.start.UnixMilli(), "endTimeMillisec": m.end().UnixMilli(), "startLink": m.startLink(),
		"isRecurring": false, "recurringType": "", "source": "Meeting Edit page", "type": "presenter",
	})
}

func (m *zohoSession) listed() object {
	id, _ := strconv.ParseInt(m.sysID, 10, 64)
	return joinObjects(m.common(), m.walls(zonedWall), object{
		"meetingKey": json.Number(m.key), "sysId": id, "presenterEmail": zohoHost, "presenterZuid": sdkUser, "creatorZuid": sdkUser,
		"duration": m.length.Milliseconds(), "meetingEmbedUrl": zohoMeetingHost + "/embed?key=" + m.key,
	})
}
