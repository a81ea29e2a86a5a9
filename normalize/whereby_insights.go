package normalize

import (
	"github.com/libmeet/meeting"
)

// WherebySessions reads one page of "Get room session insights"
// (contracts/whereby-cliq.md 1B, Insights). A session names its room, not its
// meeting; one that was recorded by a recorder has a recording, of others nothing is
// known.
func WherebySessions(payload []byte) (meeting.SessionPage, error) {
	r := newReader(payload)
	var page meeting.SessionPage
	page.NextPage = r.wherebyPage(func() {
		s := r.wherebySession()
		r.need(s.ID, "room session")
		page.Sessions = append(page.Sessions, s)
	})
	if err := r.finish(); err != nil {
		return meeting.SessionPage{}, err
	}
	return page, nil
}

// wherebyPage reads the page that every list of Whereby's is, and returns its cursor.
func (r *reader) wherebyPage(element func()) (cursor string) {
	r.page(func(name string) {
		switch name {
		case "cursor":
			cursor = r.text()
		case "results":
			r.array(element)
		}
	}, "results")
	return cursor
}

func (r *reader) wherebySession() meeting.Session {
	var s meeting.Session
	var start, end moment
	s.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "roomSessionId":
				s.ID = r.text()
			case "startedAt":
				start = r.instant(name)
			case "endedAt": // null while it runs
				end = r.instant(name)
			case "totalUniqueParticipants":
				s.ParticipantCount = r.count()
			case "totalRecorderMinutes":
				if r.count() > 0 {
					s.HasRecording = meeting.On
				}
			}
		})
	})
	s.Start, s.End = r.resolve(start, "UTC"), r.resolve(end, "UTC")
	if s.End.After(s.Start) && !s.Start.IsZero() {
		s.Duration = s.End.Sub(s.Start)
	}
	return s
}

// WherebyParticipants reads one page of "Get participant insights"
// (contracts/whereby-cliq.md 1B, Insights). Recorders, streamers and captioners are
// no people and left out. Who came twice is in it twice.
func WherebyParticipants(payload []byte) (meeting.ParticipantPage, error) {
	r := newReader(payload)
	var page meeting.ParticipantPage
	page.NextPage = r.wherebyPage(func() {
		if r.peek() != '{' {
			return // null
		}
		if p, machine := r.wherebyParticipant(); !machine {
			page.Participants = append(page.Participants, p)
		}
	})
	if err := r.finish(); err != nil {
		return meeting.ParticipantPage{}, err
	}
	return page, nil
}

func (r *reader) wherebyParticipant() (p meeting.Participant, machine bool) {
	var joined, left moment
	p.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "participantId":
				p.ID = r.text()
			case "displayName":
				p.Name = r.text()
			case "roleName":
				p.Role, p.RoleNative, machine = wherebyRole(r.text())
			case "joinedAt":
				joined = r.instant(name)
			case "leftAt":
				left = r.instant(name)
			}
		})
	})
	p.Joined, p.Left = r.resolve(joined, "UTC"), r.resolve(left, "UTC")
	settleParticipant(&p)
	return p, machine
}

// wherebyRole reads the words of the webhooks' documents; the API description spells
// one of them granted_visited (1B).
func wherebyRole(word string) (role meeting.Role, native string, machine bool) {
	switch word {
	case "recorder", "streamer", "captioner":
		return "", word, true
	case "host":
		return meeting.RoleHost, "", false
	case "owner":
		return meeting.RoleHost, word, false
	case "member", "visitor", "granted_visitor", "granted_visited", "viewer", "granted_viewer":
		return meeting.RoleAttendee, word, false
	}
	return "", word, false
}
