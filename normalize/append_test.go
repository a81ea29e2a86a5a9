package normalize_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/normalize"
)

// TestAppendParticipants: what is read without Raw is what is read with it, follows
// what was there, and stays when the payload's memory is used for something else.
func TestAppendParticipants(t *testing.T) {
	for vendor, read := range map[string]struct {
		whole func([]byte) (meeting.ParticipantPage, error)
		lean  func([]meeting.Participant, []byte) (meeting.ParticipantPage, error)
	}{
		normalize.VendorZoom:     {normalize.ZoomParticipants, normalize.AppendZoomParticipants},
		normalize.VendorZohoCliq: {normalize.CliqParticipants, normalize.AppendCliqParticipants},
	} {
		files, err := filepath.Glob(filepath.Join("testdata", vendor, "participants_*.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %v", vendor, files, err)
		}
		for _, file := range files {
			payload, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want, wantErr := read.whole(payload)
			for i := range want.Participants {
				want.Participants[i].Raw = nil
			}
			first := meeting.Participant{Name: "first"}
			got, gotErr := read.lean([]meeting.Participant{first}, payload)
			for i := range payload {
				payload[i] = '#'
			}
			if (gotErr == nil) != (wantErr == nil) {
				t.Errorf("%s: %v, want %v", file, gotErr, wantErr)
			}
			if gotErr != nil {
				continue
			}
			want.Participants = append([]meeting.Participant{first}, want.Participants...)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", file, diff)
			}
		}
	}
}

// TestResultsOutliveThePayload: texts and Raw are copies.
func TestResultsOutliveThePayload(t *testing.T) {
	payload, err := os.ReadFile("testdata/zoom/meeting_get.json")
	if err != nil {
		t.Fatal(err)
	}
	want := string(payload)
	m, err := normalize.ZoomMeeting(payload)
	if err != nil {
		t.Fatal(err)
	}
	title := string([]byte(m.Title))
	for i := range payload {
		payload[i] = '#'
	}
	if m.Title != title || string(m.Raw) != strings.TrimSpace(want) {
		t.Errorf("%q, %s", m.Title, []byte(m.Raw))
	}
}
