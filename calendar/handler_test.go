package calendar

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

const secretPath = "abcdefghijklmnopqrstuvwxyz"

// site is a handler with a clock, in front of two vendors.
type site struct {
	t       *testing.T
	handler *Handler
	now     time.Time
	a, b    *lister
	lists   map[*lister][]meeting.Meeting
	errs    []error
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, now: monday.Add(8 * time.Hour), lists: map[*lister][]meeting.Meeting{}}
	s.a, s.b = s.vendor("a", at("1", 9, 0), at("2", 30, 0)), s.vendor("b", at("3", 9, 15))
	s.set(s.a, func(m *meeting.Meeting) {
		m.JoinURL, m.HostURL = "https://zoom.us/j/9123456789"+m.ID, meeting.NewSecret("https://zoom.us/s/9123456789"+m.ID+"?zak=hostkey")
		m.Passcode = meeting.NewSecret("pass" + m.ID)
	})
	s.handler = s.open(HandlerConfig{})
	return s
}

func (s *site) vendor(name string, list ...meeting.Meeting) *lister {
	l := listOf(name, list...)
	s.lists[l] = list
	return l
}

func (s *site) set(l *lister, change func(*meeting.Meeting)) {
	for i := range s.lists[l] {
		change(&s.lists[l][i])
	}
}

func (s *site) open(cfg HandlerConfig) *Handler {
	s.t.Helper()
	cfg.Clients, cfg.Token = clientsOf(s.a, s.b), meeting.NewSecret(secretPath)
	cfg.Now = func() time.Time { return s.now }
	cfg.OnError = func(err error) { s.errs = append(s.errs, err) }
	h, err := NewHandler(cfg)
	if err != nil {
		s.t.Fatal(err)
	}
	return h
}

// get asks for a path below the secret; header are names and values.
func (s *site) get(path string, header ...string) *httptest.ResponseRecorder {
	return s.ask(http.MethodGet, "/"+secretPath+"/"+path, header...)
}

func (s *site) ask(method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

func uids(t *testing.T, body string) string {
	t.Helper()
	events, err := Decode(strings.NewReader(body), DecodeOptions{})
	if err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	var list []string
	for _, e := range events {
		list = append(list, strings.TrimSuffix(e.UID, "@"+UIDDomain))
	}
	return strings.Join(list, " ")
}

func TestFeed(t *testing.T) {
	s := newSite(t)
	w := s.get("meetings.ics")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/calendar; charset=utf-8" || w.Header().Get("Warning") != "" {
		t.Fatal(w.Code, w.Header())
	}
	if got := uids(t, w.Body.String()); got != "fake-a-1 fake-b-3 fake-a-2" {
		t.Error(got)
	}
	if !strings.Contains(w.Body.String(), "REFRESH-INTERVAL;VALUE=DURATION:PT15M") || strings.Contains(w.Body.String(), "hostkey") {
		t.Error(w.Body)
	}
	if got := uids(t, s.get("meetings.ics?provider=b").Body.String()); got != "fake-b-3" {
		t.Error(got)
	}
	if w := s.get("meetings.ics?provider=x"); w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}

	zipped := s.get("meetings.ics", "Accept-Encoding", "br, gzip;q=0.5")
	z, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil || !bytes.Equal(plain, w.Body.Bytes()) || zipped.Header().Get("Content-Encoding") != "gzip" || zipped.Header().Get("Vary") != "Accept-Encoding" {
		t.Error(err, zipped.Header())
	}
	if zipped.Header().Get("ETag") == w.Header().Get("ETag") {
		t.Error("one tag for two bodies")
	}
	for header, want := range map[string]string{"gzip;q=0": "", "identity": "", "*": "gzip", "GZIP": "gzip", "*;q=0, gzip": "gzip", "x-gzip": ""} {
		if got := s.get("meetings.ics", "Accept-Encoding", header).Header().Get("Content-Encoding"); got != want {
			t.Errorf("%s: %q", header, got)
		}
	}
	head := s.ask(http.MethodHead, "/"+secretPath+"/meetings.ics")
	if head.Code != http.StatusOK || head.Body.Len() > 0 || head.Header().Get("ETag") != w.Header().Get("ETag") || head.Header().Get("Content-Length") == "" {
		t.Error(head.Code, head.Header())
	}
}

