package recurrence_test

import (
	"math/rand/v2"
	"time"

	"github.com/libmeet/meeting"
)

// maker draws rules that RFC 5545 allows.
type maker struct{ *rand.Rand }

func (m maker) numbers(most, chance int, signed bool) []int {
	var list []int
	for m.IntN(chance) == 0 && len(list) < 3 {
		n := 1 + m.IntN(most)
		if signed && m.IntN(3) == 0 {
			n = -n
		}
		list = append(list, n)
	}
	return list
}

func (m maker) rule(start time.Time) meeting.Recurrence {
	week := meeting.Weekdays()
	r := meeting.Recurrence{Frequency: []meeting.Frequency{meeting.Daily, meeting.Weekly, meeting.Weekly, meeting.Monthly, meeting.Monthly, meeting.Yearly}[m.IntN(6)]}
	r.Interval = []int{0, 0, 1, 2, 3, 5, 13, 91}[m.IntN(8)]
	for m.IntN(2) == 0 && len(r.ByDay) < 4 {
		r.ByDay = append(r.ByDay, meeting.WeekdayNum{Day: week[m.IntN(7)]})
		if n := 1 + m.IntN(5); r.Frequency == meeting.Monthly || r.Frequency == meeting.Yearly && m.IntN(2) == 0 {
			r.ByDay[len(r.ByDay)-1].N = []int{0, n, n, -n, -1}[m.IntN(5)]
		}
	}
	if r.Frequency != meeting.Weekly {
		r.ByMonthDay = m.numbers(31, 5, true)
	}
	r.ByMonth = m.numbers(12, 8, false)
	if r.Frequency == meeting.Yearly {
		r.ByYearDay = m.numbers(366, 8, true)
		if m.IntN(6) == 0 {
			r.ByWeekNo = m.numbers(53, 2, true)
			if m.IntN(2) == 0 {
				r.ByWeekNo = []int{[]int{1, 52, 53, -1, -52, -53}[m.IntN(6)]}
			}
			for i := range r.ByDay {
				r.ByDay[i].N = 0
			}
		}
	}
	if len(r.ByWeekNo) == 0 && len(r.ByDay)+len(r.ByMonthDay)+len(r.ByMonth) > 0 {
		r.BySetPos = m.numbers(3, 6, true)
	}
	if m.IntN(3) == 0 {
		r.WeekStart = week[m.IntN(7)]
	}
	until := start.Add(time.Duration(m.IntN(500*24)) * time.Hour)
	switch m.IntN(6) {
	case 0, 1:
		r.Count = 1 + m.IntN(55)
	case 2, 3:
		r.Until = meeting.Until{Time: until, Form: meeting.UntilInstant}
	case 4:
		r.Until = meeting.Until{Time: until, Form: []meeting.UntilForm{meeting.UntilWall, meeting.UntilDate}[m.IntN(2)]}
	}
	return r
}
