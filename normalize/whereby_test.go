package normalize_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/libmeet/meeting/normalize"
)

var wherebyCases = vendorCases{
	dir: "whereby",
	payloads: map[string]payloadFunc{
		"meeting": decoder(normalize.WherebyMeeting),
		"page":    decoder(normalize.WherebyMeetings),
		"error":   errorDecoder(normalize.WherebyError),
		"event":   decoder(normalize.WherebyEvent),
	},
	notProvided: map[string][]string{
		"meeting": {
			"media", "status", "title", "description", "time_zone", "host", "passcode", "dial_in", "invitees",
			"participant_count", "recurrence", "occurrences", "settings", "created", "updated",
		},
		"event": {"registration"},
	},
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