func TestFeedConditional(t *testing.T) {
	s := newSite(t)
	first := s.get("meetings.ics").Header()
	zipped := s.get("meetings.ics", "Accept-Encoding", "gzip").Header()
	for _, header := range [][]string{
		{"If-None-Match", first.Get("ETag")}, {"If-None-Match", `"x", ` + first.Get("ETag")}, {"If-None-Match", "W/" + first.Get("ETag")}, {"If-None-Match", "*"},
		{"If-Modified-Since", first.Get("Last-Modified")}, {"If-None-Match", zipped.Get("ETag"), "Accept-Encoding", "gzip"},
	} {
		if w := s.get("meetings.ics", header...); w.Code != http.StatusNotModified || w.Body.Len() > 0 || w.Header().Get("ETag") == "" {
			t.Errorf("%v: %d %v", header, w.Code, w.Header())
		}
	}
	if w := s.get("meetings.ics", "If-None-Match", `"x"`, "If-Modified-Since", first.Get("Last-Modified")); w.Code != http.StatusOK {
		t.Error("the date counts beside a tag")
	}

	s.now = s.now.Add(time.Hour) // asked again, and nothing has changed
	again := s.get("meetings.ics").Header()
	if s.a.pages.Load() != 2 || again.Get("ETag") != first.Get("ETag") || again.Get("Last-Modified") != first.Get("Last-Modified") {
		t.Error(s.a.pages.Load(), first, again)
	}
	s.lists[s.b][0].Title = "Another"
	s.now = s.now.Add(time.Hour)
	changed := s.get("meetings.ics", "If-None-Match", first.Get("ETag"), "If-Modified-Since", first.Get("Last-Modified"))
	if changed.Code != http.StatusOK || changed.Header().Get("ETag") == first.Get("ETag") || changed.Header().Get("Last-Modified") == first.Get("Last-Modified") || !strings.Contains(changed.Body.String(), "SUMMARY:Another") {
		t.Error(changed.Code, changed.Header())
	}
}

// However many come, the vendors are asked once a quarter of an hour.
func TestFeedSparesTheVendors(t *testing.T) {
	s := newSite(t)
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() {
			if w := s.get("meetings.ics"); w.Code != http.StatusOK {
				t.Error(w.Code)
			}
		})
	}
	wg.Wait()
	s.now = s.now.Add(14 * time.Minute)
	s.get("")
	if n := s.a.pages.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
	s.now = s.now.Add(2 * time.Minute)
	s.get("meetings.ics")
	s.get("")
	if n := s.a.pages.Load(); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

func TestFeedOutlivesAVendor(t *testing.T) {
	s := newSite(t)
	before := s.get("meetings.ics")
	s.b.failAt = 1
	s.lists[s.a][0].Title = "Moved on"
	s.now = s.now.Add(time.Hour)
	w := s.get("meetings.ics")
	if got := uids(t, w.Body.String()); w.Code != http.StatusOK || got != "fake-a-1 fake-b-3 fake-a-2" {
		t.Error(w.Code, got)
	}
	if got := w.Header().Get("Warning"); got != `110 - "b failed (rate limited): its meetings are those of 2027-03-01T08:00:00Z"` {
		t.Error(got)
	}
	if w.Header().Get("ETag") == before.Header().Get("ETag") {
		t.Error("the other vendor's change is hidden")
	}
	page := s.get("").Body.String()
	if !strings.Contains(page, "<strong><bdi>b</bdi></strong>: rate limited. Its meetings are as of") || !strings.Contains(page, "Meeting 3") {
		t.Error(page)
	}
	if len(s.errs) != 1 || !errors.Is(s.errs[0], meeting.ErrRateLimited) {
		t.Error(s.errs)
	}

	asked := s.b.pages.Load()
	s.now = s.now.Add(30 * time.Second) // a vendor that failed is left alone for a while
	s.get("meetings.ics")
	if s.b.pages.Load() != asked {
		t.Error("asked at once")
	}
	s.now = s.now.Add(time.Minute)
	s.get("meetings.ics")
	if s.b.pages.Load() != asked+1 || s.a.pages.Load() != 2 { // the others are not asked more often for it
		t.Error(s.b.pages.Load(), s.a.pages.Load())
	}
	s.b.failAt = 0
	s.now = s.now.Add(time.Minute)
	if w := s.get("meetings.ics"); w.Header().Get("Warning") != "" || s.b.pages.Load() == asked {
		t.Error(w.Header())
	}
}

