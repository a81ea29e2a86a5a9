package normalize_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/normalize"
)

var wherebyCases = vendorCases{
	dir: "whereby",
	payloads: map[string]payloadFunc{
		"meeting":      decoder(normalize.WherebyMeeting),
		"page":         decoder(normalize.WherebyMeetings),
		"sessions":     decoder(normalize.WherebySessions),
		"participants": decoder(normalize.WherebyParticipants),
		"recording":    decoder(normalize.WherebyRecording),
		"recordings":   decoder(normalize.WherebyRecordings),
		"transcript":   decoder(normalize.WherebyTranscript),
		"transcripts":  decoder(wherebyTranscripts),
		"link":         decoder(wherebyLink),
		"error":        errorDecoder(normalize.WherebyError),
		"event":        decoder(normalize.WherebyEvent),
	},
	notProvided: map[string][]string{
		"meeting": {
			"media", "status", "title", "description", "time_zone", "host", "passcode", "dial_in", "invitees",
			"participant_count", "recurrence", "occurrences", "settings", "created", "updated",
		},
		"participant": {"email", "device", "location"},
		"session":     {"meeting_id", "max_concurrent"},
		"recording":   {"type", "meeting_id", "size_bytes", "download_url", "play_url", "created"},
		"transcript":  {"meeting_id", "download_url"},
		"event":       {"registration"},
	},
}

func wherebyTranscripts(payload []byte) (meeting.TranscriptPage, error) {
	page, _, err := normalize.WherebyTranscripts(payload)
	return page, err
}

// wherebyLink is the link's end; TestWherebyLink looks at the link, which no golden
// may hold.
func wherebyLink(payload []byte) (string, error) {
	link, err := normalize.WherebyAccessLink(payload)
	if err != nil {
		return "", err
	}
	return link.Expires.Format(time.RFC3339), nil
}

func TestWherebyLink(t *testing.T) {
	link, err := normalize.WherebyAccessLink([]byte(`{"accessLink":"https://x.example/1?sig=%2F","expires":1588262400000}`))
	if err != nil || link.URL.Reveal() != "https://x.example/1?sig=%2F" || link.Expires.Location() != time.UTC {
		t.Errorf("got %+v, %v", link, err)
	}
}

func TestWherebyTranscriptRooms(t *testing.T) {
	_, rooms, err := normalize.WherebyTranscripts([]byte(`{"results":[{"transcriptionId":"1","roomName":"/a"},{"transcriptionId":"2"}]}`))
	if err != nil || len(rooms) != 2 || rooms[0] != "/a" || rooms[1] != "" {
		t.Errorf("got %q, %v", rooms, err)
	}
}

func TestGoldenWhereby(t *testing.T) { wherebyCases.run(t) }

// The goldens print secrets redacted and leave raw out; what they hide is here.
func TestWherebyMeetingHidden(t *testing.T) {
	payload, err := os.ReadFile(filepath.Join("testdata", "whereby", "meeting_links.json"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := normalize.WherebyMeeting(payload)
	if err != nil {
		t.Fatal(err)
	}
	const host = "https://example.whereby.com/4b3bd908-cb88-11ec-9d64-0242ac120002?roomKey=eyJhbGciOiJIUzI1NiJ9.host"
	if got := m.HostURL.Reveal(); got != host {
		t.Errorf("host link %q, want %q", got, host)
	}
	if want := m.End.Add(time.Hour); !m.Expires.Equal(want) {
		t.Errorf("expires %v, want an hour after the end: %v", m.Expires, want)
	}
	if len(m.Raw) == 0 || m.Raw[0] != '{' || m.Raw[len(m.Raw)-1] != '}' {
		t.Errorf("raw is not the vendor's object: %q", m.Raw)
	}
}

func FuzzWherebyMeeting(f *testing.F)  { wherebyCases.fuzz(f, "meeting") }
func FuzzWherebyMeetings(f *testing.F) { wherebyCases.fuzz(f, "page") }
func FuzzWherebyError(f *testing.F)    { wherebyCases.fuzz(f, "error") }
func FuzzWherebyEvent(f *testing.F)    { wherebyCases.fuzz(f, "event") }

func FuzzWherebySessions(f *testing.F)     { wherebyCases.fuzz(f, "sessions") }
func FuzzWherebyParticipants(f *testing.F) { wherebyCases.fuzz(f, "participants") }
func FuzzWherebyRecordings(f *testing.F)   { wherebyCases.fuzz(f, "recordings") }
func FuzzWherebyTranscripts(f *testing.F)  { wherebyCases.fuzz(f, "transcripts") }
func FuzzWherebyAccessLink(f *testing.F)   { wherebyCases.fuzz(f, "link") }
