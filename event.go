package meeting

import "time"

// Event is something that a vendor tells by itself, through a webhook. Members
// that the vendor didn't say are zero.
type Event struct {
	Key        string // the same in every delivery of the event, however often it comes
	Provider   string // configured name of the provider that it came through
	Vendor     string // kind of the provider: "zoom", "whereby", …
	Type       EventType
	TypeNative string    // the vendor's word
	Time       time.Time // UTC; when it happened, or when the vendor told of it if it says no more
	MeetingID  string    // the id that every call about the meeting takes
	SessionID  string    // of the sitting that it happened in

	// What the event is about, as far as it says. A meeting is rarely whole: get it
	// for the rest.
	Meeting      Meeting
	Participant  Participant
	Registration Registration
	Recordings   []Recording

	Raw Raw // the vendor's own object, unredacted: print it through [Encoding]
}

// EventType is what happened, in words that are the same for all vendors; "" is
// something that only the vendor's own word tells.
type EventType string

// The types of event.
const (
	EventMeetingCreated EventType = "meeting.created"
	EventMeetingUpdated EventType = "meeting.updated"
	EventMeetingDeleted EventType = "meeting.deleted"
	EventMeetingStarted EventType = "meeting.started"
	EventMeetingEnded   EventType = "meeting.ended"

	EventParticipantJoined      EventType = "participant.joined"
	EventParticipantLeft        EventType = "participant.left"
	EventParticipantWaiting     EventType = "participant.waiting"         // at the door: knocked, or put in the waiting room
	EventParticipantStopped     EventType = "participant.stopped_waiting" // left the door: let in, or gave up
	EventParticipantAdmitted    EventType = "participant.admitted"        // let in
	EventParticipantRoleChanged EventType = "participant.role_changed"    // became host, for example

	EventRegistrationCreated   EventType = "registration.created"
	EventRegistrationApproved  EventType = "registration.approved"
	EventRegistrationDenied    EventType = "registration.denied"
	EventRegistrationCancelled EventType = "registration.cancelled"

	EventRecordingStarted   EventType = "recording.started"
	EventRecordingPaused    EventType = "recording.paused"
	EventRecordingResumed   EventType = "recording.resumed"
	EventRecordingStopped   EventType = "recording.stopped"
	EventRecordingCompleted EventType = "recording.completed" // it can be fetched

	EventTranscriptStarted   EventType = "transcript.started"
	EventTranscriptCompleted EventType = "transcript.completed"
	EventTranscriptFailed    EventType = "transcript.failed"

	EventSharingStarted EventType = "sharing.started" // of a screen
	EventSharingEnded   EventType = "sharing.ended"
)
