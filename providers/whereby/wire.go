package whereby

import (
	"encoding/json"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
)

// createBody is the part of the create call's body that the model reaches
// (contracts/whereby-cliq.md 1A). A nil member is not sent.
type createBody struct {
	EndDate        string         `json:"endDate"`
	IsLocked       *bool          `json:"isLocked,omitempty"`
	RoomMode       string         `json:"roomMode"`
	RoomNamePrefix string         `json:"roomNamePrefix,omitempty"`
	Recording      *recordingBody `json:"recording,omitempty"`
	Fields         []string       `json:"fields,omitempty"`
}

// recordingBody has a destination of null: the organisation's.
type recordingBody struct {
	Type         meeting.RecordingMode `json:"type"`
	Destination  *struct{}             `json:"destination"`
	StartTrigger string                `json:"startTrigger"`
}

// defaultDuration is how long an instant room is planned for when nobody says.
const defaultDuration = time.Hour

func newCreateBody(req meeting.CreateRequest, fields []string) ([]byte, error) {
	return merged(createBody{
		EndDate: stamp(req.End), IsLocked: lock(req.Settings), RoomMode: roomMode(req.Settings.MaxParticipants),
		RoomNamePrefix: req.Marker, Recording: newRecording(req.Settings.Recording), Fields: fields,
	}, req.Native)
}

func newInstantBody(req meeting.InstantRequest, now time.Time, fields []string) ([]byte, error) {
	if req.Duration <= 0 {
		req.Duration = defaultDuration
	}
	return merged(createBody{EndDate: stamp(now.Add(req.Duration)), RoomMode: RoomModeGroup, RoomNamePrefix: req.Marker, Fields: fields}, req.Native)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// lock sends false as well as true. One switch stands for two of the model's;
// whichever is on wins.
func lock(s meeting.Settings) *bool {
	if s.Locked == meeting.Unset && s.WaitingRoom == meeting.Unset {
		return nil
	}
	on := s.Locked == meeting.On || s.WaitingRoom == meeting.On
	return &on
}

// roomMode is group unless so few are announced that normal holds them: it can't
// be changed later, and a fifth person would stand outside.
func roomMode(people int) string {
	if people > 0 && people <= maxNormal {
		return RoomModeNormal
	}
	return RoomModeGroup
}

func newRecording(mode meeting.RecordingMode) *recordingBody {
	switch mode {
	case meeting.RecordCloud:
		return &recordingBody{Type: mode, StartTrigger: TriggerAutomatic}
	case meeting.RecordLocal, meeting.RecordNone:
		return &recordingBody{Type: mode, StartTrigger: TriggerNone} // only cloud starts by itself (1B)
	}
	return nil
}

// nullable are the members that Whereby requires although null is one of their
// values (1B, Create sub-objects).
var nullable = map[string][]string{
	"recording":         {"destination", "startTrigger"},
	"liveTranscription": {"startTrigger"},
	"streaming":         {"startTrigger"},
}

// merged lays native over body and puts back the nulls that a merge patch can't
// say: to it they mean "remove".
func merged(body createBody, native json.RawMessage) ([]byte, error) {
	text, err := transport.Body(body, native)
	if err != nil || len(native) == 0 {
		return text, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return nil, err
	}
	if err := mark(members, body.RoomNamePrefix); err != nil {
		return nil, err
	}
	for name, required := range nullable {
		var object map[string]json.RawMessage
		if json.Unmarshal(members[name], &object) != nil || object == nil {
			continue // absent, or a foreign type for Whereby to refuse
		}
		for _, member := range required {
			if _, ok := object[member]; !ok {
				object[member] = json.RawMessage("null")
			}
		}
		if members[name], err = json.Marshal(object); err != nil {
			return nil, err
		}
	}
	return transport.Body(members, nil)
}

// mark keeps the marker in the room's name behind a prefix that native asks for.
func mark(members map[string]json.RawMessage, marker string) error {
	var prefix string
	if json.Unmarshal(members["roomNamePrefix"], &prefix) != nil || marker == "" || prefix == marker {
		return nil
	}
	if len(prefix)+len(marker) > maxPrefix {
		return meeting.Invalidf("native", "with a key the room name's prefix has at most %d characters", maxPrefix-len(marker))
	}
	encoded, err := json.Marshal(prefix + marker)
	members["roomNamePrefix"] = encoded
	return err
}
