package calendar_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting/calendar"
)

func decode(t *testing.T, text string) []calendar.Event {
	t.Helper()
	events, err := calendar.Decode(strings.NewReader(text), calendar.DecodeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func TestWriteReadWrite(t *testing.T) {
	for _, method := range []calendar.Method{calendar.Stored, calendar.Publish, calendar.Request, calendar.Cancel} {
		first := encode(t, calendar.EncodeOptions{Method: method}, calendar.NewEvent(planning()))
		events := decode(t, first)
		second := encode(t, calendar.EncodeOptions{Method: method}, events...)
		if diff := cmp.Diff(first, second); diff != "" {
			t.Errorf("%s: %s", method, diff)
		}
		if len(events) != 1 || events[0].Extra.Properties != nil {
			t.Errorf("%s: %+v", method, events)
		}
	}
}
