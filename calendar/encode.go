package calendar

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// Method is what a file wants of its reader (RFC 5546).
type Method string

// The methods. An object stored on a CalDAV server has none.
const (
	Stored  Method = ""
	Publish Method = "PUBLISH" // for anyone to see; carries no attendees
	Request Method = "REQUEST" // invites the attendees, or tells them of a change
	Cancel  Method = "CANCEL"  // takes the meeting out of the attendees' calendars
)

// ParseMethod reads "publish", "request" or "cancel".
func ParseMethod(word string) (Method, error) {
	switch word {
	case "publish":
		return Publish, nil
	case "request":
		return Request, nil
	case "cancel":
		return Cancel, nil
	}
	return "", meeting.Invalidf("method", "%q is none of publish, request, cancel", word)
}

// EncodeOptions say how events are written.
type EncodeOptions struct {
	Method Method

	Name        string        // of the calendar (RFC 7986)
	Description string        // of the calendar
	Refresh     time.Duration // how often a subscriber should come back; whole seconds, 0 leaves it to him

	// Organizer stands in for a host whose e-mail address isn't known. Without
	// either, the file says that there is no address to answer to.
	Organizer meeting.Person

	Now time.Time // stamp of events that have none; zero is the clock's

	loaded map[meeting.Zone]*time.Location // of one call; nil loads each time
}

const productID = "-//libmeet//meeting//EN"

// Encode writes events as one iCalendar file. It returns an [meeting.ErrInvalid]
// error, before anything is written, for an event without a start or a UID, for a
// series in a zone that the zone database doesn't have, and for a request or
// cancellation that has no invitee with an e-mail address, or of several meetings.
//
// Text can't leave its property, and no host link is written: where the text of
// another property holds it, it is taken out.
func Encode(w io.Writer, events []Event, opt EncodeOptions) error {
	if opt.Now.IsZero() {
		opt.Now = time.Now()
	}
	opt.Now = opt.Now.UTC().Truncate(time.Second)
	opt.loaded = map[meeting.Zone]*time.Location{}
	plans := make([]plan, len(events))
	for i, event := range events {
		p, err := planOf(event, opt)
		if err != nil {
			return err
		}
		plans[i] = p
		if (opt.Method == Request || opt.Method == Cancel) && event.UID != events[0].UID {
			return meeting.Invalidf("method", "a %s is about one meeting", strings.ToLower(string(opt.Method))) // RFC 5546, sections 3.2.2 and 3.2.5
		}
	}
	e := encoder{folder: folder{w: bufio.NewWriter(w)}, opt: opt}
	e.line("BEGIN:VCALENDAR")
	e.line("VERSION:2.0")
	e.line("PRODID:" + productID)
	if opt.Method != Stored {
		e.line("METHOD:" + string(opt.Method))
	}
	if opt.Name != "" {
		e.text("NAME", opt.Name)
		e.text("X-WR-CALNAME", opt.Name) // what clients read that don't know RFC 7986
	}
	if opt.Description != "" {
		e.text("DESCRIPTION", opt.Description)
		e.text("X-WR-CALDESC", opt.Description)
	}
	if opt.Refresh >= time.Second {
		e.line("REFRESH-INTERVAL;VALUE=DURATION:" + durationText(opt.Refresh))
		e.line("X-PUBLISHED-TTL:" + durationText(opt.Refresh))
	}
	e.zones(plans)
	for i, event := range events {
		e.event(event, plans[i])
	}
	e.line("END:VCALENDAR")
	return e.flush()
}

// encoder writes one file.
type encoder struct {
	folder
	opt EncodeOptions

	meeting meeting.Meeting // of the event that is written
}

// text writes a TEXT property.
func (e *encoder) text(name, text string) { e.line(name + ":" + escapeText(e.scrub(text))) }

// zones writes a VTIMEZONE for every zone, for the years that its events need.
func (e *encoder) zones(plans []plan) {
	type window struct {
		loc      *time.Location
		from, to time.Time
	}
	needed := map[string]window{}
	for _, p := range plans {
		if p.loc == nil {
			continue
		}
		w, ok := needed[p.tzid]
		if !ok {
			w = window{p.loc, p.from, p.to}
		}
		if p.from.Before(w.from) {
			w.from = p.from
		}
		if p.to.After(w.to) {
			w.to = p.to
		}
		needed[p.tzid] = w
	}
	for _, name := range sortedKeys(needed) {
		w := needed[name]
		for _, line := range zoneLines(name, w.loc, w.from, w.to) {
			e.line(line)
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// durationText writes whole seconds, such as PT1H30M.
func durationText(d time.Duration) string {
	d = d.Truncate(time.Second)
	text := "PT"
	if h := d / time.Hour; h > 0 {
		text += fmt.Sprintf("%dH", h)
	}
	if m := d % time.Hour / time.Minute; m > 0 {
		text += fmt.Sprintf("%dM", m)
	}
	if s := d % time.Minute / time.Second; s > 0 || d < time.Second {
		text += fmt.Sprintf("%dS", s)
	}
	return text
}
