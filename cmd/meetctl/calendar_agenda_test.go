package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
)

const failingConfig = benchConfig + `  broken: {kind: fake, auth: {flow: api_key, api_key: k}, options: {mode: failing}}
  mute: {kind: fake, auth: {flow: api_key, api_key: k}, options: {mode: poor}}
`

func TestCalendarLinks(t *testing.T) {
	b := newBench(t, "")
	b.config = "there is none" // it is offline
	b.stdin = strings.NewReader("Join «zoom.us/j/91234567890» & <a href='https://whereby.com/x?roomKey=k&amp;a=1'>\nPasscode: 314159")
	got := b.run("calendar", "links").want(t, 0).document(t)
	want := []any{
		map[string]any{"vendor": "zoom", "id": "91234567890", "role": "attendee", "url": "https://zoom.us/j/91234567890", "start": 7.0, "end": 28.0},
		map[string]any{"vendor": "whereby", "id": "x", "passcode": "314159", "role": "host", "url": "https://whereby.com/x?roomKey=k&a=1", "start": 42.0, "end": 81.0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, text := range []string{"", "\n", "no links: zoom.us/pricing"} {
		b.stdin = strings.NewReader(text)
		if got := b.run("calendar", "links", "--json").want(t, 0).out; got != "[]\n" {
			t.Errorf("%q: %s", text, got)
		}
	}
	b.run("calendar", "links", "file.txt", "--json").want(t, 2).failure(t)
	b.stdin = io.LimitReader(endless{}, maxText+1)
	b.run("calendar", "links").want(t, 2)
}

func TestAgendaCommand(t *testing.T) {
	b := newBench(t, benchConfig)
	window := []string{"calendar", "agenda", "--from=2026-12-01", "--to=2026-12-02"}
	doc := b.run(append(window, "--json", "--free=6h")...).want(t, 0).document(t).(map[string]any)
	meetings := doc["meetings"].([]any)
	first := meetings[0].(map[string]any)
	if len(meetings) != 2 || first["id"] != "2" || first["start"] != "2026-12-01T11:00:00Z" || first["passcode"] != "[redacted]" || first["raw"] != nil {
		t.Error(meetings)
	}
	want := map[string]any{
		"conflicts": []any{}, "errors": []any{}, "free": []any{
			map[string]any{"start": "2026-12-01T00:00:00Z", "end": "2026-12-01T11:00:00Z"}, map[string]any{"start": "2026-12-01T13:00:00Z", "end": "2026-12-02T00:00:00Z"},
		},
	}
	delete(doc, "meetings")
	if diff := cmp.Diff(want, any(doc)); diff != "" {
		t.Error(diff)
	}
	people := b.run(append(window, "--zone=Asia/Kolkata", "--free=10h")...).want(t, 0).out
	for _, line := range []string{"Tuesday 2026-12-01 (Asia/Kolkata)\n", "16:30–18:30  work  2  two\n", "17:30–18:30  work  1  one\n", "free\n", "Tue 2026-12-01 00:00  – Tue 2026-12-01 16:30\n"} {
		if !strings.Contains(people, line) {
			t.Errorf("no %q in\n%s", line, people)
		}
	}
	raw := b.run(append(window, "--json", "--raw", "--show-secrets")...).want(t, 0).out
	if !strings.Contains(raw, `"start_url": "https://fake.example/h?k=h0st"`) || !strings.Contains(raw, `"passcode": "p4ss"`) {
		t.Error(raw)
	}
	if got := b.run("calendar", "agenda", "--from=2030-01-01").want(t, 0).out; got != "no meetings\n" {
		t.Error(got)
	}
	if got := b.run("calendar", "agenda", "--from=2030-01-01", "--json").want(t, 0).document(t); !cmp.Equal(got, any(map[string]any{"meetings": []any{}, "conflicts": []any{}, "errors": []any{}})) {
		t.Error(got)
	}
	if got := b.run(append(window, "--since=2026-12-01T11:30:00Z", "--json")...).want(t, 0).document(t).(map[string]any); len(got["meetings"].([]any)) != 2 || !b.last().(meeting.ListQuery).From.Equal(noon.Add(-anHour/2)) {
		t.Error(got, b.last())
	}
	for _, flag := range []string{"--from=x", "--to=2026-11-01", "--zone=CET", "--since=x", "--since=2027-01-01", "--free=-1m", "--timeout=-1s"} {
		b.run(append(window, flag)...).want(t, 2)
	}
}

// What a provider that fails hides is said; the others' meetings are printed.
func TestAgendaWithAFailure(t *testing.T) {
	b := newBench(t, failingConfig)
	got := b.run("calendar", "agenda", "--from=2026-12-01", "--free=1h", "--json").want(t, 5)
	doc := got.document(t).(map[string]any)
	failed := doc["errors"].([]any)[0].(map[string]any)
	if len(doc["meetings"].([]any)) != 2 || len(doc["errors"].([]any)) != 1 || failed["kind"] != "rate_limited" || failed["provider"] != "broken" || doc["free"] != nil {
		t.Error(doc)
	}
	if !strings.HasPrefix(got.err, `{"error":{"kind":"rate_limited"`) {
		t.Error(got.err)
	}
	people := b.run("calendar", "agenda", "--from=2026-12-01", "--free=1h").want(t, 5)
	if !strings.Contains(people.out, "two") || strings.Contains(people.out, "free") || !strings.Contains(people.err, "broken: list: as asked") {
		t.Error(people)
	}
	if alone := b.run("calendar", "agenda", "--provider=broken").want(t, 5); alone.out != "" {
		t.Error(alone.out)
	}
	b.run("calendar", "agenda", "--provider=mute").want(t, 6)
}

// serving runs "calendar serve" until the test ends, and returns its addresses.
func serving(t *testing.T, b *bench, args ...string) (feed, page string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	done := make(chan int, 1)
	var stderr bytes.Buffer
	go func() {
		done <- run(ctx, append([]string{"--config", b.config, "calendar", "serve"}, args...), streams{in: b.stdin, out: w, err: &stderr}, b.environment())
		_ = w.Close()
	}()
	t.Cleanup(func() {
		cancel()
		if code := <-done; code != 0 || strings.Contains(stderr.String(), "http://") {
			t.Errorf("serve: exit %d, stderr %s", code, stderr.String())
		}
	})
	out := make([]byte, 4096)
	n, err := r.Read(out) // they are written at once
	if err != nil {
		t.Fatalf("%v: exit %d: %s", err, <-done, stderr.String())
	}
	words := strings.Fields(string(out[:n]))
	if len(words) != 4 || words[0] != "feed" || words[2] != "page" {
		t.Fatal(words)
	}
	return words[1], words[3]
}

func fetch(t *testing.T, url string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

func TestServeCommand(t *testing.T) {
	b := newBench(t, failingConfig)
	b.vars["TOKEN"] = "a-token-of-some-length"
	feed, page := serving(t, b, "--token=env:TOKEN", "--past=240000h", "--ahead=240000h", "--name=Team")
	if !strings.HasSuffix(feed, "/a-token-of-some-length/meetings.ics") || !strings.HasSuffix(page, "/a-token-of-some-length/") {
		t.Fatal(feed, page)
	}
	code, body := fetch(t, feed)
	if code != 200 || !strings.Contains(body, "SUMMARY:two") || !strings.Contains(body, "NAME:Team") || strings.Contains(body, "h0st") {
		t.Error(code, body)
	}
	code, body = fetch(t, page+"?from=2026-12-01")
	if code != 200 || !strings.Contains(body, "https://fake.example/j/1") || strings.Contains(body, "h0st") || !strings.Contains(body, "<bdi>broken</bdi></strong>: rate limited") {
		t.Error(code, body)
	}
	if code, _ := fetch(t, strings.Replace(page, "a-token", "b-token", 1)); code != 404 {
		t.Error(code)
	}
}

// A feed keeps its sequences over a restart, and doesn't raise those of files.
func TestServeRemembersWhatItTold(t *testing.T) {
	b, id := calendarBench(t)
	sequence := func(want string) {
		t.Helper()
		feed, _ := serving(t, b, "--provider=zoom", "--ahead=876000h")
		code, body := fetch(t, feed)
		_, entry, _ := strings.Cut(body, "UID:zoom-"+id+"@")
		if _, entry, _ = strings.Cut(entry, "SEQUENCE:"); code != 200 || !strings.HasPrefix(entry, want+"\r\n") {
			t.Errorf("%d, want sequence %s:\n%s", code, want, body)
		}
	}
	sequence("0")
	b.run("update", id, "--start=2099-03-02T10:00", "--zone=Europe/Berlin").want(t, 0)
	sequence("1")
	sequence("1")
	if file := b.run("calendar", "export", "--id", id).want(t, 0).out; property(file, "SEQUENCE") != "0" {
		t.Error(file)
	}
	b.run("update", id, "--start=2099-03-03T10:00", "--zone=Europe/Berlin").want(t, 0)
	sequence("2")
}

func TestServeMakesATokenAtEveryStart(t *testing.T) {
	b := newBench(t, benchConfig)
	one, _ := serving(t, b)
	two, _ := serving(t, b, "--public-url=https://cal.example.com/team")
	token := func(url string) string { words := strings.Split(url, "/"); return words[len(words)-2] }
	if len(token(one)) < 26 || token(one) == token(two) || !strings.HasPrefix(two, "https://cal.example.com/team/"+token(two)) {
		t.Error(one, two)
	}
}

func TestServeRefuses(t *testing.T) {
	b := newBench(t, benchConfig)
	b.vars["SHORT"] = "short"
	for _, flag := range []string{
		"--token=plain-text-on-the-command-line", "--token=env:NOT_SET", "--token=env:SHORT", "--token=file:/does/not/exist", "--public-url=calendar.example.com",
		"--public-url=https://u:p@x.example", "--refresh=0s", "--zone=CET", "--listen=nowhere", "--since=x", "--past=-1h",
	} {
		if got := b.run("calendar", "serve", flag).want(t, 2); got.out != "" {
			t.Errorf("%s: %s", flag, got.out)
		}
	}
}
