package caldav_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
	"github.com/libmeet/meeting/calendar/caldav"
)

func now() time.Time { return time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC) }

// planned is meeting number id of the provider work.
func planned(id string) meeting.Meeting {
	return meeting.Meeting{
		Provider: "work", Vendor: "zoom", ID: id, Kind: meeting.KindScheduled, Status: meeting.StatusScheduled,
		Title: "Planning, " + id, Description: "Numbers; plans", Start: time.Date(2026, 12, 1, 8, 30, 0, 0, time.UTC), Duration: 45 * time.Minute,
		Zone: "Europe/Berlin", Host: meeting.Person{Name: "Zoë", Email: "zoe@example.com"}, JoinURL: "https://zoom.example/j/" + id + "?pwd=a",
		HostURL: meeting.NewSecret("https://zoom.example/s/" + id + "?zak=zak"), Passcode: meeting.NewSecret("314"),
		DialIn:   []meeting.DialIn{{Label: "New York", Country: "US", Number: "+1 646 558"}},
		Invitees: []meeting.Person{{Name: "Ada", Email: "ada@example.com"}},
	}
}

func series(t *testing.T, id string) meeting.Meeting {
	t.Helper()
	m := planned(id)
	rule, err := meeting.ParseRecurrence("FREQ=WEEKLY;COUNT=10;BYDAY=TU")
	if err != nil {
		t.Fatal(err)
	}
	m.Kind, m.Recurrence = meeting.KindRecurring, rule
	m.Occurrences = []meeting.Occurrence{
		{ID: "20261208T083000Z", Start: time.Date(2026, 12, 9, 10, 0, 0, 0, time.UTC), Duration: m.Duration},
		{ID: "20261215T083000Z", Start: time.Date(2026, 12, 15, 8, 30, 0, 0, time.UTC), Status: meeting.StatusCancelled},
	}
	return m
}

func events(list ...meeting.Meeting) []calendar.Event {
	var out []calendar.Event
	for _, m := range list {
		e := calendar.NewEvent(m)
		e.Stamp = now()
		out = append(out, e)
	}
	return out
}

func push(t *testing.T, c *caldav.Client, list []calendar.Event, want caldav.Result) {
	t.Helper()
	got, err := c.Push(t.Context(), list, caldav.Sweep{Providers: []string{"work"}, Now: now()})
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Fatalf("%+v, want %+v", got, want)
	}
}

// TestPush: create, repeat, change, cancel, lose and repeat again.
func TestPush(t *testing.T) {
	servers(t, func(t *testing.T, s server) {
		c := s.open(t, s.calendar)
		one, two, three := planned("1"), series(t, "2"), planned("3")
		push(t, c, events(one, two, three), caldav.Result{Created: 3})
		push(t, c, events(one, two, three), caldav.Result{Unchanged: 3})

		one.Start = one.Start.Add(time.Hour)
		two.Title = "Renamed"
		push(t, c, events(one, two, three), caldav.Result{Updated: 2, Unchanged: 1})
		push(t, c, events(one, two, three), caldav.Result{Unchanged: 3})
		text, header := s.request(t, "GET", s.calendar+"zoom-1@"+calendar.UIDDomain+".ics", "", "", 200)
		got, err := calendar.Decode(strings.NewReader(text), calendar.DecodeOptions{})
		if err != nil || len(got) != 1 || got[0].Sequence != 1 || !got[0].Meeting.Start.Equal(one.Start) || strings.Contains(text, "METHOD") || strings.Contains(text, "zak=") {
			t.Errorf("%v, %v:\n%s", got, err, text)
		}

		// The calendar's user sets an alarm; it outlives the next change.
		alarm := strings.Replace(text, "END:VEVENT", "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Soon\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT", 1)
		s.request(t, "PUT", s.calendar+"zoom-1@"+calendar.UIDDomain+".ics", alarm, header.Get("ETag"), 0)
		push(t, c, events(one, two, three), caldav.Result{Unchanged: 3})
		one.Title = "Now with an alarm"
		push(t, c, events(one, two, three), caldav.Result{Updated: 1, Unchanged: 2})
		if text, _ := s.request(t, "GET", s.calendar+"zoom-1@"+calendar.UIDDomain+".ics", "", "", 200); !strings.Contains(text, "BEGIN:VALARM") || !strings.Contains(text, "Now with an alarm") {
			t.Errorf("after the change:\n%s", text)
		}

		three.Status = meeting.StatusCancelled
		push(t, c, events(one, three), caldav.Result{Unchanged: 1, Deleted: 2}) // two is gone at the vendor
		push(t, c, events(one, three), caldav.Result{Unchanged: 2})
		s.request(t, "GET", s.calendar+"zoom-3@"+calendar.UIDDomain+".ics", "", "", 404)
	})
}

