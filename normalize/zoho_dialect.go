package normalize

import "github.com/libmeet/meeting"

// ZohoAnyMeeting reads a meeting of Zoho Meeting's in either dialect: see
// [ZohoMeeting] and [ZohoSessionsMeeting].
func ZohoAnyMeeting(payload []byte) (meeting.Meeting, error) {
	if inSessions(payload) {
		return ZohoSessionsMeeting(payload)
	}
	return ZohoMeeting(payload)
}

// ZohoAnyPage reads a page of meetings in either dialect.
func ZohoAnyPage(payload []byte) (meeting.Page, error) {
	if inSessions(payload) {
		page, _, err := ZohoSessionsMeetings(payload)
		return page, err
	}
	return ZohoMeetings(payload)
}

// ZohoAnyParticipants reads participants in either dialect.
func ZohoAnyParticipants(payload []byte) (meeting.ParticipantPage, error) {
	if inSessions(payload) {
		page, _, err := ZohoSessionsParticipants(payload)
		return page, err
	}
	return ZohoParticipants(payload)
}

// inSessions tells the dialects apart by their envelopes, and bare objects by the way
// in which they spell their members.
func inSessions(payload []byte) bool {
	r := newReader(payload)
	found := false
	r.array(func() {
		r.object(func(name string) {
			switch name {
			case "session", "sessions", "isMettingSessionAvailable", "meetingKey", "participantsCount", "memberId", "joinLink":
				found = true
			case "participants":
				r.array(func() {
					r.object(func(name string) { found = found || name == "memberId" })
				})
			}
		})
	})
	return found
}
