package calendar_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
)

// Hosts' links that stand in what another file said, whatever they are wrapped in
// and however many there are, aren't written again.
func TestNoHostLinkOfAnotherFile(t *testing.T) {
	const host = "https://us02web.zoom.us/s/91234567890?zak=s3cret"
	text := file(event("UID:a@b", "DTSTAMP:20260601T080000Z", "DTSTART:20270101T100000Z", "SUMMARY:Start "+host+"4", "LOCATION:https://zoom.us/j/91234567890?pwd=x",
		`DESCRIPTION:`+host+`1\,\n`+host+`2\nhttps://x.whereby.com/room?roomKey=s3cret\nPasscode: 1234`,
		`X-ALT-DESC;FMTTYPE=text/html:<a href="`+host+`1&amp;x=1">a</a> <a href="https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fs%2F91234567890%3Fzak%3Ds3cret&amp;data=1">b</a>`,
		"X-PARAM;ALTREP=\""+host+"5\":x", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "DESCRIPTION:"+host+"3", "END:VALARM"))
	first := encode(t, calendar.EncodeOptions{}, decode(t, text)...)
	plain := strings.ReplaceAll(first, "\r\n ", "")
	if strings.Contains(plain, "s3cret") || strings.Count(plain, meeting.Redacted) != 8 || !strings.Contains(plain, `<a href="[redacted]">a</a> <a href="[redacted]">b</a>`) {
		t.Error(plain)
	}
	if diff := cmp.Diff(first, encode(t, calendar.EncodeOptions{}, decode(t, first)...)); diff != "" {
		t.Error(diff)
	}
	m := decode(t, text)[0].Meeting
	google, _, err := calendar.NewGoogleEvent(calendar.NewEvent(m), calendar.GoogleOptions{})
	if err != nil || strings.Contains(google.Description+google.Summary, "s3cret") {
		t.Error(google, err)
	}
}

// A link for participants stays, also where its form could be a host's.
func TestViewerLinkStays(t *testing.T) {
	m := meeting.Meeting{
		Vendor: "whereby", ID: "1", Start: time.Date(2027, 1, 1, 10, 0, 0, 0, time.UTC), Duration: time.Hour,
		JoinURL: "https://x.whereby.com/room", ViewerURL: "https://x.whereby.com/room?roomKey=abc", HostURL: meeting.NewSecret("https://x.whereby.com/room?roomKey=s3cret"),
	}
	first := encode(t, calendar.EncodeOptions{}, calendar.NewEvent(m))
	if !strings.Contains(first, "Watch: ") || strings.Contains(first, "s3cret") {
		t.Error(first)
	}
	if diff := cmp.Diff(first, encode(t, calendar.EncodeOptions{}, decode(t, first)...)); diff != "" {
		t.Error(diff)
	}
}
