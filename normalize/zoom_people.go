package normalize

import (
	"github.com/libmeet/meeting"
)

// ZoomParticipants reads one page of Zoom's participants: those of a past meeting,
// of a report, or of a running meeting, which have other names for the same
// (contracts/zoom.md B1). Somebody who came back has several entries.
func ZoomParticipants(payload []byte) (meeting.ParticipantPage, error) {
	return newReader(payload).zoomParticipants(nil)
}

// AppendZoomParticipants is [ZoomParticipants] for callers who don't want Raw and
// have room to reuse: it costs a fraction of the memory. The page's participants
// are those of dst and the payload's.
func AppendZoomParticipants(dst []meeting.Participant, payload []byte) (meeting.ParticipantPage, error) {
	return borrow(payload).zoomParticipants(dst)
}

func (r *reader) zoomParticipants(dst []meeting.Participant) (meeting.ParticipantPage, error) {
	page := meeting.ParticipantPage{Participants: dst}
	r.page(func(name string) {
		switch name {
		case "next_page_token":
			page.NextPage = r.text()
		case "participants":
			r.array(func() { page.Participants = append(page.Participants, r.zoomParticipant()) })
		}
	}, "participants")
	if err := r.finish(); err != nil {
		return meeting.ParticipantPage{}, err
	}
	return page, nil
}

func (r *reader) zoomParticipant() meeting.Participant {
	var (
		p              meeting.Participant
		joined, left   moment
		userID, status string
		accountID      string
	)
	p.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "id":
				p.ID = r.text()
			case "participant_user_id": // id under its new name
				accountID = r.text()
			case "user_id":
				userID = r.text()
			case "name", "user_name":
				p.Name = r.text()
			case "user_email", "email":
				p.Email = r.text()
			case "join_time":
				joined = r.instant("join_time")
			case "leave_time":
				left = r.instant("leave_time")
			case "duration":
				p.Duration = r.seconds()
			case "status":
				status = r.text()
			case "role":
				p.Role, p.RoleNative = role(r.text())
			case "device":
				p.Device = r.text()
			case "location":
				p.Location = r.text()
			}
		})
	})
	if p.ID == "" {
		p.ID = accountID
	}
	if p.ID == "" { // both empty for people outside the host's account
		p.ID = userID
	}
	p.Joined, p.Left = r.resolve(joined, ""), r.resolve(left, "")
	settleParticipant(&p)
	if status == "in_meeting" && p.Left.IsZero() {
		p.State = meeting.ParticipantLive
	}
	return p
}

// settleParticipant derives the state and the duration from the times.
func settleParticipant(p *meeting.Participant) {
	if p.Duration == 0 && !p.Joined.IsZero() && p.Left.After(p.Joined) {
		p.Duration = p.Left.Sub(p.Joined)
	}
	switch {
	case !p.Left.IsZero():
		p.State = meeting.ParticipantLeft
	case p.State == "" && !p.Joined.IsZero():
		p.State = meeting.ParticipantJoined
	}
}

// role returns the model's role, and the vendor's word where it is another.
func role(word string) (meeting.Role, string) {
	switch word {
	case "":
		return "", ""
	case "host", "cohost", "presenter", "attendee":
		return meeting.Role(word), ""
	case "co-host", "co_host":
		return meeting.RoleCohost, word
	case "speaker", "participant", "visitor":
		return meeting.RoleAttendee, word
	case "owner", "organizer":
		return meeting.RoleHost, word
	}
	return "", word
}
