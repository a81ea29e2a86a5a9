package recurrence_test

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
)

// reach is how many years the walkers go.
const reach = 8

// walk is a second expander that shares nothing with the first: it goes from day
// to day and asks of each whether it fits.
func walk(r meeting.Recurrence, start time.Time, loc *time.Location, most int) []time.Time {
	first := start.In(loc)
	y, m, d := first.Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	var out []time.Time
	for end := day.AddDate(reach, 0, 0); day.Before(end) && len(out) < most; day = day.AddDate(0, 0, 1) {
		if r.Count > 0 && len(out) == r.Count {
			break
		}
		if !inPeriod(r, first, day) || !fits(r, first, day) || !inPosition(r, first, day) {
			continue
		}
		clock := first.Format("15:04:05")
		t, ok := onWall(day.Format(time.DateOnly)+" "+clock, loc)
		if day.Format(time.DateOnly) == first.Format(time.DateOnly) {
			t, ok = start.UTC(), true
		}
		if !ok {
			continue
		}
		wall := t.In(loc).Format("20060102T150405")
		if !r.Until.IsZero() {
			switch text := r.Until.String(); r.Until.Form {
			case meeting.UntilInstant:
				if t.After(r.Until.Time) {
					return out
				}
			default: // such a text sorts as what it means
				if wall[:len(text)] > text {
					return out
				}
			}
		}
		out = append(out, t)
	}
	return out
}

// onWall tries every quarter of an hour around the day.
func onWall(text string, loc *time.Location) (time.Time, bool) {
	naive, err := time.Parse(time.DateTime, text)
	if err != nil {
		panic(err)
	}
	for t := naive.Add(-15 * time.Hour); t.Before(naive.Add(15 * time.Hour)); t = t.Add(15 * time.Minute) {
		if _, offset := t.In(loc).Zone(); t.Add(time.Duration(offset) * time.Second).Equal(naive) {
			return t, true
		}
	}
	return time.Time{}, false
}

func days(from, to time.Time) int { return int(to.Sub(from).Hours()+0.5) / 24 }

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func weekStart(r meeting.Recurrence, day time.Time) time.Time {
	first := time.Monday
	if r.WeekStart != "" {
		for meeting.WeekdayOf(first) != r.WeekStart {
			first = (first + 1) % 7
		}
	}
	return day.Add(-time.Duration((day.Weekday()-first+7)%7) * 24 * time.Hour)
}

// inPeriod reports whether day lies in a period that INTERVAL doesn't skip.
func inPeriod(r meeting.Recurrence, first, day time.Time) bool {
	n := max(1, r.Interval)
	switch r.Frequency {
	case meeting.Daily:
		return days(midnight(first), day)%n == 0
	case meeting.Weekly:
		return days(weekStart(r, midnight(first)), weekStart(r, day))/7%n == 0
	case meeting.Monthly:
		return ((day.Year()-first.Year())*12+int(day.Month()-first.Month()))%n == 0
	}
	return (day.Year()-first.Year())%n == 0
}

// fits reports whether day passes every BY part but BYSETPOS.
func fits(r meeting.Recurrence, first, day time.Time) bool {
	inMonth := daysIn(day.Year(), day.Month())
	inYear := time.Date(day.Year(), 12, 31, 0, 0, 0, 0, time.UTC).YearDay()
	either := func(list []int, n, of int) bool {
		return len(list) == 0 || slices.Contains(list, n) || slices.Contains(list, n-of-1)
	}
	if !either(r.ByMonth, int(day.Month()), 1000) || !either(r.ByMonthDay, day.Day(), inMonth) || !either(r.ByYearDay, day.YearDay(), inYear) {
		return false
	}
	if len(r.ByWeekNo) > 0 {
		middle := weekStart(r, day).AddDate(0, 0, 3)
		weeks := 0 // of that year
		for d := middle; d.Year() == middle.Year(); d = d.AddDate(0, 0, 7) {
			weeks = (d.YearDay()-1)/7 + 1
		}
		if !either(r.ByWeekNo, (middle.YearDay()-1)/7+1, weeks) {
			return false
		}
	}
	if len(r.ByDay) > 0 {
		return slices.ContainsFunc(r.ByDay, func(d meeting.WeekdayNum) bool { return isDay(r, d, day, inMonth, inYear) })
	}
	if len(r.ByMonthDay)+len(r.ByYearDay)+len(r.ByWeekNo) > 0 {
		return true
	}
	switch r.Frequency { // what the rule leaves open is the start's
	case meeting.Weekly:
		return day.Weekday() == first.Weekday()
	case meeting.Monthly:
		return day.Day() == first.Day()
	case meeting.Yearly:
		return day.Day() == first.Day() && (len(r.ByMonth) > 0 || day.Month() == first.Month())
	}
	return true
}

