package zoho

import (
	"testing"
	"time"

	"github.com/libmeet/meeting"
)

func TestWallClock(t *testing.T) {
	at := func(text string) time.Time {
		t.Helper()
		out, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct {
		start string
		zone  meeting.Zone
		wall  string
		in    meeting.Zone
		lost  string
	}{
		{"2020-06-19T13:30:00Z", "Asia/Calcutta", "Jun 19, 2020 07:00 PM", "Asia/Calcutta", ""},
		{"2024-01-04T13:30:00Z", "", "Jan 4, 2024 01:30 PM", "UTC", ""},
		{"2026-07-01T22:00:00Z", "Europe/Berlin", "Jul 2, 2026 12:00 AM", "Europe/Berlin", ""},
		{"2026-11-01T05:30:00Z", "America/New_York", "Nov 1, 2026 05:30 AM", "UTC", "time_zone"}, // 1:30 comes twice
		{"2026-11-01T06:30:00Z", "America/New_York", "Nov 1, 2026 06:30 AM", "UTC", "time_zone"},
		{"2026-11-01T07:30:00Z", "America/New_York", "Nov 1, 2026 02:30 AM", "America/New_York", ""},
		{"2026-11-01T07:30:01Z", "America/New_York", "Nov 1, 2026 02:30 AM", "America/New_York", "start"},
	} {
		wall, in := WallClock(at(c.start), c.zone)
		if wall != c.wall || in != c.in {
			t.Errorf("%s in %q: %q in %q", c.start, c.zone, wall, in)
		}
		losses := ClockLosses(meeting.CreateRequest{Start: at(c.start), Zone: c.zone})
		if (c.lost == "" && len(losses) != 0) || (c.lost != "" && (len(losses) != 1 || losses[0].Field != c.lost)) {
			t.Errorf("%s in %q: %+v", c.start, c.zone, losses)
		}
	}
}
