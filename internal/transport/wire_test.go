package transport

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/libmeet/meeting"
)

// wire answers each request on a loopback socket with the bytes of answer, as they
// are, and closes the connection. It counts the requests by method.
type wire struct {
	answer string
	posts  atomic.Int32
	gets   atomic.Int32
	served func(conn net.Conn, n int32) // instead of answer; n counts the requests of a connection
}

func (w *wire) start(t *testing.T) *Client {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go w.serve(conn)
		}
	}()
	rt := NewRoundTripper()
	t.Cleanup(rt.CloseIdleConnections)
	return New(Config{Provider: "work", BaseURL: "http://" + listener.Addr().String(), Transport: rt})
}

func (w *wire) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	in := bufio.NewReader(conn)
	for n := int32(1); ; n++ {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		if r.Method == http.MethodPost {
			w.posts.Add(1)
		} else {
			w.gets.Add(1)
		}
		if w.served == nil {
			_, _ = io.WriteString(conn, w.answer)
			return
		}
		w.served(conn, n)
	}
}

// TestOnTheWire sends a read and a create to a vendor that answers with odd bytes.
func TestOnTheWire(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	for name, tt := range map[string]struct {
		answer string
		get    meeting.ErrorKind // "" is an answer
		create meeting.ErrorKind
		body   string
	}{
		"well":                        {head + "Content-Length: 2\r\n\r\n{}", "", "", "{}"},
		"until the end":               {head + "\r\n{}", "", "", "{}"},
		"chunked":                     {head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "", "", "{}"},
		"after early hints":           {"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + head + "Content-Length: 2\r\n\r\n{}", "", "", "{}"},
		"byte order mark":             {head + "Content-Length: 5\r\n\r\n\xef\xbb\xbf{}", "", "", "{}"},
		"no type":                     {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "", "", "{}"},
		"another type":                {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n{}", "", "", "{}"},
		"more than announced":         {head + "Content-Length: 2\r\n\r\n{}}}}", "", "", "{}"},
		"204 with a body":             {"HTTP/1.1 204 No Content\r\n\r\n{}", "", "", ""},
		"205":                         {"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n", "", "", ""},
		"repeated headers":            {head + strings.Repeat("X-Rate: 1\r\n", 500) + "Content-Length: 2\r\n\r\n{}", "", "", "{}"},
		"less than announced":         {head + "Content-Length: 200\r\n\r\n{", meeting.ErrUnavailable, meeting.ErrOutcomeUnknown, ""},
		"chunks without the last":     {head + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", meeting.ErrUnavailable, meeting.ErrOutcomeUnknown, ""},
		"a chunk cut short":           {head + "Transfer-Encoding: chunked\r\n\r\n9\r\n{", meeting.ErrUnavailable, meeting.ErrOutcomeUnknown, ""},
		"a chunk without a size":      {head + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}", meeting.ErrUnavailable, meeting.ErrOutcomeUnknown, ""},
		"an error cut short":          {"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 200\r\n\r\n<", meeting.ErrUnavailable, meeting.ErrOutcomeUnknown, ""},
		"gzip that is none":           {head + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", meeting.ErrUnavailable, meeting.ErrOutcomeUnknown, ""},
		"nothing":                     {"", meeting.ErrUnavailable, meeting.ErrOutcomeUnknown, ""},
		"headers cut short":           {head, meeting.ErrUnavailable, meeting.ErrOutcomeUnknown, ""},
		"no HTTP":                     {"SSH-2.0-OpenSSH_9.9\r\n", meeting.ErrUnavailable, meeting.ErrOutcomeUnknown, ""},
		"no status":                   {"HTTP/1.1 \r\n\r\n", meeting.ErrUnavailable, meeting.ErrOutcomeUnknown, ""},
		"two lengths":                 {head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", meeting.ErrUnavailable, meeting.ErrOutcomeUnknown, ""},
		"a header beyond all measure": {head + "X-Huge: " + strings.Repeat("x", 300<<10) + "\r\n\r\n{}", meeting.ErrUnavailable, meeting.ErrOutcomeUnknown, ""},
		"headers without end":         {head + strings.Repeat("X-Rate: 1\r\n", 40<<10) + "\r\n{}", meeting.ErrUnavailable, meeting.ErrOutcomeUnknown, ""},
		"hints without end":           {strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 20<<10), meeting.ErrUnavailable, meeting.ErrOutcomeUnknown, ""},
		"another protocol":            {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n", meeting.ErrProtocol, meeting.ErrOutcomeUnknown, ""},
		"a redirect without a target": {"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", meeting.ErrProtocol, meeting.ErrProtocol, ""},
		"a body with a refusal":       {"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>", meeting.ErrPermission, meeting.ErrPermission, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &wire{answer: tt.answer}
			c := w.start(t)
			c.cfg.Transport.(*http.Transport).DisableKeepAlives = true // each request alone
			for method, kind := range map[string]meeting.ErrorKind{http.MethodGet: tt.get, http.MethodPost: tt.create} {
				res, err := c.Do(t.Context(), request(method))
				switch {
				case kind != "" && failure(t, err).Kind != kind:
					t.Errorf("%s: %v, not %s", method, err, kind)
				case kind == "" && (err != nil || string(res.Body) != tt.body):
					t.Errorf("%s: %q, %v", method, res.Body, err)
				}
			}
			if w.posts.Load() != 1 {
				t.Errorf("the create was sent %d times", w.posts.Load())
			}
		})
	}
}

// TestReusedConnection: net/http repeats by itself what it takes for replayable when
// a kept connection dies before the first byte of the answer. A create must not be.
func TestReusedConnection(t *testing.T) {
	w := &wire{served: func(conn net.Conn, n int32) {
		if n == 1 {
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
			return
		}
		_ = conn.Close() // it has read the request, and may have acted on it
	}}
	c := w.start(t)
	for range 20 {
		if _, err := c.Do(t.Context(), request(http.MethodGet)); err != nil {
			t.Fatal(err)
		}
		w.posts.Store(0)
		_, err := c.Do(t.Context(), request(http.MethodPost))
		if failure(t, err).Kind != meeting.ErrOutcomeUnknown || w.posts.Load() != 1 {
			t.Fatalf("the create was sent %d times: %v", w.posts.Load(), err)
		}
	}
	// What this test can see: with that header net/http does repeat it.
	if _, err := c.Do(t.Context(), request(http.MethodGet)); err != nil {
		t.Fatal(err)
	}
	w.posts.Store(0)
	req := request(http.MethodPost)
	req.Header = map[string]string{"Idempotency-Key": "1"}
	if _, err := c.Do(t.Context(), req); err != nil || w.posts.Load() != 2 {
		t.Errorf("with an idempotency key it was sent %d times: %v", w.posts.Load(), err)
	}
}

// A create whose connection can't be had was not sent, and says so.
func TestNotSent(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := listener.Addr().String()
	_ = listener.Close()
	w := &wire{served: func(conn net.Conn, _ int32) { _ = conn.Close() }}
	plain := strings.TrimPrefix(w.start(t).cfg.BaseURL, "http://")
	for name, base := range map[string]string{
		"nobody listens": "http://" + closed, "no such name": "https://vendor.invalid", "no TLS there": "https://" + plain,
	} {
		c := New(Config{Provider: "work", BaseURL: base})
		_, err := c.Do(t.Context(), request(http.MethodPost))
		if e := failure(t, err); e.Kind != meeting.ErrUnavailable {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Another RoundTripper tells nothing: what it was given may have left.
	mute := New(Config{BaseURL: "https://api.example", Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	})})
	if _, err := mute.Do(t.Context(), request(http.MethodPost)); failure(t, err).Kind != meeting.ErrOutcomeUnknown {
		t.Errorf("an unknown transport: %v", err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// A kilobyte on the wire must not become a gigabyte in memory.
func TestGzipBombTakesNoMemory(t *testing.T) {
	var member bytes.Buffer
	zip := gzip.NewWriter(&member)
	_, _ = zip.Write(make([]byte, 1<<20))
	_ = zip.Close()
	bomb := bytes.Repeat(member.Bytes(), 1024) // members one after the other are one stream
	c := serve(t, Config{MaxBody: 1 << 20}, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := c.Do(t.Context(), get("/"))
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; failure(t, err).Kind != meeting.ErrProtocol || taken > 16<<20 {
		t.Errorf("%d bytes were taken: %v", taken, err)
	}
}

// TestInjection: no value that comes from outside can end a header or leave its
// place in the path.
func TestInjection(t *testing.T) {
	w := &wire{answer: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"}
	c := w.start(t)
	for _, token := range []string{"Bearer a\r\nX-Evil: 1", "Bearer a\nb", "Bearer \x00", "Bearer \x7f"} {
		c.cfg.Auth = &fixedAuth{value: token}
		_, err := c.Do(t.Context(), request(http.MethodPost))
		if e := failure(t, err); e.Kind != meeting.ErrInvalid || strings.Contains(err.Error(), "Evil") || w.posts.Load() != 0 {
			t.Errorf("%q: %v after %d requests", token, err, w.posts.Load())
		}
	}
	c.cfg.Auth = nil
	var lines []string
	w.served = func(conn net.Conn, _ int32) { _, _ = io.WriteString(conn, w.answer) }
	for _, id := range []string{"a\r\nX-Evil: 1", "a HTTP/1.1\r\nHost: evil\r\n\r\n", "\x00", "é\u2028"} {
		url, invalid := c.url(get("/v1/{id}/end", id))
		if invalid != nil {
			t.Fatal(invalid)
		}
		path := strings.TrimPrefix(url, c.cfg.BaseURL)
		if strings.ContainsAny(path, " \r\n\x00") || strings.Count(path, "/") != 3 {
			t.Errorf("%q became %q", id, path)
		}
		lines = append(lines, path)
		if _, err := c.Do(t.Context(), get("/v1/{id}/end", id)); err != nil {
			t.Errorf("%q: %v", id, err)
		}
	}
	if len(lines) != 4 || w.gets.Load() != 4 {
		t.Errorf("%d requests for %d ids", w.gets.Load(), len(lines))
	}
}
