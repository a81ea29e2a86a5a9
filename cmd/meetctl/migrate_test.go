package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/migrate"
)

// mover is a bench with meetings at one of the simulators.
type mover struct {
	*bench
	server *simulator.Server
	dir    string
}

func newMover(t *testing.T, from string, n int) *mover {
	t.Helper()
	b, server := useSim(t)
	dir := t.TempDir()
	b.vars["XDG_STATE_HOME"] = filepath.Join(dir, "state")
	first := time.Now().Add(48 * time.Hour).UTC().Truncate(time.Hour)
	for i := range n {
		b.run("create", "--provider", from, "--title", fmt.Sprintf("Meeting %d", i), "--duration=45m",
			"--start", first.Add(time.Duration(i)*time.Hour).Format(time.RFC3339), "--zone=Europe/Berlin").want(t, 0)
	}
	return &mover{b, server, dir}
}

func (m *mover) file(name string) string { return filepath.Join(m.dir, name) }

func (m *mover) migrate(line string) result {
	m.t.Helper()
	return m.run(append([]string{"migrate"}, strings.Fields(line)...)...)
}

// lines decodes one JSON document a line.
func (r result) lines(t *testing.T) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.SplitSeq(strings.TrimSpace(r.out), "\n") {
		var v map[string]any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		all = append(all, v)
	}
	return all
}

func TestMigrate(t *testing.T) {
	m := newMover(t, "zoom", 3)
	file := m.file("plan.json")
	doc := m.migrate("plan --from zoom --to zoho --json -o "+file).want(t, 0).document(t).(map[string]any)
	if s := doc["summary"].(map[string]any); s["create"] != 3.0 || s["adopt"] != 0.0 || s["skip"] != 0.0 || s["calls"] != 3.0 || doc["id"] == "" {
		t.Errorf("%v", doc)
	}
	var plan map[string]any
	data, err := os.ReadFile(file)
	if err != nil || json.Unmarshal(data, &plan) != nil || plan["version"] != 1.0 || len(plan["items"].([]any)) != 3 {
		t.Errorf("%v, %s", err, data)
	}
	if s := m.migrate("status --json "+file).want(t, 0).document(t).(map[string]any); s["total"] != 3.0 || s["pending"] != 3.0 || s["created"] != 0.0 {
		t.Errorf("%v", s)
	}
	if got := m.migrate("verify --json " + file); got.code != 1 || got.err != "" || len(got.document(t).(map[string]any)["differences"].([]any)) != 3 {
		t.Errorf("exit %d: %s", got.code, got.out)
	}
	events := m.migrate("apply --json "+file).want(t, 0).lines(t)
	if len(events) != 4 || events[0]["event"] != "created" || events[0]["join_url"] == nil || events[3]["event"] != "done" || events[3]["created"] != 3.0 {
		t.Errorf("%v", events)
	}
	again := m.migrate("apply "+file).want(t, 0)
	if strings.Contains(again.out, "created 8") || !strings.Contains(again.out, "created  3\n") {
		t.Errorf("%s", again.out)
	}
	if v := m.migrate("verify --json "+file).want(t, 0).document(t).(map[string]any); v["checked"] != 3.0 || v["equal"] != 3.0 || len(v["differences"].([]any)) != 0 {
		t.Errorf("%v", v)
	}
	pairs := m.migrate("mapping --json "+file).want(t, 0).document(t).([]any)
	if p := pairs[0].(map[string]any); len(pairs) != 3 || p["source_id"] == "" || p["target_id"] == "" || p["source_join_url"] == "" || p["target_join_url"] == "" {
		t.Errorf("%v", pairs)
	}
	rows, err := csv.NewReader(strings.NewReader(m.migrate("mapping --csv "+file).want(t, 0).out)).ReadAll()
	if err != nil || len(rows) != 4 || strings.Join(rows[0], ",") != "source_id,target_id,source_join_url,target_join_url" {
		t.Errorf("%v, %v", rows, err)
	}
	for range 2 { // told again, it says the same
		ics := m.migrate("mapping --ics "+file).want(t, 0).out
		for _, want := range []string{"METHOD:PUBLISH", "UID:zoom-" + pairs[0].(map[string]any)["source_id"].(string) + "@", "SEQUENCE:1\r\n", "https://meeting.zoho.example/"} {
			if !strings.Contains(ics, want) {
				t.Errorf("%q is missing in\n%s", want, ics)
			}
		}
		if strings.Count(ics, "BEGIN:VEVENT") != 3 || strings.Contains(ics, "zoom.example") {
			t.Errorf("%s", ics)
		}
	}
	m.migrate("mapping --ics --csv --json "+file).want(t, 2).failure(t)
	// A new plan at the same place leaves the old one beside it.
	got := m.migrate("plan --from zoom --to zoho -o " + file)
	if got.code != 0 || !strings.Contains(got.out, "adopt   3") || !strings.Contains(got.err, "kept as") {
		t.Errorf("exit %d: %s%s", got.code, got.out, got.err)
	}
	kept := file + "." + doc["id"].(string)
	events = m.migrate("rollback --json "+kept).want(t, 0).lines(t)
	if len(events) != 4 || events[0]["event"] != "removed" || events[3]["removed"] != 3.0 || m.server.Meetings("zoho-meeting") != 0 {
		t.Errorf("%v", events)
	}
	if s := m.migrate("status "+kept).want(t, 0).out; !strings.Contains(s, "removed  3") {
		t.Errorf("%s", s)
	}
}

