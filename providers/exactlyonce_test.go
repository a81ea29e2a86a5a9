package providers_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/postgres"
	"github.com/libmeet/meeting/store/postgres/postgrestest"
	"github.com/libmeet/meeting/store/sqlite"
)

// The sizes that the promise is made for are 1,000 keys and 20 kills:
//
//	go test ./providers -run ExactlyOnce -keys 1000 -kills 20 -v
var (
	keys  = flag.Int("keys", defaultKeys, "keyed creates in the tests of exactly-once")
	kills = flag.Int("kills", 4, "processes killed in them")
)

const processes = 4

// TestMain runs the work of one process when it is started as one.
func TestMain(m *testing.M) {
	for name, work := range map[string]func(string) error{"MEETING_TEST_WORKER": work, "MEETING_TEST_CALLS": callMany} {
		if job := os.Getenv(name); job != "" {
			if err := work(job); err != nil {
				fmt.Println("failed", err)
				os.Exit(1)
			}
			return
		}
	}
	os.Exit(m.Run())
}

// work creates every key, in an order of its own, and prints a line for each.
func work(job string) error {
	var url, name, state string
	var n, seed int
	if _, err := fmt.Sscan(job, &url, &name, &state, &n, &seed); err != nil {
		return err
	}
	ctx := context.Background()
	s, err := openState(ctx, state)
	if err != nil {
		return err
	}
	text := simulator.ConfigFor(url)
	name, sessions := strings.CutSuffix(name, ":sessions")
	if sessions { // Zoho's other dialect
		text = strings.Replace(text, "dialect: meetings", "dialect: sessions", 1)
	}
	cfg, err := providers.Parse("sim.yaml", []byte(text), nil, providers.Environment{})
	if err != nil {
		return err
	}
	for i := range cfg.Providers {
		cfg.Providers[i].Limits.Plan = meeting.PlanNone // as the simulator has it
	}
	set, err := providers.Open(cfg, providers.OpenOptions{Store: s, Client: provider.ClientConfig{SearchLag: 6 * time.Second}})
	if err != nil {
		return err
	}
	name, instant := strings.CutSuffix(name, ":instant")
	client, err := set.Client(name)
	if err != nil {
		return err
	}
	order := rand.New(rand.NewPCG(uint64(seed), 7)).Perm(n)
	var group sync.WaitGroup
	var mu sync.Mutex
	slots := make(chan struct{}, 4)
	for _, i := range order {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			line := create(ctx, client, i, instant)
			mu.Lock()
			defer mu.Unlock()
			fmt.Println(line)
		})
	}
	group.Wait()
	return nil
}

func create(ctx context.Context, client *provider.Client, i int, instant bool) string {
	key := fmt.Sprintf("key-%d", i)
	var m meeting.Meeting
	var err error
	if instant {
		m, err = client.Instant(ctx, meeting.InstantRequest{Key: key, Media: meeting.MediaVideo})
	} else {
		m, err = client.CreateMeeting(ctx, meeting.CreateRequest{Key: key, Title: fmt.Sprintf("Meeting %d", i),
			Start: time.Date(2030, 1, 1, 0, i, 0, 0, time.UTC), Duration: time.Hour})
	}
	switch meeting.KindOf(err) {
	case "":
		return "made " + key + " " + m.ID
	case meeting.ErrOutcomeUnknown:
		return "unknown " + key
	}
	return fmt.Sprint("failed ", key, " ", err)
}

func openState(ctx context.Context, place string) (store.Store, error) {
	if strings.HasPrefix(place, "postgres") {
		return postgres.Open(ctx, postgres.Config{URL: meeting.NewSecret(place)})
	}
	return sqlite.Open(ctx, sqlite.Config{Path: place})
}

// outcome is what the processes said of each key.
type outcome struct {
	ids     map[string]map[string]bool // by key
	unknown map[string]bool
	failed  []string
}

