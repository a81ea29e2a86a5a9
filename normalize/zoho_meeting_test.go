package normalize_test

import (
	"testing"

	"github.com/libmeet/meeting/normalize"
)

var zohoMeetingCases = vendorCases{
	dir: "zoho-meeting",
	payloads: map[string]payloadFunc{
		"meeting":       decoder(normalize.ZohoMeeting),
		"page":          decoder(normalize.ZohoMeetings),
		"participants":  decoder(normalize.ZohoParticipants),
		"recording":     decoder(normalize.ZohoRecording),
		"recordings":    decoder(normalize.ZohoRecordings),
		"session":       decoder(normalize.ZohoSession),
		"sessions":      decoder(normalize.ZohoSessions),
		"report":        decoder(normalize.ZohoReport),
		"webinar":       decoder(normalize.ZohoWebinar),
		"registrations": decoder(normalize.ZohoRegistrations),
		"settings":      decoder(normalize.ZohoSettings),
		"error":         errorDecoder(normalize.ZohoError),
	},
	notProvided: map[string][]string{
		"meeting": {
			"media", "host_url", "viewer_url", "dial_in", "participant_count", "occurrences", "expires",
			"settings.join_before_host", "settings.locked", "settings.sign_in_required",
		},
		"recording":    {"type"},
		"registration": {"join_url"},
	},
}

func TestGoldenZohoMeeting(t *testing.T) { zohoMeetingCases.run(t) }

func FuzzZohoMeeting(f *testing.F)       { zohoMeetingCases.fuzz(f, "meeting") }
func FuzzZohoMeetings(f *testing.F)      { zohoMeetingCases.fuzz(f, "page") }
func FuzzZohoParticipants(f *testing.F)  { zohoMeetingCases.fuzz(f, "participants") }
func FuzzZohoRecording(f *testing.F)     { zohoMeetingCases.fuzz(f, "recording") }
func FuzzZohoRecordings(f *testing.F)    { zohoMeetingCases.fuzz(f, "recordings") }
func FuzzZohoSession(f *testing.F)       { zohoMeetingCases.fuzz(f, "session") }
func FuzzZohoSessions(f *testing.F)      { zohoMeetingCases.fuzz(f, "sessions") }
func FuzzZohoReport(f *testing.F)        { zohoMeetingCases.fuzz(f, "report") }
func FuzzZohoWebinar(f *testing.F)       { zohoMeetingCases.fuzz(f, "webinar") }
func FuzzZohoRegistrations(f *testing.F) { zohoMeetingCases.fuzz(f, "registrations") }
func FuzzZohoSettings(f *testing.F)      { zohoMeetingCases.fuzz(f, "settings") }
func FuzzZohoError(f *testing.F)         { zohoMeetingCases.fuzz(f, "error") }
