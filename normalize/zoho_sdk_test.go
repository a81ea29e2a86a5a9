package normalize_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/libmeet/meeting/normalize"
)

var zohoSDKCases = vendorCases{
	dir: "zoho-sdk",
	payloads: map[string]payloadFunc{
		"meeting": decoder(normalize.ZohoSDKMeeting),
		"page":    decoder(normalize.ZohoSDKMeetings),
		"status":  decoder(normalize.ZohoSDKStatus),
		"org":     decoder(normalize.ZohoUser),
		"error":   errorDecoder(normalize.ZohoSDKError),
	},
	notProvided: map[string][]string{
		"meeting": {
			"status", "viewer_url", "dial_in.label", "dial_in.country", "dial_in.number", "invitees.name",
			"participant_count", "recurrence", "occurrences", "settings", "created", "updated", "expires",
		},
	},
}

func TestGoldenZohoSDK(t *testing.T) { zohoSDKCases.run(t) }

func FuzzZohoSDKMeeting(f *testing.F)  { zohoSDKCases.fuzz(f, "meeting") }
func FuzzZohoSDKMeetings(f *testing.F) { zohoSDKCases.fuzz(f, "page") }
func FuzzZohoSDKStatus(f *testing.F)   { zohoSDKCases.fuzz(f, "status") }
func FuzzZohoUser(f *testing.F)        { zohoSDKCases.fuzz(f, "org") }
func FuzzZohoSDKError(f *testing.F)    { zohoSDKCases.fuzz(f, "error") }

// The seed's example lacks its last brace: the error says where the text ends, and
// with the brace the example reads.
func TestZohoSDKSeed(t *testing.T) {
	printed, err := os.ReadFile("testdata/zoho-sdk/meeting_seed-as-printed.json")
	if err != nil {
		t.Fatal(err)
	}
	_, err = normalize.ZohoSDKMeeting(printed)
	if want := fmt.Sprintf("at byte %d", len(printed)); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got error %v, want one that says %q", err, want)
	}
	m, err := normalize.ZohoSDKMeeting(append(printed, '}'))
	if err != nil {
		t.Fatal(err)
	}
	if m.ID != "1169128522" || m.Refs["uid"] != "556536000000214003" {
		t.Errorf("got id %s and refs %v", m.ID, m.Refs)
	}
	// The Client takes only absolute URLs; this one ends in a placeholder.
	if !strings.HasSuffix(m.HostURL.Reveal(), "&frameOrigin=https://<your_registered_domain>") {
		t.Error("the host link is not as printed")
	}
	if m.Passcode.Reveal() != "GLivoM" {
		t.Error("the passcode is not as printed")
	}
}
