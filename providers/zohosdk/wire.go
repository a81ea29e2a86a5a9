package zohosdk

import (
	"encoding/json"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
)

// sessionBody is the body of the call: contracts/zoho.md A1 knows one member.
type sessionBody struct {
	Session session `json:"session"`
}

type session struct {
	ConferenceType meeting.Media `json:"conferenceType"` // lower case, as in the example
}

// newInstantBody asks for video unless the request says otherwise: the member is
// in every example, so it is always sent.
func newInstantBody(req meeting.InstantRequest) ([]byte, error) {
	media := req.Media
	if media == "" {
		media = meeting.MediaVideo
	}
	return transport.Body(sessionBody{session{media}}, req.Native)
}

// sentMedia reads the media back out of a body that Native may have changed.
func sentMedia(body []byte) meeting.Media {
	var sent sessionBody
	if err := json.Unmarshal(body, &sent); err != nil {
		return ""
	}
	switch sent.Session.ConferenceType {
	case meeting.MediaAudio, meeting.MediaVideo:
		return sent.Session.ConferenceType
	}
	return ""
}
