package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/oauth"
	"github.com/libmeet/meeting/internal/quota"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/memory"
	"github.com/libmeet/meeting/store/sqlite"
)

// connectionsTable counts the connections that 1,000 requests of 16 goroutines
// open over TLS.
func connectionsTable(ctx context.Context, s *suite) error {
	secure := &tls.Config{RootCAs: s.vendor.roots, MinVersion: tls.VersionTLS12}
	standard := http.DefaultTransport.(*http.Transport).Clone()
	standard.TLSClientConfig = secure.Clone()
	tuned := transport.NewRoundTripper()
	tuned.TLSClientConfig = secure.Clone()
	plain := &http.Client{Transport: standard}
	o, err := newOurs(s.vendor.TLS, tuned, nil)
	if err != nil {
		return err
	}
	rows := [][]string{{"client", "new connections per 1,000 requests"}}
	for _, c := range []struct {
		name string
		idle *http.Transport
		do   func(context.Context) error
	}{
		{"net/http, default pool (2 idle a host)", standard, func(ctx context.Context) error { return fetchSlow(ctx, plain, s.vendor.TLS) }},
		{"**this library**", tuned, o.get},
	} {
		before, err := s.connections(ctx)
		if err != nil {
			return err
		}
		if err := crowd(ctx, 16, 1000, c.do); err != nil {
			return err
		}
		after, err := s.connections(ctx)
		if err != nil {
			return err
		}
		c.idle.CloseIdleConnections()
		rows = append(rows, []string{c.name, fmt.Sprint(after - before)})
	}
	s.print("Connections over TLS, HTTP/1.1, 16 goroutines, an answer after 20 ms", rows)
	return nil
}

func fetchSlow(ctx context.Context, client *http.Client, base string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/slow", nil)
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	_, err = io.Copy(io.Discard, res.Body)
	return err
}

// crowd does n calls from so many goroutines.
func crowd(ctx context.Context, goroutines, n int, do func(context.Context) error) error {
	var wg sync.WaitGroup
	failed := make(chan error, goroutines)
	for range goroutines {
		wg.Go(func() {
			for range n / goroutines {
				if err := do(ctx); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	wg.Wait()
	close(failed)
	return <-failed
}

// connections asks the vendor over a connection of its own, which counts.
func (s *suite) connections(ctx context.Context) (int, error) {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.vendor.Plain+"/connections", nil)
	if err != nil {
		return 0, err
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = res.Body.Close() }()
	var n int
	_, err = fmt.Fscan(res.Body, &n)
	return n - 1, err // the difference of two has one of these too many
}

// hotTable is what every call pays when nothing must wait.
func hotTable(ctx context.Context, s *suite) error {
	ledger, err := quota.New(quota.Config{Account: "bench", Limits: []quota.Limit{
		{Name: "second", Amount: 1 << 30, Every: time.Second},
		{Name: "day", Amount: 1 << 30, Every: quota.Day, Kind: quota.Fixed},
		{Name: "host", Amount: 1 << 30, Every: quota.Day, Kind: quota.Fixed, PerHost: true},
	}})
	if err != nil {
		return err
	}
	vault := oauth.New(oauth.Config{
		Credentials: meeting.Credentials{Flow: meeting.FlowAccountCredentials, TokenURL: s.vendor.Plain + "/oauth/token",
			AccountID: "a", ClientID: "b", ClientSecret: meeting.NewSecret("c")},
		TokenURL: s.vendor.Plain + "/oauth/token", Scheme: "Bearer", Transport: transport.NewRoundTripper(), Now: time.Now,
	})
	if _, err := vault.Authorization(ctx); err != nil {
		return err
	}
	rows := [][]string{{"work", "ns", "allocs"}}
	for _, hot := range []struct {
		name string
		do   func() error
	}{
		{"reserve and settle a call in three windows", func() error {
			ticket, err := ledger.Reserve(ctx, quota.Call{Host: "host@example.com"})
			ticket.Done(quota.Answer{Limit: -1, Remaining: -1})
			return err
		}},
		{"fetch a valid token", func() error { _, err := vault.Authorization(ctx); return err }},
	} {
		var failed error
		r := testing.Benchmark(func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := hot.do(); err != nil {
					failed = err
				}
			}
		})
		if failed != nil {
			return failed
		}
		rows = append(rows, []string{hot.name, fmt.Sprintf("%.0f", float64(r.T.Nanoseconds())/float64(r.N)), fmt.Sprint(r.AllocsPerOp())})
	}
	s.print("Hot paths when nothing must wait", rows)
	return nil
}

// keyedTable is what the create journal costs.
func keyedTable(ctx context.Context, s *suite) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	disk, err := sqlite.Open(ctx, sqlite.Config{Path: filepath.Join(dir, "bench.db")})
	if err != nil {
		return err
	}
	defer func() { _ = disk.Close() }()
	volatile, volatileName := volatileStore(ctx)
	without, err := newOurs(s.vendor.Plain, transport.NewRoundTripper(), nil)
	if err != nil {
		return err
	}
	inMemory, err := newOurs(s.vendor.Plain, transport.NewRoundTripper(), memory.New(nil))
	if err != nil {
		return err
	}
	onDisk, err := newOurs(s.vendor.Plain, transport.NewRoundTripper(), disk)
	if err != nil {
		return err
	}
	candidates := []candidate{
		{"without a key", without.create},
		{"keyed, journal in memory", inMemory.keyed},
		{"keyed, journal in SQLite, synchronous=FULL", onDisk.keyed},
	}
	if volatile != nil {
		defer func() { _ = volatile.Close() }()
		fast, err := newOurs(s.vendor.Plain, transport.NewRoundTripper(), volatile)
		if err != nil {
			return err
		}
		candidates = append(candidates, candidate{volatileName, fast.keyed})
	}
	all, err := pair(ctx, s.scaled(15), 50, candidates)
	if err != nil {
		return err
	}
	rows := comparison(all)
	rows[0] = append(rows[0], "wall each")
	for i, m := range all {
		rows[i+1] = append(rows[i+1], m.perOp.wall.Round(time.Microsecond).String())
	}
	s.print("A create that happens once, ratios to one without a key", rows)
	return nil
}

