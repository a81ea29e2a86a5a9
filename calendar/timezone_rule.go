package calendar

import (
	"fmt"
	"time"

	"github.com/libmeet/meeting"
)

// longestRun returns the places of the jumps that, from the first on, come every
// year by one rule, and the rule; "" for the first alone. A rule that still holds
// when look is reached has no end.
func longestRun(jumps []jump, look time.Time) ([]int, string) {
	head := jumps[0]
	run := []int{0}
	rules := yearlyRules(head.wall())
	for i := 1; i < len(jumps) && head.from != head.to; i++ {
		j := jumps[i]
		if j.from != head.from || j.to != head.to || j.name != head.name || j.daylight != head.daylight {
			continue
		}
		still := fitting(rules, j.wall())
		if j.wall().Year() != jumps[run[len(run)-1]].wall().Year()+1 || len(still) == 0 {
			break
		}
		rules = still
		run = append(run, i)
	}
	if len(run) < 3 {
		return []int{0}, ""
	}
	last := jumps[run[len(run)-1]]
	text := rules[0].text
	if last.at.Before(look.AddDate(-1, 0, -8)) { // it didn't come again
		text += fmt.Sprintf(";COUNT=%d", len(run)) // python-icalendar fails at an UNTIL there
	}
	return run, text
}

// yearlyRule is a day of the year on which clocks are changed.
type yearlyRule struct {
	text string
	fits func(wall time.Time) bool
}

func fitting(rules []yearlyRule, wall time.Time) []yearlyRule {
	var out []yearlyRule
	for _, r := range rules {
		if r.fits(wall) {
			out = append(out, r)
		}
	}
	return out
}

// yearlyRules are the rules that wall may be an instance of, the likeliest first:
// the last such weekday of the month, the n-th, one within some seven days, the
// date.
func yearlyRules(wall time.Time) []yearlyRule {
	month, day, weekday := wall.Month(), wall.Day(), wall.Weekday()
	name := meeting.WeekdayOf(weekday)
	clock := wall.Format("150405")
	same := func(t time.Time) bool { return t.Month() == month && t.Format("150405") == clock }
	within := func(first int) func(time.Time) bool {
		return func(t time.Time) bool {
			return same(t) && t.Weekday() == weekday && t.Day() >= first && t.Day() < first+7
		}
	}
	var out []yearlyRule
	if wall.AddDate(0, 0, 7).Month() != month {
		out = append(out, yearlyRule{fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=-1%s", month, name), func(t time.Time) bool {
			return same(t) && t.Weekday() == weekday && t.AddDate(0, 0, 7).Month() != month
		}})
	}
	if n := (day-1)/7 + 1; n <= 4 {
		out = append(out, yearlyRule{fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", month, n, name), within(7*n - 6)})
	}
	for first := max(1, day-6); first <= day && first+6 <= 28; first++ {
		if first%7 != 1 {
			days := ""
			for d := first; d < first+7; d++ {
				days += fmt.Sprintf(",%d", d)
			}
			out = append(out, yearlyRule{fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYMONTHDAY=%s;BYDAY=%s", month, days[1:], name), within(first)})
		}
	}
	for first := 23; first <= 25; first++ { // of a month that has the days in every year
		if last := daysIn(month); day >= first && day < first+7 && first+6 <= last {
			days := ""
			for d := first; d < first+7; d++ {
				days += fmt.Sprintf(",%d", d)
			}
			out = append(out, yearlyRule{fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYMONTHDAY=%s;BYDAY=%s", month, days[1:], name), within(first)})
		}
	}
	return append(out, yearlyRule{fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYMONTHDAY=%d", month, day), func(t time.Time) bool {
		return same(t) && t.Day() == day
	}})
}

func daysIn(m time.Month) int {
	return time.Date(2001, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
