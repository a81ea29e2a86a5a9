package calendar_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting/calendar"
)

// A file of a few megabytes is read and written in about its length, however it is
// made: with the square of it the run would not end in its time.
func TestFilesTakeLinearTime(t *testing.T) {
	n := 50000
	if raceDetector {
		n = 5000
	}
	start := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, part := range map[string]func(i int) string{
		"attendees":  func(i int) string { return fmt.Sprintf("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a%d@example.com\r\n", i) },
		"properties": func(i int) string { return fmt.Sprintf("X-P%d:v\r\n", i) },
		"dial-in":    func(i int) string { return fmt.Sprintf("CONFERENCE;FEATURE=PHONE:tel:+1%d\r\n", i) },
		"exceptions": func(i int) string {
			return "EXDATE:" + start.Add(time.Duration(i)*time.Minute).Format("20060102T150405Z") + "\r\n"
		},
		"moved": func(i int) string {
			at := start.Add(time.Duration(i) * time.Minute).Format("20060102T150405Z")
			return "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID:" + at + "\r\nDTSTART:" + at + "\r\nSUMMARY:" + at + "\r\n"
		},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			b.WriteString("BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20270101T000000Z\r\nRRULE:FREQ=DAILY;COUNT=10\r\n")
			for i := range n {
				b.WriteString(part(i))
			}
			b.WriteString("END:VEVENT")
			events := decode(t, file(b.String()))
			again := decode(t, encode(t, calendar.EncodeOptions{}, events...))
			if len(again) != len(events) || len(events) == 0 {
				t.Errorf("%d events, then %d", len(events), len(again))
			}
		})
	}
}
