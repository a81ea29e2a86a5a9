package normalize_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
)

// fuzz runs the decoder of one payload kind over arbitrary bytes, starting from
// the payloads of its goldens: it must not panic, and must give either an error of
// kind ErrProtocol and no value, or a value that keeps the promises of the package.
// Each function has its own: func FuzzZoomMeeting(f *testing.F) { zoomCases.fuzz(f, "meeting") }.
func (c vendorCases) fuzz(f *testing.F, kind string) {
	f.Helper()
	decode := c.payloads[kind]
	if decode == nil {
		f.Fatalf("no payload is called %q", kind)
	}
	files, err := filepath.Glob(filepath.Join("testdata", c.dir, kind+"_*"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, goldenSuffix) {
			continue
		}
		payload, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(payload)
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		value, err := decode(payload)
		if err != nil {
			if !errors.Is(err, meeting.ErrProtocol) {
				t.Errorf("an error of another kind: %v", err)
			}
			if _, err := encodeResult(value, err); err != nil {
				t.Error(err)
			}
			return
		}
		checkValue(t, value)
	})
}

// checkValue tests what holds for every value, whatever the payload was.
func checkValue(t *testing.T, value any) {
	t.Helper()
	switch v := value.(type) {
	case meeting.Meeting:
		checkMeeting(t, v)
	case meeting.Page:
		for _, m := range v.Meetings {
			checkMeeting(t, m)
		}
	case meeting.ParticipantPage:
		for _, p := range v.Participants {
			checkTimes(t, p.Joined, p.Left)
			checkDurations(t, p.Duration)
			checkRoundTrip(t, p, func(p *meeting.Participant) { p.Raw = nil })
		}
	case meeting.RecordingPage:
		for _, r := range v.Recordings {
			checkValue(t, r)
		}
	case meeting.Recording:
		if v.ID == "" {
			t.Error("a recording without an id")
		}
		checkTimes(t, v.Start, v.Created)
		checkDurations(t, v.Duration)
	case meeting.SessionPage:
		for _, s := range v.Sessions {
			checkValue(t, s)
		}
	case meeting.Session:
		if v.ID == "" {
			t.Error("a session without an id")
		}
		checkTimes(t, v.Start, v.End)
		checkDurations(t, v.Duration)
	case meeting.Recurrence:
		if !v.IsZero() {
			if err := v.Validate(); err != nil {
				t.Errorf("%s: %v", v, err)
			}
			if _, err := meeting.ParseRecurrence(v.String()); err != nil {
				t.Errorf("%s: %v", v, err)
			}
		}
	case meeting.Event:
		if v.Key == "" || v.TypeNative == "" || v.Vendor == "" || len(v.Raw) == 0 {
			t.Errorf("an event without key, word, vendor or payload: %+v", v)
		}
		checkTimes(t, v.Time, v.Meeting.Start, v.Meeting.End, v.Participant.Joined, v.Participant.Left)
		checkDurations(t, v.Meeting.Duration, v.Participant.Duration)
		for _, r := range v.Recordings {
			checkTimes(t, r.Start, r.Created)
			checkDurations(t, r.Duration)
		}
		checkRoundTrip(t, v, func(e *meeting.Event) {
			e.Raw, e.Meeting.Raw, e.Participant.Raw, e.Registration.Raw = nil, nil, nil, nil
			for i := range e.Recordings {
				e.Recordings[i].Raw = nil
			}
		})
	case meeting.Error:
		if v.Message != meeting.OneLine(v.Message) {
			t.Errorf("the message is not one line: %q", v.Message)
		}
	}
	if _, err := encodeResult(value, nil); err != nil {
		t.Error(err)
	}
}

func checkMeeting(t *testing.T, m meeting.Meeting) {
	t.Helper()
	if m.ID == "" {
		t.Error("a meeting without an id")
	}
	if m.Vendor == "" {
		t.Error("a meeting without a vendor")
	}
	if len(m.Raw) == 0 {
		t.Error("a meeting without its payload")
	}
	checkTimes(t, m.Start, m.End, m.Created, m.Updated, m.Expires)
	checkDurations(t, m.Duration)
	for _, o := range m.Occurrences {
		checkTimes(t, o.Start)
		checkDurations(t, o.Duration)
	}
	checkValue(t, m.Recurrence)
	checkRoundTrip(t, m, func(m *meeting.Meeting) { m.Raw = nil })
}

// checkRoundTrip stores a value whole and reads it back. Fractions of a second are
// not stored, so both sides are stored once more before they are compared.
func checkRoundTrip[T any](t *testing.T, value T, clear func(*T)) {
	t.Helper()
	encoding := meeting.Encoding{Secrets: true, Raw: true}
	stored, err := encoding.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var back any = new(T)
	reader, ok := back.(interface{ UnmarshalJSON([]byte) error })
	if !ok {
		t.Fatalf("%T can't be read back", value)
	}
	if err := reader.UnmarshalJSON(stored); err != nil {
		t.Fatalf("%v\n%s", err, stored)
	}
	clear(&value)
	read := *back.(*T)
	clear(&read)
	first, _ := encoding.Marshal(value)
	second, err := encoding.Marshal(read)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(first), string(second)); diff != "" {
		t.Errorf("stored (-) and read back (+) differ:\n%s", diff)
	}
}

func checkTimes(t *testing.T, times ...time.Time) {
	t.Helper()
	for _, at := range times {
		if at.Location() != time.UTC {
			t.Errorf("%v is not in UTC", at)
		}
		if !at.IsZero() && (at.Year() < 1 || at.Year() > 9999) {
			t.Errorf("%v can't be written in RFC 3339", at)
		}
	}
}

func checkDurations(t *testing.T, durations ...time.Duration) {
	t.Helper()
	for _, d := range durations {
		if d < 0 {
			t.Errorf("%v is no length of time", d)
		}
	}
}
