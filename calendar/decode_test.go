package calendar_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
)

// file wraps the lines of events into a calendar.
func file(lines ...string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VCALENDAR\r\n"
}

func event(lines ...string) string {
	return "BEGIN:VEVENT\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT"
}

// outlook is an invitation as Outlook writes one: a Windows zone, described by
// rules from 1601 on, and tabs.
const outlook = "\ufeffBEGIN:VCALENDAR\r\nPRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\n" +
	"TZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16011028T030000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nTZOFFSETFROM:+0200\r\n" +
	"TZOFFSETTO:+0100\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010325T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nTZOFFSETFROM:+0100\r\n" +
	"TZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:040000008200E00074C5B7101A82E008\r\nDTSTAMP:20260601T080000Z\r\nSEQUENCE:2\r\n" +
	"DTSTART;TZID=\"W. Europe Standard Time\":20260701T103000\r\nDTEND;TZID=\"W. Europe Standard Time\":20260701T113000\r\n" +
	"SUMMARY;LANGUAGE=de:Quartal\\, Zahlen\r\nORGANIZER;CN=\"Zoë; Q\":mailto:zoe@example.com\r\n" +
	"ATTENDEE;CN=Ada;ROLE=OPT-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE:MAILTO:ada@exa\r\n\tmple.com\r\n" +
	"ATTENDEE;CUTYPE=ROOM;CN=Room 5:mailto:room5@example.com\r\nLOCATION:Room 5\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\n" +
	"X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0?context=%7b%7d\r\n" +
	"BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nACTION:DISPLAY\r\nDESCRIPTION:Reminder\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

func TestDecodeOutlook(t *testing.T) {
	events := decode(t, outlook)
	m := events[0].Meeting
	if !m.Start.Equal(time.Date(2026, 7, 1, 8, 30, 0, 0, time.UTC)) || m.Zone != "Europe/Berlin" || m.Duration != time.Hour || m.Title != "Quartal, Zahlen" ||
		m.Host != (meeting.Person{Name: "Zoë; Q", Email: "zoe@example.com"}) || !cmp.Equal(m.Invitees, []meeting.Person{{Name: "Ada", Email: "ada@example.com"}}) ||
		!strings.HasPrefix(m.JoinURL, "https://teams.microsoft.com/l/meetup-join/") || events[0].Sequence != 2 || calendar.UID(m) != "040000008200E00074C5B7101A82E008" {
		t.Errorf("%+v", events[0])
	}
	again := encode(t, calendar.EncodeOptions{Method: calendar.Request}, events...)
	plain := strings.ReplaceAll(again, "\r\n ", "")
	for _, want := range []string{"LOCATION:Room 5", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "PARTSTAT=ACCEPTED", "ROLE=OPT-PARTICIPANT", "TRIGGER:-PT15M", "SEQUENCE:2",
		"DTSTART;TZID=Europe/Berlin:20260701T103000", "CUTYPE=ROOM"} {
		if !strings.Contains(plain, want) {
			t.Errorf("%s is lost:\n%s", want, plain)
		}
	}
	if third := encode(t, calendar.EncodeOptions{Method: calendar.Request}, decode(t, again)...); third != again {
		t.Error(cmp.Diff(again, third))
	}
}

