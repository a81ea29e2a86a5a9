package calendar_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
)

// history is one in memory.
type history struct {
	mu   sync.Mutex
	kept map[string]calendar.Revision
	err  error
}

func (h *history) Change(_ context.Context, key string, change func(calendar.Revision) calendar.Revision) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.err != nil {
		return h.err
	}
	h.kept[key] = change(h.kept[key])
	return nil
}

// changes are what may become of a meeting, and by how much the sequence rises.
func changes() map[string]struct {
	rises  int
	stamp  bool
	change func(*meeting.Meeting)
} {
	type row = struct {
		rises  int
		stamp  bool
		change func(*meeting.Meeting)
	}
	return map[string]row{
		"nothing":     {0, false, func(*meeting.Meeting) {}},
		"host link":   {0, false, func(m *meeting.Meeting) { m.HostURL = meeting.NewSecret("https://zoom.example/s/other") }},
		"raw":         {0, false, func(m *meeting.Meeting) { m.Raw = []byte("{}") }},
		"end for end": {0, false, func(m *meeting.Meeting) { m.End, m.Duration = m.Start.Add(m.Duration), 0 }},
		"live":        {0, false, func(m *meeting.Meeting) { m.Status = meeting.StatusLive }},
		"title":       {0, true, func(m *meeting.Meeting) { m.Title = "Other" }},
		"passcode":    {0, true, func(m *meeting.Meeting) { m.Passcode = meeting.NewSecret("2") }},
		"invitees":    {0, true, func(m *meeting.Meeting) { m.Invitees = nil }},
		"start":       {1, true, func(m *meeting.Meeting) { m.Start = m.Start.Add(time.Minute) }},
		"length":      {1, true, func(m *meeting.Meeting) { m.Duration = time.Hour }},
		"zone":        {1, true, func(m *meeting.Meeting) { m.Zone = "Europe/Paris" }},
		"cancelled":   {1, true, func(m *meeting.Meeting) { m.Status = meeting.StatusCancelled }},
		"vendor":      {1, true, func(m *meeting.Meeting) { m.Vendor, m.ID, m.JoinURL = "whereby", "7", "https://rooms.example/x" }},
		"rule":        {1, true, func(m *meeting.Meeting) { m.Recurrence = meeting.Recurrence{Frequency: meeting.Weekly} }},
	}
}

func TestRevise(t *testing.T) {
	for name, tt := range changes() {
		e := calendar.NewEvent(planning())
		e.Sequence, e.Stamp = 3, now()
		m := planning()
		tt.change(&m)
		got := e.Revise(m)
		if got.UID != e.UID || got.Sequence != 3+tt.rises || got.Stamp.IsZero() != tt.stamp {
			t.Errorf("%s: %s %d %s", name, got.UID, got.Sequence, got.Stamp)
		}
	}
}

// TestTrack: the same over a history, and again.
func TestTrack(t *testing.T) {
	later := now().Add(time.Hour)
	for name, tt := range changes() {
		h := &history{kept: map[string]calendar.Revision{}}
		track := func(m meeting.Meeting, at time.Time) calendar.Event {
			t.Helper()
			e, err := calendar.Track(t.Context(), h, m, at)
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		first := track(planning(), now())
		if first.Sequence != 0 || !first.Stamp.Equal(now()) || first.UID != calendar.UID(planning()) {
			t.Fatalf("%+v", first)
		}
		m := planning()
		tt.change(&m)
		if err := calendar.Moved(t.Context(), h, planning(), m); err != nil { // also where it was not
			t.Fatal(err)
		}
		for range 2 {
			got := track(m, later)
			if got.UID != first.UID || got.Sequence != tt.rises || got.Stamp.Equal(later) != tt.stamp {
				t.Errorf("%s: %s %d %s", name, got.UID, got.Sequence, got.Stamp)
			}
		}
		if m.Title = "Back in time"; !track(m, now().AddDate(0, 0, -1)).Stamp.After(first.Stamp) {
			t.Errorf("%s: a stamp before the last", name)
		}
	}
	if _, err := calendar.Track(t.Context(), &history{}, meeting.Meeting{}, now()); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("a meeting without an id: %v", err)
	}
	broken := &history{err: meeting.ErrUnavailable}
	if _, err := calendar.Track(t.Context(), broken, planning(), now()); !errors.Is(err, meeting.ErrUnavailable) {
		t.Errorf("a broken history: %v", err)
	}
}

func TestUID(t *testing.T) {
	for want, m := range map[string]meeting.Meeting{
		"zoom-8574@libmeet.github.io":                 {Vendor: "zoom", ID: "8574"},
		"zoho-meeting-10_a-b@libmeet.github.io":       {Vendor: "zoho-meeting", ID: "10_a-b"},
		"whereby-a%2Fb%20%C3%BC%40@libmeet.github.io": {Vendor: "whereby", ID: "a/b ü@"},
		"theirs@example.com":                          {Vendor: "zoom", ID: "1", Refs: map[string]string{calendar.RefUID: "theirs@example.com"}},
		"":                                            {ID: "1"},
	} {
		if got := calendar.UID(m); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if m.Refs != nil || want == "" {
			continue
		}
		m.Start = now()
		if read := decode(t, encode(t, calendar.EncodeOptions{}, calendar.NewEvent(m)))[0].Meeting; read.Vendor != m.Vendor || read.ID != m.ID {
			t.Errorf("%s reads as %s %s", want, read.Vendor, read.ID)
		}
	}
}
