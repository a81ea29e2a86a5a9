package calendar

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
)

// planning is a meeting with everything, and a host link in places where it should
// not be.
func planning() meeting.Meeting {
	const host = "https://zoom.us/s/91234567890?zak=hostkey"
	return meeting.Meeting{
		Vendor: "zoom", ID: "91234567890", Title: "Planning", Description: "Agenda\nThe host starts at " + host, Zone: "Europe/Berlin",
		Start: time.Date(2027, 3, 1, 8, 30, 0, 0, time.UTC), Duration: 45 * time.Minute,
		JoinURL: "https://zoom.us/j/91234567890?pwd=x", HostURL: meeting.NewSecret(host), Passcode: meeting.NewSecret("314159"),
		DialIn:   []meeting.DialIn{{Label: "Berlin", Country: "DE", Number: "+49 30 1234567", AccessCode: "91234567890"}, {URL: "https://zoom.us/u/abc"}},
		Invitees: []meeting.Person{{Name: "Ada", Email: "ada@example.com"}, {Name: "No address"}, {Email: "ADA@example.com"}},
	}
}

func repeated(rule string) meeting.Meeting {
	m := planning()
	m.Recurrence, _ = meeting.ParseRecurrence(rule)
	m.Kind = meeting.KindRecurring
	return m
}

