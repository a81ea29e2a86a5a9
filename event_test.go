package meeting_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
)

func fullEvent() meeting.Event {
	at := time.Date(2026, 12, 1, 9, 30, 15, 0, time.UTC)
	return meeting.Event{
		Key: "k", Provider: "work", Vendor: "zoom", Type: meeting.EventParticipantJoined, TypeNative: "meeting.participant_joined",
		Time: at, MeetingID: "1", SessionID: "s", Meeting: full(),
		Participant: meeting.Participant{ID: "p", Name: "Ada", State: meeting.ParticipantLive, Joined: at, Raw: meeting.Raw(`{}`)},
		Registration: meeting.Registration{ID: "r", Name: "Bo", Email: "b@example.com", Status: meeting.RegistrationPending,
			JoinURL: meeting.NewSecret("https://example.com/JOINSECRET"), Raw: meeting.Raw(`{}`)},
		Recordings: []meeting.Recording{{ID: "f", MeetingID: "1", Title: "t", Start: at, Duration: time.Minute, Size: 7,
			Status: meeting.RecordingAvailable, DownloadURL: meeting.NewSecret("https://example.com/DOWNSECRET"),
			PlayURL: meeting.NewSecret("https://example.com/PLAYSECRET"), Created: at, Raw: meeting.Raw(`{}`)}},
		Raw: meeting.Raw(`{"event":"x","payload":{"download_token":"TOKENSECRET"}}`),
	}
}

func TestEventRoundTrip(t *testing.T) {
	for _, path := range unset("Event", reflect.ValueOf(fullEvent())) {
		if strings.Count(path, ".") == 1 {
			t.Errorf("fullEvent() leaves out %s", path)
		}
	}
	text, err := meeting.Encoding{Secrets: true, Raw: true}.Marshal(fullEvent())
	if err != nil {
		t.Fatal(err)
	}
	var back meeting.Event
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fullEvent(), back); diff != "" {
		t.Error(diff)
	}
}

func TestEventRedacted(t *testing.T) {
	std, err := json.Marshal([]meeting.Event{fullEvent()})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := meeting.Encoding{Raw: true}.Marshal(fullEvent())
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{string(std), string(raw)} {
		if strings.Contains(shown, "SECRET") || strings.Count(shown, meeting.Redacted) < 4 {
			t.Error(shown)
		}
	}
	if text, err := json.Marshal(meeting.Event{Key: "k"}); err != nil || string(text) != `{"key":"k"}` {
		t.Errorf("%s %v: unknown members are printed", text, err)
	}
}
