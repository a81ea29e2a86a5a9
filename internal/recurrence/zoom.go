package recurrence

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// The types of a [ZoomRule]. They are not the types of a Zoom meeting.
const (
	zoomDaily = 1 + iota
	zoomWeekly
	zoomMonthly
)

// zoomMostTimes is the stricter of the two documented limits (50 and 60).
const zoomMostTimes = 50

// ZoomRule is the recurrence object of a Zoom meeting of type 8. Only the members
// of its type count; Zoom's own sample carries all of them.
type ZoomRule struct {
	Type           int       `json:"type"` // 1 daily, 2 weekly, 3 monthly
	RepeatInterval int       `json:"repeat_interval,omitempty"`
	WeeklyDays     string    `json:"weekly_days,omitempty"`      // "1" Sunday … "7" Saturday, "2,4"
	MonthlyDay     int       `json:"monthly_day,omitempty"`      // 1…31
	MonthlyWeek    int       `json:"monthly_week,omitempty"`     // 1…4, -1 the last
	MonthlyWeekDay int       `json:"monthly_week_day,omitempty"` // 1 Sunday … 7 Saturday
	EndTimes       int       `json:"end_times,omitempty"`
	EndDateTime    time.Time `json:"end_date_time,omitzero"` // UTC, whole seconds
}

// ToZoom says r in Zoom's words. It returns an error that tells why when Zoom
// can't say exactly the same, or doesn't document what it would do.
func ToZoom(r meeting.Recurrence, start time.Time, loc *time.Location) (ZoomRule, error) {
	if err := r.Validate(); err != nil {
		return ZoomRule{}, err
	}
	if loc == nil {
		loc = time.UTC
	}
	z := ZoomRule{RepeatInterval: max(1, r.Interval)}
	if err := z.setDays(r, start, loc); err != nil {
		return ZoomRule{}, err
	}
	switch {
	case r.Count > zoomMostTimes:
		return ZoomRule{}, zoom.errorf("takes at most %d meetings in a series", zoomMostTimes)
	case r.Count > 0:
		z.EndTimes = r.Count
	case !r.Until.IsZero():
		z.EndDateTime = lastMoment(r.Until, loc)
	default: // no end means one meeting to Zoom; its 0 for "no end" doesn't last
		return ZoomRule{}, zoom.errorf("needs an end of the series (COUNT or UNTIL)")
	}
	back, err := z.Recurrence()
	if err != nil {
		return ZoomRule{}, err
	}
	if err := verify(zoom, r, back, start, loc); err != nil {
		return ZoomRule{}, err
	}
	if z.meetsShortMonth(back, start, loc) {
		return ZoomRule{}, zoom.errorf("doesn't say what it does in months without a day %d", z.MonthlyDay)
	}
	return z, nil
}

// setDays sets everything but the end.
func (z *ZoomRule) setDays(r meeting.Recurrence, start time.Time, loc *time.Location) error {
	if len(r.ByMonth) > 0 {
		return zoom.errorf("can't keep a series to some months of the year")
	}
	if r.Frequency == meeting.Daily && len(r.ByDay) > 0 && z.RepeatInterval == 1 {
		r.Frequency = meeting.Weekly // every day that is one of these: the same as weekly on these
	}
	switch {
	case r.Frequency == meeting.Monthly:
	case len(r.BySetPos) > 0:
		return zoom.errorf("has no BYSETPOS")
	case len(r.ByMonthDay) > 0:
		return zoom.errorf("takes days of the month in monthly series only")
	}
	switch r.Frequency {
	case meeting.Daily:
		if len(r.ByDay) > 0 {
			return zoom.errorf("can't keep a series of every few days to some weekdays")
		}
		z.Type = zoomDaily
		return z.atMost(90, "daily", "days")
	case meeting.Weekly:
		z.Type, z.WeeklyDays = zoomWeekly, zoomDays(weekdays(r, start, loc))
		return z.atMost(12, "weekly", "weeks")
	case meeting.Monthly:
		z.Type = zoomMonthly
		if err := z.setMonthly(r, start, loc); err != nil {
			return err
		}
		return z.atMost(3, "monthly", "months")
	}
	return zoom.errorf("has no yearly series")
}

func (z *ZoomRule) atMost(most int, frequency, unit string) error {
	if z.RepeatInterval > most {
		return zoom.errorf("repeats %s at most every %d %s", frequency, most, unit)
	}
	return nil
}

func (z *ZoomRule) setMonthly(r meeting.Recurrence, start time.Time, loc *time.Location) error {
	if len(r.ByDay)+len(r.ByMonthDay) > 1 {
		return zoom.errorf("takes one day a month")
	}
	if len(r.ByMonthDay) == 1 || len(r.ByDay) == 0 {
		z.MonthlyDay = wallOf(start, loc).Day()
		if len(r.ByMonthDay) == 1 {
			z.MonthlyDay = r.ByMonthDay[0]
		}
		switch {
		case z.MonthlyDay < 0:
			return zoom.errorf("can't count the days of a month from its end")
		case len(r.BySetPos) > 0:
			return zoom.errorf("has no BYSETPOS")
		}
		return nil
	}
	place := r.ByDay[0].N
	if place == 0 && len(r.BySetPos) == 1 { // the n-th of all Mondays is the n-th Monday
		place, r.BySetPos = r.BySetPos[0], nil
	}
	switch {
	case len(r.BySetPos) > 0:
		return zoom.errorf("has no BYSETPOS")
	case place == 0:
		return zoom.errorf("takes one day a month: say which, or repeat weekly")
	case place != -1 && (place < 1 || place > 4):
		return zoom.errorf("takes the first to fourth or the last weekday of a month")
	}
	z.MonthlyWeek, z.MonthlyWeekDay = place, zoomDay(r.ByDay[0].Day)
	return nil
}

