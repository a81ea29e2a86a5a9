package quota

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/libmeet/meeting/store/sqlite"
)

// TestMain runs a worker process if it was started as one.
func TestMain(m *testing.M) {
	if path := os.Getenv("QUOTA_TEST_STORE"); path != "" {
		if err := worker(path, os.Getenv("QUOTA_TEST_URL")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

const (
	processLimit = 50 // a second
	processCalls = 60 // of each
	processCount = 4
)

func worker(path, url string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s, err := sqlite.Open(ctx, sqlite.Config{Path: path})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	l, err := New(Config{Account: "sim/1", Store: s, Limits: []Limit{{Name: "second", Amount: processLimit, Every: time.Second}}})
	if err != nil {
		return err
	}
	defer l.Close()
	errs := make(chan error, processCalls)
	turns := make(chan struct{}, processCalls)
	for range processCalls {
		turns <- struct{}{}
	}
	close(turns)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range turns {
				errs <- get(ctx, l, url)
			}
		})
	}
	group.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func get(ctx context.Context, l *Ledger, url string) error {
	ticket, err := l.Reserve(ctx, Call{})
	if err != nil {
		return err
	}
	a := Answer{Sent: time.Now(), Limit: -1, Remaining: -1}
	res, err := http.Get(url)
	a.Received = time.Now()
	if err == nil {
		_ = res.Body.Close()
		a.Refused = res.StatusCode == http.StatusTooManyRequests
	}
	ticket.Done(a)
	return err
}

// TestRealProcesses: four processes on one SQLite file, one of them killed in the
// middle and started anew, never have a call refused by a server that counts the
// last second.
func TestRealProcesses(t *testing.T) {
	var mu sync.Mutex
	var arrivals []time.Time
	accepted, refused := 0, 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		now := time.Now()
		for len(arrivals) > 0 && now.Sub(arrivals[0]) >= time.Second {
			arrivals = arrivals[1:]
		}
		if len(arrivals) >= processLimit {
			refused++
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		accepted++
		arrivals = append(arrivals, now)
	}))
	defer server.Close()
	path := filepath.Join(t.TempDir(), "store.db")
	start := func() *exec.Cmd {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "QUOTA_TEST_STORE="+path, "QUOTA_TEST_URL="+server.URL)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	began := time.Now()
	victim := start()
	var all []*exec.Cmd
	for range processCount - 1 {
		all = append(all, start())
	}
	for { // until the victim and the others are well on their way
		mu.Lock()
		n := accepted
		mu.Unlock()
		if n >= processLimit {
			break
		}
		if time.Since(began) > 20*time.Second {
			t.Fatal("nothing happens")
		}
		time.Sleep(5 * time.Millisecond)
	}
	_ = victim.Process.Kill()
	_ = victim.Wait()
	all = append(all, start())
	for _, cmd := range all {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if refused != 0 {
		t.Errorf("%d refused of %d, want none", refused, accepted)
	}
	if accepted < processCount*processCalls {
		t.Errorf("%d calls, want %d at least", accepted, processCount*processCalls)
	}
	t.Logf("%d calls in %v", accepted, time.Since(began).Round(time.Millisecond))
}

// BenchmarkSQLite is what a call costs with a store on disk, one at a time and with
// 16 goroutines.
func BenchmarkSQLite(b *testing.B) {
	for _, parallel := range []int{1, 16} {
		b.Run(strconv.Itoa(parallel), func(b *testing.B) {
			s, err := sqlite.Open(b.Context(), sqlite.Config{Path: filepath.Join(b.TempDir(), "store.db")})
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			l, err := New(Config{Account: "a", Store: s, Limits: []Limit{{Name: "minute", Amount: 1 << 30, Every: time.Minute}, {Name: "day", Amount: 1 << 30, Every: Day}}})
			if err != nil {
				b.Fatal(err)
			}
			defer l.Close()
			b.SetParallelism(parallel)
			if parallel == 1 {
				for b.Loop() {
					if err := reserve(b.Context(), l, Call{}); err != nil {
						b.Fatal(err)
					}
				}
				return
			}
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := reserve(b.Context(), l, Call{}); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}