// TestPushLeavesOthersAlone: neither entries of the user, nor of other providers,
// nor of the past are taken out.
func TestPushLeavesOthersAlone(t *testing.T) {
	servers(t, func(t *testing.T, s server) {
		c := s.open(t, s.calendar)
		s.request(t, "PUT", s.calendar+"mine.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//me\r\nBEGIN:VEVENT\r\nUID:mine\r\nDTSTAMP:20261101T000000Z\r\n"+
			"DTSTART:20261224T100000Z\r\nSUMMARY:Mine\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "", 0)
		other, past := planned("1"), planned("2")
		other.Provider, past.Start = "home", now().AddDate(0, 0, -1)
		push(t, c, events(other, past), caldav.Result{Created: 2})
		push(t, c, events(planned("3")), caldav.Result{Created: 1})
		s.request(t, "GET", s.calendar+"mine.ics", "", "", 200)
		push(t, c, nil, caldav.Result{Deleted: 1})
	})
}

// TestPushFindsTheEntry: an entry with the meeting's UID under another name is
// changed where it is.
func TestPushFindsTheEntry(t *testing.T) {
	servers(t, func(t *testing.T, s server) {
		c := s.open(t, s.calendar)
		push(t, c, events(planned("1")), caldav.Result{Created: 1})
		text, _ := s.request(t, "GET", s.calendar+"zoom-1@"+calendar.UIDDomain+".ics", "", "", 200)
		s.request(t, "DELETE", s.calendar+"zoom-1@"+calendar.UIDDomain+".ics", "", "", 0)
		s.request(t, "PUT", s.calendar+"elsewhere.ics", text, "", 0)
		m := planned("1")
		m.Title = "Found"
		push(t, c, events(m), caldav.Result{Updated: 1})
		if text, _ := s.request(t, "GET", s.calendar+"elsewhere.ics", "", "", 200); !strings.Contains(text, "SUMMARY:Found") {
			t.Errorf("%s", text)
		}
	})
}

// TestDiscovery: the calendar is found from its server too.
func TestDiscovery(t *testing.T) {
	servers(t, func(t *testing.T, s server) {
		for _, url := range []string{s.calendar, strings.TrimSuffix(s.calendar, "/"), s.home} {
			if got := s.open(t, url).Path(); !strings.HasSuffix(s.calendar, got) {
				t.Errorf("%s leads to %s", url, got)
			}
		}
		for _, path := range []string{"/u1/none/", "/u2/cal/"} { // never another calendar than was named
			if c, err := caldav.Open(t.Context(), caldav.Config{URL: s.origin() + path, User: s.user, Password: meeting.NewSecret(s.password)}); err == nil {
				t.Errorf("%s leads to %s", path, c.Path())
			}
		}
		if _, err := caldav.Open(t.Context(), caldav.Config{URL: s.calendar, User: "u1", Password: meeting.NewSecret("wrong")}); s.name == "radicale" && !errors.Is(err, meeting.ErrUnauthenticated) {
			t.Errorf("a wrong password: %v", err)
		}
	})
}
