package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/libmeet/meeting/internal/simulator"
)

// TestHistory: what comes after a meeting can be looked at on simulators that begin
// with one of yesterday.
func TestHistory(t *testing.T) {
	server, err := simulator.Start(simulator.Config{History: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	b := newBench(t, server.ConfigYAML())
	only := func(args ...string) map[string]any {
		t.Helper()
		list, _ := b.run(args...).want(t, 0).document(t).([]any)
		if len(list) != 1 {
			t.Fatalf("%v: %d elements", args, len(list))
		}
		return list[0].(map[string]any)
	}
	ended := only("--provider=zoho", "list", "--json")
	id, _ := ended["id"].(string)
	if ended["status"] != "ended" || ended["title"] != "Quarterly review" {
		t.Errorf("listed %v", ended)
	}
	recording := only("--provider=zoho", "recordings", "list", "--json")
	if recording["meeting_id"] != id || recording["status"] != "available" || recording["download_url"] != "[redacted]" {
		t.Errorf("recording %v", recording)
	}
	file := filepath.Join(t.TempDir(), "review.mp4")
	b.run("--provider=zoho", "recordings", "download", recording["id"].(string), "-o", file).want(t, 0)
	if info, err := os.Stat(file); err != nil || info.Size() != int64(recording["size_bytes"].(float64)) || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v (%v)", info, err)
	}
	if session := only("--provider=zoho", "sessions", id, "--json"); session["has_recording"] != true || session["duration_seconds"] != 2700.0 {
		t.Errorf("session %v", session)
	}
	if report := b.run("--provider=zoho", "report", id, "--json").want(t, 0).document(t).(map[string]any); report["participant_count"] != 3.0 {
		t.Errorf("report %v", report)
	}
	b.run("--provider=zoho", "recordings", "delete", recording["id"].(string)).want(t, 0)
	b.run("--provider=zoho", "recordings", "get", recording["id"].(string)).want(t, 3)

	past := only("--provider=zoom", "list", "--json")
	people, _ := b.run("--provider=zoom", "participants", past["id"].(string), "--json").want(t, 0).document(t).([]any)
	if len(people) != 3 || people[0].(map[string]any)["state"] != "left" {
		t.Errorf("participants %v", people)
	}

	room := only("--provider=rooms", "list", "--filter=prefix=review-", "--json")["id"].(string)
	people, _ = b.run("--provider=rooms", "participants", room, "--json").want(t, 0).document(t).([]any)
	sessions, _ := b.run("--provider=rooms", "sessions", room, "--json").want(t, 0).document(t).([]any)
	if len(people) != 6 || len(sessions) != 2 {
		t.Errorf("participants %v, sessions %v", people, sessions)
	}
	transcript := only("--provider=rooms", "transcripts", "list", "--meeting="+room, "--json")["id"].(string)
	text := filepath.Join(t.TempDir(), "review.md")
	b.run("--provider=rooms", "transcripts", "download", transcript, "-o", text).want(t, 0)
	if data, err := os.ReadFile(text); err != nil || string(data) != "file "+transcript {
		t.Errorf("%q, %v", data, err)
	}
	b.run("--provider=rooms", "transcripts", "delete", transcript).want(t, 0)
	b.run("--provider=rooms", "transcripts", "get", transcript).want(t, 3)
}
