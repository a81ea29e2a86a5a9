package transport

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
)

// serve starts a server and returns a client of it.
func serve(t *testing.T, cfg Config, h http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	cfg.Provider, cfg.BaseURL = "work", server.URL
	return New(cfg)
}

func get(path string, args ...string) Request {
	return Request{Op: "get", ID: "1", Method: http.MethodGet, Path: path, Args: args}
}

// failure returns the *meeting.Error that err must be.
func failure(t *testing.T, err error) *meeting.Error {
	t.Helper()
	var e *meeting.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, no *meeting.Error", err)
	}
	return e
}

func TestPathArguments(t *testing.T) {
	c := New(Config{BaseURL: "https://api.example/"})
	for arg, want := range map[string]string{
		"1": "1", "a/b": "a%2Fb", "../x": "..%2Fx", "a?b": "a%3Fb", "a#b": "a%23b", "%2f": "%252f", "a b": "a%20b", "ü": "%C3%BC",
		"a@b.c": "a@b.c", "...x": "...x", "{x}": "%7Bx%7D", "a\nb": "a%0Ab",
	} {
		got, err := c.url(get("/v1/{a}/x/{b}", arg, "2"))
		if err != nil || got != "https://api.example/v1/"+want+"/x/2" {
			t.Errorf("%q: %s, %v", arg, got, err)
		}
	}
	for _, arg := range []string{"", ".", "..", "....", "."} {
		if got, err := c.url(get("/v1/{id}", arg)); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("%q: %s", arg, got)
		}
	}
	if got, err := c.url(get("/v1/{id}")); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("a missing argument: %s", got)
	}
	req := get("/v1")
	req.Query = map[string]string{"b": "x y&z=1", "a": "1", "empty": ""}
	if got, _ := c.url(req); got != "https://api.example/v1?a=1&b=x+y%26z%3D1" {
		t.Errorf("query: %s", got)
	}
}

// The escaped form must be what arrives: resty and net/http parse the URL again.
func TestPathArgumentsOnTheWire(t *testing.T) {
	var seen atomic.Value
	c := serve(t, Config{}, func(_ http.ResponseWriter, r *http.Request) { seen.Store(r.RequestURI) })
	for arg, want := range map[string]string{"../../admin": "/v1/..%2F..%2Fadmin/end", "a?b": "/v1/a%3Fb/end", "%2e%2e": "/v1/%252e%252e/end"} {
		if _, err := c.Do(t.Context(), get("/v1/{id}/end", arg)); err != nil {
			t.Fatal(err)
		}
		if got := seen.Load(); got != want {
			t.Errorf("%q: %s", arg, got)
		}
	}
}

func TestHeadersAndBody(t *testing.T) {
	c := serve(t, Config{Auth: &fixedAuth{value: "Bearer t"}}, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Header.Get("Authorization") != "Bearer t" || r.Header.Get("Accept") != "application/json" || r.Header.Get("X-Api-Version") != "1" ||
			r.Header.Get("Content-Type") != "application/json; charset=utf-8" || string(body) != `{"a":1}` || r.Header.Get("Cookie") != "" {
			t.Errorf("%v %s", r.Header, body)
		}
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "x"})
		w.Header().Set("X-RateLimit-Limit", "10")
		_, _ = io.WriteString(w, "{}")
	})
	for range 2 { // cookies of the vendor are not kept
		res, err := c.Do(t.Context(), Request{Method: http.MethodPost, Path: "/", Body: []byte(`{"a":1}`), Header: map[string]string{"X-API-VERSION": "1"}})
		if err != nil || res.Status != 200 || string(res.Body) != "{}" || res.Rate.Limit != 10 || res.Rate.Remaining != -1 {
			t.Errorf("%+v, %v", res, err)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		c := serve(t, Config{Auth: &fixedAuth{value: "Bearer t"}}, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+"/?secret=1", status)
		})
		_, err := c.Do(t.Context(), Request{Op: "create", Method: http.MethodPost, Path: "/", Body: []byte("{}")})
		if e := failure(t, err); e.Kind != meeting.ErrProtocol || e.Status != status || strings.Contains(err.Error(), "secret") {
			t.Errorf("%d: %v", status, err)
		}
	}
	if elsewhere.Load() != 0 {
		t.Errorf("%d redirects were followed", elsewhere.Load())
	}
}

