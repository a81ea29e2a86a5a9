package recurrence

import (
	"time"

	"github.com/libmeet/meeting"
)

// Translate says a rule in a vendor's words, exactly or not at all: [ToZoom],
// [ToZoho].
type Translate[Wire any] func(rule meeting.Recurrence, start time.Time, loc *time.Location) (Wire, error)

// Say translates for a request's body. A rule that the vendor can't say is
// [meeting.ErrUnsupported].
func Say[Wire any](to Translate[Wire], rule meeting.Recurrence, start time.Time, zone meeting.Zone) (Wire, error) {
	loc := time.UTC // without a zone the vendors repeat there too
	if zone != "" {
		var err error
		if loc, err = zone.Location(); err != nil {
			var none Wire
			return none, err
		}
	}
	wire, err := to(rule, start, loc)
	if err != nil {
		var none Wire
		return none, &meeting.Error{Kind: meeting.ErrUnsupported, Message: meeting.OneLine("recurrence: " + err.Error()), Err: err}
	}
	return wire, nil
}

// Losses reports the rule of a request that the vendor can't say.
func Losses[Wire any](to Translate[Wire]) func(meeting.CreateRequest) []meeting.Loss {
	return func(req meeting.CreateRequest) []meeting.Loss {
		if req.Recurrence.IsZero() {
			return nil
		}
		_, err := Say(to, req.Recurrence, req.Start, req.Zone)
		if err == nil {
			return nil
		}
		reason := err.Error()
		if e, ok := err.(*meeting.Error); ok && e.Err != nil {
			reason = e.Err.Error()
		}
		return []meeting.Loss{{Field: "recurrence", Wanted: req.Recurrence.String(), Severity: meeting.Refuse, Reason: reason}}
	}
}
