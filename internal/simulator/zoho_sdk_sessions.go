package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sdkSession is one session, or a meeting that can become one.
type sdkSession struct {
	key, sysID    string
	topic, agenda string
	zone          string
	presenter     string // zuid
	invited       []sdkGuest
	start         time.Time
	length        time.Duration
	created       time.Time
}

type sdkGuest struct{ id, email string }

func (z *zohoSDK) newSession(s sdkSession) *sdkSession {
	s.key, s.sysID = strconv.FormatInt(z.s.next(), 10), strconv.FormatInt(556536000000000000+z.s.next(), 10)
	s.created = z.s.now()
	if s.presenter == "" {
		s.presenter = strconv.Itoa(sdkUser)
	}
	return &s
}

// sdkClock is B3's wall clock: an unpadded or padded day, twelve hours, no zone.
var sdkClock = regexp.MustCompile(`^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d{2} (AM|PM)$`)

const (
	sdkLayout  = "Jan 2, 2006 3:04 PM"
	sdkPrinted = "Jan 02, 2006 03:04 PM"
)

// sdkScheduleBody is B4's request: the session of B3 and nothing else.
var sdkScheduleBody = map[string]spec{
	"session": {kind: isObject, required: true, members: map[string]spec{
		"topic":        {kind: isText, required: true},
		"agenda":       {kind: isText},
		"presenter":    {kind: isWhole, required: true},
		"startTime":    {kind: isText, required: true, pattern: sdkClock},
		"duration":     {kind: isWhole},
		"timezone":     {kind: isZone},
		"participants": {kind: isList, max: 100, element: &spec{kind: isObject, members: map[string]spec{"email": {kind: isEmail, required: true}}}},
	}},
}

func (z *zohoSDK) schedule(w http.ResponseWriter, r *http.Request) {
	members, ok := z.body(w, r, sdkScheduleBody)
	if !ok {
		return
	}
	body := members["session"].(object) // checked
	asked, problem := z.read(body)
	if problem != "" {
		z.refuse(w, http.StatusBadRequest, 1000, "PATTERN_NOT_MATCHED", problem)
		return
	}
	made := z.newSession(asked)
	z.sessions = append(z.sessions, made)
	reply(w, http.StatusCreated, object{"session": made.wire()})
}

// read understands a checked body, or says what is wrong with it.
func (z *zohoSDK) read(body object) (sdkSession, string) {
	s := sdkSession{topic: body["topic"].(string), presenter: body["presenter"].(json.Number).String(), zone: "Asia/Calcutta", length: time.Hour}
	s.agenda, _ = body["agenda"].(string)
	if zone, ok := body["timezone"].(string); ok {
		s.zone = zone
	}
	if n, ok := body["duration"].(json.Number); ok {
		ms, err := n.Int64()
		if s.length = time.Duration(ms) * time.Millisecond; err != nil || s.length < time.Minute {
			return s, "session.duration is not a length in milliseconds"
		}
	}
	if s.presenter != strconv.Itoa(sdkUser) {
		return s, "session.presenter is no user of the organisation"
	}
	loc, err := time.LoadLocation(s.zone)
	if err != nil {
		return s, "session.timezone is not valid"
	}
	wall := body["startTime"].(string)
	if s.start, err = time.ParseInLocation(sdkLayout, wall, loc); err != nil || !sdkOnce(s.start, wall) {
		return s, "session.startTime is no time of its zone, or more than one"
	}
	if s.start.Before(z.s.now().Add(-time.Minute)) {
		return s, "session.startTime is in the past"
	}
	people, given := body["participants"].([]any)
	if given && len(people) == 0 {
		return s, "session.participants is empty" // ARRAY_SIZE_OUT_OF_RANGE elsewhere (B7)
	}
	for _, p := range people {
		s.invited = append(s.invited, sdkGuest{strconv.FormatInt(556536000000000000+z.s.next(), 10), p.(object)["email"].(string)})
	}
	return s, ""
}

// sdkOnce reports that wall is the wall clock at t and at no other instant.
func sdkOnce(t time.Time, wall string) bool {
	shows := func(at time.Time) bool {
		parsed, err := time.Parse(sdkLayout, wall)
		return err == nil && at.Format(sdkLayout) == parsed.Format(sdkLayout)
	}
	return shows(t) && !shows(t.Add(time.Hour)) && !shows(t.Add(-time.Hour))
}

