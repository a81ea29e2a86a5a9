package normalize

import (
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// zoomRule is Zoom's recurrence object (contracts/zoom.md B3).
type zoomRule struct {
	kind, interval, day, week, weekDay, times int
	days                                      string
	until                                     time.Time
}

// ZoomRecurrence reads a recurrence object of Zoom's. It is the zero Recurrence
// when the object says nothing that Zoom documents.
func ZoomRecurrence(payload []byte) (meeting.Recurrence, error) {
	r := newReader(payload)
	rule := r.zoomRule()
	if err := r.finish(); err != nil {
		return meeting.Recurrence{}, err
	}
	return rule.recurrence(), nil
}

func (r *reader) zoomRule() zoomRule {
	var z zoomRule
	var until moment
	r.object(func(name string) {
		switch name {
		case "type":
			z.kind = r.count()
		case "repeat_interval":
			z.interval = r.count()
		case "weekly_days":
			z.days = r.text()
		case "monthly_day":
			z.day = r.count()
		case "monthly_week":
			n, _ := r.integer() // -1 is the last week
			z.week = int(n)
		case "monthly_week_day":
			z.weekDay = r.count()
		case "end_times":
			z.times = r.count()
		case "end_date_time":
			until = r.instant("end_date_time")
		}
	})
	z.until = r.resolve(until, "")
	return z
}

// recurrence goes by type alone: answers carry monthly members on daily meetings,
// and both ends although they exclude each other; then the date counts.
func (z zoomRule) recurrence() meeting.Recurrence {
	rule := meeting.Recurrence{Interval: z.interval}
	switch z.kind {
	case 1:
		rule.Frequency = meeting.Daily
	case 2:
		rule.Frequency = meeting.Weekly
		for word := range strings.SplitSeq(z.days, ",") {
			n, _ := strconv.Atoi(strings.TrimSpace(word))
			if day := zoomDay(n); day != "" {
				rule.ByDay = append(rule.ByDay, meeting.WeekdayNum{Day: day})
			}
		}
		if z.interval > 1 {
			rule.WeekStart = "SU"
		}
	case 3:
		rule.Frequency = meeting.Monthly
		if day := zoomDay(z.weekDay); z.week >= -1 && z.week <= 4 && z.week != 0 && day != "" {
			rule.ByDay = []meeting.WeekdayNum{{N: z.week, Day: day}}
		} else if z.day >= 1 && z.day <= 31 {
			rule.ByMonthDay = []int{z.day}
		}
	default:
		return meeting.Recurrence{}
	}
	if !z.until.IsZero() {
		rule.Until.Time = z.until
	} else {
		rule.Count = z.times
	}
	return rule
}

// zoomDay counts from Sunday, 1, to Saturday, 7.
func zoomDay(n int) meeting.Weekday {
	if n < 1 || n > 7 {
		return ""
	}
	return meeting.Weekdays()[(n+5)%7]
}
