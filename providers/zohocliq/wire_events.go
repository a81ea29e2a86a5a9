package zohocliq

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
)

// eventBody is the body of create and edit (contracts/whereby-cliq.md 2B). Times are
// milliseconds: the examples write them as numbers, though they are declared texts.
// The two calls differ in the form of the attendees.
type eventBody struct {
	Title       string  `json:"title"`
	StartTime   int64   `json:"start_time"`
	EndTime     int64   `json:"end_time"`
	Timezone    string  `json:"timezone"`
	CalendarID  string  `json:"calendar_id,omitempty"`
	Type        string  `json:"type,omitempty"`
	Description *string `json:"description,omitempty"`
	Location    string  `json:"location,omitempty"`
	Attendees   any     `json:"attendees,omitempty"`
}

type attendeeBody struct {
	Email  string `json:"email"`
	Status string `json:"status,omitempty"`
}

func newCreateBody(req meeting.CreateRequest, calendarID string) ([]byte, error) {
	body := eventBody{
		Title: req.Title, StartTime: req.Start.UnixMilli(), EndTime: req.End.UnixMilli(), Timezone: string(req.Zone),
		CalendarID: calendarID, Type: TypeVideo, Description: text(req.Description),
	}
	if body.Timezone == "" { // required
		body.Timezone = "UTC"
	}
	if req.Media == meeting.MediaAudio {
		body.Type = TypeAudio
	}
	if len(req.Invitees) > 0 {
		emails := make([]string, len(req.Invitees))
		for i, p := range req.Invitees {
			emails[i] = p.Email
		}
		body.Attendees = emails
	}
	return transport.Body(body, req.Native)
}

// newUpdateBody is the whole event with the change in it.
func newUpdateBody(e normalize.CliqEvent, p meeting.Patch) ([]byte, error) {
	m := e.Meeting
	length, description := m.End.Sub(m.Start), text(m.Description)
	if p.Title != nil {
		m.Title = *p.Title
	}
	if p.Description != nil {
		description = p.Description // "" takes it away, and is said
	}
	if p.Start != nil {
		m.Start = *p.Start
	}
	if p.Duration != nil {
		length = *p.Duration
	}
	if p.Zone != "" {
		m.Zone = p.Zone
	}
	body := eventBody{
		Title: m.Title, StartTime: m.Start.UnixMilli(), EndTime: m.Start.Add(length).UnixMilli(), Timezone: string(m.Zone),
		CalendarID: e.CalendarID, Type: e.Type, Description: description, Location: e.Location,
	}
	if body.Timezone == "" { // required
		body.Timezone = "UTC"
	}
	if len(e.Attendees) > 0 {
		people := make([]attendeeBody, len(e.Attendees))
		for i, a := range e.Attendees {
			people[i] = attendeeBody{a.Email, strings.ToLower(a.Status)}
		}
		body.Attendees = people
	}
	return transport.Body(body, p.Native)
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// newCancelBody names the version of the event that is deleted. The tag is a text in
// an event and a number here.
func newCancelBody(e normalize.CliqEvent) ([]byte, error) {
	if strings.Trim(e.EditTag, "0123456789") != "" || e.EditTag == "" {
		return nil, &meeting.Error{Kind: meeting.ErrProtocol, Message: "the event has no edit_tag that a delete could name"}
	}
	return transport.Body(struct {
		CalendarID string      `json:"calendar_id"`
		EditTag    json.Number `json:"edit_tag"`
	}{e.CalendarID, json.Number(e.EditTag)}, nil)
}

// eventParameters are those of the list of events; all but the first are true or
// false.
var eventParameters = []string{"search", "include_hidden_calendars", "include_disabled_calendar", "ignore_declined_events"}

// source says what a query lists.
func (p *Provider) source(q meeting.ListQuery) (string, error) {
	given, named := q.Filter[paramSource]
	switch {
	case named && given != sourceSessions && given != sourceEvents:
		return "", meeting.Invalidf("filter", "source %q is neither sessions nor events", given)
	case !named:
		given = p.guess(q)
	}
	if ours := strings.HasPrefix(q.PageToken, eventToken); q.PageToken != "" && named && ours != (given == sourceEvents) {
		return "", meeting.Invalidf("page_token", "it is of another list than source=%s", given)
	}
	return given, nil
}

// guess goes by the page's token, by what only one of the two lists can be asked, and
// by the window: what is to come stands in the calendar, what has been in the
// history.
func (p *Provider) guess(q meeting.ListQuery) string {
	now := p.cfg.Now()
	switch {
	case q.PageToken != "":
		if strings.HasPrefix(q.PageToken, eventToken) {
			return sourceEvents
		}
		return sourceSessions
	case q.Status == meeting.StatusLive:
		return sourceSessions
	}
	for _, name := range eventParameters[1:] {
		if _, given := q.Filter[name]; given {
			return sourceEvents
		}
	}
	if len(q.Filter) > 0 {
		return sourceSessions // search alone, which both have, too
	}
	if q.To.After(now) || (q.To.IsZero() && q.From.After(now.Add(-recent))) {
		return sourceEvents
	}
	return sourceSessions
}

// recent is how long before now "from now on" may begin: today's morning is meant
// too.
const recent = 24 * time.Hour

// eventQuery checks a query for events and says what to list of them.
func (p *Provider) eventQuery(q meeting.ListQuery) (map[string]string, span, error) {
	query := map[string]string{}
	for name, value := range q.Filter {
		switch {
		case name == paramSource:
			continue
		case !slices.Contains(eventParameters, name):
			return nil, span{}, meeting.Invalidf("filter", "Cliq's list of events has no parameter %q; it has %s, %s", name, paramSource, strings.Join(eventParameters, ", "))
		case name == "search" && strings.TrimSpace(value) == "":
			return nil, span{}, meeting.Invalidf("filter", "search is blank")
		case name != "search" && value != "true" && value != "false":
			return nil, span{}, meeting.Invalidf("filter", "%s is true or false", name)
		}
		query[name] = value
	}
	if q.Status != "" && q.Status != meeting.StatusScheduled {
		return nil, span{}, &meeting.Error{Kind: meeting.ErrUnsupported, Message: "a calendar knows scheduled meetings; " + string(q.Status) + " ones can't be asked for"}
	}
	if q.PageToken != "" {
		at, err := readSpan(q.PageToken)
		return query, at, err
	}
	at := span{q.From, q.To}
	if at.from.IsZero() {
		at.from = p.cfg.Now().UTC().Truncate(time.Second)
	}
	if at.to.IsZero() {
		at.to = at.from.Add(horizon)
	}
	if !at.from.Before(at.to) {
		return nil, span{}, meeting.Invalidf("from", "it is missing: events of the past are listed from a time on")
	}
	return query, at, nil
}