// TestDecodeForms: dates, floating times and the zones that a file may name.
func TestDecodeForms(t *testing.T) {
	custom := "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:20000101T000000\r\nTZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\nEND:STANDARD\r\nEND:VTIMEZONE"
	for name, tt := range map[string]struct {
		text  string
		start string
		long  time.Duration
		zone  meeting.Zone
		form  calendar.TimeForm
		notes string
	}{
		"utc":          {file(event("UID:a", "DTSTART:20260701T103000Z", "DTEND:20260701T110000Z")), "2026-07-01T10:30:00Z", 30 * time.Minute, "", calendar.Instant, ""},
		"date":         {file(event("UID:a", "DTSTART;VALUE=DATE:20260701")), "2026-07-01T00:00:00Z", 24 * time.Hour, "", calendar.AllDay, "start note"},
		"days":         {file(event("UID:a", "DTSTART;VALUE=DATE:20260701", "DTEND;VALUE=DATE:20260703")), "2026-07-01T00:00:00Z", 48 * time.Hour, "", calendar.AllDay, "start note"},
		"floating":     {file(event("UID:a", "DTSTART:20260701T103000", "DURATION:P1DT1H")), "2026-07-01T10:30:00Z", 25 * time.Hour, "", calendar.Floating, "start note"},
		"own zone":     {file("X-WR-TIMEZONE:America/New_York", event("UID:a", "DTSTART:20260701T103000")), "2026-07-01T14:30:00Z", 0, "America/New_York", calendar.Floating, "start note"},
		"iana":         {file(event("UID:a", "DTSTART;TZID=Asia/Kolkata:20260701T103000")), "2026-07-01T05:00:00Z", 0, "Asia/Kolkata", calendar.Instant, ""},
		"windows":      {file(event("UID:a", "DTSTART;TZID=Pacific Standard Time:20260701T103000")), "2026-07-01T17:30:00Z", 0, "America/Los_Angeles", calendar.Instant, ""},
		"file's own":   {file(custom, event("UID:a", "DTSTART;TZID=Customized Time Zone:20260701T103000")), "2026-07-01T05:00:00Z", 0, "", calendar.Instant, "time_zone note"},
		"own series":   {file(custom, event("UID:a", "DTSTART;TZID=Customized Time Zone:20260701T103000", "RRULE:FREQ=DAILY;COUNT=3")), "2026-07-01T05:00:00Z", 0, "Asia/Kolkata", calendar.Instant, "time_zone note"},
		"gap":          {file(event("UID:a", "DTSTART;TZID=Europe/Berlin:20260329T023000")), "2026-03-29T01:30:00Z", 0, "Europe/Berlin", calendar.Instant, ""},
		"twice":        {file(event("UID:a", "DTSTART;TZID=Europe/Berlin:20261025T023000")), "2026-10-25T00:30:00Z", 0, "Europe/Berlin", calendar.Instant, ""},
		"nominal day":  {file(event("UID:a", "DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:P1D")), "2026-03-28T11:00:00Z", 23 * time.Hour, "Europe/Berlin", calendar.Instant, ""},
		"lf, unfolded": {strings.ReplaceAll(file(event("UID:a", "DTSTART:2026\r\n 0701T103000Z")), "\r\n", "\n"), "2026-07-01T10:30:00Z", 0, "", calendar.Instant, ""},
		"hourly":       {file(event("UID:a", "DTSTART:20260701T103000Z", "RRULE:FREQ=HOURLY")), "2026-07-01T10:30:00Z", 0, "", calendar.Instant, "recurrence refuse"},
	} {
		events, err := calendar.Decode(strings.NewReader(tt.text), calendar.DecodeOptions{})
		if err != nil || len(events) != 1 {
			t.Errorf("%s: %v %v", name, events, err)
			continue
		}
		m := events[0].Meeting
		var notes []string
		for _, l := range m.Losses {
			notes = append(notes, l.Field+" "+string(l.Severity))
		}
		if m.Start.Format(time.RFC3339) != tt.start || m.Duration != tt.long || m.Zone != tt.zone || events[0].Form != tt.form || strings.Join(notes, ",") != tt.notes {
			t.Errorf("%s: %s %s %q %q %v", name, m.Start.Format(time.RFC3339), m.Duration, m.Zone, events[0].Form, notes)
		}
		one := encode(t, calendar.EncodeOptions{}, events...)
		if two := encode(t, calendar.EncodeOptions{}, decode(t, one)...); one != two {
			t.Errorf("%s, written twice: %s", name, cmp.Diff(one, two))
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	whole := file(event("UID:a", "DTSTART:20260701T103000Z", "SUMMARY:T"))
	deep := strings.Repeat("BEGIN:X\r\n", 100_000)
	for name, text := range map[string]string{
		"empty": "", "no calendar": "hello", "json": `{"a":1}`, "cut off": whole[:len(whole)-15], "other end": strings.Replace(whole, "END:VEVENT", "END:VTODO", 1),
		"deep": deep, "cut parameter": file("A;B=c"), "open quote": file(`A;B="c:d`), "no vcalendar": "BEGIN:VCARD\r\nEND:VCARD\r\n",
		"no start": file(event("UID:a")), "bad start": file(event("UID:a", "DTSTART:tomorrow")), "unknown zone": file(event("UID:a", "DTSTART;TZID=Mars:20260701T103000")),
		"empty zone": file(event("UID:a", "DTSTART;TZID=:20260701T103000")), "end first": file(event("UID:a", "DTSTART:20260701T103000Z", "DTEND:20260701T103000") + "\r\n" + event("UID:b", "DTSTART:20260701T103000Z", "DTEND:20260601T103000Z")),
		"bad duration": file(event("UID:a", "DTSTART:20260701T103000Z", "DURATION:soon")),
	} {
		if events, err := calendar.Decode(strings.NewReader(text), calendar.DecodeOptions{}); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("%s: %v, %v", name, events, err)
		}
	}
	if _, err := calendar.Decode(strings.NewReader(whole), calendar.DecodeOptions{MaxSize: int64(len(whole)) - 1}); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("too large: %v", err)
	}
	if events, err := calendar.Decode(strings.NewReader(whole), calendar.DecodeOptions{MaxSize: int64(len(whole))}); err != nil || len(events) != 1 {
		t.Errorf("just fits: %v", err)
	}
	long := file(event("UID:a", "DTSTART:20260701T103000Z", "X;"+strings.Repeat("P=q;", 1<<20)+"A="+strings.Repeat("v", 1<<20)+":1"))
	began := time.Now()
	if _, err := calendar.Decode(strings.NewReader(long), calendar.DecodeOptions{}); err != nil || time.Since(began) > 20*time.Second {
		t.Errorf("long parameters: %v after %s", err, time.Since(began))
	}
}

