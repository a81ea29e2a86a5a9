package normalize_test

import (
	"testing"

	"github.com/libmeet/meeting/normalize"
)

var cliqCases = vendorCases{
	dir: "zoho-cliq",
	payloads: map[string]payloadFunc{
		"meeting":      decoder(normalize.CliqMeeting),
		"page":         decoder(normalize.CliqMeetings),
		"participants": decoder(normalize.CliqParticipants),
		"error":        errorDecoder(normalize.CliqError),
	},
	notProvided: map[string][]string{
		"meeting": {
			"status", "description", "time_zone", "host.email", "join_url", "host_url", "viewer_url", "passcode", "dial_in", "invitees",
			"recurrence", "occurrences", "settings", "created", "updated", "expires",
		},
		"participant": {"device", "location"},
	},
}

func TestGoldenCliq(t *testing.T) { cliqCases.run(t) }

func FuzzCliqMeeting(f *testing.F)      { cliqCases.fuzz(f, "meeting") }
func FuzzCliqMeetings(f *testing.F)     { cliqCases.fuzz(f, "page") }
func FuzzCliqParticipants(f *testing.F) { cliqCases.fuzz(f, "participants") }
func FuzzCliqError(f *testing.F)        { cliqCases.fuzz(f, "error") }
