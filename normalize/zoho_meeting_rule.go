package normalize

import (
	"slices"
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// zohoRule is a recurrence object (contracts/zoho.md A2.5). The reference shows
// the weekly one and no other.
type zohoRule struct {
	kind     string
	interval int
	days     []string
	end      string
}

func (r *reader) zohoRule() zohoRule {
	var z zohoRule
	r.object(func(name string) {
		switch name {
		case "type":
			z.kind = r.text()
		case "repeat_interval":
			z.interval = r.count()
		case "days_of_week":
			z.days = r.list()
		case "end_date":
			z.end = strings.TrimSpace(r.text())
		}
	})
	return z
}

// recurrence returns the rule, or the zero Recurrence for what the reference
// doesn't have: a rule with a day or a period left out would name other days.
func (z zohoRule) recurrence(r *reader, zone meeting.Zone) meeting.Recurrence {
	if z.kind != "weekly" {
		return meeting.Recurrence{}
	}
	rule := meeting.Recurrence{Frequency: meeting.Weekly}
	if z.interval > 1 {
		rule.Interval = z.interval
	}
	for _, name := range z.days {
		day := zohoDay(name)
		if day == "" {
			return meeting.Recurrence{}
		}
		if !slices.Contains(rule.ByDay, meeting.WeekdayNum{Day: day}) {
			rule.ByDay = append(rule.ByDay, meeting.WeekdayNum{Day: day})
		}
	}
	if rule.Validate() != nil { // an interval of more than a million
		return meeting.Recurrence{}
	}
	if z.end == "" {
		return rule
	}
	if t, err := time.Parse(time.DateOnly, z.end); err == nil { // that day included
		rule.Until = meeting.Until{Time: t, Form: meeting.UntilDate}
	} else if t, err := time.Parse(time.RFC3339, z.end); err == nil {
		rule.Until.Time = r.utc("recurrence.end_date", t)
	} else if _, err := time.Parse(wallLayout, z.end); err == nil {
		rule.Until.Time = r.resolve(moment{wall: z.end, member: "recurrence.end_date"}, zone)
	}
	if rule.Until.IsZero() { // it must not read as a series without an end
		r.fail("recurrence.end_date", "the time can't be read")
	}
	return rule
}

// zohoDay reads the English name of a day.
func zohoDay(name string) meeting.Weekday {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(strings.TrimSpace(name), d.String()) {
			return meeting.WeekdayOf(d)
		}
	}
	return ""
}
