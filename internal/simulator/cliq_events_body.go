package simulator

import (
	"encoding/json"
	"net/http"
	"time"
)

// cliqEventBody is the request of contracts/whereby-cliq.md 2B, Events API, without
// the attendees, in which creating and editing differ.
var cliqEventBody = map[string]spec{
	"title":       {kind: isText, required: true},
	"start_time":  {kind: isWhole, required: true}, // declared a text, and a number in every example
	"end_time":    {kind: isWhole, required: true},
	"timezone":    {kind: isZone, required: true},
	"calendar_id": {kind: isText},
	"type":        {kind: isText, enum: []string{"normal_event", "event_management", "audio_conference", "video_conference"}},
	"location":    {kind: isText, max: 255},
	"description": {kind: isText, max: 10000},
	"reminders": listOf(objectOf(map[string]spec{
		"type": {kind: isText, required: true, enum: []string{"email", "popup", "notification"}}, "minutes": {kind: isWhole, required: true},
	})),
	"attachment_ids": listOf(spec{kind: isText}),
}

var cliqCreateBody = join(cliqEventBody, map[string]spec{"attendees": listOf(spec{kind: isEmail})})

var cliqEditBody = join(cliqEventBody, map[string]spec{"attendees": listOf(objectOf(map[string]spec{
	"email":  {kind: isEmail, required: true},
	"status": {kind: isText, enum: []string{"accepted", "tentative", "declined", "yet_to_respond"}},
}))})

// readEvent checks a request and puts what it says into e. What it leaves out is
// gone afterwards: no document says that an edit keeps it.
func (c *cliq) readEvent(r *http.Request, specs map[string]spec, e *cliqEvent) bool {
	members, ok := readObject(r)
	if _, none := cliqQuery(r); !ok || !none || !isJSON(r) || len(checkMembers("", members, specs)) > 0 {
		return false
	}
	at := func(name string) time.Time {
		n, _ := members[name].(json.Number).Int64() // checked
		return time.UnixMilli(n).UTC()
	}
	e.start, e.end = at("start_time"), at("end_time")
	if !e.end.After(e.start) {
		return false
	}
	switch calendar, _ := members["calendar_id"].(string); calendar {
	case "", cliqCalendar, (&cliqEvent{calendar: cliqCalendar}).alias():
		e.calendar = cliqCalendar
	case cliqHoliday:
		e.calendar = cliqHoliday
	default:
		return false
	}
	e.members = object{"type": "normal_event"}
	for _, name := range []string{"title", "type", "timezone", "description", "location"} {
		if value, given := members[name]; given {
			e.members[name] = value
		}
	}
	e.attendees = nil
	people, _ := members["attendees"].([]any)
	for _, p := range people {
		switch p := p.(type) {
		case string:
			e.attendees = append(e.attendees, cliqAttendee{p, "yet_to_respond"})
		case object:
			status, _ := p["status"].(string)
			if status == "" {
				status = "yet_to_respond"
			}
			e.attendees = append(e.attendees, cliqAttendee{p["email"].(string), status})
		}
	}
	return true
}

// createEvent refuses the past.
func (c *cliq) createEvent(w http.ResponseWriter, r *http.Request) {
	e := &cliqEvent{}
	if !c.readEvent(r, cliqCreateBody, e) || e.start.Before(c.s.now().Add(-time.Minute)) {
		c.bad(w)
		return
	}
	c.addEvent(e)
	reply(w, http.StatusOK, object{"data": []object{e.wire()}})
}

func (c *cliq) editEvent(w http.ResponseWriter, r *http.Request) {
	var changed cliqEvent
	if !c.readEvent(r, cliqEditBody, &changed) {
		c.bad(w)
		return
	}
	e := c.find(r.PathValue("id"), changed.calendar)
	if e == nil {
		c.fail(w, http.StatusNotFound, cliqWrongURL)
		return
	}
	e.members, e.start, e.end, e.attendees, e.tag = changed.members, changed.start, changed.end, changed.attendees, c.nextTag()
	reply(w, http.StatusOK, object{"data": []object{e.wire()}})
}
