package meeting

import (
	"encoding/json"
	"reflect"
)

// eventJSON fixes the names and the order of an event's JSON form.
type eventJSON struct {
	Key          string            `json:"key,omitempty"`
	Provider     string            `json:"provider,omitempty"`
	Vendor       string            `json:"vendor,omitempty"`
	Type         EventType         `json:"type,omitempty"`
	TypeNative   string            `json:"type_native,omitempty"`
	Time         string            `json:"time,omitempty"`
	MeetingID    string            `json:"meeting_id,omitempty"`
	SessionID    string            `json:"session_id,omitempty"`
	Meeting      *meetingJSON      `json:"meeting,omitempty"`
	Participant  *participantJSON  `json:"participant,omitempty"`
	Registration *registrationJSON `json:"registration,omitempty"`
	Recordings   []recordingJSON   `json:"recordings,omitempty"`
	Raw          json.RawMessage   `json:"raw,omitempty"`
}

func (e Encoding) event(v Event) eventJSON {
	w := eventJSON{
		Key: v.Key, Provider: v.Provider, Vendor: v.Vendor, Type: v.Type, TypeNative: v.TypeNative, Time: stamp(v.Time),
		MeetingID: v.MeetingID, SessionID: v.SessionID,
		Meeting: unlessZero(e.meeting(v.Meeting)), Participant: unlessZero(e.participant(v.Participant)),
		Registration: unlessZero(e.registration(v.Registration)), Raw: e.raw(v.Raw),
	}
	for _, r := range v.Recordings {
		w.Recordings = append(w.Recordings, e.recording(r))
	}
	return w
}

func unlessZero[T any](v T) *T {
	if reflect.ValueOf(v).IsZero() {
		return nil
	}
	return &v
}

// MarshalJSON writes the redacted form. See [Encoding].
func (v Event) MarshalJSON() ([]byte, error) { return Encoding{}.Marshal(v) }

// UnmarshalJSON reads what [Encoding] wrote, without the recordings' links when
// they were redacted.
func (v *Event) UnmarshalJSON(data []byte) error {
	var w struct {
		eventJSON
		Meeting     Meeting     `json:"meeting"`
		Participant Participant `json:"participant"`
	}
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	at, err := readStamp("time", w.Time)
	if err != nil {
		return err
	}
	read := Event{
		Key: w.Key, Provider: w.Provider, Vendor: w.Vendor, Type: w.Type, TypeNative: w.TypeNative, Time: at,
		MeetingID: w.MeetingID, SessionID: w.SessionID, Meeting: w.Meeting, Participant: w.Participant, Raw: Raw(w.Raw),
	}
	if r := w.Registration; r != nil {
		read.Registration = Registration{ID: r.ID, Name: r.Name, Email: r.Email, Status: r.Status, Raw: Raw(r.Raw)}
		_ = read.Registration.JoinURL.UnmarshalText([]byte(r.JoinURL)) // reading text can't fail
	}
	for _, r := range w.Recordings {
		recording, err := r.recording()
		if err != nil {
			return err
		}
		read.Recordings = append(read.Recordings, recording)
	}
	*v = read
	return nil
}

// recording reads the JSON form back.
func (w recordingJSON) recording() (Recording, error) {
	start, err := readStamp("start", w.Start)
	if err != nil {
		return Recording{}, err
	}
	created, err := readStamp("created", w.Created)
	if err != nil {
		return Recording{}, err
	}
	r := Recording{
		ID: w.ID, MeetingID: w.MeetingID, Title: w.Title, Start: start, Duration: fromSeconds(w.Duration), Size: w.Size,
		Status: w.Status, Created: created, Raw: Raw(w.Raw),
	}
	_ = r.DownloadURL.UnmarshalText([]byte(w.DownloadURL)) // reading text can't fail
	_ = r.PlayURL.UnmarshalText([]byte(w.PlayURL))
	return r, nil
}
