package calendar

import (
	"strings"

	"github.com/libmeet/meeting"
)

// said reports whether Meeting, or Event, has a member for all that a property of
// this name says.
func said(name string) bool {
	switch name {
	case "UID", "DTSTAMP", "SEQUENCE", "CREATED", "LAST-MODIFIED", "DTSTART", "DTEND", "DURATION", "EXDATE",
		"RECURRENCE-ID", "SUMMARY", "DESCRIPTION", propZone, propProvider:
		return true
	}
	return false
}

// keep stores in Extra what of c the event would not write by itself.
func (e *Event) keep(c Component) {
	written := map[line]bool{} // what the event writes by itself
	for _, l := range (&encoder{meeting: e.Meeting}).body(Event{Meeting: e.Meeting}) {
		if p, ok := parseLine(l.String()); ok {
			written[keptLine(p)] = true
		}
	}
	for _, p := range c.Properties {
		if e.keeps(p) && !written[keptLine(p)] {
			e.Extra.Properties = append(e.Extra.Properties, p)
		}
	}
	e.Extra.Components = append(e.Extra.Components, c.Components...)
}

func (e *Event) keeps(p Property) bool {
	switch {
	case said(p.Name):
		return false
	case p.Name == "RRULE":
		return e.Meeting.Recurrence.IsZero()
	case p.Name == "RDATE":
		return p.param("VALUE") == "PERIOD"
	case p.Name == "STATUS":
		return e.Meeting.Status == ""
	case p.Name == "ORGANIZER", p.Name == "ATTENDEE":
		return saysMore(p)
	case p.Name == propConf:
		return !hasFeature(p, "MODERATOR") && !isPhone(p) && p.Value != e.Meeting.JoinURL && p.Value != e.Meeting.ViewerURL
	}
	return true
}

// saysMore reports whether a property says more of a person than Meeting does.
func saysMore(p Property) bool {
	for name, values := range p.Params {
		plain := ""
		switch name {
		case "CN":
			continue
		case "CUTYPE":
			plain = "INDIVIDUAL"
		case "ROLE":
			plain = "REQ-PARTICIPANT"
		case "PARTSTAT":
			plain = "NEEDS-ACTION"
		case "RSVP":
			plain = "TRUE"
		case "SCHEDULE-AGENT":
			plain = agentClient
		default:
			return true
		}
		if len(values) != 1 || !strings.EqualFold(values[0], plain) {
			return true
		}
	}
	return p.Name == "ATTENDEE" && readMailto(p.Value) == ""
}

// linesOf is what a component says, as it would be written.
func linesOf(c Component) map[line]bool {
	said := make(map[line]bool, len(c.Properties))
	for _, p := range c.Properties {
		said[keptLine(p)] = true
	}
	return said
}

// keepOccurrence stores what a moved occurrence says that the series doesn't, and
// reports whether there was anything.
func (e *Event) keepOccurrence(id string, c Component, series map[line]bool) bool {
	kept := Component{Name: "VEVENT", Properties: []Property{{Name: "RECURRENCE-ID", Value: id}}, Components: c.Components}
	for _, p := range c.Properties {
		switch p.Name {
		case "UID", "DTSTAMP", "SEQUENCE", "CREATED", "LAST-MODIFIED", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID",
			"ORGANIZER", "ATTENDEE", propZone, propProvider:
			continue
		}
		if !series[keptLine(p)] {
			kept.Properties = append(kept.Properties, p)
		}
	}
	more := len(kept.Properties) > 1 || len(kept.Components) > 0
	if more {
		e.Extra.Components = append(e.Extra.Components, kept)
	}
	return more
}

func note(field, wanted, got, reason string) meeting.Loss {
	return meeting.Loss{Field: field, Wanted: wanted, Got: got, Severity: meeting.Note, Reason: reason}
}