func TestBodyIsCapped(t *testing.T) {
	zeros := strings.Repeat(" ", 2000)
	var bomb bytes.Buffer
	zip := gzip.NewWriter(&bomb)
	for range 4096 {
		_, _ = zip.Write(bytes.Repeat([]byte{' '}, 4096))
	}
	_ = zip.Close()
	tests := map[string]struct {
		header string
		body   string
		chunks bool
		status int
	}{
		"announced":       {"", zeros, false, 200},
		"not announced":   {"", zeros, true, 200},
		"gzip bomb":       {"gzip", bomb.String(), false, 200},
		"an error's body": {"", zeros, false, 500},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := serve(t, Config{MaxBody: 1000}, func(w http.ResponseWriter, _ *http.Request) {
				if tt.header != "" {
					w.Header().Set("Content-Encoding", tt.header)
				}
				w.WriteHeader(tt.status)
				if tt.chunks {
					_ = http.NewResponseController(w).Flush()
				}
				_, _ = io.WriteString(w, tt.body)
			})
			_, err := c.Do(t.Context(), get("/"))
			if e := failure(t, err); e.Kind != meeting.ErrProtocol || e.Status != tt.status {
				t.Errorf("%v", err)
			}
		})
	}
	c := serve(t, Config{MaxBody: 1000}, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, zeros[:1000]) })
	if res, err := c.Do(t.Context(), get("/")); err != nil || len(res.Body) != 1000 {
		t.Errorf("exactly the limit: %v", err)
	}
}

func TestGzipIsRead(t *testing.T) {
	c := serve(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("Accept-Encoding: %q", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Encoding", "gzip")
		zip := gzip.NewWriter(w)
		_, _ = io.WriteString(zip, `{"id":1}`)
		_ = zip.Close()
	})
	if res, err := c.Do(t.Context(), get("/")); err != nil || string(res.Body) != `{"id":1}` {
		t.Errorf("%s, %v", res.Body, err)
	}
}

func TestSink(t *testing.T) {
	const size = 100_000
	c := serve(t, Config{MaxBody: 10}, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/missing" {
			w.WriteHeader(404)
			_, _ = io.WriteString(w, "gone")
			return
		}
		if r.URL.Path == "/short" {
			w.Header().Set("Content-Length", "200000")
		}
		_, _ = w.Write(make([]byte, size))
	})
	var sink bytes.Buffer
	req := get("/")
	req.Sink = &sink
	res, err := c.Do(t.Context(), req) // larger than MaxBody: a stream has no bound
	if err != nil || res.Sunk != size || sink.Len() != size || res.Body != nil {
		t.Errorf("%d bytes, %v", res.Sunk, err)
	}
	sink.Reset()
	req.Path = "/missing"
	res, err = c.Do(t.Context(), req)
	if failure(t, err).Kind != meeting.ErrNotFound || sink.Len() != 0 || res.Sunk != 0 {
		t.Errorf("an error's body went to the sink: %q, %v", sink.String(), err)
	}
	req.Path = "/short"
	res, err = c.Do(t.Context(), req)
	if failure(t, err).Kind != meeting.ErrUnavailable || res.Sunk != size || sink.Len() != size {
		t.Errorf("a stream that ends early: %d bytes, %v", res.Sunk, err)
	}
	req.Path, req.Sink = "/", brokenWriter{}
	if _, err := c.Do(t.Context(), req); !errors.Is(err, errBroken) {
		t.Errorf("a sink that fails: %v", err)
	}
}

