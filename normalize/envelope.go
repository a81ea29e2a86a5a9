package normalize

// The payloads that [Envelope] tells apart.
const (
	PayloadMeeting      = "meeting"
	PayloadPage         = "page"
	PayloadParticipants = "participants"
)

// Envelope tells by its outermost members what a payload of any of the five
// vendors holds. It reads no further than it must and does not check the payload;
// what it can't place is [PayloadMeeting].
func Envelope(payload []byte) string {
	r := newReader(payload)
	found, people := PayloadMeeting, false
	list := func(kind string) {
		if r.peek() == '[' {
			found = kind
		}
	}
	if r.peek() == '[' {
		return r.element()
	}
	r.object(func(name string) {
		switch name {
		case "meetings", "results", "session":
			list(PayloadPage)
		case "participants":
			if found == PayloadMeeting {
				list(PayloadParticipants)
			}
		case "isMettingSessionAvailable": // Zoho's list of nothing
			found = PayloadPage
		case "meeting_key", "meetingKey", "id", "topic":
			// a meeting that carries its invitees
			found = PayloadMeeting
			r.skip()
			r.pos = len(r.src)
		case "type":
			people = people || r.text() == "participant" // Cliq says so
		case "data":
			if r.peek() == '[' {
				found = r.element()
			}
		}
	})
	if people && found == PayloadPage {
		return PayloadParticipants
	}
	return found
}

// element tells a list of participants from one of meetings by its first element:
// people have an address or a role, meetings don't.
func (r *reader) element() string {
	found, first := PayloadPage, true
	r.array(func() {
		if !first {
			return
		}
		first = false
		r.object(func(name string) {
			switch name {
			case "participant_id", "memberId", "email_id", "join_time", "email", "role":
				found = PayloadParticipants
			}
		})
	})
	return found
}
