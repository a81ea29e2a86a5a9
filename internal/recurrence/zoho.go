package recurrence

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// ZohoRule is the recurrence object of a Zoho meeting in the meetings dialect. The
// reference shows weekly series that end on a date, and nothing else.
type ZohoRule struct {
	Type           string   `json:"type"` // "weekly"
	RepeatInterval int      `json:"repeat_interval"`
	DaysOfWeek     []string `json:"days_of_week"` // "monday", …
	EndDate        string   `json:"end_date"`     // 2026-03-31T23:59:59Z
}

const (
	zohoWeekly = "weekly"
	zohoTime   = "2006-01-02T15:04:05Z"
)

// ToZoho says r in Zoho Meeting's words. It returns an error that tells why when
// Zoho can't say exactly the same. A COUNT becomes the date of the last meeting.
func ToZoho(r meeting.Recurrence, start time.Time, loc *time.Location) (ZohoRule, error) {
	if err := r.Validate(); err != nil {
		return ZohoRule{}, err
	}
	if loc == nil {
		loc = time.UTC
	}
	switch {
	case r.Frequency != meeting.Weekly:
		return ZohoRule{}, zoho.errorf("repeats weekly only")
	case len(r.ByMonth) > 0:
		return ZohoRule{}, zoho.errorf("can't keep a series to some months of the year")
	case len(r.BySetPos) > 0:
		return ZohoRule{}, zoho.errorf("has no BYSETPOS")
	}
	z := ZohoRule{Type: zohoWeekly, RepeatInterval: max(1, r.Interval)}
	for _, day := range weekdays(r, start, loc) {
		z.DaysOfWeek = append(z.DaysOfWeek, zohoDay(day))
	}
	end, err := lastDate(r, start, loc)
	if err != nil {
		return ZohoRule{}, err
	}
	z.EndDate = end.Format(zohoTime)
	back, err := z.Recurrence()
	if err != nil {
		return ZohoRule{}, err
	}
	// On which day Zoho's weeks begin is nowhere said: both usual ones must do.
	for _, back.WeekStart = range []meeting.Weekday{"MO", "SU"} {
		if err := verify(zoho, r, back, start, loc); err != nil {
			return ZohoRule{}, err
		}
	}
	return z, nil
}

// lastDate returns the end of the series as a date.
func lastDate(r meeting.Recurrence, start time.Time, loc *time.Location) (time.Time, error) {
	if !r.Until.IsZero() {
		return lastMoment(r.Until, loc), nil
	}
	if r.Count == 0 {
		return time.Time{}, zoho.errorf("needs an end of the series (COUNT or UNTIL)")
	}
	series, err := Expand(r, start, loc)
	if err != nil {
		return time.Time{}, err
	}
	n, last := 0, time.Time{}
	for last = range series {
		n++
	}
	if n < r.Count {
		return time.Time{}, errors.New("the series has no last date that could be computed")
	}
	return last, nil
}

// Recurrence returns what z means. An end date without a time includes its day.
func (z ZohoRule) Recurrence() (meeting.Recurrence, error) {
	if z.Type != zohoWeekly {
		return meeting.Recurrence{}, fmt.Errorf("type %.20q is not weekly", z.Type)
	}
	r := meeting.Recurrence{Frequency: meeting.Weekly}
	if z.RepeatInterval > 1 {
		r.Interval = z.RepeatInterval
	}
	for _, name := range z.DaysOfWeek {
		week := meeting.Weekdays()
		at := slices.IndexFunc(week[:], func(day meeting.Weekday) bool { return zohoDay(day) == strings.ToLower(name) })
		if at < 0 {
			return meeting.Recurrence{}, fmt.Errorf("days_of_week: %.20q is no day", name)
		}
		r.ByDay = append(r.ByDay, meeting.WeekdayNum{Day: week[at]})
	}
	if t, err := time.Parse(time.RFC3339, z.EndDate); err == nil {
		r.Until = meeting.Until{Time: t.UTC().Truncate(time.Second), Form: meeting.UntilInstant}
	} else if t, err := time.Parse(time.DateOnly, z.EndDate); err == nil {
		r.Until = meeting.Until{Time: t, Form: meeting.UntilDate}
	} else {
		return meeting.Recurrence{}, fmt.Errorf("end_date: %.40q is no date", z.EndDate)
	}
	return r, nil
}

// zohoDay returns Zoho's name of day, such as "monday".
func zohoDay(day meeting.Weekday) string {
	week := meeting.Weekdays()
	return strings.ToLower(time.Weekday((slices.Index(week[:], day) + 1) % 7).String())
}
