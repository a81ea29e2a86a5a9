package normalize

import (
	"github.com/libmeet/meeting"
)

// VendorZohoCliq is the kind of Zoho Cliq's adapter.
const VendorZohoCliq = "zoho-cliq"

// CliqMeeting reads one media session, an element of Cliq's history
// (contracts/whereby-cliq.md 2A), or one event of a calendar (2B). Of a session only
// the nrs_id opens the participants, so that is the meeting's id; it says no status,
// zone or link. An event's id has the form of an e-mail address.
func CliqMeeting(payload []byte) (meeting.Meeting, error) {
	r := newReader(payload)
	return finishMeeting(r, r.cliq().Meeting)
}

// CliqMeetings reads one page of Cliq's history, or a list of events
// (contracts/whereby-cliq.md 2A, 2B). next_token stands beside the data; without it
// the page is the last.
func CliqMeetings(payload []byte) (meeting.Page, error) {
	r := newReader(payload)
	var page meeting.Page
	r.page(func(name string) {
		switch name {
		case "next_token":
			page.NextPage = r.text()
		case "data":
			r.array(func() {
				m := r.cliq().Meeting
				r.need(m.ID, "media session")
				page.Meetings = append(page.Meetings, m)
			})
		}
	}, "data")
	if err := r.finish(); err != nil {
		return meeting.Page{}, err
	}
	return page, nil
}

// cliq reads a media session or an event, which share some members. Events are told
// by those that only they have.
func (r *reader) cliq() CliqEvent {
	var e CliqEvent
	m := &e.Meeting
	m.Vendor = VendorZohoCliq
	var id string
	event := false
	m.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "nrs_id":
				m.ID = r.text()
			case "id":
				id = r.text()
			case "session_id", "chat_id":
				setRef(m, name, r.text())
			case "type":
				e.Type = r.text()
				m.Media = cliqMedia(e.Type)
			case "title":
				m.Title = r.text()
			case "start_time":
				m.Start = r.millis(name)
			case "end_time": // absent while a session runs and before (2B)
				m.End = r.millis(name)
			case "host":
				m.Host = r.cliqPerson()
			case "participant_count":
				m.ParticipantCount = r.count()
			default:
				event = r.cliqEventMember(&e, name) || event
			}
		})
	})
	switch {
	case event && m.ID == "":
		m.Kind, m.ID = meeting.KindScheduled, id
	default:
		m.Kind = meeting.KindCall
		setRef(m, "id", id)
	}
	settle(m)
	return e
}

// cliqMedia leaves direct calls and broadcasts open: their type doesn't say it.
func cliqMedia(kind string) meeting.Media {
	switch kind {
	case "audio_conference":
		return meeting.MediaAudio
	case "video_conference":
		return meeting.MediaVideo
	}
	return ""
}

// cliqPerson keeps the name as it is: the samples' begins with a stray quote (2B).
func (r *reader) cliqPerson() meeting.Person {
	var p meeting.Person
	r.object(func(name string) {
		switch name {
		case "id":
			p.ID = r.text()
		case "name":
			p.Name = r.text()
		case "email":
			p.Email = r.text()
		}
	})
	return p
}

// CliqParticipants reads one page of a media session's participants
// (contracts/whereby-cliq.md 2A). Who was invited only has no times.
func CliqParticipants(payload []byte) (meeting.ParticipantPage, error) {
	return newReader(payload).cliqParticipants(nil)
}

// AppendCliqParticipants is [CliqParticipants] for callers who don't want Raw and
// have room to reuse. The page's participants are those of dst and the payload's.
func AppendCliqParticipants(dst []meeting.Participant, payload []byte) (meeting.ParticipantPage, error) {
	return borrow(payload).cliqParticipants(dst)
}

func (r *reader) cliqParticipants(dst []meeting.Participant) (meeting.ParticipantPage, error) {
	page := meeting.ParticipantPage{Participants: dst}
	r.page(func(name string) {
		switch name {
		case "next_token":
			page.NextPage = r.text()
		case "data":
			r.array(func() {
				if r.peek() == '{' { // not null
					page.Participants = append(page.Participants, r.cliqParticipant())
				}
			})
		}
	}, "data")
	if err := r.finish(); err != nil {
		return meeting.ParticipantPage{}, err
	}
	return page, nil
}

func (r *reader) cliqParticipant() meeting.Participant {
	var p meeting.Participant
	p.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "id":
				p.ID = r.text()
			case "name":
				p.Name = r.text()
			case "email_id": // absent for guests
				p.Email = r.text()
			case "role":
				p.Role, p.RoleNative = role(r.text())
			case "start_time":
				p.Joined = r.millis(name)
			case "end_time":
				p.Left = r.millis(name)
			}
		})
	})
	settleParticipant(&p)
	return p
}

// CliqError reads an error of Cliq: {"message":…}, as documented, or
// {"code":…,"message":…}, as seen (contracts/whereby-cliq.md 2B).
func CliqError(payload []byte) meeting.Error {
	var e meeting.Error
	r := newReader(payload)
	r.object(func(name string) {
		switch name {
		case "code":
			e.Code = meeting.OneLine(r.text())
		case "message":
			e.Message = meeting.OneLine(r.text())
		}
	})
	if r.finish() != nil {
		return meeting.Error{}
	}
	return e
}
