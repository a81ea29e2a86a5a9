package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/libmeet/meeting/internal/canary"
	"github.com/libmeet/meeting/internal/simulator"
)

// Secrets of the config, of tokens and of the vendors' answers stand in nothing that
// a command prints, with --debug and as JSON, nor in the store, which is encrypted.
func TestCanary(t *testing.T) {
	sim, err := simulator.Start(simulator.Config{History: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = sim.Close() }()
	const passcode, storeKey = "Canary7pas", "canary-store-key"
	bird := canary.New(t, sim.URL(), passcode, storeKey, "sim-secret", "sim-zoho-secret", "1000.sim.refresh", "sim-whereby-key")
	config := "store: ./state.db\nstore_key: env:KEY\n" + strings.ReplaceAll(sim.ConfigYAML(), sim.URL(), bird.URL)
	b := newBench(t, config)
	b.vars["KEY"] = storeKey
	look := func(what, text string) {
		t.Helper()
		if _, found := bird.Seen(text); len(found) > 0 {
			t.Errorf("%s shows %q:\n%s", what, found, text)
		}
	}
	at := "--start=2030-01-02T10:00:00Z"
	commands := [][]string{
		{"providers"},
		{"create", "--provider=zoom", "--title=T", at, "--passcode=" + passcode, "--key=k1"},
		{"create", "--provider=zoho", "--title=T", at, "--key=k2"},
		{"create", "--provider=rooms", "--title=T", at, "--locked", "--key=k3"},
		{"instant", "--provider=zoom", "--title=T"},
		{"instant", "--provider=zoho", "--title=T"},
		{"instant", "--provider=sdk", "--key=k4"},
		{"instant", "--provider=rooms"},
		{"list", "--all"},
		{"get", "--provider=zoom", "ID"},
		{"get", "--provider=zoho", "ID"},
		{"get", "--provider=rooms", "ID"},
		{"participants", "--provider=zoho", "ID"},
		{"recordings", "list", "--provider=zoho"},
		{"settings", "get", "--provider=zoho"},
		{"list", "--provider=chat"},
		{"update", "--provider=zoom", "ID", "--title=Another", "--passcode=" + passcode},
		{"cancel", "--provider=zoom", "ID"},
		{"cancel", "--provider=rooms", "ID"},
	}
	ids := map[string]string{}
	for _, echo := range []bool{false, true} {
		bird.Echo(echo)
		for _, line := range commands {
			for _, flags := range [][]string{nil, {"--json", "--debug"}, {"--json", "--raw"}} {
				args := append([]string{}, line...)
				for i, arg := range args {
					if arg == "ID" {
						args[i] = ids[args[i-1]]
					}
				}
				r := b.run(append(flags, args...)...)
				what := strings.Join(append(flags, args...), " ")
				look(what+": stdout", r.out)
				look(what+": stderr", r.err)
				if strings.HasPrefix(args[0], "create") && r.code == 0 && strings.Contains(strings.Join(flags, ""), "raw") {
					ids[args[1]] = r.document(t).(map[string]any)["id"].(string)
				}
				if !echo && r.code != 0 && args[0] != "cancel" {
					t.Errorf("%s: exit %d, %s", what, r.code, r.err)
				}
			}
		}
	}
	if planted, _ := bird.Seen(""); planted < 20 {
		t.Errorf("only %d secrets were given out", planted)
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(b.config), "state.db*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, found := bird.Seen(string(data)); len(found) > 0 {
			t.Errorf("%s holds %q", filepath.Base(file), found)
		}
	}
	// The same key still returns the meeting whole, to who asks for it.
	r := b.run("create", "--provider=zoom", "--title=T", at, "--passcode="+passcode, "--key=k1", "--json", "--show-secrets").want(t, 0)
	if _, found := bird.Seen(r.out); len(found) < 2 {
		t.Errorf("with --show-secrets: %s", r.out)
	}
}