func wantJSON(t *testing.T, v any, want string) {
	t.Helper()
	var got, expected any
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(json.Unmarshal(data, &got), json.Unmarshal([]byte(want), &expected)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(expected, got); diff != "" {
		t.Error(diff)
	}
}

func TestGoogleEvent(t *testing.T) {
	g, losses, err := NewGoogleEvent(NewEvent(planning()), GoogleOptions{Name: "Zoom Meeting"})
	if err != nil || len(losses) > 0 {
		t.Fatal(losses, err)
	}
	wantJSON(t, g, `{
	  "iCalUID": "zoom-91234567890@libmeet.github.io", "status": "confirmed", "summary": "Planning",
	  "description": "Agenda\nThe host starts at [redacted]\n\n--- How to join ---\nJoin: https://zoom.us/j/91234567890?pwd=x\nPasscode: 314159\nDial in: +49 30 1234567 (Berlin, DE), code 91234567890\nDial in: https://zoom.us/u/abc",
	  "location": "https://zoom.us/j/91234567890?pwd=x",
	  "start": {"dateTime": "2027-03-01T09:30:00", "timeZone": "Europe/Berlin"}, "end": {"dateTime": "2027-03-01T10:15:00", "timeZone": "Europe/Berlin"},
	  "attendees": [{"email": "ada@example.com", "displayName": "Ada", "responseStatus": "needsAction"}],
	  "conferenceData": {
	    "conferenceId": "91234567890", "conferenceSolution": {"key": {"type": "addOn"}, "name": "Zoom Meeting"},
	    "entryPoints": [
	      {"entryPointType": "video", "uri": "https://zoom.us/j/91234567890?pwd=x", "label": "zoom.us/j/91234567890?pwd=x", "meetingCode": "91234567890", "passcode": "314159"},
	      {"entryPointType": "phone", "uri": "tel:+49301234567,,,91234567890", "label": "+49 30 1234567", "accessCode": "91234567890", "regionCode": "DE"},
	      {"entryPointType": "more", "uri": "https://zoom.us/u/abc"}
	    ]}}`)
}

func TestGoogleMeet(t *testing.T) {
	g, _, err := NewGoogleEvent(NewEvent(planning()), GoogleOptions{Meet: "req-1"})
	if err != nil || g.Location != "" || strings.Contains(g.Description, "zoom.us/j") {
		t.Fatal(g, err)
	}
	wantJSON(t, g.ConferenceData, `{"createRequest": {"requestId": "req-1", "conferenceSolutionKey": {"type": "hangoutsMeet"}}}`)
	answers := map[string]string{
		`{}`: "none ", `{"conferenceData":{"createRequest":{"requestId":"1"}}}`: "pending ",
		`{"conferenceData":{"createRequest":{"requestId":"1","status":{"statusCode":"pending"}}}}`:                                                                                                                        "pending ",
		`{"conferenceData":{"createRequest":{"requestId":"1","status":{"statusCode":"failure"}}}}`:                                                                                                                        "failed ",
		`{"conferenceData":{"createRequest":{"requestId":"1","status":{"statusCode":"success"}}}}`:                                                                                                                        "pending ", // no way in yet
		`{"conferenceData":{"createRequest":{"requestId":"1","status":{"statusCode":"success"}},"entryPoints":[{"entryPointType":"phone","uri":"tel:+1"},{"entryPointType":"video","uri":"https://meet.google.com/a"}]}}`: "ready https://meet.google.com/a",
		`{"conferenceData":{"conferenceSolution":{"key":{"type":"addOn"}},"entryPoints":[{"entryPointType":"video","uri":"https://zoom.us/j/1"}]}}`:                                                                       "ready https://zoom.us/j/1",
	}
	for answer, want := range answers {
		var g GoogleEvent
		if err := json.Unmarshal([]byte(answer), &g); err != nil {
			t.Fatal(err)
		}
		if state, link := g.Conference(); fmt.Sprint(state, " ", link) != want {
			t.Errorf("%s: %s %s", answer, state, link)
		}
	}
}

func TestGoogleSeries(t *testing.T) {
	m := repeated("FREQ=WEEKLY;BYDAY=MO;UNTIL=20270601")
	second, third := m.Start.AddDate(0, 0, 7), m.Start.AddDate(0, 0, 14)
	m.Occurrences = []meeting.Occurrence{
		{ID: fmt.Sprint(second.UnixMilli()), Start: second.Add(2 * time.Hour)},
		{ID: fmt.Sprint(third.UnixMilli()), Start: third, Status: meeting.StatusCancelled},
	}
	g, losses, err := NewGoogleEvent(NewEvent(m), GoogleOptions{})
	if err != nil || len(losses) > 0 {
		t.Fatal(losses, err)
	}
	want := []string{"RRULE:FREQ=WEEKLY;UNTIL=20270601T215959Z;BYDAY=MO", "EXDATE;TZID=Europe/Berlin:20270315T093000,20270308T093000", "RDATE;TZID=Europe/Berlin:20270308T113000"}
	if diff := cmp.Diff(want, g.Recurrence); diff != "" {
		t.Error(diff)
	}
	m.Occurrences[0].Duration = 2 * time.Hour
	if _, _, err := NewGoogleEvent(NewEvent(m), GoogleOptions{}); !errors.Is(err, meeting.ErrUnsupported) {
		t.Error(err)
	}
	if _, losses, err := NewGoogleEvent(NewEvent(m), GoogleOptions{OnLoss: meeting.LossBestEffort}); err != nil || len(losses) != 1 {
		t.Error(losses, err)
	}
}

// A series over the night in which an hour comes twice is told as it is, with a word
// of warning.
func TestPayloadsOverTheEdge(t *testing.T) {
	m := repeated("FREQ=DAILY;COUNT=5")
	m.Start = time.Date(2027, 10, 29, 0, 30, 0, 0, time.UTC) // 02:30 in Berlin
	g, losses, err := NewGoogleEvent(NewEvent(m), GoogleOptions{})
	if err != nil || len(losses) != 1 || losses[0].Severity != meeting.Warn || !cmp.Equal(g.Recurrence, []string{"RRULE:FREQ=DAILY;COUNT=5"}) {
		t.Error(g.Recurrence, losses, err)
	}
	h, losses, err := NewGraphEvent(NewEvent(m), GraphOptions{})
	if err != nil || len(losses) != 1 || losses[0].Severity != meeting.Warn || h.Recurrence == nil {
		t.Error(h.Recurrence, losses, err)
	}
}

func TestGraphEvent(t *testing.T) {
	g, losses, err := NewGraphEvent(NewEvent(planning()), GraphOptions{})
	if err != nil || len(losses) > 0 {
		t.Fatal(losses, err)
	}
	wantJSON(t, g, `{
	  "transactionId": "zoom-91234567890@libmeet.github.io", "subject": "Planning",
	  "body": {"contentType": "text", "content": "Agenda\nThe host starts at [redacted]\n\n--- How to join ---\nJoin: https://zoom.us/j/91234567890?pwd=x\nPasscode: 314159\nDial in: +49 30 1234567 (Berlin, DE), code 91234567890\nDial in: https://zoom.us/u/abc"},
	  "start": {"dateTime": "2027-03-01T09:30:00", "timeZone": "Europe/Berlin"}, "end": {"dateTime": "2027-03-01T10:15:00", "timeZone": "Europe/Berlin"},
	  "location": {"displayName": "https://zoom.us/j/91234567890?pwd=x", "locationUri": "https://zoom.us/j/91234567890?pwd=x"},
	  "attendees": [{"type": "required", "emailAddress": {"address": "ada@example.com", "name": "Ada"}}],
	  "singleValueExtendedProperties": [{"id": "String {00020329-0000-0000-c000-000000000046} Name libmeet-uid", "value": "zoom-91234567890@libmeet.github.io"}]}`)

	teams, _, err := NewGraphEvent(NewEvent(planning()), GraphOptions{Teams: true})
	if err != nil || !teams.IsOnlineMeeting || teams.OnlineMeetingProvider != "teamsForBusiness" || teams.Location != nil {
		t.Error(teams, err)
	}
	if state, _ := teams.Conference(); state != ConferencePending {
		t.Error(state)
	}
	teams.OnlineMeeting = &GraphOnlineMeeting{JoinURL: "https://teams.microsoft.com/l/meetup-join/x"}
	if state, link := teams.Conference(); state != ConferenceReady || link == "" {
		t.Error(state, link)
	}
	if state, _ := g.Conference(); state != ConferenceNone {
		t.Error(state)
	}
}

func TestGraphRecurrence(t *testing.T) {
	tests := map[string]string{ // 1 March 2027 is a Monday
		"FREQ=DAILY;COUNT=10":                           `{"type":"daily","interval":1} numbered 10`,
		"FREQ=DAILY;INTERVAL=3":                         `{"type":"daily","interval":3} noEnd`,
		"FREQ=WEEKLY;COUNT=4":                           `{"type":"weekly","interval":1,"daysOfWeek":["monday"],"firstDayOfWeek":"monday"} numbered 4`,
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=SU":    `{"type":"weekly","interval":2,"daysOfWeek":["monday","friday"],"firstDayOfWeek":"sunday"} noEnd`,
		"FREQ=WEEKLY;BYDAY=MO;UNTIL=20270401T000000Z":   `{"type":"weekly","interval":1,"daysOfWeek":["monday"],"firstDayOfWeek":"monday"} endDate 2027-03-29`,
		"FREQ=MONTHLY;COUNT=3":                          `{"type":"absoluteMonthly","interval":1,"dayOfMonth":1} numbered 3`,
		"FREQ=MONTHLY;BYMONTHDAY=1":                     `{"type":"absoluteMonthly","interval":1,"dayOfMonth":1} noEnd`,
		"FREQ=MONTHLY;BYDAY=1MO":                        `{"type":"relativeMonthly","interval":1,"daysOfWeek":["monday"],"index":"first"} noEnd`,
		"FREQ=MONTHLY;BYDAY=-1FR":                       `{"type":"relativeMonthly","interval":1,"daysOfWeek":["friday"],"index":"last"} noEnd`,
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1":  `{"type":"relativeMonthly","interval":1,"daysOfWeek":["monday","tuesday","wednesday","thursday","friday"],"index":"first"} noEnd`,
		"FREQ=YEARLY":                                   `{"type":"absoluteYearly","interval":1,"dayOfMonth":1,"month":3} noEnd`,
		"FREQ=YEARLY;BYMONTH=3;BYDAY=1MO":               `{"type":"relativeYearly","interval":1,"daysOfWeek":["monday"],"index":"first","month":3} noEnd`,
		"FREQ=MONTHLY;BYMONTHDAY=31":                    "refused",
		"FREQ=MONTHLY;BYMONTHDAY=-1":                    "refused",
		"FREQ=MONTHLY;BYMONTHDAY=1,15":                  "refused",
		"FREQ=MONTHLY;BYDAY=5MO":                        "refused",
		"FREQ=MONTHLY;BYDAY=1MO,3MO":                    "refused",
		"FREQ=DAILY;BYDAY=MO,TU":                        "refused",
		"FREQ=YEARLY;BYDAY=10MO":                        "refused",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29":           "refused",
		"FREQ=YEARLY;BYMONTH=3,9":                       "refused",
		"FREQ=WEEKLY;BYMONTH=3":                         "refused",
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2": "refused",
	}
	for rule, want := range tests {
		g, losses, err := NewGraphEvent(NewEvent(repeated(rule)), GraphOptions{})
		if want == "refused" {
			var lost *meeting.LossError
			if !errors.Is(err, meeting.ErrUnsupported) || !errors.As(err, &lost) || len(losses) == 0 || g.Recurrence != nil {
				t.Errorf("%s: %v %v %v", rule, g.Recurrence, losses, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", rule, err)
			continue
		}
		pattern, _ := json.Marshal(g.Recurrence.Pattern)
		r := g.Recurrence.Range
		got := string(pattern) + " " + r.Type
		if r.NumberOfOccurrences > 0 {
			got += fmt.Sprint(" ", r.NumberOfOccurrences)
		}
		if r.EndDate != "" {
			got += " " + r.EndDate
		}
		var a, b any
		_ = json.Unmarshal(pattern, &a)
		wanted, rest, _ := strings.Cut(want, "} ")
		_ = json.Unmarshal([]byte(wanted+"}"), &b)
		if !cmp.Equal(a, b) || !strings.HasSuffix(got, "} "+rest) || r.RecurrenceTimeZone != "Europe/Berlin" {
			t.Errorf("%s:\ngot  %s\nwant %s", rule, got, want)
		}
	}
}

func TestGraphZones(t *testing.T) {
	m := planning()
	for zone, want := range map[meeting.Zone]GraphTime{
		"Asia/Kolkata":  {"2027-03-01T14:00:00", "Asia/Kolkata"},
		"Europe/Zurich": {"2027-03-01T09:30:00", "W. Europe Standard Time"}, // not in Graph's list
		"":              {"2027-03-01T08:30:00", "UTC"},
		"UTC":           {"2027-03-01T08:30:00", "UTC"},
	} {
		m.Zone = zone
		g, _, err := NewGraphEvent(NewEvent(m), GraphOptions{})
		if err != nil || *g.Start != want {
			t.Errorf("%s: %v %v", zone, g.Start, err)
		}
	}
}

// Of an hour that happens twice it is said which one is meant.
func TestPayloadsInTheAmbiguousHour(t *testing.T) {
	m := planning()
	m.Start = time.Date(2027, 10, 31, 1, 30, 0, 0, time.UTC) // the second 02:30 in Berlin
	m.Duration = 15 * time.Minute
	g, _, err := NewGoogleEvent(NewEvent(m), GoogleOptions{})
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.Parse(time.RFC3339, g.Start.DateTime)
	if err != nil || !at.Equal(m.Start) {
		t.Error(g.Start, err)
	}
	h, _, err := NewGraphEvent(NewEvent(m), GraphOptions{})
	if err != nil || *h.Start != (GraphTime{"2027-10-31T01:30:00", "UTC"}) {
		t.Error(h.Start, err)
	}
}

// Everything that is posted has the types that the vendors publish, and nothing has a
// host link, not even text that a vendor copied it into.
func TestPayloadsFitTheSchemas(t *testing.T) {
	google, err := readSchemas("google-calendar.json")
	if err != nil {
		t.Fatal(err)
	}
	graph, err := readSchemas("graph.json")
	if err != nil {
		t.Fatal(err)
	}
	allDay := NewEvent(planning())
	allDay.Form, allDay.Meeting.Start, allDay.Meeting.Duration, allDay.Meeting.Zone = AllDay, monday, 24*time.Hour, ""
	long := planning()
	long.JoinURL += strings.Repeat("x", 1400)
	long.Passcode, long.DialIn[0].AccessCode, long.DialIn[0].Number = meeting.NewSecret(strings.Repeat("ü", 200)), strings.Repeat("1", 300), "+1"+strings.Repeat("2", 600)
	hostile := planning()
	hostile.Title += hostile.HostURL.Reveal()
	hostile.JoinURL = hostile.HostURL.Reveal()
	hostile.Invitees[0].Name = hostile.HostURL.Reveal()
	hostile.DialIn[1].URL = hostile.HostURL.Reveal()
	events := map[string]Event{"all": NewEvent(planning()), "all day": allDay, "long": NewEvent(long), "hostile": NewEvent(hostile), "bare": NewEvent(meeting.Meeting{Vendor: "x", ID: "1", Start: monday})}
	for _, rule := range []string{"FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;UNTIL=20280101", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=YEARLY"} {
		events[rule] = NewEvent(repeated(rule))
	}
	for name, e := range events {
		for _, conference := range []bool{false, true} {
			id := ""
			if conference {
				id = "req-1"
			}
			g, _, err := NewGoogleEvent(e, GoogleOptions{Meet: id})
			if wrong := google.check("Event", g); err != nil || len(wrong) > 0 {
				t.Errorf("%s: %v %v", name, err, wrong)
			}
			m, _, err := NewGraphEvent(e, GraphOptions{Teams: conference})
			if wrong := graph.check("event", m); err != nil || len(wrong) > 0 {
				t.Errorf("%s: %v %v", name, err, wrong)
			}
			for _, v := range []any{g, m} {
				if data, _ := json.Marshal(v); strings.Contains(string(data), "hostkey") {
					t.Errorf("%s: a host link: %s", name, data)
				}
			}
		}
	}
}

func TestPayloadsRefuse(t *testing.T) {
	floating := NewEvent(planning())
	floating.Form = Floating
	for name, e := range map[string]Event{"floating": floating, "no start": NewEvent(meeting.Meeting{Vendor: "x", ID: "1"}), "no uid": NewEvent(meeting.Meeting{Start: monday})} {
		if _, _, err := NewGoogleEvent(e, GoogleOptions{}); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
		if _, _, err := NewGraphEvent(e, GraphOptions{}); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
