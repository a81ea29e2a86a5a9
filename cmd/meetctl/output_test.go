package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// TestOneDocument: with --json every command prints one JSON document.
func TestOneDocument(t *testing.T) {
	b := newBench(t, benchConfig)
	for line, want := range map[string]string{
		"create --title a " + start:          `"title":"a"`,
		"instant --title a":                  `"id":"2"`,
		"get 1":                              `"id":"1"`,
		"list":                               `[{`,
		"list --provider other":              `[]`,
		"update 1 --title b":                 `"title":"changed"`,
		"cancel 1":                           `{"cancelled":"1"}`,
		"cancel 1 --occurrence o1":           `{"cancelled":"1","occurrence":"o1"}`,
		"update 1 --occurrence o1 --title b": `"title":"changed"`,
		"end 1":                              `{"ended":"1"}`,
		"registrants list 1":                 `[{"id":"g1","email":"a@b.example","status":"pending"}]`,
		"registrants approve 1 g1 g2":        `{"meeting_id":"1","status":"approved","registrations":["g1","g2"]}`,
		"registrants deny 1 g1":              `"status":"denied"`,
		"registrants cancel 1 g1":            `"status":"cancelled"`,
		"registrants add 1 --email a@b.example --first-name Ada": `"join_url":"[redacted]"`,
		"participants 1":                                  `[{`,
		"participants empty":                              `[]`,
		"invite 1 a@b.example c@d.example":                `{"invited":["a@b.example","c@d.example"],"meeting_id":"1"}`,
		"uninvite 1 p1":                                   `{"meeting_id":"1","removed":"p1"}`,
		"transcripts list":                                `[{`,
		"transcripts get t1":                              `"id":"t1"`,
		"transcripts delete t1":                           `{"deleted":"t1"}`,
		"transcripts download t1 -o " + os.DevNull:        `{"downloaded":"t1","file":"/dev/null","size_bytes":4}`,
		"recordings list":                                 `[{`,
		"recordings get r1":                               `"id":"r1"`,
		"recordings delete r1":                            `{"deleted":"r1"}`,
		"sessions 1":                                      `[{`,
		"sessions 1 s1":                                   `{"id":"s1"`,
		"report 1":                                        `"average_attendance":2.5`,
		"webinars create --title a " + start:              `"id":"w1"`,
		"webinars registrations w1":                       `[{`,
		"webinars approve w1 g1":                          `{"approved":"g1","webinar_id":"w1"}`,
		"settings get":                                    `{"default_duration_seconds":3600,"waiting_room":false}`,
		"settings set default_time_zone=UTC":              `{"default_time_zone":"UTC"}`,
		"providers":                                       `[{"name":"work","vendor":"fake"`,
		"create --title a --dry-run " + start:             `{"request":{"title":"a"`,
		"list --all --limit 1":                            `"id":"2"`,
		"recordings download r1 -o " + os.DevNull:         `{"downloaded":"r1","file":"/dev/null","size_bytes":7}`,
		"create --dry-run --native {} --title a " + start: `"native":{}`,
	} {
		got := b.run(append(strings.Fields(line), "--json")...).want(t, 0)
		got.document(t)
		if flat := compact(t, got.out); !strings.Contains(flat, want) {
			t.Errorf("%s: %s lacks %s", line, flat, want)
		}
		if human := b.run(strings.Fields(line)...).want(t, 0); !strings.HasSuffix(human.out, "\n") {
			t.Errorf("%s: stdout for people %q", line, human.out)
		} else if strings.ContainsAny(human.out, "\x1b\t\r\u202e") {
			t.Errorf("%s: control characters for people: %q", line, human.out)
		}
	}
}

func compact(t *testing.T, text string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, line := range strings.Split(text, "\n") {
		b.WriteString(strings.Replace(strings.TrimLeft(line, " "), `": `, `":`, 1))
	}
	return b.String()
}