// A vendor that wants to be left alone is, and keeps nobody else from being asked.
func TestFeedWaitsForEachVendor(t *testing.T) {
	s := newSite(t)
	s.b.failAt, s.b.retryAfter = 1, 3*time.Hour
	s.get("meetings.ics")
	for range 10 {
		s.now = s.now.Add(16 * time.Minute)
		if w := s.get("meetings.ics"); w.Header().Get("Warning") == "" {
			t.Error("it forgot who failed")
		}
	}
	if a, b := s.a.pages.Load(), s.b.pages.Load(); a != 11 || b != 1 || len(s.errs) != 1 {
		t.Error(a, b, s.errs)
	}
	s.now = s.now.Add(time.Hour)
	s.get("meetings.ics")
	if s.b.pages.Load() != 2 {
		t.Error("it is not asked again")
	}
}

// Nothing is known yet: no calendar is better than an empty one.
func TestFeedBeforeTheFirstAnswer(t *testing.T) {
	s := newSite(t)
	s.a.failAt, s.b.failAt = 1, 1
	for _, path := range []string{"meetings.ics", ""} {
		w := s.get(path)
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") != "60" || strings.Contains(w.Body.String(), "VCALENDAR") {
			t.Error(path, w.Code, w.Header(), w.Body)
		}
	}
	s.a.failAt = 0
	s.now = s.now.Add(2 * time.Minute)
	w := s.get("meetings.ics")
	if got := uids(t, w.Body.String()); got != "fake-a-1 fake-a-2" || w.Header().Get("Warning") != `199 - "b failed (rate limited): its meetings are missing"` {
		t.Error(got, w.Header())
	}
	if w := s.get("meetings.ics?provider=b"); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || strings.Contains(w.Body.String(), "VCALENDAR") {
		t.Error(w.Code, w.Header(), w.Body)
	}
	if w := s.get("meetings.ics?provider=a"); w.Code != http.StatusOK {
		t.Error(w.Code)
	}
}

// A history that fails keeps what was served.
func TestFeedOutlivesItsHistory(t *testing.T) {
	s := newSite(t)
	h := &brittle{}
	s.handler = s.open(HandlerConfig{History: h})
	before := s.get("meetings.ics").Body.String()
	h.err = &meeting.Error{Kind: meeting.ErrUnavailable, Message: "disk full"}
	for range 3 {
		s.now = s.now.Add(time.Hour)
		if w := s.get("meetings.ics"); w.Code != http.StatusOK || w.Body.String() != before {
			t.Error(w.Code, w.Body)
		}
	}
	if len(s.errs) != 3 {
		t.Error(s.errs)
	}
	s.handler = s.open(HandlerConfig{History: h})
	if w := s.get("meetings.ics"); w.Code != http.StatusServiceUnavailable {
		t.Error(w.Code)
	}
}

type brittle struct {
	memoryHistory
	err error
}

