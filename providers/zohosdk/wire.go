package zohosdk

import (
	"encoding/json"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/zoho"
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

// scheduleBody is the body of "Schedule a session" (contracts/zoho.md B3, B4). A
// nil member is not sent, an empty list neither: it may be refused (B7).
type scheduleBody struct {
	Session schedule `json:"session"`
}

type schedule struct {
	Topic        string        `json:"topic"`
	Agenda       string        `json:"agenda,omitempty"`
	Presenter    json.Number   `json:"presenter"`
	StartTime    string        `json:"startTime"`
	Duration     int64         `json:"duration"` // milliseconds
	Timezone     meeting.Zone  `json:"timezone"`
	Participants []participant `json:"participants,omitempty"`
}

type participant struct {
	Email string `json:"email"`
}

func newCreateBody(req meeting.CreateRequest, presenter string) ([]byte, error) {
	if err := zoho.WholeMinutes(req.Start); err != nil {
		return nil, err
	}
	start, zone := zoho.WallClock(req.Start, req.Zone)
	body := schedule{
		Topic: req.Title, Agenda: req.Description, Presenter: json.Number(presenter),
		StartTime: start, Duration: req.Duration.Milliseconds(), Timezone: zone,
	}
	for _, p := range req.Invitees {
		body.Participants = append(body.Participants, participant{p.Email})
	}
	return transport.Body(scheduleBody{body}, req.Native)
}
