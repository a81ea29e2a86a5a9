package zoho

import (
	"time"

	"github.com/libmeet/meeting"
)

// clockLayout is a wall clock as the examples of Zoho's published API write it
// (contracts/zoho.md B3, B11). It has no seconds.
const clockLayout = "Jan 2, 2006 03:04 PM"

// WallClock writes an instant as a wall clock of zone, or of UTC where there is no
// zone or its clocks show that time twice.
func WallClock(t time.Time, zone meeting.Zone) (string, meeting.Zone) {
	if loc, err := zone.Location(); err == nil {
		if _, err := meeting.WallClockOf(t, loc).In(zone); err == nil {
			return t.In(loc).Format(clockLayout), zone
		}
	}
	return t.UTC().Format(clockLayout), "UTC"
}

// WholeMinutes refuses a start with seconds: cut off, it would not be the start that
// was asked for, nor found again by it.
func WholeMinutes(start time.Time) error {
	if start.Second() == 0 {
		return nil
	}
	return meeting.Invalidf("start", "Zoho's start has no seconds: give a whole minute")
}

// ClockLosses lists what a wall clock of minutes can't say of a request.
func ClockLosses(req meeting.CreateRequest) []meeting.Loss {
	var losses []meeting.Loss
	if WholeMinutes(req.Start) != nil {
		losses = append(losses, meeting.Loss{Field: "start", Wanted: req.Start.Format(time.RFC3339), Severity: meeting.Refuse, Reason: "Zoho's start has no seconds"})
	}
	if _, zone := WallClock(req.Start, req.Zone); req.Zone != "" && zone != req.Zone {
		losses = append(losses, meeting.Loss{Field: "time_zone", Wanted: string(req.Zone), Got: string(zone), Severity: meeting.Note, Reason: "in the zone that hour comes twice"})
	}
	return losses
}
