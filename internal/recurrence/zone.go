package recurrence

import (
	"time"

	"github.com/libmeet/meeting"
)

// Location returns the zone in which a series repeats. Without one it is UTC: the
// vendors repeat there too.
func Location(zone meeting.Zone) (*time.Location, error) {
	if zone == "" {
		return time.UTC, nil
	}
	return zone.Location()
}
