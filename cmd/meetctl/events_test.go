package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/providers/whereby"
)

// receiver runs "events serve" until stop is called.
type receiver struct {
	address string
	lines   *bufio.Scanner // of stdout
	stderr  *bufio.Scanner
	stop    func() int
}

func receive(t *testing.T, b *bench, args ...string) *receiver {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, outW := io.Pipe()
	errs, errW := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, append([]string{"--config", b.config, "events", "serve", "--listen=127.0.0.1:0"}, args...), streams{in: b.stdin, out: outW, err: errW}, b.environment())
		_ = outW.Close()
		_ = errW.Close()
	}()
	s := &receiver{lines: bufio.NewScanner(out), stderr: bufio.NewScanner(errs)}
	s.stop = func() int {
		cancel()
		go func() { _, _ = io.Copy(io.Discard, out) }()
		go func() { _, _ = io.Copy(io.Discard, errs) }()
		return <-done
	}
	if !s.stderr.Scan() {
		t.Fatalf("nothing on stderr; exit %d", <-done)
	}
	_, after, ok := strings.Cut(s.stderr.Text(), "http://")
	if !ok {
		t.Fatalf("no address in %q", s.stderr.Text())
	}
	s.address, _, _ = strings.Cut(after, "/")
	return s
}

// next reads one line, which must be one JSON object.
func (s *receiver) next(t *testing.T) map[string]any {
	t.Helper()
	if !s.lines.Scan() {
		t.Fatal("no more events")
	}
	var event map[string]any
	if err := json.Unmarshal(s.lines.Bytes(), &event); err != nil {
		t.Fatalf("%v: %s", err, s.lines.Text())
	}
	return event
}

// TestEventsFromTheSimulators: what happens at the vendors is printed, a secret
// never.
func TestEventsFromTheSimulators(t *testing.T) {
	b := newBench(t, simulator.ConfigFor("http://127.0.0.1:1")+"store: ./events.db\n")
	s := receive(t, b)
	if !s.stderr.Scan() || !strings.Contains(s.stderr.Text(), "rooms: webhook at http://"+s.address+"/rooms") {
		t.Errorf("stderr: %q", s.stderr.Text())
	}
	server, err := simulator.Start(simulator.Config{Webhook: "http://" + s.address})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	vendors := newBench(t, server.ConfigYAML())
	m := vendors.run("create", "--title=Plän", "--start=2027-03-01T09:30", "--zone=Europe/Berlin", "--passcode=p4ss", "--json").want(t, 0).document(t).(map[string]any)
	created := s.next(t)
	if created["type"] != "meeting.created" || created["meeting_id"] != m["id"] || created["provider"] != "zoom" || created["raw"] != nil ||
		created["meeting"].(map[string]any)["passcode"] != "[redacted]" || strings.Contains(s.lines.Text(), "p4ss") {
		t.Errorf("%s", s.lines.Text())
	}
	vendors.run("cancel", m["id"].(string)).want(t, 0)
	if deleted := s.next(t); deleted["type"] != "meeting.deleted" || deleted["meeting_id"] != m["id"] {
		t.Errorf("%v", deleted)
	}
	vendors.run("instant", "--provider=rooms", "--duration=30m").want(t, 0)
	if joined := s.next(t); joined["type"] != "participant.joined" || joined["provider"] != "rooms" || joined["vendor"] != "whereby" {
		t.Errorf("%v", joined)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("exit %d", code)
	}
}

// TestEventsOnce: two processes on one store print an event once, also after a
// restart; what is not signed is refused.
func TestEventsOnce(t *testing.T) {
	b := newBench(t, simulator.ConfigFor("http://127.0.0.1:1")+"store: "+filepath.Join(t.TempDir(), "events.db")+"\n")
	one := receive(t, b, "--provider=rooms")
	secret := meeting.NewSecret("sim-whereby-webhook")
	post := func(address, id string, signed meeting.Secret) int {
		t.Helper()
		body := []byte(`{"id":"` + id + `","type":"room.session.started","createdAt":"2026-12-01T09:30:00Z","data":{"meetingId":"7"}}`)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+address+"/any/path", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header = whereby.SignEvent(signed, time.Now(), body)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		return res.StatusCode
	}
	answered := make(chan int, 1)
	go func() { answered <- post(one.address, "e1", secret) }()
	if e := one.next(t); e["key"] != "e1" || <-answered != http.StatusNoContent {
		t.Errorf("%v", e)
	}
	two := receive(t, b, "--provider=rooms")
	go func() { answered <- post(two.address, "e1", secret); answered <- post(two.address, "e2", secret) }()
	if e := two.next(t); e["key"] != "e2" {
		t.Errorf("printed again: %v", e)
	}
	go func() { _ = one.stderr.Scan() }() // the warning
	if status := post(one.address, "e3", meeting.NewSecret("guessed")); status != http.StatusUnauthorized {
		t.Errorf("a forgery: %d", status)
	}
	for _, s := range []*receiver{one, two} {
		if code := s.stop(); code != 0 {
			t.Errorf("exit %d", code)
		}
	}
}

func TestEventsRefuseToListen(t *testing.T) {
	b := newBench(t, strings.ReplaceAll(simulator.ConfigFor("http://127.0.0.1:1"), "webhook:", "# webhook:"))
	b.run("events", "serve", "--json", "--listen=127.0.0.1:0").want(t, 4).failure(t)
	if e := b.run("events", "serve", "--json", "--provider=zoom").want(t, 4).failure(t); !strings.Contains(e["message"].(string), "webhook.secrets") {
		t.Errorf("%v", e)
	}
	b = newBench(t, simulator.ConfigFor("http://127.0.0.1:1"))
	b.run("events", "serve", "--json", "--listen=nowhere").want(t, 2).failure(t)
	taken := receive(t, b)
	b.run("events", "serve", "--json", "--listen="+taken.address).want(t, 8).failure(t)
	if code := taken.stop(); code != 0 {
		t.Errorf("exit %d", code)
	}
}
