package recurrence

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/libmeet/meeting"
)

// vendor is a name for error texts.
type vendor string

const (
	zoom vendor = "Zoom"
	zoho vendor = "Zoho Meeting"
)

// errorf returns an error whose text begins with the vendor's name.
func (v vendor) errorf(format string, args ...any) error {
	return fmt.Errorf("%s %s", v, fmt.Sprintf(format, args...))
}

// errNever is the answer to a rule that gives nothing to schedule.
var errNever = errors.New("the rule has no meeting")

// verify returns an error unless back, which is how the vendor understands what
// it is sent, means the same series as r. Where start doesn't fit the rule, no
// vendor says from where it counts every second week: both from start and from
// the first day that has the right name must give r.
func verify(v vendor, r, back meeting.Recurrence, start time.Time, loc *time.Location) error {
	want, err := Expand(r, start, loc)
	if err != nil {
		return err
	}
	got, err := Expand(back, start, loc)
	switch {
	case err != nil:
		return err
	case agree(want, func(func(time.Time) bool) {}):
		return errNever
	case !agree(want, got):
		return v.errorf("would meet on other days than the rule says")
	}
	every := back
	every.Interval = 1
	nearest, err := Expand(every, start, loc)
	if err != nil {
		return err
	}
	for first := range nearest {
		if got, err = Expand(back, first, loc); err != nil {
			return err
		}
		if !agree(want, got) {
			return v.errorf("may count from another day: start the series on a day of its rule")
		}
		break
	}
	return nil
}

// lastMoment returns until as an instant.
func lastMoment(until meeting.Until, loc *time.Location) time.Time {
	wall := until.Time.UTC().Truncate(time.Second)
	switch until.Form {
	case meeting.UntilInstant:
		return wall
	case meeting.UntilDate:
		wall = wall.Truncate(24*time.Hour).AddDate(0, 0, 1).Add(-time.Second)
	}
	if loc == nil {
		loc = time.UTC
	}
	t, exists := attach(wall, loc)
	if !exists { // the clocks skip it: what they showed before still counts
		_, offset := wall.Add(-24 * time.Hour).In(loc).Zone()
		t = wall.Add(-time.Duration(offset) * time.Second)
	}
	return t
}

// weekdays returns the days of a weekly rule from Monday on, each once. Without
// BYDAY it is the day of the start.
func weekdays(r meeting.Recurrence, start time.Time, loc *time.Location) []meeting.Weekday {
	if len(r.ByDay) == 0 {
		return []meeting.Weekday{meeting.WeekdayOf(wallOf(start, loc).Weekday())}
	}
	var days []meeting.Weekday
	for _, day := range meeting.Weekdays() {
		if slices.ContainsFunc(r.ByDay, func(d meeting.WeekdayNum) bool { return d.Day == day }) {
			days = append(days, day)
		}
	}
	return days
}
