package calendar

import (
	"html"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
)

func TestPage(t *testing.T) {
	s := newSite(t)
	s.handler = s.open(HandlerConfig{Name: "Team", Zone: "Europe/Berlin"})
	w := s.get("")
	body := w.Body.String()
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatal(w.Code, w.Header())
	}
	for _, want := range []string{
		`<html lang="en">`, "<main ", `<nav aria-label="Days">`, `<nav aria-label="Provider">`, "<title>Team: Monday, 1 March 2027 to Sunday, 7 March 2027</title>",
		`<h2 id="day-2027-03-01">Monday, 1 March 2027</h2>`, `<time datetime="2027-03-01T09:00:00Z">10:00</time>`,
		`<a class="join" href="https://zoom.us/j/91234567891" rel="noopener noreferrer">Join<span class="hidden"> Meeting 1</span></a>`,
		"<code>pass1</code>", "Overlaps with <bdi>Meeting 3</bdi>", "Overlaps with <bdi>Meeting 1</bdi>", "Meeting 2", "No meetings",
		`href="?from=2027-02-22"`, `href="?from=2027-03-08"`, `href="?from=2027-03-01&amp;provider=b"`, `<a href="meetings.ics">`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(body, "hostkey") || strings.Contains(body, "<script") || strings.Contains(body, "style=") {
		t.Error(body)
	}
	csp := w.Header().Get("Content-Security-Policy")
	if !strings.HasPrefix(csp, "default-src 'none'; style-src 'self';") || strings.Contains(csp, "unsafe") || w.Header().Get("Referrer-Policy") != "no-referrer" {
		t.Error(w.Header())
	}

	only := s.get("?provider=b&from=2027-03-01").Body.String()
	if strings.Contains(only, "<h3><bdi>Meeting 1<") || !strings.Contains(only, "<h3><bdi>Meeting 3<") || !strings.Contains(only, `<a href="meetings.ics?provider=b">`) ||
		!strings.Contains(only, `provider=b" aria-current="true"`) {
		t.Error(only)
	}
	if later := s.get("?from=2027-03-08").Body.String(); strings.Contains(later, "Meeting 1") || !strings.Contains(later, "No meetings") {
		t.Error(later)
	}
	for path, code := range map[string]int{"?from=x": 400, "?from=2027-13-01": 400, "?provider=x": 404} {
		if w := s.get(path); w.Code != code {
			t.Error(path, w.Code)
		}
	}
}

// What a vendor sends stays text.
func TestPageEscapes(t *testing.T) {
	s := newSite(t)
	hostile := `</bdi><script>alert(1)</script><img src=x onerror=alert(1)> "&amp; ` + "\u202e" + `\u003cscript`
	s.set(s.a, func(m *meeting.Meeting) {
		m.Title, m.Host.Name, m.Passcode = hostile, hostile, meeting.NewSecret(`"><b>`)
		m.JoinURL = `https://evil.example/"><script>alert(1)</script>?a=javascript:alert(1)`
		m.ID += `"><i>`
	})
	s.handler = s.open(HandlerConfig{Name: hostile})
	body := s.get("").Body.String()
	for _, bad := range []string{"<script", "<img", "<i>", "<b>", "onerror=alert(1)>"} {
		if strings.Contains(body, bad) {
			t.Errorf("the page has %s", bad)
		}
	}
	if !strings.Contains(html.UnescapeString(body), "<h3><bdi>"+hostile+"</bdi></h3>") {
		t.Error("the title is not as it came")
	}
	s.set(s.a, func(m *meeting.Meeting) { m.JoinURL = "javascript:alert(1)" }) // the client refuses it
	s.now = s.now.Add(time.Hour)
	if body := s.get("").Body.String(); strings.Contains(body, "javascript:alert(1)\"") {
		t.Error(body)
	}
}

// A day is the day of the page's zone, over the change to summer time too.
func TestPageDays(t *testing.T) {
	s := newSite(t)
	s.a = s.vendor("a", at("late", 27*24+22, 30), at("early", 27*24-1, 30)) // 29 March 00:30 and 28 March 00:30 in Berlin
	s.now = monday.AddDate(0, 0, 27)
	s.handler = s.open(HandlerConfig{Zone: "Europe/Berlin"})
	body := s.get("?from=2027-03-28").Body.String()
	sunday, next, _ := strings.Cut(body, `id="day-2027-03-29"`)
	if !strings.Contains(sunday, "Meeting early") || strings.Contains(sunday, "Meeting late") || !strings.Contains(next, "Meeting late") {
		t.Error(body)
	}
}

// Every pair of colours that the style sheet puts together has the contrast of WCAG
// 2.1 AA (4.5 to 1), in the light and in the dark.
func TestContrast(t *testing.T) {
	css, err := assets.ReadFile("page/style.css")
	if err != nil {
		t.Fatal(err)
	}
	light, rest, _ := strings.Cut(string(css), "@media (prefers-color-scheme: dark)")
	dark, _, _ := strings.Cut(rest, "* {")
	for name, block := range map[string]string{"light": light, "dark": dark} {
		colours := map[string]float64{}
		for _, m := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6});`).FindAllStringSubmatch(block, -1) {
			n, err := strconv.ParseUint(m[2], 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			colours[m[1]] = luminance(n)
		}
		for _, pair := range [][2]string{
			{"text", "ground"}, {"text", "raised"}, {"quiet", "ground"}, {"quiet", "raised"}, {"strong", "ground"}, {"on-strong", "strong"},
			{"warn", "raised"}, {"warn", "warn-ground"},
		} {
			a, b := colours[pair[0]], colours[pair[1]]
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 || len(colours) != 9 {
				t.Errorf("%s: %v have a contrast of %.2f (%d colours)", name, pair, ratio, len(colours))
			}
		}
	}
}

// luminance is WCAG's relative luminance of 0xrrggbb.
func luminance(rgb uint64) float64 {
	sum := 0.0
	for i, weight := range []float64{0.0722, 0.7152, 0.2126} { // blue first
		c := float64(rgb>>(8*i)&0xff) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
