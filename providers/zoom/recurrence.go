package zoom

import (
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
	"github.com/libmeet/meeting/provider"
)

// newRecurrence says rule in Zoom's words, exactly or not at all.
func newRecurrence(rule meeting.Recurrence, start time.Time, zone meeting.Zone) (recurrence.ZoomRule, error) {
	loc, err := recurrence.Location(zone)
	if err != nil {
		return recurrence.ZoomRule{}, err
	}
	wire, err := recurrence.ToZoom(rule, start, loc)
	if err != nil {
		return wire, meeting.Invalidf("recurrence", "%v", err)
	}
	return wire, nil
}

// checkRecurrence reports a rule that Zoom can't say.
func checkRecurrence(req meeting.CreateRequest) []meeting.Loss {
	if req.Recurrence.IsZero() {
		return nil
	}
	loc, err := recurrence.Location(req.Zone)
	if err == nil {
		_, err = recurrence.ToZoom(req.Recurrence, req.Start, loc)
	}
	if err == nil {
		return nil
	}
	return []meeting.Loss{{Field: string(provider.FieldRecurrence), Wanted: req.Recurrence.String(), Severity: meeting.Refuse, Reason: err.Error()}}
}
