package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestRun(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), &out, time.Now()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"08:00Z  zoom  Daily", "(FREQ=DAILY;COUNT=3)", "zoho  Review", "Planning at 09:30Z and Review at 10:00Z", "Free for eight hours and more:\n  ",
		"FREQ=DAILY;COUNT=3  https://zoom.example/j/", "zoom 91234567890 as attendee, at bytes 16 to ", "google-meet abc-defg-hij as attendee",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not print %q", want)
		}
	}
	if n := strings.Count(out.String(), "zoom  Daily"); n != 3 {
		t.Errorf("%d of three days", n)
	}
	if strings.Contains(out.String(), "zak=") || strings.Contains(out.String(), "evil") {
		t.Error("it prints what it should not")
	}
	if t.Failed() {
		t.Log(out.String())
	}
}
