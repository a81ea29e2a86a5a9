package normalize

import (
	"encoding/xml"
	"strings"

	"github.com/libmeet/meeting"
)

// VendorZoom is the kind of Zoom's adapter.
const VendorZoom = "zoom"

// ZoomMeeting reads the answer of Zoom's create and get calls, or an element of a
// list (contracts/zoom.md A3, B1, B2).
func ZoomMeeting(payload []byte) (meeting.Meeting, error) {
	r := newReader(payload)
	m := r.zoomMeeting()
	return finishMeeting(r, m)
}

// ZoomMeetings reads one page of Zoom's list of meetings (contracts/zoom.md B1).
func ZoomMeetings(payload []byte) (meeting.Page, error) { return AppendZoomMeetings(nil, payload) }

// AppendZoomMeetings is [ZoomMeetings] for callers with room to reuse: the page's
// meetings are those of dst and the payload's.
func AppendZoomMeetings(dst []meeting.Meeting, payload []byte) (meeting.Page, error) {
	r := newReader(payload)
	page := meeting.Page{Meetings: dst}
	r.page(func(name string) {
		switch name {
		case "next_page_token":
			page.NextPage = r.text()
		case "meetings":
			r.array(func() {
				m := r.zoomMeeting()
				r.need(m.ID, "meeting")
				page.Meetings = append(page.Meetings, m)
			})
		}
	}, "meetings")
	if err := r.finish(); err != nil {
		return meeting.Page{}, err
	}
	return page, nil
}

func (r *reader) zoomMeeting() meeting.Meeting {
	m := meeting.Meeting{Vendor: VendorZoom}
	var (
		start, created moment
		rule           zoomRule
		kind           string
	)
	m.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "id":
				m.ID = r.text()
			case "uuid", "host_id", "pmi":
				setRef(&m, name, r.text())
			case "type":
				kind = r.text()
			case "status":
				m.Status = zoomStatus(r.text())
			case "topic":
				m.Title = r.text()
			case "agenda":
				m.Description = r.text()
			case "start_time":
				start = r.instant("start_time")
			case "created_at":
				created = r.instant("created_at")
			case "duration":
				m.Duration = r.minutes()
			case "timezone":
				m.Zone = zoomZone(r.text())
			case "host_email":
				m.Host.Email = r.text()
			case "join_url":
				m.JoinURL = r.text()
			case "start_url":
				m.HostURL = r.secret()
			case "password":
				m.Passcode = r.secret()
			case "recurrence":
				rule = r.zoomRule()
			case "occurrences":
				m.Occurrences = r.zoomOccurrences()
			case "settings":
				r.zoomSettings(&m)
			}
		})
	})
	m.Host.ID = m.Refs["host_id"]
	m.Kind = zoomKind(kind)
	m.Start = r.resolve(start, m.Zone)
	m.Created = r.resolve(created, m.Zone)
	if m.Kind == meeting.KindRecurring {
		m.Recurrence = rule.recurrence()
	}
	settle(&m)
	return m
}

// zoomZone returns the zone that Zoom means. Two entries of its list are
// abbreviations, which name no place elsewhere (contracts/zoom.md B3).
func zoomZone(name string) meeting.Zone {
	switch name {
	case "SST": // Solomon Islands
		return "Pacific/Guadalcanal"
	case "CET": // Sarajevo, Skopje, Zagreb
		return "Europe/Sarajevo"
	}
	return zoneOf(name)
}

func zoomKind(number string) meeting.Kind {
	switch number {
	case "1":
		return meeting.KindInstant
	case "2":
		return meeting.KindScheduled
	case "3", "8":
		return meeting.KindRecurring
	}
	return ""
}

func zoomStatus(word string) meeting.Status {
	switch word {
	case "waiting":
		return meeting.StatusScheduled
	case "started":
		return meeting.StatusLive
	case "finished":
		return meeting.StatusEnded
	}
	return ""
}

