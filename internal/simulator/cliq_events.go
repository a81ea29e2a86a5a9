package simulator

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// cliqEvent is an event of one of the user's calendars (contracts/whereby-cliq.md
// 2B, Events API).
type cliqEvent struct {
	id         string
	tag        int64
	calendar   string // uid
	members    object // title, type, timezone, description, location as they were sent
	start, end time.Time
	attendees  []cliqAttendee
	created    time.Time
	ours       bool // there from the start
}

type cliqAttendee struct{ email, status string }

const (
	cliqWindow     = 31 * day
	cliqCalendar   = "1683be4ab6c74d2ab02e6450a0b34d4a"
	cliqCalendarID = "310935000000002003" // its other id, which opens nothing
	cliqHoliday    = "5f0d1c3b7e6a4c2f9b8d0e1a2c3d4e5f"
	cliqMail       = "host@example.com"
)

// newEvents mounts the events API; the calendar holds a conference and an event that
// is none.
func (c *cliq) newEvents(mux *http.ServeMux) {
	mux.HandleFunc("GET /api/v2/calendars", c.limited(c.calendars))
	mux.HandleFunc("GET /api/v2/events", c.limited(c.listEvents))
	mux.HandleFunc("POST /api/v2/events", c.limited(c.createEvent))
	mux.HandleFunc("GET /api/v2/events/{id}", c.limited(c.getEvent))
	mux.HandleFunc("PUT /api/v2/events/{id}", c.limited(c.editEvent))
	mux.HandleFunc("DELETE /api/v2/events/{id}", c.limited(c.deleteEvent))
	now := c.s.now().Truncate(time.Hour)
	for _, e := range []struct {
		title, kind string
		in          time.Duration
	}{{"Planning", "video_conference", 24 * time.Hour}, {"Lunch", "normal_event", 27 * time.Hour}} {
		c.addEvent(&cliqEvent{calendar: cliqCalendar, ours: true, start: now.Add(e.in), end: now.Add(e.in + 45*time.Minute),
			members:   object{"title": e.title, "type": e.kind, "timezone": "Europe/Berlin"},
			attendees: []cliqAttendee{{"guest1@example.com", "accepted"}}})
	}
}

func (c *cliq) addEvent(e *cliqEvent) {
	e.id = fmt.Sprintf("%032x@zoho.com", c.s.next())
	e.tag, e.created = c.nextTag(), c.s.now()
	c.events = append(c.events, e)
}

// nextTag is a time, as in the examples, and different each time.
func (c *cliq) nextTag() int64 {
	c.tags++
	return c.s.now().UnixMilli() + c.tags
}

func (c *cliq) bad(w http.ResponseWriter) { c.fail(w, http.StatusBadRequest, cliqBadRequest) }

func (c *cliq) calendars(w http.ResponseWriter, r *http.Request) {
	if _, ok := cliqQuery(r, "include_hidden_calendars"); !ok {
		c.bad(w)
		return
	}
	reply(w, http.StatusOK, object{"data": []object{
		{"uid": cliqHoliday, "id": "310935000000002005", "name": "Holidays", "isdefault": false, "timezone": "Europe/Berlin", "category": "other", "type": 1},
		{"uid": cliqCalendar, "id": cliqCalendarID, "name": "Sim Host", "isdefault": true, "timezone": "Europe/Berlin", "category": "own", "type": 0},
	}})
}

// listEvents wants at most 31 days, and knows no pages.
func (c *cliq) listEvents(w http.ResponseWriter, r *http.Request) {
	query, ok := cliqQuery(r, "from", "to", "include_hidden_calendars", "include_disabled_calendar", "ignore_declined_events", "search")
	from, fromOK := cliqMillis(query.Get("from"), c.s.now())
	to, toOK := cliqMillis(query.Get("to"), from.Add(cliqWindow))
	if !ok || !fromOK || !toOK || !from.Before(to) || to.Sub(from) > cliqWindow || !onlyBools(query, "include_hidden_calendars", "include_disabled_calendar", "ignore_declined_events") {
		c.bad(w)
		return
	}
	search := strings.ToLower(query.Get("search"))
	found := []object{}
	for _, e := range c.events {
		title, _ := e.members["title"].(string)
		if e.end.After(from) && e.start.Before(to) && strings.Contains(strings.ToLower(title), search) && c.s.listed(e.created) {
			found = append(found, e.wire())
		}
	}
	slices.SortStableFunc(found, func(a, b object) int { return cmp.Compare(a["start_time"].(int64), b["start_time"].(int64)) })
	reply(w, http.StatusOK, object{"data": found})
}

