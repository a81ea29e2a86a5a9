package simulator

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// slug is a text of lower-case letters and digits that a key alone decides.
func slug(key string) string {
	n, _ := strconv.ParseUint(key, 10, 64)
	return strconv.FormatUint(n*2654435761+1<<52, 36)
}

// passcode is Zoho's own: nobody can choose one.
func passcode(key string) string {
	text := slug(key)
	return "zp" + text[len(text)-6:]
}

func (m *zohoItem) start() time.Time {
	text, _ := m.members["start_time"].(string)
	t, _ := time.Parse(time.RFC3339, text) // was checked
	return t.UTC().Truncate(time.Second)
}

func (m *zohoItem) length() time.Duration {
	n, _ := wholeNumber(m.members, "duration")
	return time.Duration(n) * time.Minute
}

// status is completed when the last sitting is over; a running meeting is still
// scheduled, for want of another word in A2.4.
func (m *zohoItem) status(now time.Time) string {
	switch {
	case m.cancelled:
		return "cancelled"
	case m.sittings(func(start time.Time) bool { return now.Before(start.Add(m.length())) }) != nil:
		return "scheduled"
	}
	return "completed"
}

// sittings lists the starts that fit, those of a series at the same time on the
// wall of its zone. Its first meeting is the first fitting day from the start on.
func (m *zohoItem) sittings(fits func(start time.Time) bool) []time.Time {
	var out []time.Time
	rule, recurring := m.members["recurrence"].(object)
	if !recurring {
		if fits(m.start()) {
			out = append(out, m.start())
		}
		return out
	}
	zone, _ := m.members["timezone"].(string)
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	interval, _ := wholeNumber(rule, "repeat_interval")
	endText, _ := rule["end_date"].(string)
	end, _ := time.Parse(time.RFC3339, endText)
	named, _ := rule["days_of_week"].([]any)
	first := m.start().In(loc)
	monday := (int(first.Weekday()) + 6) % 7 // days since the week began
	for n := 0; n < 10*366; n++ {
		t := first.AddDate(0, 0, n)
		if t.After(end) {
			break
		}
		today := strings.ToLower(t.Weekday().String())
		on := slices.Contains(named, any(today)) || (len(named) == 0 && t.Weekday() == first.Weekday())
		if on && ((monday+n)/7)%max(1, interval) == 0 && fits(t.UTC()) {
			out = append(out, t.UTC())
		}
	}
	return out
}
