package calendar

import (
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// plan is how the times of an event are written.
type plan struct {
	form   TimeForm
	start  time.Time
	length time.Duration
	loc    *time.Location // nil: in UTC, or without a zone
	tzid   string
	wall   *time.Location // where a date or floating time shows what it shows

	rule    string
	also    []time.Time // RDATE
	without []string    // EXDATE, as written
	moved   []moved

	from, to time.Time // what the zone must be described for
}

// moved is an occurrence that isn't when or as long as the rule says.
type moved struct {
	original string    // RECURRENCE-ID, as written
	id       time.Time // the same
	start    time.Time
	length   time.Duration
}

// How far the zone of a series is described, in years: clients know the zone by its
// name beyond that.
const (
	endless = 12 // of a series without an end
	longest = 40 // of one with an end
)

const (
	dateLayout = "20060102"
	wallLayout = "20060102T150405"
	utcLayout  = "20060102T150405Z"
)

func planOf(e Event, opt EncodeOptions) (plan, error) {
	m := e.Meeting
	if e.UID == "" {
		return plan{}, noUID()
	}
	if err := checkMethod(m, opt.Method); err != nil {
		return plan{}, about(m, err)
	}
	p := plan{form: e.Form, start: seriesStart(m).UTC().Truncate(time.Second), length: length(m), wall: time.UTC}
	if p.start.IsZero() {
		return plan{}, about(m, meeting.Invalidf("start", "a calendar entry needs one"))
	}
	if y := p.start.Year(); y < 1 || p.start.Add(p.length).Year() > 9998 {
		return plan{}, about(m, meeting.Invalidf("start", "a calendar file has no room for the year %d", y))
	}
	loc, err := opt.location(m.Zone)
	switch {
	case err != nil && (!m.Recurrence.IsZero() || e.Form != Instant):
		return plan{}, about(m, err) // its days would be others
	case err != nil || loc == time.UTC: // an instant is an instant
	case e.Form != Instant:
		p.wall = loc
	default:
		p.loc, p.tzid = loc, loc.String()
	}
	if m.Recurrence.IsZero() && len(m.Occurrences) == 0 {
		p.single()
	} else if err := p.series(m); err != nil {
		return plan{}, about(m, err)
	}
	return p, nil
}

// single writes one meeting in UTC where the wall clock can't say which of two
// equal hours is meant.
func (p *plan) single() {
	p.from, p.to = p.start, p.start.Add(p.length)
	if p.loc != nil && ambiguous(p.start, p.loc) {
		p.loc = nil
	}
}

// zoneOf loads a zone by any name that a vendor or file may use; "" is UTC.
func zoneOf(zone meeting.Zone) (*time.Location, error) {
	if zone == "" {
		return time.UTC, nil
	}
	known, err := ResolveZone(string(zone))
	if err != nil {
		return nil, err
	}
	return known.Location()
}

// location is zoneOf, asked once for each zone of a file.
func (opt EncodeOptions) location(zone meeting.Zone) (*time.Location, error) {
	if loc, ok := opt.loaded[zone]; ok {
		return loc, nil
	}
	loc, err := zoneOf(zone)
	if err == nil && opt.loaded != nil {
		opt.loaded[zone] = loc
	}
	return loc, err
}

func checkMethod(m meeting.Meeting, method Method) error {
	if method != Request && method != Cancel {
		return nil
	}
	if len(attendees(m, EncodeOptions{Method: method})) == 0 {
		return meeting.Invalidf("invitees", "a %s needs somebody with an e-mail address to go to", strings.ToLower(string(method)))
	}
	if method == Request && m.Status == meeting.StatusCancelled {
		return meeting.Invalidf("status", "the meeting is cancelled: write a cancellation")
	}
	return nil
}

func about(m meeting.Meeting, err error) error {
	if e, ok := err.(*meeting.Error); ok && e.ID == "" {
		told := *e
		told.ID, told.Provider = m.ID, m.Provider
		return &told
	}
	return err
}

// time writes a property with an instant in the event's form, which is also how
// those that refer to it are written.
func (p *plan) time(name string, t time.Time) line {
	switch p.form {
	case AllDay:
		return newLine(name, t.In(p.wall).Format(dateLayout), "VALUE", "DATE")
	case Floating:
		return line{name: name, value: t.In(p.wall).Format(wallLayout)}
	}
	if p.loc == nil {
		return line{name: name, value: t.UTC().Format(utcLayout)}
	}
	return newLine(name, t.In(p.loc).Format(wallLayout), "TZID", p.tzid)
}

// exact writes an instant so that no reader can take it for another: where the
// wall clock shows it twice, in UTC.
func (p *plan) exact(name string, t time.Time) line {
	if p.form == Instant && p.loc != nil && ambiguous(t, p.loc) {
		return line{name: name, value: t.UTC().Format(utcLayout)}
	}
	return p.time(name, t)
}

// list writes values that were made by value in one property.
func (p *plan) list(name string, values []string) line {
	text := strings.Join(values, ",")
	switch {
	case p.form == AllDay:
		return newLine(name, text, "VALUE", "DATE")
	case p.form == Instant && p.loc != nil:
		return newLine(name, text, "TZID", p.tzid)
	}
	return line{name: name, value: text}
}

func (p *plan) value(t time.Time) string { return p.time("", t).value }

// occurrence names an occurrence by its original start, as Decode does.
func (p *plan) occurrence(t time.Time) string {
	if p.form == AllDay {
		return p.value(t)
	}
	return t.UTC().Format(utcLayout)
}

// ambiguous reports whether clocks in loc show what they show at t twice.
func ambiguous(t time.Time, loc *time.Location) bool {
	wall := wallTime(t, loc)
	for _, probe := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, offset := t.Add(probe).In(loc).Zone()
		other := wall.Add(-time.Duration(offset) * time.Second)
		if !other.Equal(t) && wallTime(other, loc).Equal(wall) {
			return true
		}
	}
	return false
}