var errBroken = errors.New("the disk is full")

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestNetworkErrorsShowNoURL(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	hangup := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer hangup.Close()
	secure := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer secure.Close()
	secure.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	for name, base := range map[string]string{"refused": "http://" + address, "hung up": hangup.URL, "untrusted": secure.URL} {
		c := New(Config{Provider: "work", BaseURL: base, Auth: &fixedAuth{value: "Bearer token"}})
		req := get("/v1/{id}", "path-id")
		req.Query = map[string]string{"q": "query-secret"}
		_, err := c.Do(t.Context(), req)
		e := failure(t, err)
		if e.Kind != meeting.ErrUnavailable || e.Provider != "work" || e.Op != "get" || e.ID != "1" {
			t.Errorf("%s: %#v", name, e)
		}
		for _, leak := range []string{"query-secret", "path-id", "token", "/v1"} {
			if strings.Contains(err.Error(), leak) {
				t.Errorf("%s: %q holds %q", name, err, leak)
			}
		}
	}
}

func TestContext(t *testing.T) {
	release := make(chan struct{})
	var requests atomic.Int32
	c := serve(t, Config{}, func(_ http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	defer close(release)
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := c.Do(ended, get("/")); !errors.Is(err, context.Canceled) || requests.Load() != 0 {
		t.Errorf("%v after %d requests", err, requests.Load())
	}
	auth := &fixedAuth{value: "Bearer t"}
	c.cfg.Auth = auth
	if _, err := c.Do(ended, get("/")); !errors.Is(err, context.Canceled) || auth.asked != 0 {
		t.Errorf("%v; a token was asked for %d times", err, auth.asked)
	}
	c.cfg.Auth = nil
	short, end := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer end()
	began := time.Now()
	_, err := c.Do(short, get("/"))
	if e := failure(t, err); !errors.Is(err, context.DeadlineExceeded) || e.Kind != meeting.ErrUnavailable || time.Since(began) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
}

// fixedAuth hands out one value, and another after it was refused.
type fixedAuth struct {
	value, next string
	asked       int
	refused     []string
	err         error
}

func (a *fixedAuth) Authorization(context.Context) (string, error) {
	a.asked++
	return a.value, a.err
}

func (a *fixedAuth) Refused(value string) bool {
	a.refused = append(a.refused, value)
	a.value = a.next
	return a.next != ""
}

func TestRefusedCredential(t *testing.T) {
	for name, tt := range map[string]struct {
		next     string
		statuses []int
		requests int
		ok       bool
	}{
		"renewed":          {"new", []int{401, 200}, 2, true},
		"refused again":    {"new", []int{401, 401, 200}, 2, false},
		"no other":         {"", []int{401, 200}, 1, false},
		"not about it":     {"new", []int{403, 200}, 1, false},
		"accepted at once": {"new", []int{200}, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			var seen []string
			c := serve(t, Config{Auth: &fixedAuth{value: "old", next: tt.next}}, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				seen = append(seen, r.Header.Get("Authorization")+string(body))
				w.WriteHeader(tt.statuses[len(seen)-1])
			})
			_, err := c.Do(t.Context(), Request{Method: http.MethodPost, Path: "/", Body: []byte("{}")})
			if (err == nil) != tt.ok || len(seen) != tt.requests {
				t.Errorf("%v after %v", err, seen)
			}
			if tt.requests == 2 && (seen[0] != "old{}" || seen[1] != "new{}") {
				t.Errorf("sent %v", seen)
			}
		})
	}
	c := New(Config{Provider: "work", BaseURL: "http://127.0.0.1:1", Auth: &fixedAuth{err: &meeting.Error{Kind: meeting.ErrUnauthenticated, Message: "no"}}})
	_, err := c.Do(t.Context(), get("/"))
	if e := failure(t, err); e.Kind != meeting.ErrUnauthenticated || e.Provider != "work" || e.Op != "get" {
		t.Errorf("%#v", e)
	}
}

