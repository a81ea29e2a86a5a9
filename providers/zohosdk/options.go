package zohosdk

import "encoding/json"

// Options is the SDK's own request, member by member (contracts/zoho.md A1), for
// [meeting.InstantRequest.Native]. Members left empty are not sent.
type Options struct {
	ConferenceType string `json:"conferenceType,omitempty"` // audio, video
}

// Native encodes the options in the envelope of the request.
func (o Options) Native() (json.RawMessage, error) {
	return json.Marshal(struct {
		Session Options `json:"session"`
	}{o})
}