// TestMigrateLimit: at the target's daily limit it exits 5 and says what is left.
func TestMigrateLimit(t *testing.T) {
	m := newMover(t, "zoho", 5)
	for i := range 98 { // of the 100 a host and day
		if i%30 == 0 {
			m.server.Advance(time.Second) // Zoom counts calls a second
		}
		m.run("create", "--provider=zoom", "--title=a", start).want(t, 0)
	}
	file := m.file("plan.json")
	m.migrate("plan --from zoho --to zoom -o "+file).want(t, 0)
	got := m.migrate("apply --json " + file)
	if got.code != 5 || !strings.Contains(got.err, "3 of 5 are left") {
		t.Errorf("exit %d: %s", got.code, got.err)
	}
	if events := got.lines(t); len(events) != 3 || events[2]["pending"] != 3.0 || events[2]["created"] != 2.0 {
		t.Errorf("%v", events)
	}
}

// TestMigrateBadInput: each exits 2, and nothing is sent or written.
func TestMigrateBadInput(t *testing.T) {
	m := newMover(t, "zoom", 1)
	file := m.file("plan.json")
	m.migrate("plan --from zoom --to zoho -o "+file).want(t, 0)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) string {
		t.Helper()
		if err := os.WriteFile(m.file(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return m.file(name)
	}
	later := write("later.json", strings.Replace(string(data), `"version": 1`, `"version": 2`, 1))
	wrong := write("wrong.json", strings.Replace(string(data), `"create": 1`, `"create": 5`, 1))
	gone := write("gone.json", strings.Replace(string(data), `"to": "zoho"`, `"to": "nobody"`, 1))
	unmapped := write("hosts.csv", "source_email,target_host\nsomebody@else.example,x\n")
	noHeader := write("noheader.csv", "a,b\n")
	requests := m.server.Requests()
	out := m.file("new.json")
	for _, line := range []string{
		"plan --from zoom --to zoom -o " + out, "plan --from zoom --to nobody -o " + out, "plan --from zoom -o " + out, "plan --from zoom --to zoho",
		"plan --from zoom --to zoho --provider zoom -o " + out, "plan --from zoom --to zoho --since yesterday -o " + out,
		"plan --from zoom --to zoho --since 2027-02-01 --until 2027-01-01 -o " + out, "plan --from zoom --to zoho --select size=1 -o " + out,
		"plan --from zoom --to zoho --cancel-source --annotate-source -o " + out, "plan --from zoom --to zoho --map-hosts " + noHeader + " -o " + out,
		"plan --from zoom --to zoho --map-hosts " + m.file("none.csv") + " -o " + out, "plan --from zoom --to zoho --on-loss never -o " + out,
		"apply " + m.file("none.json"), "apply " + later, "apply " + wrong, "apply " + gone, "verify " + later, "rollback " + wrong, "status " + later, "mapping " + wrong,
		"apply --concurrency 0 " + file, "apply --concurrency x " + file, "apply", "apply " + file + " " + file, "nothing", "",
	} {
		got := m.migrate(line + " --json")
		if got.code != 2 {
			t.Errorf("%s: exit %d: %s", line, got.code, got.err)
			continue
		}
		got.failure(t)
	}
	if n := m.server.Requests(); n != requests {
		t.Errorf("%d requests were sent", n-requests)
	}
	m.migrate("plan --from zoom --to zoho --host host@example.com --json --map-hosts "+unmapped+" -o "+out).want(t, 2).failure(t)
	if entries, err := filepath.Glob(filepath.Join(m.dir, "*new.json*")); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v", entries)
	}
}

// TestMigrateBrokenStore: a journal that can't be read exits 8 and nothing is sent.
func TestMigrateBrokenStore(t *testing.T) {
	m := newMover(t, "zoom", 1)
	file := m.file("plan.json")
	m.migrate("plan --from zoom --to zoho -o "+file).want(t, 0)
	state := filepath.Join(m.dir, "state", "meetctl", stateName)
	for _, name := range []string{state, state + "-wal", state + "-shm"} {
		_ = os.Remove(name)
	}
	if err := os.WriteFile(state, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	requests := m.server.Requests()
	for _, command := range []string{"apply", "verify", "rollback", "status", "mapping"} {
		m.migrate(command+" --json "+file).want(t, 8).failure(t)
	}
	if m.server.Requests() != requests {
		t.Error("something was sent")
	}
}

func TestBar(t *testing.T) {
	b := &bar{most: 412}
	if got := b.text(time.Second); got != "["+strings.Repeat(".", 30)+"] 0 of 412" {
		t.Error(got)
	}
	for range 206 {
		b.step(migrate.Event{Event: migrate.EventCreated})
	}
	b.step(migrate.Event{Event: migrate.EventAnnotated})
	if got := b.text(10 * time.Second); got != "["+strings.Repeat("#", 15)+strings.Repeat(".", 15)+"] 206 of 412, 20.6 a second, 10s left" {
		t.Error(got)
	}
}
