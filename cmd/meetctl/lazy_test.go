package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/memory"
)

// Commands share tokens through the store, which is 0600 and made only when a
// token or a key needs it.
func TestTokensOutliveCommands(t *testing.T) {
	b, server := useSim(t)
	state := filepath.Join(t.TempDir(), "state")
	b.vars["XDG_STATE_HOME"] = state
	for _, line := range []string{"providers", "--version", "help", "normalize --vendor fake --as meeting", "create --dry-run --title a " + start} {
		b.stdin = strings.NewReader("{}")
		b.run(strings.Fields(line)...).want(t, 0)
		if _, err := os.Stat(state); err == nil {
			t.Fatalf("%s made a store", line)
		}
	}
	for range 3 {
		b.run("list").want(t, 0)
		b.run("list", "--provider=zoho").want(t, 0)
		b.run("list", "--provider=chat", "--filter=type=audio_conference").want(t, 0)
	}
	if n := server.TokenRequests(); n != 2 { // one a credential
		t.Errorf("%d token requests", n)
	}
	file := filepath.Join(state, "meetctl", stateName)
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the store: %v, %v", info, err)
	}
	server.RevokeTokens()
	b.run("list").want(t, 0)
	if n := server.TokenRequests(); n != 3 {
		t.Errorf("%d token requests", n)
	}
}

func TestStoreKey(t *testing.T) {
	b, server := useSim(t)
	config, err := os.ReadFile(b.config)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(b.config)
	if err := os.WriteFile(b.config, append([]byte("store: ./state.db\nstore_key: env:KEY\n"), config...), 0o600); err != nil {
		t.Fatal(err)
	}
	b.run("list").want(t, 2) // $KEY is not set
	b.vars["KEY"] = "the key of the store"
	b.run("list").want(t, 0)
	b.run("list").want(t, 0)
	for _, name := range []string{"state.db", "state.db-wal"} {
		data, _ := os.ReadFile(filepath.Join(dir, name)) // the log is gone when all of it is in the file
		if bytes.Contains(data, []byte("zoom-")) || bytes.Contains(data, []byte("sim-secret")) || bytes.Contains(data, []byte("the key")) {
			t.Errorf("%s holds a secret", name)
		}
	}
	b.vars["KEY"] = "another"
	got := b.run("list")
	if got.code != 0 || strings.Count(got.err, "\n") != 1 || !strings.HasPrefix(got.err, "warning: ") || !strings.Contains(got.err, "can't be decrypted") {
		t.Errorf("exit %d, stderr %q", got.code, got.err)
	}
	if n := server.TokenRequests(); n != 2 {
		t.Errorf("%d token requests", n)
	}
}

// A store that can't be used doesn't stop a vendor whose refresh token stays, and
// stops one whose refresh token is good once before anything is sent.
func TestTokensWithoutStore(t *testing.T) {
	server, err := simulator.Start(simulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	config := strings.Replace(server.ConfigYAML(), "flow: account_credentials", "flow: refresh_token\n      refresh_token: sim-zoom-refresh", 1)
	b := newBench(t, "store: ./no/such/folder/x.db\n"+config)
	got := b.run("list", "--provider=zoho")
	if got.code != 0 || !strings.HasPrefix(got.err, "warning: ") {
		t.Errorf("exit %d, stderr %q", got.code, got.err)
	}
	requests := server.Requests()
	failed := b.run("list", "--provider=zoom", "--json").want(t, 8).failure(t)
	if failed["kind"] != "unavailable" || server.Requests() != requests {
		t.Errorf("%v after %d requests", failed, server.Requests()-requests)
	}
}

// The end of a command waits for a refresh under way, for a while.
func TestCloseWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for held, want := range map[time.Duration]time.Duration{0: 0, time.Second: time.Second, time.Hour: lastMoment} {
			s := &lazyStore{open: func(context.Context) (store.Store, error) { return memory.New(nil), nil }}
			if err := s.Update(t.Context(), []string{"k"}, func(time.Time, []store.Record) error { return nil }); err != nil {
				t.Fatal(err)
			}
			release := s.Hold()
			time.AfterFunc(held, release)
			began := time.Now()
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			if took := time.Since(began); took != want {
				t.Errorf("held %v: it took %v", held, took)
			}
			time.Sleep(2 * time.Hour)
		}
	})
}
