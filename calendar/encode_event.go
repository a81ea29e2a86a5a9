package calendar

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// event writes the event and, for a series, what was moved in it.
func (e *encoder) event(ev Event, p plan) {
	e.meeting = ev.Meeting
	e.component(ev, p, ev.Extra, nil)
	parts := keptOccurrences(ev.Extra)
	for i := range p.moved {
		e.component(ev, p, parts[p.occurrence(p.moved[i].id)], &p.moved[i])
	}
	e.meeting = meeting.Meeting{}
}

// component writes one VEVENT, the event or a moved occurrence of it, with what
// another file said of it.
func (e *encoder) component(ev Event, p plan, kept Component, m *moved) {
	all := e.head(ev, p)
	if m == nil {
		all = append(all, p.times()...)
	} else {
		all = append(all, p.list("RECURRENCE-ID", []string{m.original}))
		all = append(all, p.span(m.start, m.length)...)
	}
	all = append(all, e.body(ev)...)
	all = all.with(e.withoutPeople(kept.Properties, m != nil))
	e.line("BEGIN:VEVENT")
	for _, l := range all {
		e.line(e.guard(l).String())
	}
	for _, c := range kept.Components {
		if c.Name != "VEVENT" {
			e.kept(c)
		}
	}
	e.line("END:VEVENT")
}

// head is what identifies a revision.
func (e *encoder) head(ev Event, p plan) lines {
	stamp := ev.Stamp.UTC().Truncate(time.Second)
	if ev.Stamp.IsZero() {
		stamp = e.opt.Now
	}
	all := lines{
		{name: "UID", value: escapeText(oneLine(ev.UID))},
		{name: "DTSTAMP", value: stamp.Format(utcLayout)},
		{name: "SEQUENCE", value: strconv.Itoa(max(ev.Sequence, 0))},
	}
	for _, t := range []struct {
		name string
		at   time.Time
	}{{"CREATED", ev.Meeting.Created}, {"LAST-MODIFIED", ev.Meeting.Updated}} {
		if !t.at.IsZero() {
			all = append(all, line{name: t.name, value: t.at.UTC().Format(utcLayout)})
		}
	}
	return all
}

// times are when the event is.
func (p *plan) times() lines {
	all := p.span(p.start, p.length)
	if p.loc != nil && p.rule != "" {
		all[0] = p.time("DTSTART", p.start) // a rule goes by the wall clock
	}
	if p.rule != "" {
		all = append(all, line{name: "RRULE", value: p.rule})
	}
	if len(p.also) > 0 {
		inUTC := plan{form: p.form, wall: p.wall} // libical takes no TZID there
		values := make([]string, len(p.also))
		for i, t := range p.also {
			values[i] = inUTC.value(t)
		}
		all = append(all, inUTC.list("RDATE", values))
	}
	if len(p.without) > 0 {
		all = append(all, p.list("EXDATE", p.without))
	}
	return all
}

// span writes start and end. Whole days without a length are one day.
func (p *plan) span(start time.Time, long time.Duration) lines {
	all := lines{p.exact("DTSTART", start)}
	if long > 0 {
		all = append(all, p.exact("DTEND", start.Add(long)))
	}
	if p.loc == nil && p.tzid != "" {
		all = append(all, line{name: propZone, value: escapeText(p.tzid)})
	}
	return all
}

// body is what the event says beside its times.
func (e *encoder) body(ev Event) lines {
	m := ev.Meeting
	var all lines
	text := func(name, text string) {
		if text = plainText(text); text != "" {
			all = append(all, line{name: name, value: escapeText(e.scrub(text))})
		}
	}
	text("SUMMARY", m.Title)
	text("DESCRIPTION", describe(m))
	switch {
	case e.opt.Method == Cancel || m.Status == meeting.StatusCancelled:
		all = append(all, line{name: "STATUS", value: "CANCELLED"})
	case m.Status != "":
		all = append(all, line{name: "STATUS", value: "CONFIRMED"})
	}
	if e.opt.Method == Stored {
		text(propProvider, m.Provider)
	}
	people := newKeptPeople(ev.Extra.Properties)
	if who, ok := organizer(m, e.opt); ok {
		all = append(all, people.line(who))
	}
	for _, who := range attendees(m, e.opt) {
		all = append(all, people.line(who))
	}
	if link := joinURL(m); link != "" {
		text("LOCATION", link)
		all = append(all, line{name: "URL", value: link})
		all = append(all, conferences(m)...)
		for _, name := range []string{propGoogle, propTeams, propOnline} {
			all = append(all, line{name: name, value: link})
		}
		return all
	}
	return append(all, conferences(m)...)
}

// scrub takes hosts' links out of a text.
func (e *encoder) scrub(text string) string { return clean(e.meeting, text) }

// guard takes hosts' links out of a line, whatever it came from.
func (e *encoder) guard(l line) line {
	l.value = clean(e.meeting, l.value)
	if params := clean(e.meeting, l.params); params != l.params {
		l.params = strings.ReplaceAll(params, `"`+meeting.Redacted+`"`, meeting.Redacted) // as it is read and written again
	}
	if host := e.meeting.HostURL.Reveal(); host != "" {
		for _, form := range []string{escapeText(host), paramText(host)} {
			l.value = strings.ReplaceAll(l.value, form, meeting.Redacted)
			l.params = strings.ReplaceAll(l.params, form, meeting.Redacted)
		}
	}
	return l
}

// kept writes a component that another file had.
func (e *encoder) kept(c Component) {
	name := cleanName(c.Name)
	if name == "" {
		return
	}
	e.line("BEGIN:" + name)
	for _, p := range c.Properties {
		if l := keptLine(p); l.name != "" {
			e.line(e.guard(l).String())
		}
	}
	for _, below := range c.Components {
		e.kept(below)
	}
	e.line("END:" + name)
}

// withoutPeople leaves out those whom Meeting names: they are written in place.
func (e *encoder) withoutPeople(kept []Property, isMoved bool) []Property {
	return slices.DeleteFunc(slices.Clone(kept), func(p Property) bool {
		switch p.Name {
		case "ORGANIZER":
			return true
		case "ATTENDEE":
			return e.opt.Method == Publish || isPerson(p)
		case "RECURRENCE-ID":
			return isMoved
		}
		return false
	})
}

// keptOccurrences is what another file said of moved occurrences, by their ids.
func keptOccurrences(extra Component) map[string]Component {
	parts := map[string]Component{}
	for _, c := range extra.Components {
		if id, ok := c.first("RECURRENCE-ID"); ok && c.Name == "VEVENT" && parts[id.Value].Name == "" {
			parts[id.Value] = c
		}
	}
	return parts
}
