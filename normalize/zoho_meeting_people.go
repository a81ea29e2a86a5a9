package normalize

import (
	"strings"

	"github.com/libmeet/meeting"
)

// ZohoParticipants reads the participants of a meeting, in the list envelope or as
// a bare array (contracts/zoho.md A2.3). Durations are minutes. The member
// ip_address stays in Raw.
func ZohoParticipants(payload []byte) (meeting.ParticipantPage, error) {
	r := newReader(payload)
	var page meeting.ParticipantPage
	next := r.zohoList(func() { page.Participants = append(page.Participants, r.zohoParticipant()) })
	if err := r.finish(); err != nil {
		return meeting.ParticipantPage{}, err
	}
	page.NextPage = next(len(page.Participants))
	return page, nil
}

func (r *reader) zohoParticipant() meeting.Participant {
	var p meeting.Participant
	var joined, left moment
	p.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "participant_id":
				p.ID = r.text()
			case "name":
				p.Name = r.text()
			case "email":
				p.Email = r.text()
			case "role":
				p.Role, p.RoleNative = role(r.text())
			case "join_time":
				joined = r.instant(name)
			case "leave_time":
				left = r.instant(name)
			case "duration":
				p.Duration = r.minutes()
			case "device":
				p.Device = r.text()
			case "location":
				p.Location = r.text()
			case "status":
				p.State = zohoState(r.text())
			}
		})
	})
	p.Joined, p.Left = r.resolve(joined, ""), r.resolve(left, "")
	settleParticipant(&p)
	return p
}

// zohoState reads the one word of A2.3, and the one that its opposite must have.
func zohoState(word string) meeting.ParticipantState {
	switch word {
	case "joined":
		return meeting.ParticipantJoined
	case "invited":
		return meeting.ParticipantInvited
	}
	return ""
}

// ZohoRegistrations reads the registrations of a webinar, in the list envelope or
// as a bare array. The reference names the call but shows no answer
// (contracts/zoho.md A2.2): the names are those that its other objects use, and
// the numbers of status those that Zoho publishes (B6).
func ZohoRegistrations(payload []byte) (meeting.RegistrationPage, error) {
	r := newReader(payload)
	var page meeting.RegistrationPage
	next := r.zohoList(func() {
		g := r.zohoRegistration()
		r.need(g.ID, "registration")
		page.Registrations = append(page.Registrations, g)
	})
	if err := r.finish(); err != nil {
		return meeting.RegistrationPage{}, err
	}
	page.NextPage = next(len(page.Registrations))
	return page, nil
}

func (r *reader) zohoRegistration() meeting.Registration {
	var g meeting.Registration
	var first, last string
	g.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "registration_id":
				g.ID = r.text()
			case "name":
				g.Name = r.text()
			case "first_name":
				first = r.text()
			case "last_name":
				last = r.text()
			case "email":
				g.Email = r.text()
			case "status":
				g.Status = zohoRegistrationStatus(r.text())
			}
		})
	})
	if g.Name == "" {
		g.Name = strings.TrimSpace(first + " " + last)
	}
	return g
}

func zohoRegistrationStatus(word string) meeting.RegistrationStatus {
	switch word {
	case "pending", "0":
		return meeting.RegistrationPending
	case "approved", "1":
		return meeting.RegistrationApproved
	case "denied", "2":
		return meeting.RegistrationDenied
	case "cancelled", "3":
		return meeting.RegistrationCancelled
	}
	return ""
}