// volatileStore is SQLite where fsync costs nothing: on a file system in memory.
func volatileStore(ctx context.Context) (store.Store, string) {
	dir, err := os.MkdirTemp("/dev/shm", "bench")
	if err != nil {
		return nil, ""
	}
	st, err := sqlite.Open(ctx, sqlite.Config{Path: filepath.Join(dir, "bench.db")})
	if err != nil {
		return nil, ""
	}
	return discarded{st, dir}, "keyed, journal in SQLite in memory (no fsync)"
}

// discarded is a store that leaves nothing behind.
type discarded struct {
	store.Store
	dir string
}

func (d discarded) Close() error { return errors.Join(d.Store.Close(), os.RemoveAll(d.dir)) }

// cliTable is the wall time of whole commands.
func cliTable(ctx context.Context, s *suite) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	bin := filepath.Join(dir, "meetctl")
	build := exec.CommandContext(ctx, "go", "build", "-o", bin, "./cmd/meetctl")
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building meetctl: %w: %s", err, out)
	}
	rows := [][]string{{"command", "wall, median of 21"}}
	for _, c := range []struct {
		args  []string
		stdin string
	}{
		{[]string{"--version"}, ""},
		{[]string{"normalize", "--vendor", "zoom"}, createAnswer},
	} {
		var took []time.Duration
		for range 21 {
			cmd := exec.CommandContext(ctx, bin, c.args...)
			cmd.Stdin = strings.NewReader(c.stdin)
			began := time.Now()
			if out, err := cmd.CombinedOutput(); err != nil {
				return fmt.Errorf("meetctl %v: %w: %s", c.args, err, out)
			}
			took = append(took, time.Since(began))
		}
		slices.Sort(took)
		rows = append(rows, []string{"meetctl " + strings.Join(c.args, " "), took[len(took)/2].Round(100 * time.Microsecond).String()})
	}
	s.print("Whole commands", rows)
	return nil
}
