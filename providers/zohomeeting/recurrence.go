package zohomeeting

import (
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
	"github.com/libmeet/meeting/provider"
)

// newRecurrence says rule in Zoho's words, exactly or not at all.
func newRecurrence(rule meeting.Recurrence, start time.Time, zone meeting.Zone) (recurrence.ZohoRule, error) {
	loc, err := recurrence.Location(zone)
	if err != nil {
		return recurrence.ZohoRule{}, err
	}
	wire, err := recurrence.ToZoho(rule, start, loc)
	if err != nil {
		return wire, &meeting.Error{Kind: meeting.ErrUnsupported, Message: meeting.OneLine("recurrence: " + err.Error())}
	}
	return wire, nil
}

// checkRecurrence reports a rule that Zoho can't say.
func checkRecurrence(req meeting.CreateRequest) []meeting.Loss {
	if req.Recurrence.IsZero() {
		return nil
	}
	loc, err := recurrence.Location(req.Zone)
	if err == nil {
		_, err = recurrence.ToZoho(req.Recurrence, req.Start, loc)
	}
	if err == nil {
		return nil
	}
	return []meeting.Loss{{Field: string(provider.FieldRecurrence), Wanted: req.Recurrence.String(), Severity: meeting.Refuse, Reason: err.Error()}}
}
