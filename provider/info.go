package provider

import (
	"slices"
	"time"

	"github.com/libmeet/meeting"
)

// Op names an operation, in capabilities and in [meeting.Error.Op].
type Op string

// The operations.
const (
	OpCreate       Op = "create"
	OpInstant      Op = "instant"
	OpParticipants Op = "participants"

	OpGet      Op = "get"
	OpList     Op = "list"
	OpUpdate   Op = "update"
	OpCancel   Op = "cancel"
	OpInvite   Op = "invite"
	OpUninvite Op = "uninvite"
	OpEnd      Op = "end"

	OpUpdateOccurrence Op = "update.occurrence" // an update of one meeting of a series
	OpCancelOccurrence Op = "cancel.occurrence" // a cancel of one meeting of a series

	OpListRecordings    Op = "recordings.list"
	OpGetRecording      Op = "recordings.get"
	OpDownloadRecording Op = "recordings.download"
	OpDeleteRecording   Op = "recordings.delete"

	OpListTranscripts    Op = "transcripts.list"
	OpGetTranscript      Op = "transcripts.get"
	OpDownloadTranscript Op = "transcripts.download"
	OpDeleteTranscript   Op = "transcripts.delete"

	OpListSessions Op = "sessions.list"
	OpGetSession   Op = "sessions.get"
	OpReport       Op = "report"

	OpCreateWebinar       Op = "webinars.create"
	OpListRegistrations   Op = "webinars.registrations"
	OpApproveRegistration Op = "webinars.approve"
	OpListRegistrants     Op = "registrants.list"
	OpAddRegistrant       Op = "registrants.add"
	OpDecideRegistrants   Op = "registrants.decide"
	OpGetSettings         Op = "settings.get"
	OpUpdateSettings      Op = "settings.set"

	OpEvents Op = "events" // what the vendor tells by webhook
)

// Ops lists every operation in the order of the documentation.
func Ops() []Op {
	return []Op{
		OpCreate, OpInstant, OpParticipants, OpGet, OpList, OpUpdate, OpUpdateOccurrence, OpCancel, OpCancelOccurrence, OpEnd,
		OpInvite, OpUninvite,
		OpListRecordings, OpGetRecording, OpDownloadRecording, OpDeleteRecording,
		OpListTranscripts, OpGetTranscript, OpDownloadTranscript, OpDeleteTranscript, OpListSessions, OpGetSession,
		OpReport, OpCreateWebinar, OpListRegistrations, OpApproveRegistration, OpListRegistrants, OpAddRegistrant, OpDecideRegistrants,
		OpGetSettings, OpUpdateSettings, OpEvents,
	}
}

// Info describes a configured provider.
type Info struct {
	Name         string       `json:"name"`   // configured name
	Vendor       string       `json:"vendor"` // kind: "zoom", "zoho-meeting", …
	Capabilities Capabilities `json:"capabilities"`
	Notes        []string     `json:"notes,omitempty"` // what a user should know before the first call
}

// Capabilities says what this configuration may do.
type Capabilities struct {
	Operations []Op   `json:"operations"`
	Create     Fields `json:"create,omitempty"`            // members of a CreateRequest that are taken
	Update     Fields `json:"update,omitempty"`            // members of a Patch that are taken
	Occurrence Fields `json:"update_occurrence,omitempty"` // members of a Patch of one meeting of a series that are taken
	Instant    Fields `json:"instant,omitempty"`           // members of an InstantRequest that are taken
	Limits     Limits `json:"limits,omitzero"`

	// ByStart promises that lists come in the order of starts, the earliest first.
	ByStart bool `json:"by_start,omitempty"`

	// Search and SearchInstant say how a create whose answer was lost is found.
	Search        Search `json:"search,omitzero"`
	SearchInstant Search `json:"search_instant,omitzero"`

	// Check finds the losses that no table can tell, such as a recurrence rule
	// that the vendor can't say exactly. It is pure; nil finds none.
	Check func(meeting.CreateRequest) []meeting.Loss `json:"-"`

	// InstanceID reports that id is the vendor's name for one past sitting of a
	// meeting, in a form that [meeting.ValidateID] refuses. The Client lets it pass
	// where a sitting can be named: participants, sessions, recordings. nil is never.
	InstanceID func(id string) bool `json:"-"`
}

// Can reports whether op is offered.
func (c Capabilities) Can(op Op) bool { return slices.Contains(c.Operations, op) }

// Limits are figures of the vendor; 0 is not known.
type Limits struct {
	PageSize    int `json:"page_size,omitempty"`    // largest page of a list
	MaxInvitees int `json:"max_invitees,omitempty"` // in one request

	// Horizon is how far ahead a list of what is scheduled looks when the query has no
	// To, in nanoseconds in JSON; 0 is to its end.
	Horizon time.Duration `json:"horizon,omitempty"`
}

// Fields maps the members of a request that a provider takes to how it takes
// them. A member that is missing is lost, with the member's own severity.
type Fields map[Field]Rule

// Field is the JSON name of a member of a request.
type Field string

// The members that a request may carry and a vendor may lack.
const (
	FieldTitle           Field = "title"
	FieldDescription     Field = "description"
	FieldStart           Field = "start"
	FieldDuration        Field = "duration_seconds"
	FieldZone            Field = "time_zone"
	FieldHost            Field = "host"
	FieldPasscode        Field = "passcode"
	FieldInvitees        Field = "invitees"
	FieldRecurrence      Field = "recurrence"
	FieldMedia           Field = "media"
	FieldWaitingRoom     Field = "settings.waiting_room"
	FieldMuteOnEntry     Field = "settings.mute_on_entry"
	FieldJoinBeforeHost  Field = "settings.join_before_host"
	FieldLocked          Field = "settings.locked"
	FieldRecording       Field = "settings.recording"
	FieldScreenShare     Field = "settings.screen_share"
	FieldMaxParticipants Field = "settings.max_participants"
	FieldSignInRequired  Field = "settings.sign_in_required"
)

// Rule says how one member is taken. The zero Rule takes any value.
type Rule struct {
	Required bool     `json:"required,omitempty"` // the request must carry it
	Max      int      `json:"max,omitempty"`      // most characters, or people; longer texts are cut and reported
	Minutes  bool     `json:"minutes,omitempty"`  // a duration is whole minutes
	Values   []string `json:"values,omitempty"`   // the only words taken
	Unnamed  bool     `json:"unnamed,omitempty"`  // of people the addresses are taken, not the names

	// Untold marks a member that the answer to a create tells and no later one does.
	Untold bool `json:"untold,omitempty"`

	// Lost marks a member that is not taken although it stands in the table, so
	// that Severity, Got and Reason can say what happens instead.
	Lost     bool             `json:"lost,omitempty"`
	Severity meeting.Severity `json:"severity,omitempty"` // "": the member's own
	Got      string           `json:"got,omitempty"`
	Reason   string           `json:"reason,omitempty"`
}

// FieldNames lists the members of a request in the order of the documentation.
func FieldNames() []Field {
	return []Field{
		FieldTitle, FieldDescription, FieldStart, FieldDuration, FieldZone, FieldHost, FieldPasscode, FieldInvitees,
		FieldRecurrence, FieldMedia, FieldWaitingRoom, FieldMuteOnEntry, FieldJoinBeforeHost, FieldLocked,
		FieldRecording, FieldScreenShare, FieldMaxParticipants, FieldSignInRequired,
	}
}
