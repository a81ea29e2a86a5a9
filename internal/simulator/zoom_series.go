package simulator

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// zoomOccurrence is one meeting of a series. Its id stays what it was when it is
// moved.
type zoomOccurrence struct {
	id      string
	start   time.Time
	changed object // members that were changed for this one
	deleted bool
}

// plan computes the meetings of a series of type 8.
func (m *zoomMeeting) plan() {
	m.occurrences = nil
	rule, ok := m.members["recurrence"].(object)
	start, timed := m.start()
	if m.number("type", 2) != 8 || !ok || !timed {
		return
	}
	for _, at := range zoomStarts(rule, start, zoomLocation(m.text("timezone"))) {
		m.occurrences = append(m.occurrences, &zoomOccurrence{id: strconv.FormatInt(at.UnixMilli(), 10), start: at, changed: object{}})
	}
}

// zoomStarts walks the days of a rule (B3). Neither end means one meeting; 0 times,
// which is no end, gives as many as there may be.
func zoomStarts(rule object, start time.Time, loc *time.Location) []time.Time {
	most := 1
	var until time.Time
	if n, ok := wholeNumber(rule, "end_times"); ok {
		most = n
	}
	if text, ok := rule["end_date_time"].(string); ok {
		until, _ = time.Parse(time.RFC3339, text)
		most = 0
	}
	if most == 0 {
		most = 50
	}
	first := start.In(loc)
	var out []time.Time
	for n := 0; n < 20*366 && len(out) < most; n++ {
		t := first.AddDate(0, 0, n)
		if !until.IsZero() && t.After(until) {
			break
		}
		if zoomMeets(rule, first, t, n) {
			out = append(out, t.UTC())
		}
	}
	return out
}

// zoomMeets reports whether the rule has the day t, n days after the first.
func zoomMeets(rule object, first, t time.Time, n int) bool {
	interval, ok := wholeNumber(rule, "repeat_interval")
	if !ok {
		interval = 1
	}
	switch kind, _ := wholeNumber(rule, "type"); kind {
	case 1:
		return n%interval == 0
	case 2:
		days, _ := rule["weekly_days"].(string)
		if days == "" {
			days = "1"
		}
		week := (int(first.Weekday()) + n) / 7 // weeks begin on Sunday, which is day 1
		return week%interval == 0 && slices.Contains(strings.Split(days, ","), strconv.Itoa(int(t.Weekday())+1))
	}
	months := (t.Year()-first.Year())*12 + int(t.Month()) - int(first.Month())
	if months%interval != 0 {
		return false
	}
	if place, ok := wholeNumber(rule, "monthly_week"); ok {
		day, _ := wholeNumber(rule, "monthly_week_day")
		if int(t.Weekday())+1 != day {
			return false
		}
		if place == -1 {
			return t.AddDate(0, 0, 7).Month() != t.Month()
		}
		return (t.Day()-1)/7+1 == place
	}
	day, ok := wholeNumber(rule, "monthly_day")
	if !ok {
		day = 1
	}
	return t.Day() == day
}

func (m *zoomMeeting) occurrence(id string) *zoomOccurrence {
	for _, o := range m.occurrences {
		if o.id == id && !o.deleted {
			return o
		}
	}
	return nil
}

// minutes is how long one meeting of the series is.
func (m *zoomMeeting) minutes(o *zoomOccurrence) int64 {
	if n, ok := o.changed["duration"].(json.Number); ok {
		i, _ := n.Int64()
		return i
	}
	return m.number("duration", 60)
}

// change applies a PATCH to one meeting of a series.
func (o *zoomOccurrence) change(changes object) {
	for name, v := range changes {
		switch name {
		case "start_time":
			o.start, _ = time.Parse(time.RFC3339, fmt.Sprint(v)) // was checked
		case "settings":
			into, ok := o.changed["settings"].(object)
			if !ok {
				into = object{}
				o.changed["settings"] = into
			}
			from, _ := v.(object)
			for k, setting := range from {
				into[k] = setting
			}
		default:
			o.changed[name] = v
		}
	}
}

// series are the occurrences in the answer of create and get.
func (m *zoomMeeting) series() []object {
	out := make([]object, len(m.occurrences))
	for i, o := range m.occurrences {
		status := "available"
		if o.deleted {
			status = "deleted"
		}
		out[i] = object{"occurrence_id": o.id, "start_time": o.start.Format(time.RFC3339), "duration": m.minutes(o), "status": status}
	}
	return out
}
