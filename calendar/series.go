package calendar

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
)

// StartOf returns when m starts: where the vendor says no start, when its first
// occurrence does. It reports false for a meeting without a fixed time, which has
// no place in a calendar.
func StartOf(m meeting.Meeting) (time.Time, bool) {
	start := seriesStart(m)
	return start, !start.IsZero()
}

func seriesStart(m meeting.Meeting) time.Time {
	start := m.Start
	if !start.IsZero() {
		return start
	}
	for _, o := range m.Occurrences {
		if o.Status != meeting.StatusCancelled && !o.Start.IsZero() && (start.IsZero() || o.Start.Before(start)) {
			start = o.Start
		}
	}
	return start
}

// series plans a rule and its exceptions. Occurrences that m doesn't list follow
// the rule.
func (p *plan) series(m meeting.Meeting) error {
	if m.Recurrence.IsZero() {
		p.listed(m)
		return nil
	}
	loc := p.wall
	if p.loc != nil {
		loc = p.loc
	}
	instants, err := recurrence.Expand(m.Recurrence, p.start, loc)
	if err != nil {
		return err
	}
	horizon, most := p.start.AddDate(endless, 0, 0), p.start.AddDate(longest, 0, 0)
	need := lastNamed(m)
	if need.After(most) {
		need = most
	}
	on := map[int64]bool{}
	var first, last time.Time
	for t := range instants {
		if first.IsZero() {
			first = t
		}
		if t.After(need) && (m.Recurrence.Count == 0 || t.After(most)) {
			break
		}
		if on[t.Unix()] = true; !t.After(most) {
			last = t
		}
	}
	if first.IsZero() {
		return meeting.Invalidf("recurrence", "no day fits %s", m.Recurrence)
	}
	p.from, p.to = first, horizon
	if m.Recurrence.Count > 0 {
		p.to = last
	}
	if end := untilInstant(m.Recurrence.Until, loc); !end.IsZero() {
		p.to = end
	}
	if p.to.After(most) {
		p.to = most
	}
	skipped, repeated := p.overEdges(m.Recurrence, loc)
	p.rule = p.ruleText(m.Recurrence, loc, len(skipped) > 0)
	p.start, p.without = first, skipped
	p.exceptions(m, on)
	if p.loc != nil && !wallFirst(first, p.loc) {
		repeated = append(repeated, first)
	}
	for _, t := range repeated {
		p.spell(t)
	}
	slices.Sort(p.without)
	p.without = slices.Compact(p.without)
	slices.SortFunc(p.also, time.Time.Compare)
	slices.SortFunc(p.moved, func(a, b moved) int { return strings.Compare(a.original, b.original) })
	return nil
}

// spell writes an instance in an hour that comes twice as a moved one, in UTC,
// unless it is an exception already.
func (p *plan) spell(t time.Time) {
	original := p.value(t)
	if slices.Contains(p.without, original) || slices.ContainsFunc(p.moved, func(m moved) bool { return m.original == original }) {
		return
	}
	p.moved = append(p.moved, moved{original: original, id: t, start: t, length: p.length})
}

// listed writes a series without a rule: its occurrences, one by one.
func (p *plan) listed(m meeting.Meeting) {
	p.from, p.to = p.start, p.start.Add(p.length)
	for _, o := range m.Occurrences {
		if o.Status == meeting.StatusCancelled || o.Start.IsZero() || o.Start.Equal(p.start) {
			continue
		}
		p.add(o)
	}
	if len(p.also) == 0 {
		p.single()
	}
}

// add is an occurrence that no rule makes.
func (p *plan) add(o meeting.Occurrence) {
	start := o.Start.UTC().Truncate(time.Second)
	p.also = append(p.also, start)
	p.extend(start)
	if o.Duration > 0 && o.Duration != p.length {
		p.moved = append(p.moved, moved{original: p.value(start), id: start, start: start, length: o.Duration})
	}
}

// spelt reports whether an occurrence is where the rule has it, and only written
// out because files can't say which of two equal hours is meant.
func (p *plan) spelt(m moved) bool { return m.start.Equal(m.id) && m.length == p.length }

