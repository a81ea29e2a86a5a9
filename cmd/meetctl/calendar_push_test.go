package main

import (
	"net"
	"net/http"
	"os/exec"
	"testing"
	"time"
)

// TestCalendarPush runs the command against a real server twice, and after a
// cancellation.
func TestCalendarPush(t *testing.T) {
	if _, err := exec.LookPath("xandikos"); err != nil {
		t.Skip("A CALDAV SERVER IS MISSING: apt-get install --no-install-recommends xandikos")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().(*net.TCPAddr)
	_ = l.Close() // the server takes the port
	_, port, _ := net.SplitHostPort(address.String())
	server := exec.Command("xandikos", "-d", t.TempDir(), "--listen-address", "127.0.0.1", "-p", port, "--current-user-principal", "/u1", "--defaults", "--autocreate")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait() // it was killed
	})
	base := "http://" + address.String()
	for range 300 {
		if res, err := http.Get(base); err == nil {
			_ = res.Body.Close()
			break
		}
		time.Sleep(50 * time.Millisecond) // another process: no clock of ours
	}
	b, id := calendarBench(t)
	b.vars["PW"] = "pw1"
	push := func(want map[string]float64) {
		t.Helper()
		got := b.run("calendar", "push", "--caldav", base+"/u1", "--user=u1", "--password=env:PW", "--json").want(t, 0).document(t).(map[string]any)
		for _, name := range []string{"created", "updated", "deleted", "unchanged"} {
			if got[name] != want[name] {
				t.Fatalf("%v, want %v", got, want)
			}
		}
	}
	push(map[string]float64{"created": 1})
	push(map[string]float64{"unchanged": 1})
	b.run("update", id, "--title=Renamed").want(t, 0)
	push(map[string]float64{"updated": 1})
	b.run("cancel", id).want(t, 0)
	push(map[string]float64{"deleted": 1})
	push(nil)
}

func TestCalendarPushRefuses(t *testing.T) {
	b, _ := calendarBench(t)
	for _, args := range [][]string{
		{}, {"--caldav=http://dav.example.com/"}, {"--caldav=https://u:p@dav.example.com/"}, {"--caldav=http://127.0.0.1:1/", "--password=clear"},
		{"--caldav=http://127.0.0.1:1/", "--password=env:NOT_SET"},
	} {
		if got := b.run(append([]string{"calendar", "push"}, args...)...); got.code != 2 || got.out != "" {
			t.Errorf("%v: %+v", args, got)
		}
	}
	b.run("calendar", "push", "--caldav=http://127.0.0.1:1/").want(t, 8)
}