func TestKinds(t *testing.T) {
	for status, kind := range map[int]meeting.ErrorKind{
		300: meeting.ErrProtocol, 304: meeting.ErrProtocol, 400: meeting.ErrInvalid, 401: meeting.ErrUnauthenticated, 402: meeting.ErrPermission,
		403: meeting.ErrPermission, 404: meeting.ErrNotFound, 408: meeting.ErrUnavailable, 409: meeting.ErrConflict, 410: meeting.ErrNotFound,
		412: meeting.ErrConflict, 415: meeting.ErrInvalid, 422: meeting.ErrInvalid, 425: meeting.ErrUnavailable, 429: meeting.ErrRateLimited,
		500: meeting.ErrUnavailable, 502: meeting.ErrUnavailable, 503: meeting.ErrUnavailable, 504: meeting.ErrUnavailable, 599: meeting.ErrUnavailable,
	} {
		mock := httpmock.NewMockTransport()
		mock.RegisterNoResponder(httpmock.NewStringResponder(status, "<html>detail</html>"))
		_, err := New(Config{BaseURL: "https://api.example", Transport: mock}).Do(t.Context(), get("/"))
		if e := failure(t, err); e.Kind != kind || e.Status != status || e.Message == "" || strings.Contains(err.Error(), "detail") {
			t.Errorf("%d: %v", status, err)
		}
	}
}

// A vendor's table comes before the status, and a refusal may hide in a success.
func TestVendorsErrors(t *testing.T) {
	mock := httpmock.NewMockTransport()
	cfg := Config{
		BaseURL: "https://api.example", Transport: mock,
		Decode: func(body []byte) meeting.Error {
			return meeting.Error{Code: string(body), Message: "said", RetryAfter: time.Minute}
		},
		Kind: func(e *meeting.Error) meeting.ErrorKind {
			if e.Code == "slow" {
				return meeting.ErrRateLimited
			}
			return ""
		},
		Refusal: func(body []byte) bool { return string(body) == "error" || string(body) == "slow" },
	}
	for _, tt := range []struct {
		status int
		body   string
		kind   meeting.ErrorKind
		wait   time.Duration
	}{
		{200, "fine", "", 0},
		{200, "error", meeting.ErrProtocol, 0},
		{200, "slow", meeting.ErrRateLimited, time.Minute},
		{400, "slow", meeting.ErrRateLimited, time.Minute},
		{400, "other", meeting.ErrInvalid, 0},
		{503, "other", meeting.ErrUnavailable, time.Minute},
		{204, "", "", 0},
	} {
		mock.RegisterNoResponder(httpmock.NewStringResponder(tt.status, tt.body))
		_, err := New(cfg).Do(t.Context(), get("/"))
		if tt.kind == "" {
			if err != nil {
				t.Errorf("%d %s: %v", tt.status, tt.body, err)
			}
			continue
		}
		if e := failure(t, err); e.Kind != tt.kind || e.RetryAfter != tt.wait || e.Code != tt.body || e.Message != "said" {
			t.Errorf("%d %s: %#v", tt.status, tt.body, e)
		}
	}
}

func TestLogHoldsNoSecret(t *testing.T) {
	var log bytes.Buffer
	mock := httpmock.NewMockTransport()
	mock.RegisterNoResponder(httpmock.NewStringResponder(404, "body-secret").HeaderSet(http.Header{"X-Request-Id": {"req\n1"}}))
	c := New(Config{
		Provider: "work", BaseURL: "https://api.example", Transport: mock, Auth: &fixedAuth{value: "Bearer token-secret"},
		Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	req := Request{Op: "get", ID: "1", Method: http.MethodPost, Path: "/v1/{id}", Args: []string{"path-secret"}, Query: map[string]string{"q": "query-secret"}, Body: []byte("sent-secret")}
	_, _ = c.Do(t.Context(), req)
	text := log.String()
	for _, want := range []string{"op=get", "path=/v1/{id}", "status=404", "kind=not_found", `request_id="req 1"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the log lacks %s: %s", want, text)
		}
	}
	if strings.Contains(text, "secret") {
		t.Errorf("the log: %s", text)
	}
	log.Reset()
	c.cfg.Logger = slog.New(slog.NewTextHandler(&log, nil))
	if _, _ = c.Do(t.Context(), req); log.Len() != 0 {
		t.Errorf("a log at level info: %s", log.String())
	}
}

func TestRoundTripper(t *testing.T) {
	rt := NewRoundTripper()
	if rt.TLSClientConfig.MinVersion != tls.VersionTLS12 || rt.TLSClientConfig.InsecureSkipVerify || rt.Proxy != nil {
		t.Errorf("%+v", rt.TLSClientConfig)
	}
}
