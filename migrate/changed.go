package migrate

import (
	"time"

	"github.com/libmeet/meeting"
)

// changed reports whether a source is not what the plan saw of it, in anything that
// is moved. A secret is in no plan: whether it changed can't be told, only whether
// the losses did.
func changed(planned, now meeting.Meeting, at time.Time) bool {
	if now.Status == meeting.StatusCancelled || now.Status == meeting.StatusEnded {
		return true
	}
	return len(changes(planned, now, at)) > 0
}

// changes lists the members that changed.
func changes(planned, now meeting.Meeting, at time.Time) []Difference {
	c := &comparison{source: planned.ID}
	text := func(field, a, b string) {
		if a != b {
			c.found = append(c.found, Difference{SourceID: planned.ID, Field: field, Wanted: b, Got: a})
		}
	}
	text("title", planned.Title, now.Title)
	text("description", planned.Description, now.Description)
	text("start", stamp(planned.Start), stamp(now.Start))
	if planned.Duration/time.Second != now.Duration/time.Second {
		text("duration_seconds", planned.Duration.String(), now.Duration.String())
	}
	text("time_zone", string(planned.Zone), string(now.Zone))
	text("host", planned.Host.Email, now.Host.Email)
	text("invitees", addresses(planned.Invitees), addresses(now.Invitees))
	text("recurrence", rule(planned.Recurrence), rule(now.Recurrence))
	text(string(fieldOccurrences), occurrences(planned, at), occurrences(now, at))
	if planned.Settings != now.Settings {
		c.settings(now.Settings, planned.Settings)
		if len(c.found) == 0 {
			text("settings", "", "others")
		}
	}
	return c.found
}

func rule(r meeting.Recurrence) string {
	if r.IsZero() {
		return ""
	}
	return r.String()
}

// occurrences says when a series deviates, from now on.
func occurrences(m meeting.Meeting, now time.Time) string {
	text := ""
	for _, o := range m.Occurrences {
		if o.Start.After(now) {
			text += stamp(o.Start) + " " + o.Duration.Truncate(time.Second).String() + " " + string(o.Status) + "; "
		}
	}
	return text
}