func TestSecretsAreHidden(t *testing.T) {
	b := newBench(t, benchConfig)
	for _, line := range []string{"get 1", "list", "list --all", "transcripts get t1", "recordings get r1", "recordings list", "create --title a --dry-run --passcode p4ss " + start} {
		for _, extra := range [][]string{{}, {"--json"}, {"--json", "--raw"}, {"--debug"}, {"--raw"}} {
			got := b.run(append(strings.Fields(line), extra...)...)
			for _, secret := range []string{"h0st", "p4ss", "d0wn"} {
				if got.code != 0 || strings.Contains(got.out+got.err, secret) {
					t.Errorf("%s %v: exit %d, it tells %s:\n%s%s", line, extra, got.code, secret, got.out, got.err)
				}
			}
		}
	}
	for line, secret := range map[string]string{
		"get 1": "p4ss", "get 1 --json": "k=h0st", "get 1 --json --raw": `"start_url": "https://fake.example/h?k=h0st"`,
		"recordings get r1": "k=d0wn", "transcripts get t1": "k=d0wn", "list --json": "p4ss", "create --title a --dry-run --json --passcode p4ss " + start: "p4ss",
		`create --title a --dry-run --json --native {"password":"p4ss"} ` + start: "p4ss",
	} {
		if got := b.run(append(strings.Fields(line), "--show-secrets")...).want(t, 0); !strings.Contains(got.out, secret) {
			t.Errorf("%s --show-secrets: no %s in\n%s", line, secret, got.out)
		}
	}
}

func TestForPeople(t *testing.T) {
	b := newBench(t, benchConfig)
	for line, want := range map[string]string{
		"get 1":                "title      Plan [2J ning\nstart      Tue 2026-12-01 13:00:00 +01:00\n",
		"list":                 "ID  START              DURATION  STATUS  PROVIDER  TITLE\n1   2026-12-01 12:00Z  1h                work      one\n0                                        work\n2 ",
		"participants 1":       "p1  Ada [31m         host  left   2026-12-01 12:00Z\n",
		"cancel 1":             "cancelled 1\n",
		"invite 1 a@b.example": "invited a@b.example to 1\n",
		"settings get":         "default duration  1h\nwaiting room      off\n",
		"providers":            "work: a note\n",
		"report 1":             "average attendance  2.5\n\nID  NAME",
		"create --title a --mute-on-entry " + start: "lost       settings.mute_on_entry (warn): wanted true: no microphones here\n",
	} {
		if got := b.run(strings.Fields(line)...).want(t, 0); !strings.Contains(got.out, want) {
			t.Errorf("%s: got\n%s\nwant in it\n%s", line, got.out, want)
		}
	}
}