// wire has all members of A1 in the types that the example prints: the same id as
// text and as a number beyond 2^53, one user as number and as text, an array in a
// string, and texts that name their zone by an abbreviation.
func (s *sdkSession) wire() object {
	loc, _ := time.LoadLocation(s.zone) // checked
	start, end := s.start.In(loc), s.start.Add(s.length).In(loc)
	_, offset := start.Zone()
	invited, emails := []object{}, []string{}
	for _, g := range s.invited {
		invited = append(invited, object{"id": g.id, "email": g.email})
		emails = append(emails, g.email)
	}
	return object{
		"dialinUrl": "https://help.zoho.com/portal/kb/articles/zoho-meeting-dial-in-numbers", "accessCode": s.key[:5] + " " + s.key[5:] + " #",
		"timezone": s.zone, "offset": strconv.Itoa(offset * 1000),
		"startTimeMillisec": start.UnixMilli(), "endTimeMillisec": end.UnixMilli(), "duration": s.length.Milliseconds(),
		"startTime": start.Format(sdkPrinted + " MST"), "endTime": end.Format(sdkPrinted + " MST"), "startDate": start.Format("Jan 2, 2006 03:04 PM"),
		"topic": s.topic, "agenda": s.agenda,
		"meetingKey": s.key, "sys_id": s.sysID, "UID": json.Number(s.sysID),
		"presenter": json.Number(s.presenter), "creator": strconv.Itoa(sdkUser), "creatorZuid": strconv.Itoa(sdkUser),
		"joinLink":  s.join(),
		"startLink": "https://meeting.zoho.example/meeting/statelessStart?signature=sim" + s.sysID + "&key=" + s.key + "&frameOrigin=https://<your_registered_domain>",
		"pwd":       "sim" + s.key[7:], "encryptPwd": s.hash(),
		"participants": invited, "addedParticipants": "[" + strings.Join(emails, ", ") + "]", "removedParticipants": "[]",
		"departmentId": "556536000000025015", "departmentName": "My Department",
		"webServer": "meeting.zoho.com", "source": "Meeting Create page", "sessionType": "meeting", "isRecurring": false,
		"meeting": object{"zsoid": sdkOrg},
	}
}

func (s *sdkSession) hash() string { return strings.Repeat("0", 64-len(s.sysID)) + s.sysID }

func (s *sdkSession) join() string { return "https://meet.zoho.example/" + s.key }

// brief is an element of the list (B4), whose page in the documents breaks off:
// start and length are texts here, and the link stands there twice.
func (s *sdkSession) brief(now time.Time) object {
	loc, _ := time.LoadLocation(s.zone) // checked
	embed := "https://meeting.zoho.example/meeting/login/embedmeeting.jsp?meetingKey=" + s.key
	status := "Ended"
	if wait := s.start.Sub(now); wait > 0 {
		status = fmt.Sprintf("Starts in %d mins", int(wait.Minutes()))
	}
	return object{
		"meetingKey": s.key, "sysId": s.sysID, "topic": s.topic, "joinLink": s.join(),
		"meetingEmbedUrl": embed, "meeting_embedurl": embed, "encryptPwd": s.hash(),
		"startTimeMillis": strconv.FormatInt(s.start.UnixMilli(), 10), "duration": strconv.FormatInt(s.length.Milliseconds(), 10),
		"startTime": s.start.In(loc).Format(sdkPrinted + " MST"), "timezone": s.zone,
		"presenterFullName": "Sim Host", "lastName": "Host", "presenterZuid": s.presenter, "creatorZuid": strconv.Itoa(sdkUser),
		"source": "new_meeting", "liveConferenceStatusTime": status, "type": "presenter",
	}
}

// list is paged by the number of the page, from 0. An account without sessions has
// no array in its answer, as was seen elsewhere (B3).
func (z *zohoSDK) list(w http.ResponseWriter, r *http.Request) {
	if !z.only(w, r, "index", "count", "filterType", "listtype") {
		return
	}
	index, indexOK := queryInt(r, "index", 0, 0, 1<<20)
	count, countOK := queryInt(r, "count", 20, 1, 1<<20)
	kind := r.URL.Query().Get("listtype")
	switch {
	case !indexOK || !countOK || r.URL.Query().Get("filterType") != "sdkMeetingList" || (kind != "upcoming" && kind != "past"):
		z.refuse(w, http.StatusBadRequest, 1000, "PATTERN_NOT_MATCHED", "A parameter is missing or wrong")
		return
	case count > 100:
		reply(w, http.StatusBadRequest, object{"error": object{"code": 1028, "message": "Count shouldn't exceed 100"}})
		return
	}
	found := []object{}
	now := z.s.now()
	for _, s := range z.sessions {
		if past := !s.start.Add(s.length).After(now); z.s.listed(s.created) && past == (kind == "past") {
			found = append(found, s.brief(now))
		}
	}
	if len(found) == 0 {
		reply(w, http.StatusOK, object{"count": 0, "isMettingSessionAvailable": false})
		return
	}
	page, _ := pageOf(found, index*count, count)
	reply(w, http.StatusOK, object{"session": page, "count": len(found)})
}

// convert makes a meeting that was scheduled in Zoho Meeting a session (B4).
func (z *zohoSDK) convert(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("sysId")
	known := slices.ContainsFunc(z.sessions, func(s *sdkSession) bool { return s.sysID == id })
	switch {
	case len(bodyOf(r)) > 0 || !z.only(w, r, "index", "count", "filterType", "listtype"):
		if len(bodyOf(r)) > 0 {
			z.refuse(w, http.StatusBadRequest, 1000, "EXTRA_PARAM_FOUND", "The request has no body")
		}
		return
	case id == z.plain.sysID && !known:
		z.sessions = append(z.sessions, z.plain)
	case !known:
		z.refuse(w, http.StatusBadRequest, 4000, "INVALID_MEETING_KEY", "No such meeting")
		return
	}
	reply(w, http.StatusOK, object{"representation": object{"status": "Success"}, "resourceType": "/meeting" + r.URL.Path})
}

// PlainMeeting is the sysId of a meeting of Zoho Meeting that the SDK can convert.
func (s *Server) PlainMeeting() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sdk.plain.sysID
}
