// Package recurrence expands recurrence rules into instants and says them in the
// vendors' own forms. Adapters and the calendar use the same expansion, so that
// they agree on when a series meets.
package recurrence

import (
	"iter"
	"slices"
	"time"

	"github.com/teambition/rrule-go"

	"github.com/libmeet/meeting"
)

const (
	compared = 500 // instances that [Same] looks at

	// The calendar repeats itself every 400 years. rrule-go looks for a day up to
	// the year 9999, which takes long when a rule fits none: so rules are expanded
	// late in that span and moved back.
	cycle = 400
	late  = 9700
)

// Expand returns the instants of the series that starts at start and follows r on
// the wall clock of loc (nil is UTC), in UTC and in order.
//
//   - start itself is an instance only if it fits the rule.
//   - An instance in the hour that a change to summer time skips is left out and
//     doesn't count (RFC 5545, section 3.3.10); of an hour that happens twice the
//     first is meant, except that start stays the instant that it is.
//   - COUNT counts what is returned; UNTIL is included.
//   - A rule without an end stops after some 290 years; one that never fits any
//     day returns nothing.
//
// The sequence is computed as it is read and can be read again.
func Expand(r meeting.Recurrence, start time.Time, loc *time.Location) (iter.Seq[time.Time], error) {
	if err := r.Validate(); err != nil {
		return nil, err
	}
	if start.IsZero() {
		return nil, meeting.Invalidf("start", "a series needs one")
	}
	if loc == nil {
		loc = time.UTC
	}
	start = start.UTC().Truncate(time.Second)
	first := wallOf(start, loc)
	shift := max(0, (late-first.Year())/cycle*cycle)
	option, possible := floating(r, first.AddDate(shift, 0, 0))
	if !possible {
		return func(func(time.Time) bool) {}, nil
	}
	if _, err := rrule.NewRRule(option); err != nil {
		return nil, meeting.Invalidf("recurrence", "%v", err)
	}
	return func(yield func(time.Time) bool) {
		rule, err := rrule.NewRRule(option) // one for each reading: its iterators share state
		if err != nil {
			return
		}
		next := rule.Iterator()
		for n := 0; r.Count == 0 || n < r.Count; {
			wall, ok := next()
			if !ok {
				return
			}
			wall = wall.AddDate(-shift, 0, 0)
			t, exists := attach(wall, loc)
			switch {
			case wall.Before(first), ownWeeks(r) && !inWeeks(r, wall):
				continue
			case wall.Equal(first):
				t = start
			case !exists:
				continue
			}
			if past(r.Until, wall, t) {
				return
			}
			n++
			if !yield(t) {
				return
			}
		}
	}, nil
}

// Same reports whether a and b, both starting at start in loc, mean the same
// series. It compares the first 500 instances, or all when there are fewer.
func Same(a, b meeting.Recurrence, start time.Time, loc *time.Location) (bool, error) {
	one, err := Expand(a, start, loc)
	if err != nil {
		return false, err
	}
	other, err := Expand(b, start, loc)
	if err != nil {
		return false, err
	}
	return agree(one, other), nil
}

func agree(a, b iter.Seq[time.Time]) bool {
	next, stop := iter.Pull(b)
	defer stop()
	n := 0
	for t := range a {
		other, ok := next()
		if !ok || !other.Equal(t) {
			return false
		}
		if n++; n == compared {
			return true
		}
	}
	_, more := next()
	return !more
}

