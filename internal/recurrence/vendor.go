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
// it is sent, means the same series as r. No vendor says from where it counts the
// periods when start itself doesn't fit the rule, so both readings must agree:
// from start and from the first meeting.
func verify(v vendor, r, back meeting.Recurrence, start time.Time, loc *time.Location) error {
	want, err := Expand(r, start, loc)
	if err != nil {
		return err
	}
	for first := range want {
		for _, anchor := range []time.Time{start, first} {
			got, err := Expand(back, anchor, loc)
			if err != nil {
				return err
			}
			if agree(want, got) {
				continue
			}
			if anchor.Equal(start) {
				return v.errorf("would meet on other days than the rule says")
			}
			return v.errorf("may count from another day: start the series on a day of its rule")
		}
		return nil
	}
	return errNever
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
