package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMigrateGoneTarget: calendar updates for the meetings that are left.
func TestMigrateGoneTarget(t *testing.T) {
	m := newMover(t, "zoom", 3)
	file := m.file("plan.json")
	m.migrate("plan --from zoom --to zoho -o "+file).want(t, 0)
	m.migrate("apply "+file).want(t, 0)
	pairs := m.migrate("mapping --json "+file).want(t, 0).document(t).([]any)
	gone := pairs[1].(map[string]any)["target_id"].(string)
	m.run("cancel", "--provider=zoho", gone).want(t, 0)
	got := m.migrate("mapping --ics " + file)
	if got.code != 3 || strings.Count(got.out, "BEGIN:VEVENT") != 2 || !strings.Contains(got.err, gone) {
		t.Errorf("exit %d: %s%s", got.code, got.out, got.err)
	}
}

// TestMigrateKeepsPlan: whatever was done by a plan, its file is kept, also behind a
// link, when another plan gets its name.
func TestMigrateKeepsPlan(t *testing.T) {
	m := newMover(t, "zoom", 1)
	m.migrate("plan --from zoom --to zoho -o "+m.file("first.json")).want(t, 0)
	m.migrate("apply "+m.file("first.json")).want(t, 0)

	real, file := m.file("real.json"), m.file("plan.json")
	m.migrate("plan --from zoom --to zoho --annotate-source -o "+real).want(t, 0)
	if err := os.Symlink(real, file); err != nil {
		t.Fatal(err)
	}
	m.migrate("apply "+file).want(t, 0) // adopts and annotates
	old, err := os.ReadFile(real)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.migrate("plan --from zoom --to zoho -o " + file); got.code != 0 || !strings.Contains(got.err, "kept as "+real) {
		t.Errorf("exit %d: %s", got.code, got.err)
	}
	kept, err := filepath.Glob(real + ".*")
	if err != nil || len(kept) != 1 {
		t.Fatalf("%v, %v", kept, err)
	}
	if data, err := os.ReadFile(kept[0]); err != nil || string(data) != string(old) {
		t.Errorf("%v: it is another plan", err)
	}
	if now, err := os.ReadFile(file); err != nil || string(now) == string(old) {
		t.Errorf("%v: the plan is the old one", err)
	}
	id := m.migrate("mapping --json "+kept[0]).want(t, 0).document(t).([]any)[0].(map[string]any)["source_id"].(string)
	if src := m.run("get", "--provider=zoom", id, "--json").want(t, 0); !strings.Contains(src.out, "has moved to") {
		t.Errorf("not annotated: %s", src.out)
	}
	m.migrate("rollback "+kept[0]).want(t, 0)
	if src := m.run("get", "--provider=zoom", id, "--json").want(t, 0); strings.Contains(src.out, "has moved to") {
		t.Errorf("still annotated: %s", src.out)
	}
}