func (p *plan) extend(t time.Time) {
	if t.Before(p.from) {
		p.from = t
	}
	if t.After(p.to) {
		p.to = t
	}
}

// exceptions finds out which instance each occurrence was, by its id, else by its
// start, else it is the nearest that no other one was.
func (p *plan) exceptions(m meeting.Meeting, on map[int64]bool) {
	claimed := map[int64]bool{}
	var homeless []meeting.Occurrence
	for _, o := range m.Occurrences {
		original, named := occurrenceID(o.ID, p.wall)
		switch {
		case named && on[original.Unix()]:
		case named && original.Equal(o.Start): // one that was added
			if o.Status != meeting.StatusCancelled {
				p.add(o)
			}
			continue
		case on[o.Start.Unix()]:
			original = o.Start
		default:
			homeless = append(homeless, o)
			continue
		}
		if !claimed[original.Unix()] {
			claimed[original.Unix()] = true
			p.except(original, o)
		}
	}
	for _, o := range homeless {
		if o.Status == meeting.StatusCancelled || o.Start.IsZero() {
			continue // there is nothing to take out
		}
		original, ok := nearest(o.Start, on, claimed)
		if !ok {
			p.add(o)
			continue
		}
		claimed[original.Unix()] = true
		p.except(original, o)
	}
}

func (p *plan) except(original time.Time, o meeting.Occurrence) {
	start, long := o.Start.UTC().Truncate(time.Second), o.Duration
	if long <= 0 {
		long = p.length
	}
	switch {
	case o.Status == meeting.StatusCancelled:
		p.without = append(p.without, p.value(original))
	case !start.Equal(original) || long != p.length:
		p.moved = append(p.moved, moved{original: p.value(original), id: original, start: start, length: long})
		p.extend(start)
	}
}

func nearest(t time.Time, on, claimed map[int64]bool) (best time.Time, found bool) {
	var least time.Duration
	for unix := range on {
		candidate := time.Unix(unix, 0).UTC()
		away := candidate.Sub(t).Abs()
		if !claimed[unix] && (!found || away < least || (away == least && candidate.Before(best))) {
			best, least, found = candidate, away, true
		}
	}
	return best, found
}

// lastNamed is the last moment that an occurrence of m speaks of, and a little
// more, so that the instance which it was is among those looked at.
func lastNamed(m meeting.Meeting) time.Time {
	var last time.Time
	for _, o := range m.Occurrences {
		if t, ok := occurrenceID(o.ID, time.UTC); ok && t.After(last) && t.Sub(o.Start).Abs() < 366*24*time.Hour {
			last = t
		}
		if o.Start.After(last) {
			last = o.Start
		}
	}
	if last.IsZero() {
		return last
	}
	return last.AddDate(0, 0, 1)
}

// occurrenceID reads the original start of an occurrence from its id: milliseconds
// since 1970, or what Decode makes of a RECURRENCE-ID.
func occurrenceID(id string, wall *time.Location) (time.Time, bool) {
	if t, err := time.Parse(utcLayout, id); err == nil {
		return t, true
	}
	if t, err := time.ParseInLocation(dateLayout, id, wall); err == nil {
		return t.UTC(), true
	}
	if n, err := strconv.ParseInt(id, 10, 64); err == nil && len(id) >= 12 && len(id) <= 14 {
		return time.UnixMilli(n).UTC().Truncate(time.Second), true
	}
	return time.Time{}, false
}

// LastEnd returns when the last meeting of an event is over, or the zero time for
// a series without an end.
func LastEnd(e Event) time.Time {
	p, err := planOf(e, EncodeOptions{})
	if err != nil {
		return time.Time{}
	}
	r := e.Meeting.Recurrence
	if !r.IsZero() && r.Count == 0 && r.Until.IsZero() {
		return time.Time{}
	}
	end := p.to
	for _, m := range p.moved {
		if m.start.After(end) {
			end = m.start
		}
	}
	if !r.IsZero() || len(e.Meeting.Occurrences) > 0 {
		end = end.Add(p.length)
	}
	return end
}
