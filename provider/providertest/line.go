package providertest

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// The sorts of requests, by which faults are aimed.
const (
	tokenCall  = "token"  // a form: no vendor takes one but its token endpoint
	createCall = "create" // any other POST
	readCall   = "read"
	otherCall  = "other"
)

// line is the connection between a provider and its vendor. It plays net/http's
// transport, hooks included, keeps a record, and spoils what its fault spoils.
type line struct {
	vendor http.RoundTripper

	mu     sync.Mutex
	fault  func(x *exchange) (*http.Response, error) // nil spoils nothing
	home   string                                    // the vendor's host
	calls  []*exchange
	bodies []*trackedBody
	tokens map[string]bool // credentials that were sent
}

// exchange is one request on the line.
type exchange struct {
	line *line
	r    *http.Request
	sort string
	n    int // how many of its sort were sent before, since the last reset
	body []byte
	at   time.Time
}

// RoundTrip sends a request, as far as the fault lets it.
func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, err
	}
	x := &exchange{line: l, r: r, sort: sortOf(r), at: time.Now()}
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		_ = r.Body.Close()
		if err != nil {
			return nil, err
		}
		x.body = body
	}
	l.mu.Lock()
	if l.home == "" {
		l.home = r.URL.Host
	}
	for _, c := range l.calls {
		if c.sort == x.sort {
			x.n++
		}
	}
	l.calls = append(l.calls, x)
	if _, token, _ := strings.Cut(r.Header.Get("Authorization"), " "); token != "" {
		l.tokens[token] = true
	}
	fault, home := l.fault, l.home
	l.mu.Unlock()
	if hooks := httptrace.ContextClientTrace(r.Context()); hooks != nil && hooks.GetConn != nil {
		hooks.GetConn(r.URL.Host)
	}
	if r.URL.Host != home || r.URL.Scheme != "https" { // recorded; the row fails for it
		return respond(x, http.StatusOK, nil, "{}"), nil
	}
	var res *http.Response
	var err error
	if fault == nil {
		res, err = x.pass()
	} else {
		res, err = fault(x)
	}
	if err != nil {
		return nil, err
	}
	tracked := &trackedBody{ReadCloser: res.Body}
	res.Body, res.Request = tracked, r
	l.mu.Lock()
	l.bodies = append(l.bodies, tracked)
	l.mu.Unlock()
	return res, nil
}

func sortOf(r *http.Request) string {
	switch {
	case strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
		return tokenCall
	case r.Method == http.MethodPost:
		return createCall
	case r.Method == http.MethodGet:
		return readCall
	}
	return otherCall
}

// leave says that the request went out.
func (x *exchange) leave() {
	if hooks := httptrace.ContextClientTrace(x.r.Context()); hooks != nil && hooks.WroteHeaders != nil {
		hooks.WroteHeaders()
	}
}

// pass sends the request to the vendor.
func (x *exchange) pass() (*http.Response, error) {
	x.leave()
	out := x.r.Clone(x.r.Context())
	out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(x.body)), int64(len(x.body))
	return x.line.vendor.RoundTrip(out)
}

// answered sends the request to the vendor and returns its answer, read whole.
func (x *exchange) answered() (*http.Response, []byte, error) {
	res, err := x.pass()
	if err != nil {
		return nil, nil, err
	}
	body, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	return res, body, err
}

// set puts a fault on the line, and forgets the record of the calls so far.
func (l *line) set(fault func(x *exchange) (*http.Response, error)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fault, l.calls = fault, nil
}

// count tells how many requests of the sorts were sent; none means all.
func (l *line) count(sorts ...string) int { return len(l.sent(sorts...)) }

func (l *line) sent(sorts ...string) []*exchange {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []*exchange
	for _, c := range l.calls {
		if len(sorts) == 0 || strings.Contains(strings.Join(sorts, " "), c.sort) {
			out = append(out, c)
		}
	}
	return out
}

// trackedBody knows whether it was closed, and how much of it was read.
type trackedBody struct {
	io.ReadCloser
	read   atomic.Int64
	closed atomic.Bool
}

// Read counts.
func (b *trackedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.read.Add(int64(n))
	return n, err
}

// Close notes that somebody let go of the connection.
func (b *trackedBody) Close() error {
	b.closed.Store(true)
	return b.ReadCloser.Close()
}
