package providers_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/sqlite"
)

// tokenBench is a simulator and a store that several sets share, as processes do.
type tokenBench struct {
	*simulator.Server
	path, config string
}

func newTokenBench(t *testing.T, rules simulator.TokenRules) tokenBench {
	t.Helper()
	server, err := simulator.Start(simulator.Config{Unlimited: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	server.SetTokenRules(rules)
	return tokenBench{server, filepath.Join(t.TempDir(), "state.db"), server.ConfigYAML()}
}

// set opens everything anew.
func (b tokenBench) set(t *testing.T) (*provider.Set, store.Store) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), sqlite.Config{Path: b.path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	cfg, err := providers.Parse("c.yaml", []byte(b.config), nil, providers.Environment{Lookup: func(string) (string, bool) { return "the key of the store", true }})
	if err != nil {
		t.Fatal(err)
	}
	set, err := providers.Open(cfg, providers.OpenOptions{Store: s, OnStoreError: func(err error) { t.Error(err) }})
	if err != nil {
		t.Fatal(err)
	}
	return set, s
}

func lists(t *testing.T, set *provider.Set, name string) {
	t.Helper()
	client, err := set.Client(name)
	if err != nil {
		t.Error(err)
		return
	}
	var q meeting.ListQuery
	if name == "chat" {
		q.Filter = map[string]string{"type": "audio_conference"}
	}
	for _, err := range client.Meetings(t.Context(), q) {
		if err != nil {
			t.Error(name, err)
			return
		}
	}
}

// Providers of one credential share its token, whatever they are called, and so do
// processes.
func TestTokensAreShared(t *testing.T) {
	b := newTokenBench(t, simulator.TokenRules{})
	for range 3 {
		set, _ := b.set(t)
		lists(t, set, "zoho")
		lists(t, set, "chat")
		client, err := set.Client("sdk")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.Instant(t.Context(), meeting.InstantRequest{Title: "now"}); err != nil {
			t.Error(err)
		}
		lists(t, set, "rooms") // has a key, and nothing is stored of it
	}
	if n := b.TokenRequests(); n != 1 {
		t.Errorf("%d token requests", n)
	}
	set, s := b.set(t)
	lists(t, set, "zoom")
	if n := b.TokenRequests(); n != 2 {
		t.Errorf("%d token requests", n)
	}
	records, err := s.List(t.Context(), "", "", 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		for _, secret := range []string{"sim-whereby-key", "sim-secret", "sim-zoho-secret", "1000.sim.refresh"} {
			if strings.Contains(r.Key, secret) || bytes.Contains(r.Value, []byte(secret)) {
				t.Errorf("%s stands in the store", secret)
			}
		}
	}
}

// A hundred calls whose token is revoked early: no failure, one refresh. Zoom's user
// apps spend a refresh token each time, and lose the account when one is used twice.
func TestTokensRevokedEarly(t *testing.T) {
	const s2s = "flow: account_credentials"
	for name, config := range map[string]string{"zoho": "zoho", "zoom": "zoom", "zoom refresh": "zoom"} {
		t.Run(name, func(t *testing.T) {
			b := newTokenBench(t, simulator.TokenRules{RevokeOnReuse: true})
			b.config = "store_key: env:KEY\n" + b.config
			if name == "zoom refresh" {
				b.config = strings.Replace(strings.Replace(b.config, s2s, "flow: refresh_token\n      refresh_token: sim-zoom-refresh", 1), "      account_id: sim-account\n", "", 1)
			}
			one, s := b.set(t)
			two, _ := b.set(t)
			for round := range 3 {
				b.RevokeTokens()
				var wg sync.WaitGroup
				for i := range 100 {
					wg.Go(func() { lists(t, []*provider.Set{one, two}[i%2], config) })
				}
				wg.Wait()
				if n := b.TokenRequests(); n != round+1 {
					t.Fatalf("%d token requests after %d rounds", n, round+1)
				}
			}
			three, _ := b.set(t)
			lists(t, three, config)
			if n := b.TokenRequests(); n != 3 {
				t.Errorf("%d token requests", n)
			}
			records, err := s.List(t.Context(), "token/", "", 100)
			if err != nil || len(records) != 1 {
				t.Fatal(records, err)
			}
			if value := records[0].Value; bytes.Contains(value, []byte("zoom-")) || bytes.Contains(value, []byte("1000.")) || !bytes.Contains(value, []byte("sealed")) {
				t.Errorf("it is stored in clear: %s", value)
			}
		})
	}
}
