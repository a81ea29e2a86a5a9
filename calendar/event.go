package calendar

import (
	"time"

	"github.com/libmeet/meeting"
)

// Event is a meeting as a calendar keeps it.
type Event struct {
	Meeting meeting.Meeting

	UID      string    // for life: see [UID]
	Sequence int       // raised by every significant change: see [Event.Revise]
	Stamp    time.Time // when this revision was made, UTC and whole seconds; zero: when it is encoded
	Form     TimeForm

	// Extra is what a file said of the event that Meeting has no member for. Encode
	// writes it again.
	Extra Component
}

// TimeForm is how a file writes the times of an event.
type TimeForm string

// The forms. In Meeting a date is its midnight, and a floating time what it would
// be, in Meeting.Zone or, without one, in UTC.
const (
	Instant  TimeForm = ""         // an instant, with its zone
	AllDay   TimeForm = "date"     // whole days, wherever one is
	Floating TimeForm = "floating" // what the clock on the wall shows, wherever one is
)

// Component is a part of a calendar file, such as an alarm.
type Component struct {
	Name       string // in capitals
	Properties []Property
	Components []Component
}

// Property is one line of a calendar file, unfolded. Value is as written, with
// the escapes of its type.
type Property struct {
	Name   string // in capitals
	Params map[string][]string
	Value  string
}

// NewEvent returns the first revision of m. Use [Track] where calendars may have
// been told of m before.
func NewEvent(m meeting.Meeting) Event { return Event{Meeting: m, UID: UID(m)} }

// length is how long each meeting takes; 0 when that isn't known.
func length(m meeting.Meeting) time.Duration {
	switch {
	case m.Duration > 0:
		return m.Duration.Truncate(time.Second)
	case !m.Start.IsZero() && m.End.After(m.Start):
		return m.End.Sub(m.Start).Truncate(time.Second)
	}
	return 0
}
