package zohosdk

import "encoding/json"

// Options are the members of the SDK's own requests, for Native. An instant session
// knows the first of them (contracts/zoho.md A1), one that is scheduled the others
// (B3, B4). Members left empty are not sent.
type Options struct {
	ConferenceType string `json:"conferenceType,omitempty"` // audio, video

	Topic        string        `json:"topic,omitempty"`
	Agenda       string        `json:"agenda,omitempty"`
	Presenter    json.Number   `json:"presenter,omitempty"` // zuid
	StartTime    string        `json:"startTime,omitempty"` // wall clock in Timezone: "Jan 4, 2024 07:00 PM"
	Duration     int64         `json:"duration,omitempty"`  // milliseconds
	Timezone     string        `json:"timezone,omitempty"`
	Participants []Participant `json:"participants,omitempty"` // replaces the invitees
}

// Participant is one who is invited.
type Participant struct {
	Email string `json:"email"`
}

// Native encodes the options in the envelope of the request.
func (o Options) Native() (json.RawMessage, error) {
	return json.Marshal(struct {
		Session Options `json:"session"`
	}{o})
}
