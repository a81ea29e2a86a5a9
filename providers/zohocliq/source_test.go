package zohocliq_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zohocliq"
)

func source(word string, more ...string) map[string]string {
	filter := map[string]string{"source": word}
	for i := 0; i < len(more); i += 2 {
		filter[more[i]] = more[i+1]
	}
	return filter
}

// What a list is of follows from the filter, else from the window.
func TestSource(t *testing.T) {
	later, before := now.Add(48*time.Hour), now.Add(-48*time.Hour)
	for name, c := range map[string]struct {
		q      meeting.ListQuery
		events bool
	}{
		"nothing":               {meeting.ListQuery{}, false},
		"the past":              {meeting.ListQuery{From: before.Add(-time.Hour), To: before}, false},
		"since the past":        {meeting.ListQuery{From: before}, false},
		"from now on":           {meeting.ListQuery{From: now}, true},
		"from this morning on":  {meeting.ListQuery{From: now.Add(-12 * time.Hour)}, true},
		"this week":             {meeting.ListQuery{From: before, To: later}, true},
		"until later":           {meeting.ListQuery{To: later}, true},
		"live":                  {meeting.ListQuery{Status: meeting.StatusLive, From: now}, false},
		"scheduled":             {meeting.ListQuery{Status: meeting.StatusScheduled}, false},
		"scheduled from now on": {meeting.ListQuery{Status: meeting.StatusScheduled, From: now}, true},
		"type":                  {meeting.ListQuery{From: now, Filter: map[string]string{"type": "all"}}, false},
		"search":                {meeting.ListQuery{Filter: map[string]string{"search": "x"}}, false},
		"hidden":                {meeting.ListQuery{Filter: map[string]string{"search": "x", "include_hidden_calendars": "true"}}, true},
		"events":                {meeting.ListQuery{Filter: source("events")}, true},
		"sessions":              {meeting.ListQuery{From: now, Filter: source("sessions")}, false},
		"token of events":       {meeting.ListQuery{PageToken: "events.1798804800000.1798891200000"}, true},
		"token of sessions":     {meeting.ListQuery{From: now, PageToken: "abc"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			p, got := scripted(t, zohocliq.Config{}, map[string]string{"GET " + events: `{"data":[]}`, "GET " + history: `{"data":[]}`})
			if _, err := p.ListMeetings(t.Context(), c.q); err != nil {
				t.Fatal(err)
			}
			if len(*got) != 1 || strings.HasPrefix((*got)[0].url, events) != c.events {
				t.Errorf("sent %v", *got)
			}
		})
	}
}

func TestSourceRefused(t *testing.T) {
	p, got := scripted(t, zohocliq.Config{}, nil)
	for name, c := range map[string]struct {
		q    meeting.ListQuery
		kind meeting.ErrorKind
	}{
		"unknown":                  {meeting.ListQuery{Filter: source("both")}, meeting.ErrInvalid},
		"events of a type":         {meeting.ListQuery{Filter: source("events", "type", "all")}, meeting.ErrInvalid},
		"sessions that are hidden": {meeting.ListQuery{Filter: source("sessions", "include_hidden_calendars", "true")}, meeting.ErrInvalid},
		"no bool":                  {meeting.ListQuery{Filter: source("events", "ignore_declined_events", "yes")}, meeting.ErrInvalid},
		"blank search":             {meeting.ListQuery{Filter: source("events", "search", " ")}, meeting.ErrInvalid},
		"live events":              {meeting.ListQuery{Filter: source("events"), Status: meeting.StatusLive}, meeting.ErrUnsupported},
		"past without a from":      {meeting.ListQuery{Filter: source("events"), To: now.Add(-time.Hour)}, meeting.ErrInvalid},
		"token of the other":       {meeting.ListQuery{Filter: source("events"), PageToken: "abc"}, meeting.ErrInvalid},
		"and the other way":        {meeting.ListQuery{Filter: source("sessions"), PageToken: "events.1.2"}, meeting.ErrInvalid},
		"token that is none":       {meeting.ListQuery{PageToken: "events.2.1"}, meeting.ErrInvalid},
		"token of words":           {meeting.ListQuery{PageToken: "events.a.b"}, meeting.ErrInvalid},
	} {
		if _, err := p.ListMeetings(t.Context(), c.q); !errors.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(*got) != 0 {
		t.Errorf("sent %v", *got)
	}
}

// A list of events is walked in windows of 31 days; each event comes once, however
// many windows it reaches into, and those that are no conference don't come.
func TestEventWindows(t *testing.T) {
	const edge = "1801483200000" // now and 31 days
	long := `{"id":"long@zoho.com","type":"video_conference","calendar_id":"c","start_time":` + "1801479600000" + `,"end_time":1801490400000}`
	lunch := `{"id":"lunch@zoho.com","type":"normal_event","calendar_id":"c","start_time":1798812000000,"end_time":1798815600000}`
	link := `{"id":"link@zoho.com","meeting_link":"https://cliq.zoho.com/meeting/1","calendar_id":"c","start_time":1798812000000,"end_time":1798815600000}`
	p, got := scripted(t, zohocliq.Config{}, map[string]string{"GET " + events: `{"data":[` + long + "," + lunch + "," + link + `]}`})
	list := func(q meeting.ListQuery) (ids []string) {
		for m, err := range provider.NewClient(p, provider.ClientConfig{}).Meetings(t.Context(), q) {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, m.ID)
		}
		return ids
	}
	ids := list(meeting.ListQuery{From: now, To: now.Add(40 * 24 * time.Hour), Filter: source("events", "search", "x")})
	if diff := cmp.Diff([]string{"long@zoho.com", "link@zoho.com"}, ids); diff != "" {
		t.Error(diff)
	}
	sameLines(t, []line{
		{"GET", events + "?from=1798804800000&search=x&to=" + edge, ""},
		{"GET", events + "?from=" + edge + "&search=x&to=1802260800000", ""},
	}, *got)
	*got = nil
	if list(meeting.ListQuery{From: now}); len(*got) != 6 {
		t.Errorf("without an end: %d requests", len(*got))
	}
}