// wallOf returns what clocks in loc show at t, written as if in UTC. Rules are
// expanded in this form: inside a zone rrule-go counts days from local midnight
// and gets them wrong where the clocks change at midnight.
func wallOf(t time.Time, loc *time.Location) time.Time {
	_, offset := t.In(loc).Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// attach returns the first instant at which clocks in loc show wall, and false if
// they never do.
func attach(wall time.Time, loc *time.Location) (t time.Time, exists bool) {
	// The offset that counts is in force within a day of wall read as UTC.
	for _, probe := range []time.Duration{-24 * time.Hour, 0, 24 * time.Hour} {
		_, offset := wall.Add(probe).In(loc).Zone()
		guess := wall.Add(-time.Duration(offset) * time.Second)
		if wallOf(guess, loc).Equal(wall) && (!exists || guess.Before(t)) {
			t, exists = guess, true
		}
	}
	return t, exists
}

// past reports whether an instance lies after the end of its series.
func past(until meeting.Until, wall, t time.Time) bool {
	if until.IsZero() {
		return false
	}
	switch last := until.Time.UTC(); until.Form {
	case meeting.UntilWall:
		return wall.After(last)
	case meeting.UntilDate:
		return !wall.Before(last.Truncate(24*time.Hour).AddDate(0, 0, 1))
	default:
		return t.After(last)
	}
}

// floating translates r for rrule-go. COUNT and UNTIL stay with the caller, who
// knows which instances exist. It reports false for a rule that can fit no day.
func floating(r meeting.Recurrence, first time.Time) (rrule.ROption, bool) {
	o := rrule.ROption{
		Freq: frequency(r.Frequency), Dtstart: first, Interval: r.Interval, Wkst: weekday(r.WeekStart, 0),
		Bymonthday: r.ByMonthDay, Bymonth: r.ByMonth, Bysetpos: r.BySetPos, Byyearday: r.ByYearDay, Byweekno: r.ByWeekNo,
	}
	days := numbered(r)
	if len(r.ByDay) > 0 && len(days) == 0 {
		return o, false
	}
	if r.Frequency == meeting.Weekly && len(r.BySetPos) > 0 {
		// Positions count in whole weeks; rrule-go would count from first on.
		if len(days) == 0 {
			days = []meeting.WeekdayNum{{Day: meeting.WeekdayOf(first.Weekday())}}
		}
		o.Dtstart = first.AddDate(0, 0, -(int(first.Weekday())+6-index(r.WeekStart))%7)
	}
	if ownWeeks(r) {
		o.Byweekno = nil
		if len(days) == 0 {
			for _, day := range meeting.Weekdays() {
				days = append(days, meeting.WeekdayNum{Day: day})
			}
		}
	}
	for _, d := range days {
		o.Byweekday = append(o.Byweekday, weekday(d.Day, d.N))
	}
	return o, true
}

// numbered returns the days of r without those that no period has (the sixth
// Monday of a month), at which rrule-go panics. Where only some of the days have
// a number, all get one, because rrule-go would take what both kinds have in
// common instead of what either has.
func numbered(r meeting.Recurrence) []meeting.WeekdayNum {
	hasNumber := func(d meeting.WeekdayNum) bool { return d.N != 0 }
	if !slices.ContainsFunc(r.ByDay, hasNumber) {
		return r.ByDay
	}
	most := 5 // weeks that a weekday can have in a month
	if r.Frequency == meeting.Yearly && len(r.ByMonth) == 0 {
		most = 53
	}
	var days []meeting.WeekdayNum
	for _, d := range r.ByDay {
		switch {
		case d.N == 0:
			for n := 1; n <= most; n++ {
				days = append(days, meeting.WeekdayNum{N: n, Day: d.Day})
			}
		case d.N >= -most && d.N <= most:
			days = append(days, d)
		}
	}
	return days
}

// ownWeeks reports whether BYWEEKNO is applied here: rrule-go (like dateutil, from
// which it was ported) is wrong about the first and last weeks of many years.
// Positions count what is left after BYWEEKNO, so with BYSETPOS it stays there.
func ownWeeks(r meeting.Recurrence) bool { return len(r.ByWeekNo) > 0 && len(r.BySetPos) == 0 }

// inWeeks reports whether the week of day is one of BYWEEKNO's.
func inWeeks(r meeting.Recurrence, day time.Time) bool {
	sinceStart := (int(day.Weekday()) + 6 - index(r.WeekStart)) % 7
	middle := day.AddDate(0, 0, 3-sinceStart) // a week belongs to the year that has most of it
	yearDay := middle.YearDay()
	daysLeft := time.Date(middle.Year(), time.December, 31, 0, 0, 0, 0, time.UTC).YearDay() - yearDay
	n := (yearDay-1)/7 + 1
	return slices.Contains(r.ByWeekNo, n) || slices.Contains(r.ByWeekNo, -1-daysLeft/7)
}

func frequency(f meeting.Frequency) rrule.Frequency {
	switch f {
	case meeting.Daily:
		return rrule.DAILY
	case meeting.Weekly:
		return rrule.WEEKLY
	case meeting.Monthly:
		return rrule.MONTHLY
	}
	return rrule.YEARLY
}

// weekday returns rrule-go's form of day; "" is Monday.
func weekday(day meeting.Weekday, n int) rrule.Weekday {
	week := [7]rrule.Weekday{rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU}
	return week[index(day)].Nth(n)
}

// index counts from Monday, 0, which is also "".
func index(day meeting.Weekday) int {
	week := meeting.Weekdays()
	return max(0, slices.Index(week[:], day))
}
