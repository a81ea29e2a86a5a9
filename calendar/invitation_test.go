package calendar_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
)

// weekly is a series with a moved, a longer and a cancelled occurrence and one
// that was added.
func weekly(t *testing.T) meeting.Meeting {
	t.Helper()
	m := planning()
	rule, err := meeting.ParseRecurrence("FREQ=WEEKLY;COUNT=20;BYDAY=TU")
	if err != nil {
		t.Fatal(err)
	}
	m.Kind, m.Recurrence = meeting.KindRecurring, rule
	at := func(day, hour int) time.Time { return time.Date(2026, 12, day, hour, 30, 0, 0, time.UTC) }
	m.Occurrences = []meeting.Occurrence{
		{ID: fmt.Sprint(at(1, 8).UnixMilli()), Start: at(1, 8), Duration: m.Duration, Status: meeting.StatusScheduled},
		{ID: fmt.Sprint(at(8, 8).UnixMilli()), Start: at(9, 10), Duration: m.Duration, Status: meeting.StatusScheduled},
		{ID: fmt.Sprint(at(15, 8).UnixMilli()), Start: at(15, 8), Duration: 2 * time.Hour, Status: meeting.StatusScheduled},
		{ID: fmt.Sprint(at(22, 8).UnixMilli()), Start: at(22, 8), Status: meeting.StatusCancelled},
		{ID: "20261223T083000Z", Start: at(23, 8), Duration: m.Duration},
	}
	return m
}

// hostile is text that tries to leave its property.
func hostile() string {
	return "x\r\nATTENDEE:mailto:evil@example.com\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:evil\n\u2028END:VCALENDAR\u0085a\x00\x07\x1b\u202egnp\u2066;:,\"^'\\n\\"
}

func hostileMeeting() meeting.Meeting {
	m := planning()
	evil := hostile()
	m.Title, m.Description, m.ID = evil, evil, evil
	m.Host.Name, m.Host.Email = evil, "zoe@example.com\r\nX-EVIL:1"
	m.Passcode = meeting.NewSecret(evil)
	m.DialIn = []meeting.DialIn{{Label: evil, Country: evil, Number: "+49" + evil, AccessCode: evil, URL: "https://example.com/" + evil}}
	m.Invitees = []meeting.Person{{Name: evil, Email: "ada@example.com" + evil}, {Name: evil, Email: "ada@example.com"}}
	m.JoinURL += evil
	m.ViewerURL = "javascript:alert(1)"
	return m
}

func TestHostileText(t *testing.T) {
	for name, text := range map[string]string{"injection": hostile(), "long": strings.Repeat("ü\U0001F600", 200_000)} {
		quiet := planning()
		quiet.Title, quiet.Host.Name = "T", "N"
		loud := quiet
		loud.Title, loud.Host.Name = text, text
		one := decode(t, encode(t, calendar.EncodeOptions{Method: calendar.Request}, calendar.NewEvent(quiet)))
		other := decode(t, encode(t, calendar.EncodeOptions{Method: calendar.Request}, calendar.NewEvent(loud)))
		if len(other) != 1 {
			t.Fatalf("%s: %d events", name, len(other))
		}
		if strings.Contains(text, "\U0001F600") && other[0].Meeting.Title != text {
			t.Errorf("%s: the title came back changed", name)
		}
		other[0].Meeting.Title, other[0].Meeting.Host.Name = "T", "N"
		if diff := cmp.Diff(one, other); diff != "" {
			t.Errorf("%s: something else changed: %s", name, diff)
		}
	}
	text := encode(t, calendar.EncodeOptions{Method: calendar.Request, Name: hostile()}, calendar.NewEvent(hostileMeeting()))
	if strings.Count(text, "BEGIN:VEVENT\r\n") != 1 || strings.Contains(text, "\r\nUID:evil") || strings.Contains(text, "\r\nX-EVIL") || strings.Contains(text, "javascript") {
		t.Errorf("injected:\n%s", text)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n\x00\x07\x1b\u0085\u2028") || strings.ToValidUTF8(line, "") != line {
			t.Errorf("%q", line)
		}
	}
}

