package meeting_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/libmeet/meeting"
)

func TestZoneLocation(t *testing.T) {
	for _, name := range []meeting.Zone{"UTC", "Etc/UTC", "Europe/Berlin", "Europe/Kyiv", "Asia/Kolkata", "America/Argentina/Buenos_Aires", "Etc/GMT+5"} {
		loc, err := name.Location()
		if err != nil || loc.String() != string(name) {
			t.Errorf("%s: %v, %v", name, loc, err)
		}
	}
	for _, name := range []meeting.Zone{"", " ", "Local", "IST", "CST", "EST", "PDT", "CET", "WET", "MST", "GMT+05:30", "+05:30", "Europe",
		"Mars/Olympus", "../etc/passwd", "/etc/localtime", "Europe/../Europe/Berlin", "localtime", "posixrules", "Factory",
		"right/Europe/Berlin", "posix/Europe/Berlin", "Europe/Berlin\n", "(UTC+01:00) Amsterdam"} {
		if loc, err := name.Location(); !errors.Is(err, meeting.ErrInvalid) || loc != nil || !strings.HasPrefix(err.Error(), "time_zone: ") {
			t.Errorf("%q: %v, %v", name, loc, err)
		}
	}
}

func TestWallClockIn(t *testing.T) {
	for _, test := range []struct {
		name string
		wall meeting.WallClock
		zone meeting.Zone
		want string // an instant, or a part of the error
	}{
		{"normal", "2026-12-01T09:30", "America/New_York", "2026-12-01T14:30:00Z"},
		{"with seconds", "2026-12-01T09:30:15", "America/New_York", "2026-12-01T14:30:15Z"},
		{"UTC", "2026-12-01T09:30", "UTC", "2026-12-01T09:30:00Z"},
		{"summer", "2026-07-01T09:30", "Europe/Berlin", "2026-07-01T07:30:00Z"},
		{"quarter hours", "2026-07-01T09:30", "Asia/Kathmandu", "2026-07-01T03:45:00Z"},
		{"last moment before the gap", "2026-03-29T01:59:59", "Europe/Berlin", "2026-03-29T00:59:59Z"},
		{"gap", "2026-03-29T02:30", "Europe/Berlin", "does not exist in Europe/Berlin"},
		{"first of the gap", "2026-03-29T02:00", "Europe/Berlin", "does not exist"},
		{"after the gap", "2026-03-29T03:00", "Europe/Berlin", "2026-03-29T01:00:00Z"},
		{"before the repeated hour", "2026-10-25T01:59:59", "Europe/Berlin", "2026-10-24T23:59:59Z"},
		{"repeated hour", "2026-10-25T02:30", "Europe/Berlin", "happens twice in Europe/Berlin (2026-10-25T02:30:00+02:00 and 2026-10-25T02:30:00+01:00)"},
		{"after the repeated hour", "2026-10-25T03:00", "Europe/Berlin", "2026-10-25T02:00:00Z"},
		{"London, offset zero", "2026-10-25T01:30", "Europe/London", "happens twice"},
		{"midnight that does not exist", "2024-09-08T00:00", "America/Santiago", "does not exist"},
		{"midnight jump, later", "2024-09-08T09:30", "America/Santiago", "2024-09-08T12:30:00Z"},
		{"half-hour gap", "2026-10-04T02:15", "Australia/Lord_Howe", "does not exist"},
		{"half-hour gap, after", "2026-10-04T02:30", "Australia/Lord_Howe", "2026-10-03T15:30:00Z"},
		{"half-hour repeat", "2026-04-05T01:45", "Australia/Lord_Howe", "happens twice"},
		{"half-hour repeat, before", "2026-04-05T01:15", "Australia/Lord_Howe", "2026-04-04T14:15:00Z"},
		{"a day that was skipped", "2011-12-30T12:00", "Pacific/Apia", "does not exist"},
		{"the day before it", "2011-12-29T12:00", "Pacific/Apia", "2011-12-29T22:00:00Z"},
		{"with an offset", "2026-12-01T09:30:00Z", "Europe/Berlin", "is not a wall clock"},
		{"date only", "2026-12-01", "Europe/Berlin", "is not a wall clock"},
		{"blank for T", "2026-12-01 09:30", "Europe/Berlin", "is not a wall clock"},
		{"no such day", "2026-02-30T09:30", "Europe/Berlin", "is not a wall clock"},
		{"no such hour", "2026-02-03T24:00", "Europe/Berlin", "is not a wall clock"},
		{"empty", "", "Europe/Berlin", "is not a wall clock"},
		{"bad zone", "2026-12-01T09:30", "IST", "time_zone: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.wall.In(test.zone)
			if err != nil {
				if !errors.Is(err, meeting.ErrInvalid) || !strings.Contains(err.Error(), test.want) || !got.IsZero() {
					t.Errorf("%v, %v; want %s", got, err, test.want)
				}
				return
			}
			if text := got.Format(time.RFC3339); text != test.want {
				t.Errorf("%s, want %s", text, test.want)
			}
			loc, err := test.zone.Location()
			if err != nil {
				t.Fatal(err)
			}
			if back := meeting.WallClockOf(got, loc); !strings.HasPrefix(string(back), string(test.wall)) {
				t.Errorf("back to %s", back)
			}
		})
	}
}

// TestZoneKeepsNoPayload: zones are read once and kept, the texts that named them are not.
func TestZoneKeepsNoPayload(t *testing.T) {
	payload := strings.Clone(`{"passcode":"1234","timezone":"Antarctica/Troll"}`)
	name := payload[strings.Index(payload, "Ant"):strings.Index(payload, `"}`)]
	loc, err := meeting.Zone(name).Location()
	if err != nil || loc.String() != name {
		t.Fatalf("%q, %v", loc, err)
	}
	if unsafe.StringData(loc.String()) == unsafe.StringData(name) {
		t.Error("the zone's name is part of the payload")
	}
}
