package calendar

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
)

// GraphRecurrence is how an event repeats, and how long.
type GraphRecurrence struct {
	Pattern GraphPattern `json:"pattern"`
	Range   GraphRange   `json:"range"`
}

// GraphPattern holds only the members that its type has: Graph refuses others.
type GraphPattern struct {
	Type           string   `json:"type"` // daily weekly absoluteMonthly relativeMonthly absoluteYearly relativeYearly
	Interval       int      `json:"interval"`
	DaysOfWeek     []string `json:"daysOfWeek,omitempty"`
	FirstDayOfWeek string   `json:"firstDayOfWeek,omitempty"`
	DayOfMonth     int      `json:"dayOfMonth,omitempty"`
	Index          string   `json:"index,omitempty"` // first second third fourth last
	Month          int      `json:"month,omitempty"`
}

// GraphRange is how long an event repeats.
type GraphRange struct {
	Type                string `json:"type"` // endDate noEnd numbered
	StartDate           string `json:"startDate"`
	EndDate             string `json:"endDate,omitempty"`
	NumberOfOccurrences int    `json:"numberOfOccurrences,omitempty"`
	RecurrenceTimeZone  string `json:"recurrenceTimeZone,omitempty"`
}

var (
	graphDays    = map[meeting.Weekday]string{"MO": "monday", "TU": "tuesday", "WE": "wednesday", "TH": "thursday", "FR": "friday", "SA": "saturday", "SU": "sunday"}
	graphIndexes = map[int]string{1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
)

// clamped is the first day of the month that some months lack: there Outlook takes
// their last day, and RFC 5545 none.
const clamped = 29

// graphRecurrence says the rule in Graph's patterns, or why it can't be said. What it
// says is read back and compared, instance by instance.
func (p *plan) graphRecurrence(m meeting.Meeting) (*GraphRecurrence, error) {
	if p.rule == "" || len(p.also) > 0 {
		return nil, errors.New("dates without a rule are no pattern of Graph")
	}
	loc, zone := p.loc, graphZone(p.tzid)
	switch {
	case p.form == AllDay:
		loc, zone = p.wall, "UTC"
	case loc == nil:
		loc, zone = time.UTC, "UTC"
	case zone == "":
		return nil, fmt.Errorf("no zone that Graph knows is %s", p.tzid)
	}
	first := p.start.In(loc)
	pattern, back, err := graphPattern(m.Recurrence, first)
	if err != nil {
		return nil, err
	}
	endless := m.Recurrence
	endless.Count, endless.Until = 0, meeting.Until{}
	if same, err := recurrence.Same(endless, back, p.start, loc); err != nil || !same {
		return nil, errors.New("its pattern would meet on other days than the rule says")
	}
	r := &GraphRecurrence{Pattern: pattern, Range: GraphRange{Type: "noEnd", StartDate: first.Format(time.DateOnly), RecurrenceTimeZone: zone}}
	switch {
	case m.Recurrence.Count > 0:
		r.Range.Type, r.Range.NumberOfOccurrences = "numbered", m.Recurrence.Count
	case !m.Recurrence.Until.IsZero():
		last, err := p.lastInstance(m.Recurrence, loc)
		if err != nil {
			return nil, err
		}
		r.Range.Type, r.Range.EndDate = "endDate", last.In(loc).Format(time.DateOnly)
	}
	return r, nil
}

func (p *plan) lastInstance(r meeting.Recurrence, loc *time.Location) (last time.Time, err error) {
	instants, err := recurrence.Expand(r, p.start, loc)
	if err != nil {
		return last, err
	}
	for last = range instants {
	}
	return last, nil
}

// graphPattern returns a pattern and the rule that it means.
func graphPattern(r meeting.Recurrence, first time.Time) (GraphPattern, meeting.Recurrence, error) {
	p := GraphPattern{Interval: max(1, r.Interval)}
	back := meeting.Recurrence{Frequency: r.Frequency, Interval: p.Interval}
	day := meeting.WeekdayNum{Day: meeting.WeekdayOf(first.Weekday())}
	if r.Frequency == meeting.Daily {
		p.Type = "daily"
		return p, back, nil
	}
	if r.Frequency == meeting.Weekly {
		p.Type, p.FirstDayOfWeek = "weekly", graphDays[or(r.WeekStart, "MO")]
		back.ByDay, back.WeekStart = r.ByDay, r.WeekStart
		if len(back.ByDay) == 0 {
			back.ByDay = []meeting.WeekdayNum{day}
		}
		p.DaysOfWeek = graphWeek(back.ByDay)
		return p, back, nil
	}
	kind := "Monthly"
	if r.Frequency == meeting.Yearly {
		kind, p.Month = "Yearly", int(first.Month())
		if len(r.ByMonth) == 1 {
			p.Month = r.ByMonth[0]
		}
		back.ByMonth = []int{p.Month}
	}
	if len(r.ByDay) > 0 {
		return graphRelative(p, back, r, kind)
	}
	p.Type, p.DayOfMonth = "absolute"+kind, first.Day()
	if len(r.ByMonthDay) == 1 {
		p.DayOfMonth = r.ByMonthDay[0]
	}
	switch {
	case p.DayOfMonth < 1:
		return p, back, errors.New("days are not counted from the end of a month there")
	case p.DayOfMonth >= clamped && (kind == "Monthly" || p.Month == 2):
		return p, back, errors.New("in months without that day Outlook takes their last day")
	}
	back.ByMonthDay = []int{p.DayOfMonth}
	return p, back, nil
}

// graphRelative is for the second Monday, and the last working day.
func graphRelative(p GraphPattern, back, r meeting.Recurrence, kind string) (GraphPattern, meeting.Recurrence, error) {
	place := 0
	switch {
	case len(r.BySetPos) == 1:
		place = r.BySetPos[0]
	case len(r.ByDay) == 1:
		place = r.ByDay[0].N
	}
	index, ok := graphIndexes[place]
	if !ok {
		return p, back, errors.New("only the first four and the last of a month's days have a name there")
	}
	p.Type, p.Index, p.DaysOfWeek = "relative"+kind, index, graphWeek(r.ByDay)
	for _, d := range r.ByDay {
		back.ByDay = append(back.ByDay, meeting.WeekdayNum{Day: d.Day})
	}
	back.BySetPos = []int{place}
	return p, back, nil
}

// graphWeek names the days from Monday on, each once.
func graphWeek(days []meeting.WeekdayNum) []string {
	var out []string
	for _, day := range meeting.Weekdays() {
		if slices.ContainsFunc(days, func(d meeting.WeekdayNum) bool { return d.Day == day }) {
			out = append(out, graphDays[day])
		}
	}
	return out
}
