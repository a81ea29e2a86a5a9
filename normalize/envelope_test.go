package normalize_test

import (
	"testing"

	"github.com/libmeet/meeting/normalize"
)

func TestEnvelope(t *testing.T) {
	for payload, want := range map[string]string{
		`{"id":1,"topic":"x"}`:                                       normalize.PayloadMeeting,
		`{"topic":"x","participants":[{"email":"a@b"}]}`:             normalize.PayloadMeeting,
		`{"participants":[{"email":"a@b"}],"meeting_key":"1"}`:       normalize.PayloadMeeting,
		`{"session":{"meetingKey":"1","participants":[]}}`:           normalize.PayloadMeeting,
		`{"status":"success","data":{"meeting_key":"1"}}`:            normalize.PayloadMeeting,
		`{"meetingId":"1","roomUrl":"https://x"}`:                    normalize.PayloadMeeting,
		`{"next_page_token":"","meetings":[]}`:                       normalize.PayloadPage,
		`{"cursor":null,"results":[{"meetingId":"1"}]}`:              normalize.PayloadPage,
		`{"status":"success","data":[{"meeting_key":"1"}]}`:          normalize.PayloadPage,
		`{"data":[{"nrs_id":"1"}]}`:                                  normalize.PayloadPage,
		`[{"meeting_key":"1"}]`:                                      normalize.PayloadPage,
		`{"page_size":30,"participants":[{"id":""}]}`:                normalize.PayloadParticipants,
		`{"url":"/x","type":"participant","data":[{"email_id":""}]}`: normalize.PayloadParticipants,
		`{"data":[{"participant_id":"1"}]}`:                          normalize.PayloadParticipants,
		`{"type":"participant","data":[]}`:                           normalize.PayloadParticipants,
		`{"status":"success","data":[{"email":"a@b"}]}`:              normalize.PayloadParticipants,
		`{"status":"success","data":[]}`:                             normalize.PayloadPage,
		`{"session":[{"meetingKey":1}],"count":34}`:                  normalize.PayloadPage,
		`{"count":0,"isMettingSessionAvailable":false}`:              normalize.PayloadPage,
		`{"meetingKey":1,"participants":[{"email":"a@b"}]}`:          normalize.PayloadMeeting,
		`{"participantsCount":1,"participants":[{"memberId":"5"}]}`:  normalize.PayloadParticipants,
		`[{"memberId":"5"}]`:                                         normalize.PayloadParticipants,
		`not json`:                                                   normalize.PayloadMeeting,
		``:                                                           normalize.PayloadMeeting,
	} {
		if got := normalize.Envelope([]byte(payload)); got != want {
			t.Errorf("%s: got %s, want %s", payload, got, want)
		}
	}
}
