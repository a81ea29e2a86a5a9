package calendar

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// decoder reads the events of one calendar.
type decoder struct {
	cancel bool // METHOD:CANCEL
	zones  map[string]Component
	wall   *time.Location // of dates and floating times
	zone   meeting.Zone   // its name, "" for UTC
	built  map[string]*place
}

func newDecoder(c Component, opt DecodeOptions) (*decoder, error) {
	d := &decoder{
		cancel: strings.EqualFold(strings.TrimSpace(c.text("METHOD")), string(Cancel)),
		zones:  map[string]Component{}, wall: time.UTC, built: map[string]*place{},
	}
	for _, below := range c.Components {
		if below.Name == "VTIMEZONE" {
			d.zones[below.text("TZID")] = below
		}
	}
	zone := opt.Zone
	if zone == "" {
		if known, err := ResolveZone(c.text("X-WR-TIMEZONE")); err == nil {
			zone = known
		}
	}
	if zone != "" {
		loc, err := zone.Location()
		if err != nil {
			return nil, err
		}
		d.wall, d.zone = loc, zone
	}
	return d, nil
}

func (d *decoder) event(g group) (Event, error) {
	e := Event{UID: g.uid, Sequence: sequenceOf(g.master), Extra: Component{Name: "VEVENT"}}
	m := &e.Meeting
	m.Kind = meeting.KindScheduled
	m.Refs = map[string]string{RefUID: g.uid}
	m.Vendor, m.ID = readUID(g.uid)
	m.Provider = g.master.text(propProvider)
	start, err := d.readTimes(&e, g.master)
	if err != nil {
		return Event{}, inEvent(g.uid, err)
	}
	d.readRule(&e, g.master, start)
	if err := d.readExceptions(&e, g, start); err != nil {
		return Event{}, inEvent(g.uid, err)
	}
	d.readBody(&e, g.master)
	for _, name := range []struct {
		name string
		into *time.Time
	}{{"DTSTAMP", &e.Stamp}, {"CREATED", &m.Created}, {"LAST-MODIFIED", &m.Updated}} {
		if t, err := time.Parse(utcLayout, g.master.text(name.name)); err == nil {
			*name.into = t
		}
	}
	e.keep(g.master)
	if p, ok := g.master.first("RECURRENCE-ID"); ok { // one occurrence of a series that isn't there
		original, err := d.moment(p, p.Value)
		if err != nil {
			return Event{}, inEvent(g.uid, err)
		}
		name := Property{Name: p.Name, Value: d.id(original, original)}
		if original.form == AllDay {
			name.Params = map[string][]string{"VALUE": {"DATE"}}
		}
		e.Extra.Properties = append(e.Extra.Properties, name)
	}
	return e, nil
}

func inEvent(uid string, err error) error {
	if e, ok := err.(*meeting.Error); ok {
		told := *e
		told.ID = uid
		return &told
	}
	return err
}

