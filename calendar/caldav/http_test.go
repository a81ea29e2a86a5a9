package caldav_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar/caldav"
)

const propfind = `<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:href>/cal/</d:href><d:propstat>` +
	`<d:prop><d:resourcetype><d:collection/><c:calendar/></d:resourcetype></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>`

// double is a server whose answers to PUT, DELETE and REPORT a test chooses.
func double(t *testing.T, answer func(w http.ResponseWriter, r *http.Request)) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "u1" || password != "pw1" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if r.Method == "PROPFIND" && r.URL.Path == "/cal/" {
			w.Header().Set("Content-Type", "application/xml")
			w.WriteHeader(http.StatusMultiStatus)
			_, _ = fmt.Fprint(w, propfind)
			return
		}
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func empty(w http.ResponseWriter) {
	w.WriteHeader(http.StatusMultiStatus)
	_, _ = fmt.Fprint(w, `<d:multistatus xmlns:d="DAV:"/>`)
}

func open(t *testing.T, url string) (*caldav.Client, error) {
	t.Helper()
	c, err := caldav.Open(t.Context(), caldav.Config{URL: url, User: "u1", Password: meeting.NewSecret("pw1"), MaxBody: 1 << 16})
	if err == nil {
		t.Cleanup(c.Close)
	}
	return c, err
}

// TestAnswers: what a server may answer to a PUT, and what it means.
func TestAnswers(t *testing.T) {
	for status, want := range map[int]error{
		200: nil, 201: nil, 204: nil, 207: meeting.ErrConflict, 202: meeting.ErrProtocol, 301: meeting.ErrProtocol, 400: meeting.ErrProtocol, 401: meeting.ErrUnauthenticated,
		403: meeting.ErrPermission, 409: meeting.ErrConflict, 412: meeting.ErrConflict, 429: meeting.ErrRateLimited, 503: meeting.ErrUnavailable, 507: meeting.ErrUnavailable,
	} {
		puts := 0
		s := double(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPut {
				empty(w)
				return
			}
			puts++
			if r.Header.Get("If-None-Match") != "*" {
				t.Error("a PUT without a condition")
			}
			w.WriteHeader(status)
		})
		c, err := open(t, s.URL+"/cal/")
		if err != nil {
			t.Fatal(err)
		}
		done, err := c.Push(t.Context(), events(planned("1")), caldav.Sweep{})
		if (want == nil) != (err == nil) || (want != nil && !errors.Is(err, want)) || (done.Created == 1) != (want == nil) {
			t.Errorf("%d: %+v, %v", status, done, err)
		}
		if errors.Is(want, meeting.ErrConflict) != (puts == 2) {
			t.Errorf("%d: %d PUTs", status, puts)
		}
	}
}

// TestRace: somebody else changes the entry between our reading and writing.
func TestRace(t *testing.T) {
	version := 1
	m := planned("1")
	s := double(t, func(w http.ResponseWriter, r *http.Request) {
		etag := fmt.Sprintf(`"v%d"`, version)
		switch r.Method {
		case "REPORT":
			data := "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:zoom-1@libmeet.github.io\nDTSTART:20261201T083000Z\nSUMMARY:old\nEND:VEVENT\nEND:VCALENDAR\n"
			w.WriteHeader(http.StatusMultiStatus)
			_, _ = fmt.Fprintf(w, `<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:href>/cal/a%%20b.ics</d:href><d:propstat><d:prop>`+
				`<d:getetag>%s</d:getetag><c:calendar-data>%s</c:calendar-data></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>`, strings.ReplaceAll(etag, `"`, "&quot;"), data)
			version++ // right after it was read, the first time
			if version > 2 {
				version = 2
			}
		case http.MethodPut:
			if r.URL.Path != "/cal/a b.ics" {
				t.Errorf("PUT %s", r.URL.Path)
			}
			if r.Header.Get("If-Match") != etag {
				w.WriteHeader(http.StatusPreconditionFailed)
				return
			}
			w.WriteHeader(http.StatusNoContent)
		}
	})
	c, err := open(t, s.URL+"/cal/")
	if err != nil {
		t.Fatal(err)
	}
	if done, err := c.Push(t.Context(), events(m), caldav.Sweep{}); err != nil || done.Updated != 1 {
		t.Errorf("%+v, %v", done, err)
	}
}

// TestCredentialsStay: neither password nor content goes to another server.
func TestCredentialsStay(t *testing.T) {
	foreign := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the other server got %s %s %q", r.Method, r.URL, r.Header.Get("Authorization"))
	}))
	t.Cleanup(foreign.Close)
	s := double(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, foreign.URL+r.URL.Path, http.StatusTemporaryRedirect)
	})
	if _, err := open(t, s.URL+"/other/"); err == nil {
		t.Error("a calendar was found behind a redirect")
	}
	c, err := open(t, s.URL+"/cal/")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Push(t.Context(), events(planned("1")), caldav.Sweep{}); !errors.Is(err, meeting.ErrProtocol) {
		t.Errorf("%v", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, url := range []string{"", "dav.example.com", "http://dav.example.com/cal/", "https://u:p@dav.example.com/", "ftp://dav.example.com/", "https://dav.example.com/?a=b"} {
		if _, err := open(t, url); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("%q: %v", url, err)
		}
	}
	if _, err := caldav.Open(t.Context(), caldav.Config{URL: "https://dav.example.com", User: "a:b"}); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("a colon in the name: %v", err)
	}
}

// TestOddAnswers: none of them is success, or brings anything down.
func TestOddAnswers(t *testing.T) {
	for name, body := range map[string]string{
		"no xml": "hello", "html": "<html><body>Sign in", "large": strings.Repeat("x", 1<<17), "cut off": `<d:multistatus xmlns:d="DAV:"><d:resp`, "empty": "",
	} {
		s := double(t, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusMultiStatus)
			_, _ = fmt.Fprint(w, body)
		})
		c, err := open(t, s.URL+"/cal/")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Push(t.Context(), events(planned("1")), caldav.Sweep{}); !errors.Is(err, meeting.ErrProtocol) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := open(t, s.URL+"/other/"); err == nil {
			t.Errorf("%s: a calendar was found", name)
		}
	}
	s := double(t, func(w http.ResponseWriter, _ *http.Request) { empty(w) })
	c, err := open(t, s.URL+"/cal/")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Push(ctx, events(planned("1")), caldav.Sweep{}); !errors.Is(err, context.Canceled) || !errors.Is(err, meeting.ErrUnavailable) {
		t.Errorf("cancelled: %v", err)
	}
}
