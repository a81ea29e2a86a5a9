package normalize_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/normalize"
)

var cliqCases = vendorCases{
	dir: "zoho-cliq",
	payloads: map[string]payloadFunc{
		"meeting":      decoder(normalize.CliqMeeting),
		"page":         decoder(normalize.CliqMeetings),
		"participants": decoder(normalize.CliqParticipants),
		"event":        decoder(cliqEvent),
		"calendar":     decoder(normalize.CliqCalendar),
		"error":        errorDecoder(normalize.CliqError),
	},
	notProvided: map[string][]string{
		"meeting": {
			"status", "host_url", "viewer_url", "passcode", "dial_in", "recurrence", "occurrences", "settings", "created", "updated", "expires",
		},
		"participant": {"device", "location"},
	},
}

// cliqEvent is the event's meeting; TestCliqEventVersion looks at the rest.
func cliqEvent(payload []byte) (meeting.Meeting, error) {
	e, err := normalize.ReadCliqEvent(payload)
	return e.Meeting, err
}

func TestCliqEventVersion(t *testing.T) {
	payload, err := os.ReadFile(filepath.Join("testdata", "zoho-cliq", "event_documented.json"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := normalize.ReadCliqEvent(payload)
	if err != nil {
		t.Fatal(err)
	}
	if e.EditTag != "1738835150914" || e.CalendarID != "NDg4MTc3NTAwMDAwMDAwOTAwM3wzMzMyY2NjMQ==" || e.Type != "video_conference" || e.Location != "Conference Room 21" {
		t.Errorf("got %+v", e)
	}
	if len(e.Attendees) != 2 || e.Attendees[0].Status != "accepted" || e.Attendees[0].State != meeting.ParticipantInvited || e.Attendees[1].Email != "olivia.palmer@zylker.com" || e.Attendees[0].Raw[0] != '{' {
		t.Errorf("got attendees %+v", e.Attendees)
	}
}

func TestGoldenCliq(t *testing.T) { cliqCases.run(t) }

func FuzzCliqMeeting(f *testing.F)      { cliqCases.fuzz(f, "meeting") }
func FuzzCliqMeetings(f *testing.F)     { cliqCases.fuzz(f, "page") }
func FuzzCliqParticipants(f *testing.F) { cliqCases.fuzz(f, "participants") }
func FuzzCliqError(f *testing.F)        { cliqCases.fuzz(f, "error") }
func FuzzCliqEvent(f *testing.F)        { cliqCases.fuzz(f, "event") }
func FuzzCliqCalendar(f *testing.F)     { cliqCases.fuzz(f, "calendar") }
