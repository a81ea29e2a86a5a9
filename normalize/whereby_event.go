package normalize

import (
	"github.com/libmeet/meeting"
)

// wherebyEvents are Whereby's words for what the model has a word for
// (contracts/whereby-cliq.md 1B, Webhooks). A room has no start of its own: the
// meeting in it starts with the session.
var wherebyEvents = map[string]meeting.EventType{
	"room.session.started":       meeting.EventMeetingStarted,
	"room.session.ended":         meeting.EventMeetingEnded,
	"room.client.joined":         meeting.EventParticipantJoined,
	"room.client.left":           meeting.EventParticipantLeft,
	"room.client.knocked":        meeting.EventParticipantWaiting,
	"room.client.knockCancelled": meeting.EventParticipantStopped,
	"recording.finished":         meeting.EventRecordingCompleted,
	"transcription.started":      meeting.EventTranscriptStarted,
	"transcription.finished":     meeting.EventTranscriptCompleted,
	"transcription.failed":       meeting.EventTranscriptFailed,
}

// WherebyEvent reads the body of a webhook request of Whereby
// (contracts/whereby-cliq.md 1B, Webhooks). It does not check who sent it. The
// vendor documents the members of room events only.
func WherebyEvent(payload []byte) (meeting.Event, error) {
	e := meeting.Event{Vendor: VendorWhereby}
	var at moment
	var recording string
	r := newReader(payload)
	e.Raw = r.span(func() {
		r.page(func(name string) {
			switch name {
			case "id":
				e.Key = r.text()
			case "type":
				e.TypeNative = r.text()
			case "createdAt":
				at = r.instant("createdAt")
			case "data":
				recording = r.wherebyEventData(&e)
			}
		})
	})
	e.Time = r.resolve(at, "UTC")
	e.Type = wherebyEvents[e.TypeNative]
	r.need(e.Key, "event")
	switch e.Type {
	case meeting.EventMeetingStarted:
		e.Meeting.Status = meeting.StatusLive
	case meeting.EventParticipantJoined:
		e.Participant.State, e.Participant.Joined = meeting.ParticipantLive, e.Time
	case meeting.EventParticipantLeft:
		e.Participant.State, e.Participant.Left = meeting.ParticipantLeft, e.Time
	case meeting.EventRecordingCompleted:
		if recording != "" {
			e.Recordings = []meeting.Recording{{ID: recording, MeetingID: e.MeetingID, Status: meeting.RecordingAvailable}}
		}
	}
	return finishEvent(r, e)
}

// wherebyEventData reads the room and the person; it returns the id of a recording,
// if there is one.
func (r *reader) wherebyEventData(e *meeting.Event) (recording string) {
	room := meeting.Meeting{Vendor: VendorWhereby, Kind: meeting.KindRoom}
	var p meeting.Participant
	raw := r.span(func() {
		r.object(func(name string) {
			switch name {
			case "meetingId":
				room.ID = r.text()
			case "roomName":
				setRef(&room, "room_name", r.text())
			case "numClients":
				room.ParticipantCount = r.count()
			case "roomSessionId":
				e.SessionID = r.text()
			case "participantId":
				p.ID = r.text()
			case "displayName":
				p.Name = r.text()
			case "roleName":
				p.Role, p.RoleNative, _ = wherebyRole(r.text())
			case "recordingId":
				recording = r.text()
			}
		})
	})
	if room.ID != "" || len(room.Refs) > 0 {
		room.Raw, e.Meeting, e.MeetingID = raw, room, room.ID
	}
	if p.ID != "" || p.Name != "" {
		p.Raw, e.Participant = raw, p
	}
	return recording
}
