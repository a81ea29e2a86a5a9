package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
)

// useSim points the bench at simulators of its own.
func useSim(t *testing.T) (*bench, *simulator.Server) {
	t.Helper()
	server, err := simulator.Start(simulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return newBench(t, server.ConfigYAML()), server
}

// TestSimCommand: the config that sim prints opens every provider, and each
// answers.
func TestSimCommand(t *testing.T) {
	b := newBench(t, benchConfig)
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	done := make(chan int, 1)
	var stderr bytes.Buffer
	go func() {
		done <- run(ctx, []string{"sim"}, streams{in: b.stdin, out: w, err: &stderr}, b.environment())
	}()
	config := make([]byte, 64<<10)
	n, err := r.Read(config) // it is written at once
	if err != nil {
		t.Fatal(err)
	}
	b.config = filepath.Join(t.TempDir(), "sim.yaml")
	if err := os.WriteFile(b.config, config[:n], 0o600); err != nil {
		t.Fatal(err)
	}
	b.run("list", "--all", "--json").want(t, 0).document(t)
	b.run("instant", "--provider=sdk", "--title=Now", "--json").want(t, 0).document(t)
	if infos := b.run("providers", "--json").want(t, 0).document(t).([]any); len(infos) != len(b.kinds())-1 { // all but the fake
		t.Errorf("%d providers, %d kinds", len(infos), len(b.kinds())-1)
	}
	b.bare("sim", "--listen="+strings.TrimPrefix(baseURL(string(config[:n])), "http://")).want(t, 8) // the port is taken
	cancel()
	if code := <-done; code != 0 || stderr.Len() > 0 {
		t.Errorf("sim: exit %d, stderr %s", code, stderr.String())
	}
}

func baseURL(config string) string {
	_, rest, _ := strings.Cut(config, "base_url: ")
	url, _, _ := strings.Cut(rest, "\n")
	return url
}

func TestZoomOverHTTP(t *testing.T) {
	b, _ := useSim(t)
	work := func(args ...string) result { return b.run(append(args, "--provider=zoom", "--json")...) }
	m := work("create", "--title=Planning", "--start=2027-03-01T09:30", "--zone=Europe/Berlin", "--duration=45m", "--passcode=abc123",
		"--rrule=FREQ=WEEKLY;COUNT=3;BYDAY=MO").want(t, 0).document(t).(map[string]any)
	if m["vendor"] != "zoom" || m["start"] != "2027-03-01T08:30:00Z" || m["duration_seconds"] != 2700.0 || m["time_zone"] != "Europe/Berlin" ||
		m["host_url"] != "[redacted]" || m["passcode"] != "[redacted]" || m["kind"] != "recurring" {
		t.Errorf("created %v", m)
	}
	id := m["id"].(string)
	for _, line := range []string{"get " + id, "list", "update " + id + " --title Moved", "participants " + id, "instant --title Now"} {
		got := work(append(strings.Fields(line), "--raw", "--debug")...)
		for _, secret := range []string{"abc123", "sim-secret", "zak="} {
			if strings.Contains(got.out+got.err, secret) {
				t.Errorf("%s: %s is printed:\n%s%s", line, secret, got.out, got.err)
			}
		}
		if got.code != 0 && got.code != 3 || !strings.Contains(got.err, "level=DEBUG") {
			t.Errorf("%s: exit %d, stderr %s", line, got.code, got.err)
		}
	}
	work("cancel", id).want(t, 0).document(t)
	work("get", id).want(t, 3).failure(t)
	work("create", "--title=a", start, "--locked").want(t, 6).failure(t)
}

// TestDisclaimed: what a provider doesn't offer exits 6, and nothing is sent.
func TestDisclaimed(t *testing.T) {
	b, server := useSim(t)
	file := filepath.Join(t.TempDir(), "f")
	lines := map[provider.Op]string{
		provider.OpCreate: "create --title a " + start, provider.OpInstant: "instant --title a", provider.OpParticipants: "participants 1",
		provider.OpGet: "get 1", provider.OpList: "list", provider.OpUpdate: "update 1 --title a", provider.OpCancel: "cancel 1",
		provider.OpInvite: "invite 1 a@b.example", provider.OpUninvite: "uninvite 1 2", provider.OpListRecordings: "recordings list",
		provider.OpGetRecording: "recordings get 1", provider.OpDownloadRecording: "recordings download 1 -o " + file,
		provider.OpDeleteRecording: "recordings delete 1", provider.OpListSessions: "sessions 1", provider.OpGetSession: "sessions 1 2",
		provider.OpReport: "report 1", provider.OpCreateWebinar: "webinars create --title a " + start,
		provider.OpListRegistrations: "webinars registrations 1", provider.OpApproveRegistration: "webinars approve 1 2",
		provider.OpEvents:      "events serve --listen 127.0.0.1:0",
		provider.OpGetSettings: "settings get", provider.OpUpdateSettings: "settings set waiting_room=true",
		provider.OpListTranscripts: "transcripts list", provider.OpGetTranscript: "transcripts get 1",
		provider.OpDownloadTranscript: "transcripts download 1 -o " + file, provider.OpDeleteTranscript: "transcripts delete 1",
		provider.OpUpdateOccurrence: "update 1 --occurrence 2 --title a", provider.OpCancelOccurrence: "cancel 1 --occurrence 2",
		provider.OpEnd: "end 1", provider.OpListRegistrants: "registrants list 1",
		provider.OpAddRegistrant: "registrants add 1 --email a@b.example --first-name a", provider.OpDecideRegistrants: "registrants deny 1 2",
	}
	disclaimed := 0
	for _, info := range b.run("providers", "--json").want(t, 0).document(t).([]any) {
		name := info.(map[string]any)["name"].(string)
		offered := info.(map[string]any)["capabilities"].(map[string]any)["operations"].([]any)
		for _, op := range provider.Ops() {
			if slices.Contains(offered, any(string(op))) {
				continue
			}
			disclaimed++
			got := b.run(append(strings.Fields(lines[op]), "--provider="+name, "--json")...).want(t, 6).failure(t)
			if got["kind"] != "unsupported" || got["provider"] != name || got["op"] != string(op) {
				t.Errorf("%s %s: error %v", name, op, got)
			}
		}
	}
	if server.Requests() > 0 || disclaimed == 0 {
		t.Errorf("%d operations disclaimed, %d requests sent", disclaimed, server.Requests())
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a download that is not offered left a file")
	}
}