// meetsShortMonth reports whether a month of the series lacks its day. RFC 5545
// skips such a month; of Zoom nothing is known (contracts: zoom.md B9).
func (z ZoomRule) meetsShortMonth(back meeting.Recurrence, start time.Time, loc *time.Location) bool {
	if z.MonthlyDay <= 28 {
		return false
	}
	lacks := func(month time.Time) bool { return month.AddDate(0, 1, -1).Day() < z.MonthlyDay }
	last := wallOf(z.EndDateTime, loc)
	series, err := Expand(back, start, loc)
	if err != nil || lacks(firstOfMonth(wallOf(start, loc))) {
		return true
	}
	for first := range series {
		month := firstOfMonth(wallOf(first, loc))
		for n := 0; n < z.EndTimes || (z.EndTimes == 0 && !month.After(last)); n++ {
			if lacks(month) {
				return true
			}
			month = month.AddDate(0, z.RepeatInterval, 0)
		}
		break
	}
	return false
}

func firstOfMonth(wall time.Time) time.Time {
	return time.Date(wall.Year(), wall.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// zoomDay returns Zoom's number of day: 1 is Sunday.
func zoomDay(day meeting.Weekday) int {
	week := meeting.Weekdays()
	return (slices.Index(week[:], day)+1)%7 + 1
}

func zoomDays(days []meeting.Weekday) string {
	numbers := make([]int, len(days))
	for i, day := range days {
		numbers[i] = zoomDay(day)
	}
	slices.Sort(numbers)
	words := make([]string, len(numbers))
	for i, n := range numbers {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ",")
}

// Recurrence returns what z means. Members of other types than z's are ignored,
// absent ones have Zoom's defaults, and of two ends the date counts, as package
// normalize reads them. No end is an error: Zoom is at odds with itself over it.
func (z ZoomRule) Recurrence() (meeting.Recurrence, error) {
	var r meeting.Recurrence
	if z.RepeatInterval > 1 {
		r.Interval = z.RepeatInterval
	}
	switch {
	case !z.EndDateTime.IsZero():
		r.Until = meeting.Until{Time: z.EndDateTime.UTC(), Form: meeting.UntilInstant}
	case z.EndTimes != 0:
		r.Count = z.EndTimes
	default:
		return meeting.Recurrence{}, errors.New("neither end_times nor end_date_time is given")
	}
	var err error
	switch z.Type {
	case zoomDaily:
		r.Frequency = meeting.Daily
	case zoomWeekly:
		r.Frequency = meeting.Weekly
		if r.Interval > 1 {
			r.WeekStart = "SU" // as Zoom numbers its days; matters from two weeks on only
		}
		r.ByDay, err = readZoomDays(z.WeeklyDays)
	case zoomMonthly:
		r.Frequency = meeting.Monthly
		err = z.readMonthly(&r)
	default:
		err = fmt.Errorf("type %d is none of 1, 2, 3", z.Type)
	}
	if err == nil {
		err = r.Validate()
	}
	if err != nil {
		return meeting.Recurrence{}, err
	}
	return r, nil
}

func (z ZoomRule) readMonthly(r *meeting.Recurrence) error {
	switch {
	case (z.MonthlyWeek == 0) != (z.MonthlyWeekDay == 0):
		return errors.New("monthly_week and monthly_week_day go together")
	case z.MonthlyWeek == 0:
		if z.MonthlyDay < 0 {
			return fmt.Errorf("monthly_day %d is no day of the month", z.MonthlyDay)
		}
		r.ByMonthDay = []int{max(1, z.MonthlyDay)}
	case z.MonthlyDay != 0:
		return errors.New("monthly_day and monthly_week exclude each other")
	case z.MonthlyWeek < -1 || z.MonthlyWeek > 4:
		return fmt.Errorf("monthly_week %d is none of -1, 1, 2, 3, 4", z.MonthlyWeek)
	default:
		days, err := readZoomDays(strconv.Itoa(z.MonthlyWeekDay))
		if err != nil {
			return err
		}
		r.ByDay = []meeting.WeekdayNum{{N: z.MonthlyWeek, Day: days[0].Day}}
	}
	return nil
}

func readZoomDays(text string) ([]meeting.WeekdayNum, error) {
	if text == "" {
		text = "1" // Zoom's default
	}
	var days []meeting.WeekdayNum
	for word := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || n < 1 || n > 7 {
			return nil, fmt.Errorf("%.20q is no day from 1 to 7", word)
		}
		days = append(days, meeting.WeekdayNum{Day: meeting.WeekdayOf(time.Weekday(n - 1))})
	}
	return days, nil
}