func TestDryRun(t *testing.T) {
	b := newBench(t, benchConfig)
	got := b.run("create", "--title=a", start, "--mute-on-entry", "--rrule=FREQ=DAILY", "--invite=a@b.example", "--passcode=p4ss",
		"--waiting-room", "--dry-run", "--json").want(t, 0).document(t)
	want := map[string]any{
		"request": map[string]any{
			"title": "a", "start": "2026-12-01T09:30:00Z", "end": "2026-12-01T10:30:00Z", "duration_seconds": 3600.0, "passcode": "[redacted]",
			"invitees": []any{map[string]any{"email": "a@b.example"}}, "recurrence": map[string]any{"rrule": "FREQ=DAILY"},
			"settings": map[string]any{"mute_on_entry": true, "waiting_room": true},
		},
		"losses": []any{map[string]any{"field": "settings.mute_on_entry", "wanted": "true", "severity": "warn", "reason": "no microphones here"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	refused := b.run("create", "--title=a", start, "--locked", "--dry-run", "--json").want(t, 6)
	losses := refused.document(t).(map[string]any)["losses"].([]any)
	if len(losses) != 1 || losses[0].(map[string]any)["severity"] != "refuse" || !strings.Contains(refused.err, `"kind":"unsupported"`) {
		t.Errorf("losses %v, stderr %s", losses, refused.err)
	}
	b.run("create", "--title=a", start, "--mute-on-entry", "--dry-run", "--on-loss=strict", "--json").want(t, 6).document(t)
	b.run("create", "--title=a", start, "--locked", "--dry-run", "--on-loss=best-effort").want(t, 0)
	if len(b.calls.got) > 0 {
		t.Errorf("reached the provider: %v", b.calls.got)
	}
	b.run("create", "--title=a", start, "--locked", "--json").want(t, 6).failure(t)
	if len(b.calls.got) > 0 {
		t.Errorf("a refused create reached the provider: %v", b.calls.got)
	}
}

func TestListAll(t *testing.T) {
	b := newBench(t, benchConfig+`  third: {kind: fake, auth: {flow: api_key, api_key: k}}
  poor: {kind: fake, auth: {flow: api_key, api_key: k}, options: {mode: poor}}
`)
	list := func(r result) string {
		var ids []string
		for _, m := range r.document(t).([]any) {
			m := m.(map[string]any)
			ids = append(ids, m["provider"].(string)+m["id"].(string))
		}
		return strings.Join(ids, " ")
	}
	if got, want := list(b.run("list", "--all", "--json").want(t, 0)), "work2 third2 work1 third1 work0 third0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := list(b.run("list", "--all", "--json", "--limit=3").want(t, 0)), "work2 third2 work1"; got != want {
		t.Errorf("with a limit: got %s, want %s", got, want)
	}
	if got, want := list(b.run("list", "--json", "--limit=2").want(t, 0)), "work1 work0"; got != want {
		t.Errorf("of one: got %s, want %s", got, want)
	}
	b = newBench(t, benchConfig+`  bad: {kind: fake, auth: {flow: api_key, api_key: k}, options: {mode: failing}}
  worse: {kind: fake, auth: {flow: api_key, api_key: k}, options: {mode: failing}}
`)
	r := b.run("list", "--all", "--json").want(t, 5)
	if got := list(r); got != "work2 work1 work0" {
		t.Errorf("with a failing provider: got %s", got)
	}
	if lines := strings.Split(strings.TrimSpace(r.err), "\n"); len(lines) != 2 || !strings.Contains(lines[0], `"provider":"bad"`) || !json.Valid([]byte(lines[1])) {
		t.Errorf("stderr: %s", r.err)
	}
	b = newBench(t, "providers: {poor: {kind: fake, auth: {flow: api_key, api_key: k}, options: {mode: poor}}}")
	b.run("list", "--all", "--json").want(t, 6).failure(t)
	b.run("list", "--json").want(t, 6).failure(t)
}

func TestDownload(t *testing.T) {
	b := newBench(t, benchConfig)
	if got := b.run("recordings", "download", "r1", "-o", "-", "--json").want(t, 0); got.out != "content" {
		t.Errorf("stdout %q", got.out)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "a.mp4")
	b.run("recordings", "download", "fail-not_ready", "-o", file).want(t, 8)
	wantFiles(t, dir)
	if err := os.WriteFile(file, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	b.run("recordings", "download", "fail-not_found", "-o", file).want(t, 3)
	wantFiles(t, dir, "a.mp4:old")
	b.run("recordings", "download", "r1", "-o", file).want(t, 0)
	wantFiles(t, dir, "a.mp4:content")
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink("a.mp4", link); err != nil {
		t.Fatal(err)
	}
	b.run("recordings", "download", "r1", "-o", link).want(t, 0)
	if info, err := os.Lstat(link); err != nil || info.Mode().IsRegular() {
		t.Errorf("the link became %v, %v", info.Mode(), err)
	}
	b.run("recordings", "download", "r1", "-o", dir).want(t, 2)
	b.run("recordings", "download", "r1", "-o", filepath.Join(dir, "no", "a.mp4")).want(t, 2)
	b.run("recordings", "download", "r1", "-o", os.DevNull).want(t, 0)
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Fatalf("%s became %v, %v", os.DevNull, info.Mode(), err)
	}
}

func wantFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e.Name()+":"+string(data))
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("files %q, want %q", got, want)
	}
}
