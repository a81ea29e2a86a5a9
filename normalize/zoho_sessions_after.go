package normalize

import (
	"strings"

	"github.com/libmeet/meeting"
)

// ZohoSessionsParticipants reads one page of the participant report that Zoho
// publishes, and how many people Zoho says there are, 0 when it doesn't
// (contracts/zoho.md B3).
func ZohoSessionsParticipants(payload []byte) (page meeting.ParticipantPage, total int, err error) {
	r := newReader(payload)
	r.page(func(name string) {
		switch name {
		case "participantsCount":
			total = r.count()
		case "participants":
			r.array(func() { page.Participants = append(page.Participants, r.zohoSessionsParticipant()) })
		}
	}, "participants", "participantsCount")
	if err := r.finish(); err != nil {
		return meeting.ParticipantPage{}, 0, err
	}
	return page, total, nil
}

func (r *reader) zohoSessionsParticipant() meeting.Participant {
	var p meeting.Participant
	p.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "memberId":
				p.ID = r.text()
			case "name":
				p.Name = r.text()
			case "email":
				p.Email = r.text()
			case "role":
				p.Role, p.RoleNative = role(r.text())
			case "joinTime":
				p.Joined = r.zohoInstant(name)
			case "leaveTime":
				p.Left = r.zohoInstant(name)
			case "duration":
				p.Duration = r.zohoSpan()
			case "source":
				p.Device = r.text()
			}
		})
	})
	settleParticipant(&p)
	return p
}

// ZohoSessionsRecordings reads the recordings of an account or of one meeting
// (contracts/zoho.md B5). total is how many Zoho says there are, 0 when it doesn't;
// more says that Zoho speaks of others than these.
func ZohoSessionsRecordings(payload []byte) (page meeting.RecordingPage, total int, more bool, err error) {
	r := newReader(payload)
	around := func(name string) {
		switch name {
		case "count":
			total = r.count()
		case "moreRecords":
			more = r.flag() == meeting.On
		}
	}
	list := func() {
		r.array(func() {
			rec := r.zohoSessionsRecording()
			r.need(rec.ID, "recording")
			page.Recordings = append(page.Recordings, rec)
		})
	}
	member := func(name string) {
		switch name {
		case "recordings":
			list()
		case "meta":
			r.object(around)
		default:
			around(name)
		}
	}
	if r.peek() == '[' { // of objects that hold the list
		r.array(func() { r.page(member, "recordings") })
	} else {
		r.page(member, "recordings")
	}
	if err := r.finish(); err != nil {
		return meeting.RecordingPage{}, 0, false, err
	}
	return page, total, more, nil
}

func (r *reader) zohoSessionsRecording() meeting.Recording {
	var rec meeting.Recording
	var resource string
	rec.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "erecordingId":
				rec.ID = r.text()
			case "meetingKey":
				rec.MeetingID = r.text()
			case "topic":
				rec.Title = r.text()
			case "resourceName":
				resource = r.text()
			case "startTimeMillis", "startTimeinMs":
				rec.Start = r.zohoInstant(name)
			case "duration":
				rec.Duration = r.zohoSpan()
			case "fileSize":
				if n, ok := r.integer(); ok && n > 0 {
					rec.Size = n
				}
			case "uploadedTime":
				rec.Created = r.zohoInstant(name)
			case "processingState":
				rec.Status = zohoUploaded(r.text())
			case "downloadUrl":
				rec.DownloadURL = r.secret()
			case "playUrl":
				rec.PlayURL = r.secret()
			}
		})
	})
	if rec.Title == "" {
		rec.Title = resource
	}
	if rec.Status == "" && !rec.DownloadURL.IsZero() {
		rec.Status = meeting.RecordingAvailable
	}
	return rec
}

// zohoUploaded reads the one word of B5, and the one that its opposite must have.
func zohoUploaded(word string) meeting.RecordingStatus {
	switch word {
	case "UPLOADED":
		return meeting.RecordingAvailable
	case "PROCESSING":
		return meeting.RecordingProcessing
	}
	return ""
}

// ZohoSessionsRegistrations reads the registrations of a webinar. Zoho's page was not
// read and shows no answer that is known: the names are those of its bulk registration
// and of its other lists, the numbers of status its own (contracts/zoho.md B6). Who has
// no id is known by the address.
func ZohoSessionsRegistrations(payload []byte) (page meeting.RegistrationPage, total int, err error) {
	r := newReader(payload)
	element := func() {
		g := r.zohoSessionsRegistration()
		r.need(g.ID, "registration")
		page.Registrations = append(page.Registrations, g)
	}
	if r.peek() == '[' {
		r.array(element)
	} else {
		r.page(func(name string) {
			switch name {
			case "registrant", "registrants", "registration", "registrations", "representation":
				r.array(element)
			case "totalCount", "count":
				total = r.count()
			}
		}, "registrant", "registrants", "registration", "registrations", "representation", "totalCount", "count")
	}
	if err := r.finish(); err != nil {
		return meeting.RegistrationPage{}, 0, err
	}
	return page, total, nil
}

func (r *reader) zohoSessionsRegistration() meeting.Registration {
	var g meeting.Registration
	var first, last string
	g.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "registrantId", "registrationId", "id":
				g.ID = r.text()
			case "email", "emailId":
				g.Email = r.text()
			case "name", "fullName":
				g.Name = r.text()
			case "firstName":
				first = r.text()
			case "lastName":
				last = r.text()
			case "joinLink":
				g.JoinURL = r.secret()
			case "status", "registrationStatus":
				g.Status = zohoRegistrationStatus(r.text())
			}
		})
	})
	if g.ID == "" {
		g.ID = g.Email
	}
	if g.Name == "" {
		g.Name = strings.TrimSpace(first + " " + last)
	}
	return g
}
