package calendar

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// moment is a time as a file has it.
type moment struct {
	at     time.Time
	wall   time.Time // what the clock shows, as if in UTC
	form   TimeForm
	place  *place // of an instant with a TZID
	exists bool   // false for a wall clock that its zone skips
}

// readTimes reads start, end and zone.
func (d *decoder) readTimes(e *Event, c Component) (moment, error) {
	m := &e.Meeting
	p, ok := c.first("DTSTART")
	if !ok {
		return moment{}, meeting.Invalidf("start", "the event has none")
	}
	start, err := d.moment(p, p.Value)
	if err != nil {
		return moment{}, err
	}
	m.Start, e.Form = start.at, start.form
	switch {
	case start.form == AllDay:
		m.Zone = d.zone
		m.Losses = append(m.Losses, note("start", "a date", m.Start.Format(time.RFC3339), "the event takes whole days, wherever one is"))
	case start.form == Floating:
		m.Zone = d.zone
		m.Losses = append(m.Losses, note("start", "a floating time", m.Start.Format(time.RFC3339), "the time has no zone: it is what the clock on the wall shows"))
	case start.place != nil:
		m.Zone = start.place.zone
		if m.Zone == "" {
			m.Losses = append(m.Losses, note("time_zone", p.param("TZID"), "", "only the file knows the zone; its instants are right"))
		}
	default:
		if zone := c.text(propZone); zone != "" {
			if known, err := ResolveZone(zone); err == nil {
				m.Zone = known
			}
		}
	}
	long, err := d.length(c, start)
	if err != nil {
		return moment{}, err
	}
	if long > 0 {
		m.Duration, m.End = long, m.Start.Add(long)
	}
	return start, nil
}

// length reads DTEND or DURATION.
func (d *decoder) length(c Component, start moment) (time.Duration, error) {
	if p, ok := c.first("DTEND"); ok {
		end, err := d.moment(p, p.Value)
		if err != nil {
			return 0, err
		}
		if end.at.Before(start.at) {
			return 0, meeting.Invalidf("end", "it is before the start")
		}
		return end.at.Sub(start.at), nil
	}
	if p, ok := c.first("DURATION"); ok {
		days, rest, ok := parseDuration(p.Value)
		if !ok {
			return 0, meeting.Invalidf("duration_seconds", "%q is no duration", p.Value)
		}
		end := d.attach(start.wall.AddDate(0, 0, days), start)
		if days == 0 {
			end = start.at
		}
		return end.Add(rest).Sub(start.at), nil
	}
	if start.form == AllDay {
		return d.attach(start.wall.AddDate(0, 0, 1), start).Sub(start.at), nil
	}
	return 0, nil
}

// attach returns the instant of a wall clock in the zone of another moment.
func (d *decoder) attach(wall time.Time, like moment) time.Time {
	loc := d.wall
	switch {
	case like.place != nil:
		loc = like.place.loc
	case like.form == Instant:
		loc = time.UTC
	}
	t, _ := attach(wall, loc)
	return t
}

// moment reads one value of a DATE or DATE-TIME property.
func (d *decoder) moment(p Property, value string) (moment, error) {
	value = strings.TrimSpace(value)
	if t, err := time.Parse(dateLayout, value); err == nil && len(value) == len(dateLayout) {
		at, _ := attach(t, d.wall)
		return moment{at: at, wall: t, form: AllDay, exists: true}, nil
	}
	if t, err := time.Parse(utcLayout, value); err == nil && len(value) == len(utcLayout) {
		return moment{at: t, wall: t, exists: true}, nil
	}
	t, err := time.Parse(wallLayout, value)
	if err != nil || len(value) != len(wallLayout) {
		return moment{}, meeting.Invalidf(strings.ToLower(p.Name), "%q is neither a date nor a time", value)
	}
	if len(p.Params["TZID"]) == 0 {
		at, exists := attach(t, d.wall)
		return moment{at: at, wall: t, form: Floating, exists: exists}, nil
	}
	where, err := d.place(p.param("TZID"))
	if err != nil {
		return moment{}, err
	}
	at, exists := attach(t, where.loc)
	return moment{at: at, wall: t, place: where, exists: exists}, nil
}

// parseDuration reads P1D, PT1H30M, P1W. Days are of the calendar, the rest is
// exact (RFC 5545, section 3.3.6).
func parseDuration(text string) (days int, rest time.Duration, ok bool) {
	text, found := strings.CutPrefix(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(text)), "+"), "P")
	date, clock, hasClock := strings.Cut(text, "T")
	if !found || (date == "" && !hasClock) || (hasClock && clock == "") {
		return 0, 0, false
	}
	units := map[byte]time.Duration{'H': time.Hour, 'M': time.Minute, 'S': time.Second}
	for part, inDate := range map[string]bool{date: true, clock: false} {
		for part != "" {
			at := strings.IndexFunc(part, func(r rune) bool { return r < '0' || r > '9' })
			if at <= 0 || at > 7 {
				return 0, 0, false
			}
			n, _ := strconv.Atoi(part[:at]) // at most seven digits
			unit := part[at]
			part = part[at+1:]
			switch {
			case inDate && unit == 'D':
				days += n
			case inDate && unit == 'W':
				days += 7 * n
			case !inDate && units[unit] > 0:
				rest += time.Duration(n) * units[unit]
			default:
				return 0, 0, false
			}
		}
	}
	return days, rest, true
}