func isDay(r meeting.Recurrence, d meeting.WeekdayNum, day time.Time, inMonth, inYear int) bool {
	if meeting.WeekdayOf(day.Weekday()) != d.Day {
		return false
	}
	at, of := day.Day(), inMonth
	if r.Frequency == meeting.Yearly && len(r.ByMonth) == 0 {
		at, of = day.YearDay(), inYear
	}
	return d.N == 0 || d.N == (at-1)/7+1 || d.N == -((of-at)/7+1)
}

func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// inPosition applies BYSETPOS: the place of day among the fitting days of its period.
func inPosition(r meeting.Recurrence, first, day time.Time) bool {
	if len(r.BySetPos) == 0 {
		return true
	}
	from, to := day, day
	switch r.Frequency {
	case meeting.Weekly:
		from = weekStart(r, day)
		to = from.AddDate(0, 0, 6)
	case meeting.Monthly:
		from, to = day.AddDate(0, 0, 1-day.Day()), time.Date(day.Year(), day.Month()+1, 0, 0, 0, 0, 0, time.UTC)
	case meeting.Yearly:
		from, to = time.Date(day.Year(), 1, 1, 0, 0, 0, 0, time.UTC), time.Date(day.Year(), 12, 31, 0, 0, 0, 0, time.UTC)
	}
	at, of := 0, 0
	for d := from; !d.After(to); d = d.AddDate(0, 0, 1) {
		if fits(r, first, d) {
			of++
			if d.Equal(day) {
				at = of
			}
		}
	}
	return slices.Contains(r.BySetPos, at) || slices.Contains(r.BySetPos, at-of-1)
}

// walkZoom reads z as Zoom documents it, not through its Recurrence.
func walkZoom(z recurrence.ZoomRule, start time.Time, loc *time.Location, most int) []time.Time {
	first := start.In(loc)
	day := midnight(first)
	sunday := day.AddDate(0, 0, -int(day.Weekday()))
	fits := func(d time.Time) bool {
		number := int(d.Weekday()) + 1
		switch z.Type {
		case 1:
			return days(day, d)%z.RepeatInterval == 0
		case 2:
			return days(sunday, d)/7%z.RepeatInterval == 0 && slices.Contains(strings.Split(z.WeeklyDays, ","), strconv.Itoa(number))
		}
		months := (d.Year()-day.Year())*12 + int(d.Month()-day.Month())
		if months%z.RepeatInterval != 0 {
			return false
		}
		if z.MonthlyWeek == 0 {
			return d.Day() == z.MonthlyDay
		}
		last := d.Day()+7 > daysIn(d.Year(), d.Month())
		return number == z.MonthlyWeekDay && (z.MonthlyWeek == (d.Day()+6)/7 || z.MonthlyWeek == -1 && last)
	}
	var out []time.Time
	for d := day; d.Before(day.AddDate(reach, 0, 0)) && len(out) < most; d = d.AddDate(0, 0, 1) {
		if z.EndTimes > 0 && len(out) == z.EndTimes {
			break
		}
		if !fits(d) {
			continue
		}
		t, ok := onWall(d.Format(time.DateOnly)+first.Format(" 15:04:05"), loc)
		if d.Equal(day) {
			t, ok = start.UTC(), true
		}
		if !z.EndDateTime.IsZero() && ok && t.After(z.EndDateTime) {
			break
		}
		if ok {
			out = append(out, t)
		}
	}
	return out
}

func take(seq iter.Seq[time.Time], most int) []time.Time {
	var out []time.Time
	for t := range seq {
		if out = append(out, t); len(out) == most {
			break
		}
	}
	return out
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func parse(t testing.TB, rule string) meeting.Recurrence {
	t.Helper()
	r, err := meeting.ParseRecurrence(rule)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
