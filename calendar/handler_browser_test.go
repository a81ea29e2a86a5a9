package calendar

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
)

var screenshot = flag.String("screenshot", "", "`FILE` to keep the picture of the page in, such as ../docs/calendar.png")

// browser returns a way to run Chromium on a page, or skips. Debian's package
// chromium has one.
func browser(t *testing.T) func(args ...string) (stdout, stderr string) {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("NO BROWSER TEST: chromium is not installed (apt-get install chromium)")
	}
	if testing.Short() {
		t.Skip("a browser takes seconds")
	}
	return func(args ...string) (string, string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), path, append([]string{
			"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
			"--user-data-dir=" + t.TempDir(), "--enable-logging=stderr", "--hide-scrollbars", "--force-device-scale-factor=1",
		}, args...)...)
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		cmd.WaitDelay = 5 * time.Second // its helpers may keep the pipes
		if err := cmd.Run(); err != nil {
			t.Fatalf("chromium: %v\n%s", err, errs.String())
		}
		return out.String(), errs.String()
	}
}

// TestBrowser shows the page to a real browser: it applies the style sheet under the
// page's own policy, runs nothing that a vendor sent, and needs no script.
func TestBrowser(t *testing.T) {
	run := browser(t)
	s := newSite(t)
	s.a = s.vendor("zoom", at("1", 8, 30), at("2", 10, 0), at("4", 33, 0))
	s.b = s.vendor("rooms", at("3", 10, 15), at("5", 14, 0))
	s.a.vendor, s.b.vendor = "zoom", "whereby"
	titles := map[string]string{
		"1": "Planning", "2": "Quarterly review", "3": "Design crew", "4": "Daily",
		"5": `<script>document.title="run"</script><img src=x onerror='document.title="run"'> Hostile title`,
	}
	for _, l := range []*lister{s.a, s.b} {
		s.set(l, func(m *meeting.Meeting) {
			m.Title, m.Host.Name, m.JoinURL = titles[m.ID], "Ada", "https://zoom.us/j/9123456789"+m.ID
		})
	}
	s.b.failAt = 2
	s.handler = s.open(HandlerConfig{Name: "Team meetings", Zone: "Europe/Berlin"})
	s.get("")
	s.now = s.now.Add(time.Hour) // the second vendor fails by now
	server := httptest.NewServer(s.handler)
	defer server.Close()
	page := server.URL + "/" + secretPath + "/"

	dom, log := run("--dump-dom", page)
	if n := strings.Count(dom, `<a class="join"`); n != 5 {
		t.Errorf("%d join links", n)
	}
	if !strings.Contains(dom, "<title>Team meetings: Monday") || strings.Contains(dom, "<title>run") || !strings.Contains(dom, "&lt;script&gt;document.title") {
		t.Error(dom)
	}
	if !strings.Contains(dom, `role="status"`) {
		t.Error("no note on the vendor that failed")
	}
	for _, bad := range []string{"Content Security Policy", "Refused to", "Failed to load", "Uncaught"} {
		if strings.Contains(log, bad) {
			t.Error("the browser says ", log)
		}
	}

	file := filepath.Join(t.TempDir(), "page.png")
	shoot := func(flags ...string) []byte {
		run(append(flags, "--window-size=800,832", "--screenshot="+file, page)...)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	data := shoot()
	if !bytes.Equal(data, shoot("--blink-settings=scriptEnabled=false")) {
		t.Error("without scripts it looks different")
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	// The style sheet's blue of the buttons.
	if n := count(picture, 0x0b, 0x57, 0xb7); n < 5*2000 {
		t.Errorf("%d pixels of buttons: is the style sheet applied?", n)
	}
	if *screenshot != "" {
		if err := os.WriteFile(*screenshot, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// count returns how many pixels have a colour.
func count(picture image.Image, r, g, b uint32) (n int) {
	bounds := picture.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			if pr, pg, pb, _ := picture.At(x, y).RGBA(); pr>>8 == r && pg>>8 == g && pb>>8 == b {
				n++
			}
		}
	}
	return n
}