func (r *reader) zoomOccurrences() []meeting.Occurrence {
	var out []meeting.Occurrence
	r.array(func() {
		var o meeting.Occurrence
		var start moment
		r.object(func(name string) {
			switch name {
			case "occurrence_id":
				o.ID = r.text()
			case "start_time":
				start = r.instant("occurrences.start_time")
			case "duration":
				o.Duration = r.minutes()
			case "status":
				switch r.text() {
				case "available":
					o.Status = meeting.StatusScheduled
				case "deleted":
					o.Status = meeting.StatusCancelled
				}
			}
		})
		o.Start = r.resolve(start, "")
		if o != (meeting.Occurrence{}) {
			out = append(out, o)
		}
	})
	return out
}

func (r *reader) zoomSettings(m *meeting.Meeting) {
	s := &m.Settings
	r.object(func(name string) {
		switch name {
		case "waiting_room":
			s.WaitingRoom = r.flag()
		case "mute_upon_entry":
			s.MuteOnEntry = r.flag()
		case "join_before_host":
			s.JoinBeforeHost = r.flag()
		case "meeting_authentication":
			s.SignInRequired = r.flag()
		case "auto_recording":
			switch mode := meeting.RecordingMode(r.text()); mode {
			case meeting.RecordNone, meeting.RecordLocal, meeting.RecordCloud:
				s.Recording = mode
			}
		case "meeting_invitees":
			m.Invitees = r.people("email", "")
		case "global_dial_in_numbers":
			m.DialIn = r.zoomDialIn()
		}
	})
}

// people reads a list of objects that hold an address, and perhaps an id and a
// name.
func (r *reader) people(email, id string) []meeting.Person {
	var out []meeting.Person
	r.array(func() {
		var p meeting.Person
		r.object(func(name string) {
			switch name {
			case email:
				p.Email = r.text()
			case "name":
				p.Name = r.text()
			case id:
				if id != "" {
					p.ID = r.text()
				}
			}
		})
		if !p.IsZero() {
			out = append(out, p)
		}
	})
	return out
}

func (r *reader) zoomDialIn() []meeting.DialIn {
	var out []meeting.DialIn
	r.array(func() {
		var d meeting.DialIn
		var country string
		r.object(func(name string) {
			switch name {
			case "country":
				d.Country = r.text()
			case "country_name":
				country = r.text()
			case "city":
				d.Label = r.text()
			case "number":
				d.Number = r.text()
			}
		})
		if d.Label == "" {
			d.Label = country
		}
		if d.Number != "" {
			out = append(out, d)
		}
	})
	return out
}

// ZoomError reads code and message of an error of Zoom's API: JSON, or the XML
// that it sends to callers that don't ask for JSON (contracts/zoom.md B5).
func ZoomError(payload []byte) meeting.Error {
	var e meeting.Error
	r := newReader(payload)
	r.object(func(name string) {
		switch name {
		case "code":
			e.Code = r.text()
		case "message":
			e.Message = r.text()
		case "errors":
			e.Message += r.zoomFieldErrors()
		}
	})
	if r.finish() != nil {
		e = zoomXMLError(payload)
	}
	e.Message = meeting.OneLine(e.Message)
	return e
}

func zoomXMLError(payload []byte) meeting.Error {
	var e struct {
		Code    string `xml:"code"`
		Message string `xml:"message"`
	}
	if err := xml.Unmarshal(payload, &e); err != nil {
		return meeting.Error{}
	}
	return meeting.Error{Code: strings.TrimSpace(e.Code), Message: strings.TrimSpace(e.Message)}
}

func (r *reader) zoomFieldErrors() string {
	var out string
	r.array(func() {
		var field, message string
		r.object(func(name string) {
			switch name {
			case "field":
				field = r.text()
			case "message":
				message = r.text()
			}
		})
		if field != "" {
			out += " " + field + ": " + message
		}
	})
	return out
}
