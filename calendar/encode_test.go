package calendar_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
)

// now is the clock of these tests.
func now() time.Time { return time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC) }

func planning() meeting.Meeting {
	return meeting.Meeting{
		Provider: "work", Vendor: "zoom", ID: "85746065432", Kind: meeting.KindScheduled, Status: meeting.StatusScheduled,
		Title: "Planning, part 2; the rest", Description: "Bring the\r\nnumbers.", Start: time.Date(2026, 12, 1, 8, 30, 0, 0, time.UTC),
		Duration: 45 * time.Minute, Zone: "Europe/Berlin", Host: meeting.Person{Name: `O'Brien, Zoë "Z"; x:y`, Email: "zoe@example.com"},
		JoinURL: "https://zoom.example/j/85746065432?pwd=a,b;c", HostURL: meeting.NewSecret("https://zoom.example/s/85746065432?zak=secret-zak"),
		Passcode: meeting.NewSecret("314159"),
		DialIn:   []meeting.DialIn{{Label: "New York", Country: "US", Number: "+1 646 558 8656", AccessCode: "857 4606"}},
		Invitees: []meeting.Person{{Name: "Ada", Email: "ada@example.com"}, {Name: "No address"}},
	}
}

func encode(t *testing.T, opt calendar.EncodeOptions, events ...calendar.Event) string {
	t.Helper()
	if opt.Now.IsZero() {
		opt.Now = now()
	}
	var out bytes.Buffer
	if err := calendar.Encode(&out, events, opt); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestEncode(t *testing.T) {
	got := encode(t, calendar.EncodeOptions{Method: calendar.Request}, calendar.NewEvent(planning()))
	t.Log("\n" + got)
	plain := strings.ReplaceAll(got, "\r\n ", "")
	for _, want := range []string{"METHOD:REQUEST", "DTSTART;TZID=Europe/Berlin:20261201T093000"} {
		if !strings.Contains(plain, want+"\r\n") {
			t.Errorf("%s is missing", want)
		}
	}
}
