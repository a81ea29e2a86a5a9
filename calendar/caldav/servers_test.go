package caldav_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar/caldav"
)

// server is a real CalDAV server that was started for a test.
type server struct {
	name     string
	calendar string // URL
	home     string // URL that leads to it
	user     string
	password string
}

// servers starts the two that disagree where it matters. One that is not installed
// is skipped, loudly.
func servers(t *testing.T, test func(t *testing.T, s server)) {
	for name, start := range map[string]func(*testing.T, string) server{"radicale": startRadicale, "xandikos": startXandikos} {
		t.Run(name, func(t *testing.T) {
			if _, err := exec.LookPath(name); err != nil {
				t.Skipf("A CALDAV SERVER IS MISSING: apt-get install --no-install-recommends %s", name)
			}
			test(t, start(t, freePort(t)))
		})
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
}

func startRadicale(t *testing.T, port string) server {
	dir := t.TempDir()
	config := "[server]\nhosts = 127.0.0.1:" + port + "\n[auth]\ntype = htpasswd\nhtpasswd_filename = " + dir + "/users\nhtpasswd_encryption = plain\ndelay = 0\n" +
		"[rights]\ntype = owner_only\n[storage]\nfilesystem_folder = " + dir + "/col\n"
	write(t, filepath.Join(dir, "radicale.conf"), config)
	write(t, filepath.Join(dir, "users"), "u1:pw1\n")
	base := "http://127.0.0.1:" + port
	run(t, base, "radicale", "--config", filepath.Join(dir, "radicale.conf"))
	s := server{"radicale", base + "/u1/cal/", base, "u1", "pw1"}
	s.request(t, "MKCALENDAR", s.calendar, "", "", http.StatusCreated)
	return s
}

func startXandikos(t *testing.T, port string) server {
	base := "http://127.0.0.1:" + port
	run(t, base, "xandikos", "-d", t.TempDir(), "--listen-address", "127.0.0.1", "-p", port, "--current-user-principal", "/u1", "--defaults", "--autocreate")
	return server{"xandikos", base + "/u1/calendars/calendar/", base + "/u1", "", ""}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run starts a server and waits until it answers. It ends with the test.
func run(t *testing.T, base, name string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, name, args...)
	var log strings.Builder
	cmd.Stdout, cmd.Stderr = &log, &log
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was killed
		if t.Failed() {
			t.Logf("%s said:\n%s", name, log.String())
		}
	})
	for range 300 {
		if res, err := http.Get(base); err == nil {
			_ = res.Body.Close()
			return
		}
		time.Sleep(50 * time.Millisecond) // another process: no clock of ours
	}
	t.Fatalf("%s does not answer:\n%s", name, log.String())
}

// origin is the server's address without a path.
func (s server) origin() string { return strings.TrimSuffix(s.home, "/u1") }

// request does what another client of the server would.
func (s server) request(t *testing.T, method, url, body, etag string, want int) (string, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if s.user != "" {
		req.SetBasicAuth(s.user, s.password)
	}
	if body != "" {
		req.Header.Set("Content-Type", "text/calendar; charset=utf-8")
	}
	if etag != "" {
		req.Header.Set("If-Match", etag)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil || (want != 0 && res.StatusCode != want) {
		t.Fatalf("%s %s: %s %v\n%s", method, url, res.Status, err, text)
	}
	return string(text), res.Header
}

func (s server) open(t *testing.T, url string) *caldav.Client {
	t.Helper()
	c, err := caldav.Open(t.Context(), caldav.Config{URL: url, User: s.user, Password: meeting.NewSecret(s.password)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}