func onlyBools(query url.Values, names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool {
		text := query.Get(name)
		return text != "" && text != "true" && text != "false"
	})
}

func cliqMillis(text string, fallback time.Time) (time.Time, bool) {
	if text == "" {
		return fallback, true
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return time.UnixMilli(n).UTC(), err == nil && n > 1e12
}

// find returns the event of a calendar; an event of another one is not found.
func (c *cliq) find(id, calendar string) *cliqEvent {
	for _, e := range c.events {
		if e.id == id && (e.calendar == calendar || e.alias() == calendar) {
			return e
		}
	}
	return nil
}

// getEvent answers an array, as documented, and an object, as was seen, in turns.
func (c *cliq) getEvent(w http.ResponseWriter, r *http.Request) {
	query, ok := cliqQuery(r, "calendar_id", "recurrence_id")
	if !ok || query.Get("calendar_id") == "" {
		c.bad(w)
		return
	}
	e := c.find(r.PathValue("id"), query.Get("calendar_id"))
	if e == nil {
		c.fail(w, http.StatusNotFound, cliqWrongURL)
		return
	}
	if c.reads++; c.reads%2 == 0 {
		reply(w, http.StatusOK, object{"data": e.wire()})
		return
	}
	reply(w, http.StatusOK, object{"data": []object{e.wire()}})
}

// deleteEvent wants the newest edit_tag, as a number.
func (c *cliq) deleteEvent(w http.ResponseWriter, r *http.Request) {
	members, ok := readObject(r)
	faults := checkMembers("", members, map[string]spec{"calendar_id": {kind: isText, required: true}, "edit_tag": {kind: isWhole, required: true}})
	if _, none := cliqQuery(r); !ok || !none || !isJSON(r) || len(faults) > 0 {
		c.bad(w)
		return
	}
	e := c.find(r.PathValue("id"), members["calendar_id"].(string))
	switch {
	case e == nil:
		c.fail(w, http.StatusNotFound, cliqWrongURL)
		return
	case members["edit_tag"].(json.Number).String() != strconv.FormatInt(e.tag, 10):
		c.bad(w)
		return
	}
	c.events = slices.DeleteFunc(c.events, func(other *cliqEvent) bool { return other == e })
	w.WriteHeader(http.StatusNoContent)
}

// alias is the calendar's id as events show it, another than its uid.
func (e *cliqEvent) alias() string { return "NDg4MTc3NTAwMDAwMDAwOTAwM3w" + e.calendar[:8] + "==" }

func (e *cliqEvent) conference() bool {
	return e.members["type"] == "audio_conference" || e.members["type"] == "video_conference"
}

func (e *cliqEvent) wire() object {
	person := object{"id": cliqUser, "name": cliqUserName, "email": cliqMail}
	o := object{
		"id": e.id, "edit_tag": strconv.FormatInt(e.tag, 10), "calendar_id": e.alias(),
		"start_time": e.start.UnixMilli(), "end_time": e.end.UnixMilli(), "isallday": false, "role": "organizer",
		"organizer": person, "creator": person, "entity_id": "47f78d99-049f-4e313-08ef-6b588976b4c4", "entity_type": 8, "is_big_chat_event": false,
	}
	for name, value := range e.members {
		o[name] = value
	}
	if e.conference() {
		o["meeting_link"] = "https://cliq.zoho.example/meeting/" + strings.ToUpper(e.id[20:32])
	}
	attendees := []object{}
	for _, a := range e.attendees {
		name, _, _ := strings.Cut(a.email, "@")
		attendees = append(attendees, object{"id": fmt.Sprint(89472161 + len(name)), "name": name, "email": a.email, "status": a.status})
	}
	o["attendees"] = attendees
	return o
}
