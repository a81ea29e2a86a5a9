package normalize_test

import (
	"testing"

	"github.com/libmeet/meeting/normalize"
)

var zoomCases = vendorCases{
	dir: "zoom",
	payloads: map[string]payloadFunc{
		"meeting":      decoder(normalize.ZoomMeeting),
		"meetings":     decoder(normalize.ZoomMeetings),
		"participants": decoder(normalize.ZoomParticipants),
		"recurrence":   decoder(normalize.ZoomRecurrence),
		"instances":    decoder(normalize.ZoomInstances),
		"session":      decoder(normalize.ZoomSession),
		"recordings":   decoder(normalize.ZoomRecordings),
		"registrants":  decoder(normalize.ZoomRegistrants),
		"registrant":   decoder(normalize.ZoomRegistrant),
		"error":        errorDecoder(normalize.ZoomError),
		"event":        decoder(normalize.ZoomEvent),
	},
	notProvided: map[string][]string{
		"meeting": {
			"media", "viewer_url", "participant_count", "updated", "expires",
			"host.name", "dial_in.url", "dial_in.access_code", "invitees.id", "invitees.name",
			"settings.locked", "settings.screen_share", "settings.max_participants",
		},
		"session":   {"max_concurrent", "has_recording"},
		"recording": {"created"},
	},
}

func TestGoldenZoom(t *testing.T) { zoomCases.run(t) }

func FuzzZoomMeeting(f *testing.F)      { zoomCases.fuzz(f, "meeting") }
func FuzzZoomMeetings(f *testing.F)     { zoomCases.fuzz(f, "meetings") }
func FuzzZoomParticipants(f *testing.F) { zoomCases.fuzz(f, "participants") }
func FuzzZoomRecurrence(f *testing.F)   { zoomCases.fuzz(f, "recurrence") }
func FuzzZoomInstances(f *testing.F)    { zoomCases.fuzz(f, "instances") }
func FuzzZoomSession(f *testing.F)      { zoomCases.fuzz(f, "session") }
func FuzzZoomRecordings(f *testing.F)   { zoomCases.fuzz(f, "recordings") }
func FuzzZoomRegistrants(f *testing.F)  { zoomCases.fuzz(f, "registrants") }
func FuzzZoomRegistrant(f *testing.F)   { zoomCases.fuzz(f, "registrant") }
func FuzzZoomError(f *testing.F)        { zoomCases.fuzz(f, "error") }
func FuzzZoomEvent(f *testing.F)        { zoomCases.fuzz(f, "event") }

func TestZoomPlainToken(t *testing.T) {
	for payload, want := range map[string]string{
		`{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680}`: "qgg8vlvZRS6UYooatFL8Aw",
		`{"event":"meeting.started","payload":{"plainToken":"x"}}`:                                                       "",
		`{"event":"endpoint.url_validation","payload":{}}`:                                                               "",
		`{"event":"endpoint.url_validation","payload":{"plainToken":"x"}`:                                                "",
		`[]`: "",
	} {
		if got, ok := normalize.ZoomPlainToken([]byte(payload)); got != want || ok != (want != "") {
			t.Errorf("%s: %q, %v", payload, got, ok)
		}
	}
}
