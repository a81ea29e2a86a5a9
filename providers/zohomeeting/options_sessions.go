package zohomeeting

import "encoding/json"

// SessionOptions is the request of Zoho's own API for meetings and webinars, member by
// member (contracts/zoho.md B3), for Native in the sessions dialect. Members left empty
// are not sent.
type SessionOptions struct {
	Topic        string               `json:"topic,omitempty"`
	Agenda       string               `json:"agenda,omitempty"`
	Presenter    json.Number          `json:"presenter,omitempty"` // zuid
	StartTime    string               `json:"startTime,omitempty"` // wall clock in Timezone: "Jun 19, 2020 07:00 PM"
	Duration     int64                `json:"duration,omitempty"`  // milliseconds
	Timezone     string               `json:"timezone,omitempty"`  // IANA
	Participants []SessionParticipant `json:"participants,omitempty"`
}

// SessionParticipant is somebody who is invited.
type SessionParticipant struct {
	Email string `json:"email"`
}

// Native encodes the options in the envelope of the request.
func (o SessionOptions) Native() (json.RawMessage, error) {
	return json.Marshal(struct {
		Session SessionOptions `json:"session"`
	}{o})
}
