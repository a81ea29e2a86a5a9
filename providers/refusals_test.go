package providers_test

import (
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
	"github.com/libmeet/meeting/store/postgres/postgrestest"
)

// The promise is made for 5,000 calls:
//
//	go test ./providers -run NoRefusals -calls 5000 -v
var calls = flag.Int("calls", defaultCalls, "calls in the test of limits that processes share")

// TestNoRefusals: four processes on one store make calls of all sorts as fast as
// the vendors' limits allow, with what the plans say and with what answers teach,
// and none is refused. Without limits of our own many are.
func TestNoRefusals(t *testing.T) {
	states := map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "state.db") },
		"postgres": func(t *testing.T) string { return postgrestest.Schema(t).Reveal() },
	}
	for engine, place := range states {
		for _, known := range []string{"told", "learned", "ignored"} {
			t.Run(engine+"/"+known, func(t *testing.T) {
				t.Parallel()
				state := place(t) // skips without a server
				sim, err := simulator.Start(simulator.Config{})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = sim.Close() })
				began := time.Now()
				var group sync.WaitGroup
				for p := range processes {
					group.Go(func() {
						cmd := exec.Command(os.Args[0])
						cmd.Env = append(os.Environ(), fmt.Sprintf("MEETING_TEST_CALLS=%s %s %s %d %d", sim.URL(), state, known, *calls/processes, p))
						if out, err := cmd.CombinedOutput(); err != nil {
							t.Errorf("a process failed: %v\n%s", err, out)
						}
					})
				}
				group.Wait()
				if n := sim.Refusals(); (n != 0) != (known == "ignored") {
					t.Errorf("%d calls were refused", n)
				}
				if n := sim.Requests(); n < *calls {
					t.Errorf("only %d requests came in", n)
				}
				t.Logf("%d requests in %v, %d refused", sim.Requests(), time.Since(began).Round(time.Second/10), sim.Refusals())
			})
		}
	}
}

// callMany is one process of TestNoRefusals.
func callMany(job string) (err error) {
	var url, state, known string
	var n int
	var seed uint64
	if _, err := fmt.Sscan(job, &url, &state, &known, &n, &seed); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 8*time.Minute)
	defer cancel()
	s, err := openState(ctx, state)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	cfg, err := providers.Parse("sim.yaml", []byte(simulator.ConfigFor(url)), nil, providers.Environment{})
	if err != nil {
		return err
	}
	for i := range cfg.Providers {
		switch {
		case known == "ignored":
			cfg.Providers[i].Limits.Plan = meeting.PlanNone
		case known == "learned" && strings.HasPrefix(cfg.Providers[i].Kind, "zo"): // the others are never learned
			cfg.Providers[i].Limits.Plan = ""
		}
	}
	set, err := providers.Open(cfg, providers.OpenOptions{Store: s, OnStoreError: func(err error) { fmt.Println("store:", err) }})
	if err != nil {
		return err
	}
	defer func() { _ = set.Close() }()
	caller := &caller{set: set, random: rand.New(rand.NewPCG(seed, 9))}
	errs := make(chan error, n)
	var group sync.WaitGroup
	slots := make(chan struct{}, 8)
	for range n {
		slots <- struct{}{}
		call := caller.pick()
		group.Go(func() {
			defer func() { <-slots }()
			if err := call(ctx); err != nil && (known != "ignored" || meeting.KindOf(err) != meeting.ErrRateLimited) {
				errs <- err
			}
		})
	}
	group.Wait()
	close(errs)
	return <-errs
}

// caller picks calls at random.
type caller struct {
	set    *provider.Set
	random *rand.Rand
}

func (c *caller) pick() func(ctx context.Context) error {
	at := time.Date(2040, 1, 1, 0, c.random.IntN(500_000), 0, 0, time.UTC)
	req := meeting.CreateRequest{Title: fmt.Sprint("Meeting ", at.Unix()), Start: at, Duration: time.Hour}
	name := "zoom"
	switch kind := c.random.IntN(1000); {
	case kind < 4:
		name = "chat"
	case kind < 60:
		name = "zoho"
	case kind < 75:
		name = "sdk"
	case kind < 150:
		name = "rooms"
	}
	client, err := c.set.Client(name)
	what := c.random.IntN(10)
	req.Host = ""
	if name == "zoom" {
		req.Host = fmt.Sprintf("host-%d@example.com", c.random.IntN(400))
	}
	return func(ctx context.Context) error {
		switch {
		case err != nil:
			return err
		case name == "sdk":
			_, err := client.Instant(ctx, meeting.InstantRequest{Media: meeting.MediaVideo})
			return err
		case name == "chat" || what < 3:
			q := meeting.ListQuery{PageSize: 1}
			if name == "zoom" {
				q.Host = req.Host
			}
			for _, err := range client.Meetings(ctx, q) {
				return err
			}
			return nil
		}
		m, err := client.CreateMeeting(ctx, req)
		if err == nil && what < 8 {
			_, err = client.GetMeeting(ctx, m.ID)
		}
		if err == nil && what < 5 {
			err = client.CancelMeeting(ctx, m.ID, meeting.CancelOptions{})
		}
		return err
	}
}
