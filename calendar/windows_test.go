package calendar_test

import (
	"errors"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
)

func TestResolveZone(t *testing.T) {
	for name, want := range map[string]meeting.Zone{
		"Europe/Berlin": "Europe/Berlin", "Asia/Calcutta": "Asia/Calcutta", "UTC": "UTC", " America/New_York ": "America/New_York",
		"W. Europe Standard Time": "Europe/Berlin", "India Standard Time": "Asia/Kolkata", "FLE Standard Time": "Europe/Kyiv",
		"South Sudan Standard Time": "Africa/Juba", "nepal standard time": "Asia/Kathmandu", "UTC-11": "Etc/GMT+11",
		"tzone://Microsoft/Utc": "UTC",
		"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna": "Europe/Berlin",
		"(GMT-05.00) Eastern Time (US & Canada)":                       "America/New_York",
		"/freeassociation.sourceforge.net/Tzfile/Europe/London":        "Europe/London",
		"/mozilla.org/20050126_1/America/Argentina/Buenos_Aires":       "America/Argentina/Buenos_Aires",
	} {
		if got, err := calendar.ResolveZone(name); err != nil || got != want {
			t.Errorf("%q is %q, %v; want %q", name, got, err, want)
		}
	}
	for _, name := range []string{"", "Customized Time Zone", "IST", "CST", "Local", "Mars/Olympus", "(UTC+01:00) Somewhere", "../../etc/passwd"} {
		if got, err := calendar.ResolveZone(name); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("%q is %q, %v", name, got, err)
		}
	}
}

func TestWindowsZone(t *testing.T) {
	for zone, want := range map[meeting.Zone]string{
		"Europe/Berlin": "W. Europe Standard Time", "Asia/Kolkata": "India Standard Time", "Asia/Calcutta": "India Standard Time",
		"America/Nuuk": "Greenland Standard Time", "America/Argentina/Buenos_Aires": "Argentina Standard Time", "UTC": "UTC",
		"Europe/Kyiv": "FLE Standard Time", "Europe/Kiev": "FLE Standard Time", "Mars/Olympus": "",
	} {
		if got := calendar.WindowsZone(zone); got != want {
			t.Errorf("%s is %q, want %q", zone, got, want)
		}
	}
}