// readRule reads the recurrence. What the model can't say is a loss, and kept.
func (d *decoder) readRule(e *Event, c Component, start moment) {
	m := &e.Meeting
	lose := func(text, reason string) {
		m.Losses = append(m.Losses, meeting.Loss{Field: "recurrence", Wanted: text, Severity: meeting.Refuse, Reason: reason})
	}
	rules := c.all("RRULE")
	if len(rules) > 0 {
		m.Kind = meeting.KindRecurring
	}
	if len(rules) > 1 {
		lose(rules[0].Value, "the event has several rules")
		return
	}
	for _, p := range rules {
		rule, err := meeting.ParseRecurrence(p.Value)
		if err != nil {
			lose(p.Value, err.Error())
			continue
		}
		if start.place != nil && m.Zone == "" {
			zone, ok := start.place.like(start.at)
			if !ok {
				lose(p.Value, "only the file knows the zone that it follows")
				continue
			}
			m.Zone = zone
		}
		m.Recurrence = rule
	}
	if len(c.all("EXRULE")) > 0 {
		lose(c.text("EXRULE"), "a rule of exceptions")
	}
}

// readExceptions reads what differs from the rule, in order.
func (d *decoder) readExceptions(e *Event, g group, start moment) error {
	m := &e.Meeting
	for _, p := range g.master.all("EXDATE") {
		for value := range strings.SplitSeq(p.Value, ",") {
			t, err := d.moment(p, value)
			if err != nil {
				return err
			}
			if t.exists {
				m.Occurrences = append(m.Occurrences, meeting.Occurrence{ID: d.id(t, start), Start: t.at, Status: meeting.StatusCancelled})
			}
		}
	}
	for _, p := range g.master.all("RDATE") {
		if p.param("VALUE") == "PERIOD" {
			m.Losses = append(m.Losses, meeting.Loss{Field: "recurrence", Wanted: p.Value, Severity: meeting.Refuse, Reason: "dates with an end of their own"})
			continue
		}
		m.Kind = meeting.KindRecurring
		for value := range strings.SplitSeq(p.Value, ",") {
			t, err := d.moment(p, value)
			if err != nil {
				return err
			}
			m.Occurrences = append(m.Occurrences, meeting.Occurrence{ID: d.id(t, start), Start: t.at, Duration: m.Duration})
		}
	}
	if len(g.moved) > 0 {
		s := master{start: start, said: linesOf(g.master), at: map[string]int{}}
		for i, o := range slices.Backward(m.Occurrences) {
			s.at[o.ID] = i
		}
		for _, c := range g.moved {
			if err := d.readMoved(e, c, s); err != nil {
				return err
			}
		}
	}
	slices.SortStableFunc(m.Occurrences, func(a, b meeting.Occurrence) int {
		if n := a.Start.Compare(b.Start); n != 0 {
			return n
		}
		return strings.Compare(a.ID, b.ID)
	})
	return nil
}

// master is what moved occurrences are read against.
type master struct {
	start moment
	said  map[line]bool  // by the master
	at    map[string]int // where an occurrence stands in the meeting's, by its id
}

// readMoved reads an occurrence that stands in the file as an event of its own.
func (d *decoder) readMoved(e *Event, c Component, s master) error {
	p, _ := c.first("RECURRENCE-ID")
	original, err := d.moment(p, p.Value)
	if err != nil {
		return err
	}
	if p.param("RANGE") != "" {
		e.Meeting.Losses = append(e.Meeting.Losses, meeting.Loss{Field: "recurrence", Wanted: "RANGE=" + p.param("RANGE"), Severity: meeting.Refuse,
			Reason: "a change of all that follows is taken for one of this occurrence"})
	}
	var part Event
	begin, err := d.readTimes(&part, c)
	if err != nil {
		return err
	}
	o := meeting.Occurrence{ID: d.id(original, s.start), Start: begin.at, Duration: part.Meeting.Duration}
	if strings.EqualFold(strings.TrimSpace(c.text("STATUS")), "CANCELLED") {
		o.Status = meeting.StatusCancelled
	}
	if kept := e.keepOccurrence(o.ID, c, s.said); !kept && o.Status == "" && o.Start.Equal(original.at) && o.Duration == e.Meeting.Duration {
		return nil // only spelt out
	}
	if i, known := s.at[o.ID]; known {
		e.Meeting.Occurrences[i] = o
	} else {
		s.at[o.ID] = len(e.Meeting.Occurrences)
		e.Meeting.Occurrences = append(e.Meeting.Occurrences, o)
	}
	return nil
}

// id names an occurrence by its original start.
func (d *decoder) id(t, start moment) string {
	if start.form == AllDay {
		return t.wall.Format(dateLayout)
	}
	return t.at.Format(utcLayout)
}