// race runs the processes and kills some of them; a killed one is started again.
func race(t *testing.T, sim *simulator.Server, name, state string, n, kill int) outcome {
	t.Helper()
	got := outcome{ids: map[string]map[string]bool{}, unknown: map[string]bool{}}
	var mu sync.Mutex
	left := kill
	var group sync.WaitGroup
	for p := range processes {
		group.Go(func() {
			for seed := p; ; seed += processes {
				cmd := exec.Command(os.Args[0])
				cmd.Env = append(os.Environ(), fmt.Sprintf("MEETING_TEST_WORKER=%s %s %s %d %d", sim.URL(), name, state, n, seed))
				out, err := cmd.StdoutPipe()
				if err != nil || cmd.Start() != nil {
					t.Error("a process did not start", err)
					return
				}
				killed, lines := false, 0
				for scan := bufio.NewScanner(out); scan.Scan(); {
					mu.Lock()
					got.add(scan.Text())
					if lines++; left > 0 && !killed && lines > n/10 {
						left--
						killed = true
						_ = cmd.Process.Kill() // SIGKILL, with up to four creates under way
					}
					mu.Unlock()
				}
				err = cmd.Wait()
				if !killed {
					if err != nil {
						t.Error("a process failed:", err)
					}
					return
				}
			}
		})
	}
	group.Wait()
	return got
}

func (o *outcome) add(line string) {
	words := strings.Fields(line)
	switch {
	case len(words) == 3 && words[0] == "made":
		if o.ids[words[1]] == nil {
			o.ids[words[1]] = map[string]bool{}
		}
		o.ids[words[1]][words[2]] = true
	case len(words) == 2 && words[0] == "unknown":
		o.unknown[words[1]] = true
	default:
		o.failed = append(o.failed, line)
	}
}

// half loses the answers of half the creates, by a seeded generator.
func half() func() bool {
	random := rand.New(rand.NewPCG(3, 4))
	return func() bool { return random.IntN(2) == 0 } // called under the simulator's lock
}

func TestExactlyOnce(t *testing.T) {
	states := map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "state.db") },
		"postgres": func(t *testing.T) string { return postgrestest.Schema(t).Reveal() },
	}
	for engine, place := range states {
		for _, c := range []struct {
			name, provider, vendor string
			kills                  int
			lag                    time.Duration
			searchable             bool
		}{
			{"zoom", "zoom", "zoom", 0, 0, true},
			{"zoho", "zoho", "zoho-meeting", 0, 0, true},
			{"zoho, sessions", "zoho:sessions", "zoho-meeting", *kills, 0, true},
			{"whereby", "rooms", "whereby", 0, 0, true},
			{"whereby killed", "rooms", "whereby", *kills, 0, true},
			{"zoom, the list lags", "zoom", "zoom", 0, 5 * time.Second, true},
			{"sdk", "sdk", "zoho-sdk", 0, 0, true},
			{"cliq", "chat", "zoho-cliq", 0, 0, true},
			{"sdk, at once", "sdk:instant", "zoho-sdk", 0, 0, false},
		} {
			t.Run(engine+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				state := place(t) // skips without a server
				sim, err := simulator.Start(simulator.Config{Unlimited: true, Drop: half(), ListLag: c.lag})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = sim.Close() })
				n := *keys
				if c.lag > 0 {
					n = min(n, 20) // each lost answer waits for the list
				}
				got := race(t, sim, c.provider, state, n, c.kills)
				verify(t, got, sim.Meetings(c.vendor), n, c.searchable)
			})
		}
	}
}

func verify(t *testing.T, got outcome, made, n int, searchable bool) {
	t.Helper()
	if len(got.failed) > 0 {
		t.Errorf("%d failed, first: %s", len(got.failed), got.failed[0])
	}
	if made != n {
		t.Errorf("%d meetings at the vendor for %d keys", made, n)
	}
	seen := map[string]string{}
	for key, ids := range got.ids {
		if len(ids) != 1 {
			t.Errorf("%s has %d meetings: %v", key, len(ids), ids)
		}
		for id := range ids {
			if other, twice := seen[id]; twice {
				t.Errorf("%s and %s have the same meeting", key, other)
			}
			seen[id] = key
		}
	}
	switch {
	case searchable && (len(got.ids) != n || len(got.unknown) != 0):
		t.Errorf("%d keys known, %d unknown, of %d", len(got.ids), len(got.unknown), n)
	case !searchable && len(got.ids)+len(got.unknown) != n:
		t.Errorf("%d known and %d unknown are not %d", len(got.ids), len(got.unknown), n)
	}
	t.Logf("%d keys, %d processes: %d meetings, %d known, %d reported as unknown", n, processes, made, len(got.ids), len(got.unknown))
}
