package oauth

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/postgres"
	"github.com/libmeet/meeting/store/postgres/postgrestest"
	"github.com/libmeet/meeting/store/sqlite"
)

// serve plays an endpoint on a loopback address.
func serve(t *testing.T, e *endpoint) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, err := e.RoundTrip(r)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(answer.StatusCode)
		_, _ = io.Copy(w, answer.Body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// dies kills its process when an answer has come in.
type dies struct{}

func (dies) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		_, err = io.Copy(io.Discard, answer.Body) // all of it arrived
	}
	if err == nil {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
	return nil, err
}

func childConfig(tokenURL string, rotates bool, s store.Store) Config {
	cfg := minting().config(s)
	cfg.Credentials.TokenURL, cfg.Transport, cfg.Rotates = tokenURL, nil, rotates
	return cfg
}

// openPlace opens a file or a PostgreSQL; late is when the lease of the dead has
// ended.
func openPlace(t *testing.T, place string, late bool) store.Store {
	t.Helper()
	var s store.Store
	var err error
	if strings.HasPrefix(place, "postgres") {
		s, err = postgres.Open(t.Context(), postgres.Config{URL: meeting.NewSecret(place), MaxConns: 1})
	} else {
		s, err = sqlite.Open(t.Context(), sqlite.Config{Path: place, Now: func() time.Time {
			if late {
				return time.Now().Add(leaseTime)
			}
			return time.Now()
		}})
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestChild is the other processes: it waits for the end of stdin, asks for a token,
// and prints it.
func TestChild(t *testing.T) {
	tokenURL := os.Getenv("VAULT_TEST_URL")
	if tokenURL == "" {
		t.Skip("it is started by the other tests")
	}
	s := openPlace(t, os.Getenv("VAULT_TEST_STORE"), os.Getenv("VAULT_TEST_LATE") != "")
	cfg := childConfig(tokenURL, os.Getenv("VAULT_TEST_ROTATES") != "", s)
	if os.Getenv("VAULT_TEST_DIES") != "" {
		cfg.Transport = dies{}
	}
	cfg.OnStoreError = func(err error) { fmt.Println("STORE", err) }
	_, _ = io.Copy(io.Discard, os.Stdin) // the start signal is its end
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	got, err := New(cfg).Authorization(ctx)
	fmt.Printf("GOT %q %v\n", got, err)
	_ = s.Close()
}

// child prepares a process on the store at path.
func child(t *testing.T, path, tokenURL string, more ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChild$")
	cmd.Env = append(os.Environ(), append(more, "VAULT_TEST_URL="+tokenURL, "VAULT_TEST_STORE="+path)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	return cmd, &out
}

// TestProcesses: many processes find one token that has ended.
func TestProcesses(t *testing.T) {
	for _, rotates := range []bool{false, true} {
		name := map[bool]string{false: "plain", true: "rotating"}[rotates]
		t.Run(name+"/sqlite", func(t *testing.T) { race(t, rotates, filepath.Join(t.TempDir(), "state.db")) })
		t.Run(name+"/postgres", func(t *testing.T) { race(t, rotates, postgrestest.Schema(t).Reveal()) })
	}
}

func race(t *testing.T, rotates bool, place string) {
	processes := 50
	if testing.Short() {
		processes = 10
	}
	e := minting()
	if rotates {
		e = rotating()
	}
	e.slow = 200 * time.Millisecond
	tokenURL, s := serve(t, e), openPlace(t, place, false)
	v := New(childConfig(tokenURL, rotates, s))
	ended := func(now time.Time, s *state) bool {
		s.succeed(answer{access: meeting.NewSecret("ended"), life: time.Hour}, now.Add(-2*time.Hour))
		return true
	}
	if _, err := v.inStore(t.Context(), ended); err != nil {
		t.Fatal(err)
	}
	_ = s.Close()

	wait, start, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	outs := make([]*bytes.Buffer, processes)
	var group sync.WaitGroup
	for i := range outs {
		var cmd *exec.Cmd
		cmd, outs[i] = child(t, place, tokenURL, "VAULT_TEST_ROTATES="+map[bool]string{true: "1"}[rotates])
		cmd.Stdin = wait
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		group.Go(func() { _ = cmd.Wait() })
	}
	began := time.Now()
	_, _ = wait.Close(), start.Close()
	group.Wait()
	t.Logf("%d processes, %v from the start signal to the last answer, %d token calls", processes, time.Since(began), e.calls())
	for _, out := range outs {
		if !strings.Contains(out.String(), `GOT "Zoho-oauthtoken token-1" <nil>`) || strings.Contains(out.String(), "STORE") {
			t.Errorf("a process says %s", out)
		}
	}
	wantCalls(t, e, 1)
}

// TestKilledRefresher: kill -9 between the vendor's answer and the store.
func TestKilledRefresher(t *testing.T) {
	for _, tt := range []struct {
		name, rotates, want string
		e                   *endpoint
	}{
		{"plain", "", `GOT "Zoho-oauthtoken token-2" <nil>`, minting()},
		{"rotating", "1", "authorize the application again (unauthenticated", rotating()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tokenURL, path := serve(t, tt.e), filepath.Join(t.TempDir(), "state.db")
			first, out := child(t, path, tokenURL, "VAULT_TEST_DIES=1", "VAULT_TEST_ROTATES="+tt.rotates)
			if err := first.Run(); err == nil || !strings.Contains(err.Error(), "killed") {
				t.Fatalf("the first process was not killed: %v\n%s", err, out)
			}
			wantCalls(t, tt.e, 1)
			next, out := child(t, path, tokenURL, "VAULT_TEST_LATE=1", "VAULT_TEST_ROTATES="+tt.rotates)
			if err := next.Run(); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(out.String(), tt.want) {
				t.Errorf("the next process says %s, want %s", out, tt.want)
			}
			wantCalls(t, tt.e, 2)
		})
	}
}
