package zohomeeting

import "encoding/json"

// Options is Zoho's own request, member by member (contracts/zoho.md A2.5), for
// [meeting.CreateRequest.Native] and [meeting.Patch.Native]. Members left nil or
// empty are not sent; false is sent through the pointers.
type Options struct {
	Topic            string        `json:"topic,omitempty"`
	Agenda           string        `json:"agenda,omitempty"`
	StartTime        string        `json:"start_time,omitempty"` // ISO 8601, UTC
	Duration         int           `json:"duration,omitempty"`   // minutes
	Timezone         string        `json:"timezone,omitempty"`   // IANA
	Participants     []Participant `json:"participants,omitempty"`
	RecordingEnabled *bool         `json:"recording_enabled,omitempty"`
	Settings         *Settings     `json:"settings,omitempty"`
	IsRecurring      *bool         `json:"is_recurring,omitempty"`
	Recurrence       *Recurrence   `json:"recurrence,omitempty"`
}

// Native encodes the options.
func (o Options) Native() (json.RawMessage, error) { return json.Marshal(o) }

// Participant is somebody who is invited (A2.5). SendInvitation belongs to the call
// that adds people to a meeting.
type Participant struct {
	Email          string `json:"email"`
	Name           string `json:"name,omitempty"`
	SendInvitation *bool  `json:"send_invitation,omitempty"`
}

// Settings are Zoho's settings of a meeting (A2.5).
type Settings struct {
	AllowParticipantScreenShare *bool `json:"allow_participant_screen_share,omitempty"`
	MuteParticipantsOnEntry     *bool `json:"mute_participants_on_entry,omitempty"`
	EnableWaitingRoom           *bool `json:"enable_waiting_room,omitempty"`
}

// Recurrence is Zoho's rule (A2.5). The reference shows weekly ones.
type Recurrence struct {
	Type           string   `json:"type,omitempty"` // weekly
	RepeatInterval int      `json:"repeat_interval,omitempty"`
	DaysOfWeek     []string `json:"days_of_week,omitempty"` // monday, tuesday, …
	EndDate        string   `json:"end_date,omitempty"`     // ISO 8601, UTC
}

// WebinarOptions is Zoho's own request for a webinar (A2.6), for
// [meeting.WebinarRequest.Native].
type WebinarOptions struct {
	Topic                string           `json:"topic,omitempty"`
	Description          string           `json:"description,omitempty"`
	StartTime            string           `json:"start_time,omitempty"` // ISO 8601, UTC
	Duration             int              `json:"duration,omitempty"`   // minutes
	Timezone             string           `json:"timezone,omitempty"`   // IANA
	MaxAttendees         int              `json:"max_attendees,omitempty"`
	RegistrationRequired *bool            `json:"registration_required,omitempty"`
	Settings             *WebinarSettings `json:"settings,omitempty"`
}

// Native encodes the options.
func (o WebinarOptions) Native() (json.RawMessage, error) { return json.Marshal(o) }

// WebinarSettings are Zoho's settings of a webinar (A2.6).
type WebinarSettings struct {
	AllowQuestions *bool `json:"allow_questions,omitempty"`
	AllowPolls     *bool `json:"allow_polls,omitempty"`
	RecordWebinar  *bool `json:"record_webinar,omitempty"`
}