// TestDecodeBesides: an event that can't be read doesn't hide the others.
func TestDecodeBesides(t *testing.T) {
	events, err := calendar.Decode(strings.NewReader(file(event("UID:good", "DTSTART:20260701T103000Z"), event("UID:bad", "DTSTART;TZID=Mars:20260701T103000"))), calendar.DecodeOptions{})
	var e *meeting.Error
	if len(events) != 1 || events[0].UID != "good" || !errors.As(err, &e) || e.ID != "bad" {
		t.Errorf("%v, %v", events, err)
	}
}

// TestDecodeLinks: the link to join is found where it stands, and the host's is
// never taken for it.
func TestDecodeLinks(t *testing.T) {
	const join = "https://us02web.zoom.us/j/85746065432?pwd=abc"
	for name, tt := range map[string]struct{ lines, join, passcode, host string }{
		"location":    {"LOCATION:" + join + "\r\nDESCRIPTION:Bring numbers\\nPasscode: 123456\\n", join, "123456", ""},
		"description": {"DESCRIPTION:Hello\\n" + join + "\\nPasscode: 123456", join, "123456", ""},
		"a page":      {"URL:https://example.com/event/1\r\nDESCRIPTION:" + join, join, "", ""},
		"conference":  {"CONFERENCE;VALUE=URI:https://meet.example.com/x\r\nDESCRIPTION:" + join, "https://meet.example.com/x", "", ""},
		"moderator":   {"CONFERENCE;FEATURE=AUDIO,MODERATOR:https://meet.example.com/host\r\nURL:" + join, join, "", "https://meet.example.com/host"},
		"host":        {"LOCATION:https://us02web.zoom.us/s/85746065432?zak=k", "", "", "https://us02web.zoom.us/s/85746065432?zak=k"},
	} {
		e := decode(t, file(event("UID:a", "DTSTART:20260701T103000Z", tt.lines)))[0]
		if m := e.Meeting; m.JoinURL != tt.join || m.Passcode.Reveal() != tt.passcode || m.HostURL.Reveal() != tt.host {
			t.Errorf("%s: %q %q %q", name, m.JoinURL, m.Passcode.Reveal(), m.HostURL.Reveal())
		}
		if text := encode(t, calendar.EncodeOptions{}, e); tt.host != "" && strings.Contains(strings.ReplaceAll(text, "\r\n ", ""), tt.host) {
			t.Errorf("%s: the host's link:\n%s", name, text)
		}
	}
}