func (b *brittle) Change(ctx context.Context, key string, change func(Revision) Revision) error {
	if b.revisions == nil {
		b.revisions = map[string]Revision{}
	}
	if b.err != nil {
		return b.err
	}
	return b.memoryHistory.Change(ctx, key, change)
}

// One meeting that can't be written doesn't keep the others out, nor does one that
// can't be expanded keep its vendor at what it said before.
func TestFeedWithOddMeetings(t *testing.T) {
	s := newSite(t)
	s.get("meetings.ics")
	s.lists[s.b][0].Zone, s.lists[s.b][0].Kind = "Mars/Olympus", meeting.KindRecurring
	s.lists[s.b][0].Recurrence, _ = meeting.ParseRecurrence("FREQ=DAILY")
	s.lists[s.a][0].Title = "New"
	s.now = s.now.Add(time.Hour)
	w := s.get("meetings.ics")
	if got := uids(t, w.Body.String()); got != "fake-a-1 fake-a-2" || w.Code != http.StatusOK {
		t.Error(w.Code, got)
	}
	if len(w.Header().Values("Warning")) == 0 || !strings.Contains(w.Body.String(), "SUMMARY:New") {
		t.Error(w.Header())
	}
}

func TestPaths(t *testing.T) {
	s := newSite(t)
	want := s.ask(http.MethodGet, "/")
	if want.Code != http.StatusNotFound {
		t.Fatal(want.Code)
	}
	for _, path := range []string{
		"/meetings.ics", "/robots.txt", "/" + secretPath, "/" + secretPath + "x/", "/" + secretPath[1:] + "/meetings.ics", "/" + strings.ToUpper(secretPath) + "/",
		"/" + secretPath + "/x", "/" + secretPath + "/meetings.ics/", "//" + secretPath + "/", "/x/" + secretPath + "/", "/" + secretPath + "/page/agenda.html", "/" + secretPath + "/../style.css",
	} {
		if w := s.ask(http.MethodGet, path); w.Code != want.Code || w.Body.String() != want.Body.String() {
			t.Error(path, w.Code, w.Body)
		}
	}
	if w := s.ask(http.MethodPost, "/"+secretPath+"/meetings.ics"); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
		t.Error(w.Code, w.Header())
	}
	if w := s.ask(http.MethodPost, "/"); w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
	if w := s.get("style.css"); w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/css; charset=utf-8" {
		t.Error(w.Code, w.Header())
	}
	if n := s.a.pages.Load(); n != 0 {
		t.Error("a wrong path asks the vendors")
	}
}

func TestNewHandlerRefuses(t *testing.T) {
	good := HandlerConfig{Clients: clientsOf(listOf("a")), Token: meeting.NewSecret(secretPath)}
	for name, change := range map[string]func(*HandlerConfig){
		"no token":    func(c *HandlerConfig) { c.Token = meeting.Secret{} },
		"short token": func(c *HandlerConfig) { c.Token = meeting.NewSecret("short") },
		"odd token":   func(c *HandlerConfig) { c.Token = meeting.NewSecret(secretPath + "/") },
		"nobody":      func(c *HandlerConfig) { c.Clients = nil },
		"zone":        func(c *HandlerConfig) { c.Zone = "CET" },
		"refresh":     func(c *HandlerConfig) { c.Refresh = -1 },
	} {
		cfg := good
		change(&cfg)
		if _, err := NewHandler(cfg); !errors.Is(err, meeting.ErrInvalid) || strings.Contains(err.Error(), secretPath) {
			t.Errorf("%s: %v", name, err)
		}
	}
	mute := provider.NewClient(mute{listOf("a")}, provider.ClientConfig{})
	good.Clients = append(good.Clients, mute)
	if _, err := NewHandler(good); !errors.Is(err, meeting.ErrUnsupported) {
		t.Error(err)
	}
}

// mute can't list.
type mute struct{ *lister }

func (m mute) Info() provider.Info { return provider.Info{Name: "mute", Vendor: "mute"} }
