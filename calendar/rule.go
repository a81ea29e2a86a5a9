package calendar

import (
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
)

// ruleText writes the rule so that it means the same to every reader: its end in
// the form that the start has (RFC 5545, section 3.3.10). Where the clocks skip an
// instance, readers disagree whether it counts; then the end is written as a time.
func (p *plan) ruleText(r meeting.Recurrence, loc *time.Location, skips bool) string {
	if r.Count > 0 && skips {
		instants, err := recurrence.Expand(r, p.start, loc)
		if err != nil {
			return r.String()
		}
		var last time.Time
		for last = range instants {
		}
		r.Count, r.Until = 0, meeting.Until{Time: last}
	}
	if end := untilInstant(r.Until, loc); !end.IsZero() {
		wall := wallTime(end, loc)
		switch p.form {
		case AllDay:
			r.Until = meeting.Until{Time: wall, Form: meeting.UntilDate}
		case Floating:
			r.Until = meeting.Until{Time: wall, Form: meeting.UntilWall}
		default:
			r.Until = meeting.Until{Time: end}
		}
	}
	return r.String()
}

// untilInstant returns the last instant of a rule in loc, or zero without an end.
func untilInstant(u meeting.Until, loc *time.Location) time.Time {
	if u.IsZero() {
		return time.Time{}
	}
	t := u.Time.UTC()
	switch u.Form {
	case meeting.UntilWall:
		return inLocation(t, loc)
	case meeting.UntilDate:
		return inLocation(t.Truncate(24*time.Hour).Add(24*time.Hour-time.Second), loc)
	}
	return t
}

// wallTime is what clocks in loc show at t, written as if in UTC.
func wallTime(t time.Time, loc *time.Location) time.Time {
	_, offset := t.In(loc).Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// inLocation is the last instant at which clocks in loc show no more than wall.
func inLocation(wall time.Time, loc *time.Location) time.Time {
	best := time.Time{}
	for _, probe := range []time.Duration{-24 * time.Hour, 0, 24 * time.Hour} {
		_, offset := wall.Add(probe).In(loc).Zone()
		if t := wall.Add(-time.Duration(offset) * time.Second); !wallTime(t, loc).After(wall) && t.After(best) {
			best = t
		}
	}
	return best.UTC()
}

// wallFirst reports whether t is the first, or only, instant at which clocks in
// loc show what they show at t. It is the one that a file means.
func wallFirst(t time.Time, loc *time.Location) bool {
	first, _ := attach(wallTime(t, loc), loc)
	return first.Equal(t)
}

// attach returns the first instant at which clocks in loc show wall, and false if
// they never do; then it is what RFC 5545 (section 3.3.5) makes of it: the offset
// before the gap counts.
func attach(wall time.Time, loc *time.Location) (t time.Time, exists bool) {
	for _, probe := range []time.Duration{-24 * time.Hour, 0, 24 * time.Hour} {
		_, offset := wall.Add(probe).In(loc).Zone()
		guess := wall.Add(-time.Duration(offset) * time.Second)
		if wallTime(guess, loc).Equal(wall) && (!exists || guess.Before(t)) {
			t, exists = guess, true
		}
	}
	if !exists {
		_, offset := wall.Add(-24 * time.Hour).In(loc).Zone()
		t = wall.Add(-time.Duration(offset) * time.Second)
	}
	return t.UTC(), exists
}

// overEdges looks for instances of a series that fall on a change of the clocks in
// loc, up to the end of the plan. skipped are those that the clocks skip, as an
// EXDATE names them: readers that don't leave them out by themselves then do. Of
// repeated the first hour is meant, which many readers take for the second one.
func (p *plan) overEdges(r meeting.Recurrence, loc *time.Location) (skipped []string, repeated []time.Time) {
	if p.form != Instant || p.loc == nil {
		return nil, nil
	}
	first := wallTime(p.start, loc)
	var candidates []time.Time
	for _, j := range transitions(loc, p.from, p.to) {
		begin, end := j.wall(), j.at.Add(time.Duration(j.to)*time.Second) // what the clocks show before and after
		if end.Before(begin) {
			begin, end = end, begin
		}
		for day := begin.Truncate(24 * time.Hour); day.Before(end); day = day.AddDate(0, 0, 1) {
			wall := day.Add(first.Sub(first.Truncate(24 * time.Hour)))
			if !wall.Before(begin) && wall.Before(end) && wall.After(first) {
				candidates = append(candidates, wall)
			}
		}
	}
	if len(candidates) == 0 {
		return nil, nil
	}
	r.Count, r.Until = 0, meeting.Until{}
	walls, err := recurrence.Expand(r, first, time.UTC)
	if err != nil {
		return nil, nil
	}
	for wall := range walls {
		for len(candidates) > 0 && candidates[0].Before(wall) {
			candidates = candidates[1:]
		}
		if len(candidates) == 0 {
			break
		}
		if !candidates[0].Equal(wall) {
			continue
		}
		switch t, exists := attach(wall, loc); {
		case t.After(p.to):
		case exists:
			repeated = append(repeated, t)
		default:
			skipped = append(skipped, wall.Format(wallLayout))
		}
	}
	return skipped, repeated
}
