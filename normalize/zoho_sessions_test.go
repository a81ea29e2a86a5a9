package normalize_test

import (
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/normalize"
)

var zohoSessionsCases = vendorCases{
	dir: "zoho-sessions",
	payloads: map[string]payloadFunc{
		"meeting":       decoder(normalize.ZohoSessionsMeeting),
		"webinar":       decoder(normalize.ZohoSessionsWebinar),
		"page":          decoder(withoutTotal(normalize.ZohoSessionsMeetings)),
		"participants":  decoder(withoutTotal(normalize.ZohoSessionsParticipants)),
		"registrations": decoder(withoutTotal(normalize.ZohoSessionsRegistrations)),
		"recordings": decoder(func(payload []byte) (meeting.RecordingPage, error) {
			page, _, _, err := normalize.ZohoSessionsRecordings(payload)
			return page, err
		}),
	},
	notProvided: map[string][]string{
		"meeting": {
			"viewer_url", "dial_in.label", "dial_in.country", "dial_in.number", "invitees.name", "participant_count", "recurrence", "occurrences",
			"settings.waiting_room", "settings.mute_on_entry", "settings.locked", "settings.recording", "settings.screen_share",
			"settings.max_participants", "settings.sign_in_required", "updated", "expires",
		},
		"participant": {"location"},
		"recording":   {"type"},
	},
}

// withoutTotal leaves out what a golden has no place for.
func withoutTotal[T any](read func([]byte) (T, int, error)) func([]byte) (T, error) {
	return func(payload []byte) (T, error) {
		page, _, err := read(payload)
		return page, err
	}
}

func TestGoldenZohoSessions(t *testing.T) { zohoSessionsCases.run(t) }

func FuzzZohoSessionsMeeting(f *testing.F)       { zohoSessionsCases.fuzz(f, "meeting") }
func FuzzZohoSessionsWebinar(f *testing.F)       { zohoSessionsCases.fuzz(f, "webinar") }
func FuzzZohoSessionsMeetings(f *testing.F)      { zohoSessionsCases.fuzz(f, "page") }
func FuzzZohoSessionsParticipants(f *testing.F)  { zohoSessionsCases.fuzz(f, "participants") }
func FuzzZohoSessionsRegistrations(f *testing.F) { zohoSessionsCases.fuzz(f, "registrations") }
func FuzzZohoSessionsRecordings(f *testing.F)    { zohoSessionsCases.fuzz(f, "recordings") }

// How many there are is told beside the page.
func TestZohoSessionsTotals(t *testing.T) {
	_, meetings, err := normalize.ZohoSessionsMeetings([]byte(`{"session":[{"meetingKey":1}],"count":34}`))
	if err != nil || meetings != 34 {
		t.Errorf("meetings: %d, %v", meetings, err)
	}
	_, people, err := normalize.ZohoSessionsParticipants([]byte(`{"participantsCount":7,"participants":[]}`))
	if err != nil || people != 7 {
		t.Errorf("people: %d, %v", people, err)
	}
	_, registrations, err := normalize.ZohoSessionsRegistrations([]byte(`{"registrant":[],"totalCount":"5"}`))
	if err != nil || registrations != 5 {
		t.Errorf("registrations: %d, %v", registrations, err)
	}
	for payload, want := range map[string]bool{`{"recordings":[],"meta":{"moreRecords":true,"count":3}}`: true, `{"recordings":[],"moreRecords":false,"count":3}`: false} {
		if _, total, more, err := normalize.ZohoSessionsRecordings([]byte(payload)); err != nil || total != 3 || more != want {
			t.Errorf("%s: %d, %t, %v", payload, total, more, err)
		}
	}
}

// A stored payload is told by its envelope.
func TestZohoDialects(t *testing.T) {
	for payload, want := range map[string]string{
		`{"session":{"meetingKey":7,"topic":"b","duration":3600000}}`:                    "b 1h0m0s",
		`{"meetingKey":"7","topic":"b","duration":"3600000"}`:                            "b 1h0m0s",
		`[{"session":{"meetingKey":7,"topic":"b","duration":3600000}}]`:                  "b 1h0m0s",
		`{"status":"success","data":{"meeting_key":"7","topic":"a","duration":60}}`:      "a 1h0m0s",
		`{"meeting_key":"7","topic":"a","duration":60,"participants":[{"email":"a@b"}]}`: "a 1h0m0s",
	} {
		m, err := normalize.ZohoAnyMeeting([]byte(payload))
		if got := m.Title + " " + m.Duration.String(); err != nil || m.ID != "7" || got != want {
			t.Errorf("%s: %s, %v", payload, got, err)
		}
	}
	for payload, want := range map[string]int{
		`{"session":[{"meetingKey":7}],"count":1}`: 1, `{"count":0,"isMettingSessionAvailable":false}`: 0, `{"data":[{"meeting_key":"7"}]}`: 1,
	} {
		if page, err := normalize.ZohoAnyPage([]byte(payload)); err != nil || len(page.Meetings) != want {
			t.Errorf("%s: %v, %v", payload, page, err)
		}
	}
	for payload, want := range map[string]string{
		`{"participantsCount":1,"participants":[{"memberId":"5"}]}`: "5", `{"data":[{"participant_id":"6"}]}`: "6", `{"participants":[{"memberId":5}]}`: "5",
	} {
		if page, err := normalize.ZohoAnyParticipants([]byte(payload)); err != nil || len(page.Participants) != 1 || page.Participants[0].ID != want {
			t.Errorf("%s: %v, %v", payload, page, err)
		}
	}
}