// TestNoHostLink puts the host's link into every text.
func TestNoHostLink(t *testing.T) {
	m := weekly(t)
	link := m.HostURL.Reveal()
	m.Title, m.Description, m.Host.Name = "T "+link, "D "+link, link
	m.ViewerURL, m.DialIn = link, []meeting.DialIn{{Label: link, Number: "+1", URL: link}, {URL: link}}
	e := calendar.NewEvent(m)
	e.Extra.Properties = []calendar.Property{{Name: "X-ANY", Value: link}, {Name: "LOCATION", Value: link, Params: map[string][]string{"ALTREP": {link}}}}
	for _, method := range []calendar.Method{calendar.Stored, calendar.Publish, calendar.Request, calendar.Cancel} {
		text := strings.ReplaceAll(encode(t, calendar.EncodeOptions{Method: method}, e), "\r\n ", "")
		if strings.Contains(text, "secret-zak") {
			t.Errorf("%s:\n%s", method, text)
		}
		m := planning()
		m.JoinURL = link
		if text := encode(t, calendar.EncodeOptions{Method: method}, calendar.NewEvent(m)); strings.Contains(text, "secret-zak") {
			t.Errorf("%s, as join link:\n%s", method, text)
		}
	}
}

// TestAllowed: libical's check of RFC 5546 lets pass what we write, and stops what
// it must.
func TestAllowed(t *testing.T) {
	r, err := libical(t)
	if err != nil {
		t.Skip("A READER IS MISSING: ", err)
	}
	noHost := planning()
	noHost.Host = meeting.Person{}
	cancelled := weekly(t)
	cancelled.Status = meeting.StatusCancelled
	meetings := map[string]meeting.Meeting{"single": planning(), "series": weekly(t), "no-host": noHost, "hostile": hostileMeeting(), "cancelled": cancelled}
	dir := t.TempDir()
	var files []string
	write := func(name, text string) {
		path := filepath.Join(dir, name+".ics")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	for name, m := range meetings {
		for _, method := range []calendar.Method{calendar.Stored, calendar.Publish, calendar.Request, calendar.Cancel} {
			if name == "cancelled" && method == calendar.Request {
				continue
			}
			write(name+"-"+string(method), encode(t, calendar.EncodeOptions{Method: method}, calendar.NewEvent(m)))
		}
	}
	_, forbidden := r.read(t, files)
	if len(forbidden) > 0 {
		t.Errorf("forbidden: %v", forbidden)
	}
	files = nil
	good := encode(t, calendar.EncodeOptions{Method: calendar.Request}, calendar.NewEvent(planning()))
	for _, name := range []string{"ATTENDEE;", "ORGANIZER;", "DTSTAMP:", "DTSTART;", "UID:"} {
		begin := strings.Index(good, "\r\n"+name) + 2
		if name == "DTSTART;" {
			begin = strings.LastIndex(good, "\r\nDTSTART;") + 2
		}
		end := begin + strings.Index(good[begin:], "\r\n") + 2
		for strings.HasPrefix(good[end:], " ") {
			end += strings.Index(good[end:], "\r\n") + 2
		}
		write("without-"+name[:len(name)-1], good[:begin]+good[end:])
	}
	if _, forbidden := r.read(t, files); len(forbidden) != len(files) {
		t.Errorf("of %d wrong files these are forbidden: %v", len(files), forbidden)
	}
}

// TestSeries: what differs from the rule, as written and as read.
func TestSeries(t *testing.T) {
	first := encode(t, calendar.EncodeOptions{Method: calendar.Request}, calendar.NewEvent(weekly(t)))
	for _, want := range []string{
		"RRULE:FREQ=WEEKLY;COUNT=20;BYDAY=TU", "EXDATE;TZID=Europe/Berlin:20261222T093000", "RDATE:20261223T083000Z",
		"RECURRENCE-ID;TZID=Europe/Berlin:20261208T093000\r\nDTSTART;TZID=Europe/Berlin:20261209T113000",
		"RECURRENCE-ID;TZID=Europe/Berlin:20261215T093000\r\nDTSTART;TZID=Europe/Berlin:20261215T093000\r\nDTEND;TZID=Europe/Berlin:20261215T113000",
	} {
		if !strings.Contains(first, want+"\r\n") {
			t.Errorf("%s is missing", want)
		}
	}
	if n := strings.Count(first, "BEGIN:VEVENT"); n != 3 {
		t.Errorf("%d events", n)
	}
	events := decode(t, first)
	if second := encode(t, calendar.EncodeOptions{Method: calendar.Request}, events...); first != second {
		t.Error(cmp.Diff(first, second))
	}
	var got []string
	for _, o := range events[0].Meeting.Occurrences {
		got = append(got, fmt.Sprint(o.ID, " ", o.Start.Format("0102T1504"), " ", o.Duration, " ", o.Status))
	}
	want := []string{"20261208T083000Z 1209T1030 45m0s ", "20261215T083000Z 1215T0830 2h0m0s ", "20261222T083000Z 1222T0830 0s cancelled", "20261223T083000Z 1223T0830 45m0s "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestStartOffTheRule: a file's start is always an instance, so it is the first one
// that the rule has.
func TestStartOffTheRule(t *testing.T) {
	m := planning() // a Tuesday
	m.Occurrences = nil
	rule, err := meeting.ParseRecurrence("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=3")
	if err != nil {
		t.Fatal(err)
	}
	m.Recurrence = rule
	text := encode(t, calendar.EncodeOptions{}, calendar.NewEvent(m))
	if !strings.Contains(text, "\r\nDTSTART;TZID=Europe/Berlin:20261202T093000\r\n") {
		t.Errorf("%s", text)
	}
	m.Recurrence.ByMonth, m.Recurrence.ByDay, m.Recurrence.ByMonthDay, m.Recurrence.Frequency = []int{2}, nil, []int{30}, meeting.Yearly
	if err := calendar.Encode(&strings.Builder{}, []calendar.Event{calendar.NewEvent(m)}, calendar.EncodeOptions{}); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("a rule that fits no day: %v", err)
	}
}

func TestEncodeRefuses(t *testing.T) {
	noStart, noID, noInvitees, cancelled, oddZone := planning(), planning(), planning(), planning(), planning()
	noStart.Start, noID.ID, noInvitees.Invitees, cancelled.Status = time.Time{}, "", []meeting.Person{{Name: "Ada"}}, meeting.StatusCancelled
	late := planning()
	late.Start = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)
	oddZone.Zone, oddZone.Recurrence = "Mars/Olympus", meeting.Recurrence{Frequency: meeting.Daily}
	other := planning()
	other.ID = "2"
	for name, tt := range map[string]struct {
		method   calendar.Method
		meetings []meeting.Meeting
	}{
		"a year of five digits": {calendar.Publish, []meeting.Meeting{late}},
		"no start":              {calendar.Publish, []meeting.Meeting{noStart}}, "no id": {calendar.Publish, []meeting.Meeting{noID}},
		"no invitees": {calendar.Request, []meeting.Meeting{noInvitees}}, "nobody to tell": {calendar.Cancel, []meeting.Meeting{noInvitees}},
		"invited to what is cancelled": {calendar.Request, []meeting.Meeting{cancelled}}, "two at once": {calendar.Request, []meeting.Meeting{planning(), other}},
		"a series in an unknown zone": {calendar.Publish, []meeting.Meeting{oddZone}},
	} {
		var out strings.Builder
		var events []calendar.Event
		for _, m := range tt.meetings {
			events = append(events, calendar.NewEvent(m))
		}
		if err := calendar.Encode(&out, events, calendar.EncodeOptions{Method: tt.method}); !errors.Is(err, meeting.ErrInvalid) || out.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", name, err, out.Len())
		}
	}
	oddZone.Recurrence = meeting.Recurrence{}
	if text := encode(t, calendar.EncodeOptions{}, calendar.NewEvent(oddZone)); !strings.Contains(text, "DTSTART:20261201T083000Z\r\n") {
		t.Errorf("a meeting in an unknown zone:\n%s", text)
	}
}