// TestVersions: of two versions of one event the later counts.
func TestVersions(t *testing.T) {
	at := func(uid string, sequence, day int) string {
		return event("UID:"+uid, fmt.Sprintf("SEQUENCE:%d", sequence), "DTSTAMP:20260601T000000Z", fmt.Sprintf("DTSTART:202607%02dT100000Z", day))
	}
	for _, text := range []string{file(at("a", 1, 2), at("a", 0, 1)), file(at("a", 0, 1), at("a", 1, 2)), file(at("a", 1, 1), at("a", 1, 2))} {
		if events := decode(t, text); len(events) != 1 || events[0].Meeting.Start.Day() != 2 {
			t.Errorf("%v", events)
		}
	}
}

// FuzzDecode: no input brings it down, and what it reads can be written and is
// then stable.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(outlook))
	f.Add([]byte(file(event("UID:a", "DTSTART;VALUE=DATE:20260701", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20270701"))))
	f.Add([]byte(file(event("UID:a", "DTSTART;TZID=Europe/Berlin:20261001T023000", "RRULE:FREQ=DAILY;COUNT=40", "RDATE;TZID=Europe/Berlin:20261101T000000"),
		event("UID:a", "RECURRENCE-ID;TZID=Europe/Berlin:20261025T023000", "DTSTART:20261025T013000Z", "SUMMARY:moved"))))
	f.Add([]byte(file(event("UID:a", "DTSTART:20260701T103000", "CONFERENCE;FEATURE=PHONE;LABEL=\"a;b\":tel:+1,,,2", "DESCRIPTION:x\\n\\n--- How to join ---\\nPasscode: 1"))))
	f.Add([]byte(file(event("UID:a", "DTSTART:20260701T103000Z", "LOCATION:https://us02web.zoom.us/j/85746065432?pwd=abc", "DESCRIPTION:Passcode: 123456"))))
	f.Add([]byte(file(event("UID:a", "DTSTART:20260701T103000Z", "DESCRIPTION:https://us02web.zoom.us/s/85746065432?zak=host https://us02web.zoom.us/j/85746065432?pwd=abc"))))
	f.Add([]byte(file(event("UID:a", "DTSTART:20260701T103000Z", "CONFERENCE:tel:0--- How to join ---"))))
	f.Add([]byte(file(event("UID:a", "DTSTART:20260701T103000Z", "ORGANIZER;!;0:mAilto:0@0"))))
	f.Add([]byte(strings.Replace(outlook, "context", "co\x06text", 1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		watch := time.AfterFunc(10*time.Second, func() { panic(fmt.Sprintf("slow: %q", data)) })
		defer watch.Stop()
		events, err := calendar.Decode(bytes.NewReader(data), calendar.DecodeOptions{MaxSize: 1 << 16})
		if err != nil && meeting.KindOf(err) != meeting.ErrInvalid {
			t.Fatalf("%v", err)
		}
		var one bytes.Buffer
		opt := calendar.EncodeOptions{Now: now()}
		if err := calendar.Encode(&one, events, opt); err != nil {
			return // an event that a calendar can't have
		}
		again, err := calendar.Decode(bytes.NewReader(one.Bytes()), calendar.DecodeOptions{})
		if err != nil {
			t.Fatalf("what was written can't be read: %v\n%s", err, one.String())
		}
		var two bytes.Buffer
		if err := calendar.Encode(&two, again, opt); err != nil {
			t.Fatal(err)
		}
		if one.String() != two.String() {
			t.Fatalf("written twice: %s", cmp.Diff(one.String(), two.String()))
		}
	})
}