func sequenceOf(c Component) int {
	n, err := strconv.ParseInt(strings.TrimSpace(c.text("SEQUENCE")), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return int(min(n, math.MaxInt32))
}

// readUID returns vendor and id of a UID of ours. Vendors' names and ids may both
// hold hyphens: those of the two-word kinds are known.
func readUID(uid string) (vendor, id string) {
	name, ours := strings.CutSuffix(uid, "@"+UIDDomain)
	vendor, id, ok := strings.Cut(name, "-")
	if !ours || !ok || vendor == madePrefix {
		return "", ""
	}
	if vendor == "zoho" {
		if word, rest, ok := strings.Cut(id, "-"); ok {
			vendor, id = vendor+"-"+word, rest
		}
	}
	return unescapeUID(vendor), unescapeUID(id)
}

func unescapeUID(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) {
			if n, err := strconv.ParseUint(text[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// readBody reads what an event says beside its times.
func (d *decoder) readBody(e *Event, c Component) {
	m := &e.Meeting
	m.Title = c.text("SUMMARY")
	switch status := strings.ToUpper(strings.TrimSpace(c.text("STATUS"))); {
	case d.cancel, status == "CANCELLED":
		m.Status = meeting.StatusCancelled
	case status == "CONFIRMED":
		m.Status = meeting.StatusScheduled
	}
	readPeople(m, c)
	readConferences(m, c)
	link := readLink(m, c)
	var passcode meeting.Secret
	m.Description, passcode, _ = undescribe(c.text("DESCRIPTION"), *m)
	if m.Passcode = passcode; passcode.IsZero() {
		m.Passcode = link.Passcode
	}
}

// readLink finds the link to join: where the file says that it is one, else the
// first into a meeting that stands where programs and people put it. A host's link
// becomes the host link.
func readLink(m *meeting.Meeting, c Component) Link {
	if m.JoinURL == "" {
		m.JoinURL = joinLinkOf(c)
	}
	texts := []string{m.JoinURL, c.text("LOCATION"), c.text("URL"), c.text("DESCRIPTION")}
	var found Link
	for i, text := range texts {
		for _, link := range FindLinks(text) {
			switch {
			case link.URL == m.ViewerURL: // the file says whose it is
			case link.Role == LinkHost:
				if m.HostURL.IsZero() {
					m.HostURL = meeting.NewSecret(link.URL)
				}
			case link.Role == LinkAttendee && found.URL == "" && (i > 0 || link.URL == text || m.JoinURL == text):
				found = link
			}
		}
	}
	// What stands in the link itself is for programs, and often no passcode that
	// anybody could type.
	found.Passcode = meeting.Secret{}
	if found.URL != "" {
		found.Passcode = meeting.NewSecret(labelled(c.text("DESCRIPTION")))
	}
	if m.JoinURL == m.HostURL.Reveal() {
		m.JoinURL = ""
	}
	if found.URL != "" && (m.JoinURL == "" || (!isConference(c, m.JoinURL) && len(FindLinks(m.JoinURL)) == 0)) {
		m.JoinURL = found.URL // URL was a page about the meeting
	}
	if found.ID != "" && m.Vendor == "" {
		m.Vendor, m.ID = found.Vendor, found.ID
	}
	return found
}

// isConference reports whether the file calls link a way to join.
func isConference(c Component, link string) bool {
	for _, name := range []string{propConf, propTeams, propOnline, propGoogle} {
		for _, p := range c.all(name) {
			if p.Value == link {
				return true
			}
		}
	}
	return false
}

func readPeople(m *meeting.Meeting, c Component) {
	if p, ok := c.first("ORGANIZER"); ok {
		m.Host = meeting.Person{Name: p.param("CN"), Email: readMailto(p.Value)}
	}
	for _, p := range c.all("ATTENDEE") {
		if isPerson(p) {
			m.Invitees = append(m.Invitees, meeting.Person{Name: p.param("CN"), Email: readMailto(p.Value)})
		}
	}
}

// readConferences reads the CONFERENCE properties. What makes its user the host
// becomes the host link, which no file is given again.
func readConferences(m *meeting.Meeting, c Component) {
	for _, p := range c.all(propConf) {
		isWeb := strings.HasPrefix(p.Value, "https://") || strings.HasPrefix(p.Value, "http://")
		switch {
		case hasFeature(p, "MODERATOR"):
			if isWeb && m.HostURL.IsZero() {
				m.HostURL = meeting.NewSecret(p.Value)
			}
		case isPhone(p):
			m.DialIn = append(m.DialIn, readDialIn(p))
		case !isWeb || safeURI(p.Value) != p.Value:
		case p.param(paramRole) == roleViewer:
			m.ViewerURL = p.Value
		case m.JoinURL == "":
			m.JoinURL = p.Value
			switch {
			case hasFeature(p, "VIDEO"):
				m.Media = meeting.MediaVideo
			case hasFeature(p, "AUDIO"):
				m.Media = meeting.MediaAudio
			}
		}
	}
}

func hasFeature(p Property, word string) bool {
	return slices.ContainsFunc(p.Params["FEATURE"], func(f string) bool { return strings.EqualFold(strings.TrimSpace(f), word) })
}

func isPhone(p Property) bool { return hasFeature(p, featureTel) || strings.HasPrefix(p.Value, "tel:") }

// joinLinkOf looks where programs put the link that don't know CONFERENCE.
func joinLinkOf(c Component) string {
	for _, name := range []string{propTeams, propOnline, propGoogle, "URL", "LOCATION"} {
		p, _ := c.first(name)
		value := strings.TrimSpace(p.Value)
		if name == "LOCATION" {
			value = strings.TrimSpace(unescapeText(p.Value))
		}
		if (strings.HasPrefix(value, "https://") || strings.HasPrefix(value, "http://")) && safeURI(value) == value {
			return value
		}
	}
	return ""
}
