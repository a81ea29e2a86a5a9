// Failure shows that a create happens once: 1,000 keyed creates per vendor against
// simulators that cut the connection after acting on half of them. Where a vendor
// can be searched every key ends with its meeting; where it can't, every doubtful
// one is reported, and nothing is sent twice.
//
//	go run ./examples/failure
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
	"github.com/libmeet/meeting/store/sqlite"
)

func main() {
	if err := run(context.Background(), os.Stdout, 1000); err != nil {
		fmt.Fprintln(os.Stderr, "failure:", err)
		os.Exit(1)
	}
}

// run makes n keyed creates at each vendor.
func run(ctx context.Context, out io.Writer, n int) error {
	dir, err := os.MkdirTemp("", "failure")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	state, err := sqlite.Open(ctx, sqlite.Config{Path: filepath.Join(dir, "state.db")})
	if err != nil {
		return err
	}
	defer func() { _ = state.Close() }()

	var drops drops
	sim, err := simulator.Start(simulator.Config{Unlimited: true, Drop: drops.half})
	if err != nil {
		return err
	}
	defer func() { _ = sim.Close() }()
	cfg, err := providers.Parse("failure.yaml", []byte(sim.ConfigYAML()), nil, providers.Environment{})
	if err != nil {
		return err
	}
	set, err := providers.Open(cfg, providers.OpenOptions{Client: provider.ClientConfig{Store: state}})
	if err != nil {
		return err
	}
	for _, row := range []struct {
		name    string
		instant bool
	}{{"zoom", false}, {"zoho", false}, {"rooms", false}, {"sdk", false}, {"chat", false}, {"sdk", true}} {
		client, err := set.Client(row.name)
		if err != nil {
			return err
		}
		vendor, what := client.Info().Vendor, "scheduled"
		if row.instant {
			what = "at once"
		}
		lost, there := drops.count(), sim.Meetings(vendor)
		made, unknown, err := createAll(ctx, client, n, row.instant)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%-13s %-10s %d keys, %d answers lost: %d known by their id, %d reported as unknown; at the vendor: %d\n",
			vendor, what, n, drops.count()-lost, made, unknown, sim.Meetings(vendor)-there)
	}
	return nil
}

// createAll creates n meetings, eight at a time, and counts different ids.
func createAll(ctx context.Context, client *provider.Client, n int, instant bool) (made, unknown int, err error) {
	ids := map[string]bool{}
	start := time.Now().Add(24 * time.Hour).Truncate(time.Hour)
	keys := make(chan int)
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			for i := range keys {
				m, failure := create(ctx, client, i, start, instant)
				mu.Lock()
				switch {
				case failure == nil:
					ids[m.ID] = true
				case errors.Is(failure, meeting.ErrOutcomeUnknown):
					unknown++
				default:
					err = failure
				}
				mu.Unlock()
			}
		})
	}
	for i := range n {
		keys <- i
	}
	close(keys)
	workers.Wait()
	return len(ids), unknown, err
}

func create(ctx context.Context, client *provider.Client, i int, start time.Time, instant bool) (meeting.Meeting, error) {
	if instant {
		return client.Instant(ctx, meeting.InstantRequest{Key: fmt.Sprintf("now-%d", i), Media: meeting.MediaVideo})
	}
	return client.CreateMeeting(ctx, meeting.CreateRequest{
		Key: fmt.Sprintf("import-%d", i), Title: fmt.Sprintf("Meeting %d", i), Start: start.Add(time.Duration(i) * time.Minute), Duration: 30 * time.Minute,
	})
}

// drops decides by a seeded generator, so that two runs are alike.
type drops struct {
	mu     sync.Mutex
	random *rand.Rand
	n      int
}

func (d *drops) half() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.random == nil {
		d.random = rand.New(rand.NewPCG(1, 2))
	}
	if d.random.IntN(2) == 0 {
		return false
	}
	d.n++
	return true
}

func (d *drops) count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.n
}
