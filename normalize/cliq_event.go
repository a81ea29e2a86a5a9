package normalize

import "github.com/libmeet/meeting"

// CliqEvent is an event of a Cliq calendar, with what a change of it must send again
// (contracts/whereby-cliq.md 2B, Events API).
type CliqEvent struct {
	Meeting    meeting.Meeting
	CalendarID string
	EditTag    string // of this version
	Type       string // normal_event, event_management, audio_conference, video_conference
	Location   string
	Attendees  []CliqAttendee
}

// CliqAttendee is one who was invited to an event. The participant's state is
// invited: that somebody accepted does not say that they came.
type CliqAttendee struct {
	meeting.Participant
	Status string // accepted, tentative, declined, yet_to_respond
}

// ReadCliqEvent reads the answer that holds one event: {"data":[{…}]}, as documented,
// {"data":{…}}, as seen, or the event alone (contracts/whereby-cliq.md 2B).
func ReadCliqEvent(payload []byte) (CliqEvent, error) {
	r := newReader(payload)
	var e CliqEvent
	var inside, seen bool
	whole := *r
	r.object(func(name string) {
		if name != "data" {
			return
		}
		inside = true
		r.array(func() {
			if !seen {
				e, seen = r.cliq(), true
			}
		})
	})
	if !inside {
		*r = whole
		e = r.cliq()
	}
	m, err := finishMeeting(r, e.Meeting)
	if err != nil {
		return CliqEvent{}, err
	}
	if m.Kind != meeting.KindScheduled {
		return CliqEvent{}, &meeting.Error{Kind: meeting.ErrProtocol, Message: "the answer is no event"}
	}
	return e, nil
}

// cliqEventMember reads a member that only events have. It reports whether it is one.
func (r *reader) cliqEventMember(e *CliqEvent, name string) bool {
	m := &e.Meeting
	switch name {
	case "calendar_id":
		e.CalendarID = r.text()
		setRef(m, name, e.CalendarID)
	case "edit_tag":
		e.EditTag = r.text()
	case "meeting_link":
		m.JoinURL = r.text()
	case "timezone":
		m.Zone = zoneOf(r.text())
	case "description":
		m.Description = r.text()
	case "location":
		e.Location = r.text()
	case "organizer":
		m.Host = r.cliqPerson()
	case "creator":
		if who := r.cliqPerson(); m.Host.IsZero() {
			m.Host = who
		}
	case "attendees":
		r.array(func() {
			if r.peek() == '{' { // not null
				a := r.cliqAttendee()
				e.Attendees = append(e.Attendees, a)
				m.Invitees = append(m.Invitees, meeting.Person{ID: a.ID, Name: a.Name, Email: a.Email})
			}
		})
	default:
		return false
	}
	return true
}

func (r *reader) cliqAttendee() CliqAttendee {
	a := CliqAttendee{Participant: meeting.Participant{Role: meeting.RoleAttendee, State: meeting.ParticipantInvited}}
	a.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "id":
				a.ID = r.text()
			case "name":
				a.Name = r.text()
			case "email":
				a.Email = r.text()
			case "status":
				a.Status = r.text()
			}
		})
	})
	return a
}

// CliqCalendar reads the uid of the user's default calendar from the answer of
// "Get Calendars" (contracts/whereby-cliq.md 2B). Events are asked for by it.
func CliqCalendar(payload []byte) (uid string, err error) {
	r := newReader(payload)
	r.page(func(name string) {
		if name != "data" {
			return
		}
		r.array(func() {
			var id string
			var first meeting.Flag
			r.object(func(name string) {
				switch name {
				case "uid":
					id = r.text()
				case "isdefault":
					first = r.flag()
				}
			})
			if first == meeting.On && uid == "" {
				uid = id
			}
		})
	}, "data")
	if err := r.finish(); err != nil {
		return "", err
	}
	if uid == "" {
		return "", &meeting.Error{Kind: meeting.ErrProtocol, Message: "no calendar is the default one"}
	}
	return uid, nil
}
