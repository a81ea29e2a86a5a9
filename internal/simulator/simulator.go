// Package simulator plays the vendors on a loopback address: stateful servers
// that enforce what the contracts say of authentication, field types, paging,
// limits and errors, and answer in the documented shapes, oddities included. What
// the contracts leave open is decided here on the strict side: a member that no
// document names is refused.
package simulator

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Config configures a [Server].
type Config struct {
	Listen string           // loopback address; "" is 127.0.0.1:0
	Now    func() time.Time // nil is time.Now

	// Plans name the vendors' limits; "" is the largest plan that has figures.
	ZohoPlan    string // free standard professional enterprise
	ZoomPlan    string // free pro business
	WherebyPlan string // build grow

	// ZoomScopes are the granular scopes of Zoom's tokens; nil is all that there are.
	ZoomScopes []string

	// ZohoIndex is how the lists of Zoho's sessions dialect count their index, which
	// is not settled: "" for pages from 0; "pages1" for pages from 1, where 0 is
	// refused; "clamped" for the same where 0 is taken for 1; "records" and "records1"
	// for the numbers of records, from 0 and from 1.
	ZohoIndex string

	// History adds a meeting of yesterday where there is something to see of it.
	History bool

	// Unlimited lifts every limit, for tests of something else.
	Unlimited bool

	// Drop says which creates lose their answer: it is asked once for each create
	// that was accepted, and on true the connection is cut after the vendor acted.
	Drop func() bool

	// Webhook is an address that gets the events of Zoom and Whereby, with /zoom and
	// /rooms behind it; "" is none. Only a server with an address of its own sends.
	Webhook string

	// ListLag is how long a new meeting is missing from the lists.
	ListLag time.Duration
}

// Server is all vendors behind one address.
type Server struct {
	cfg      Config
	listener net.Listener // nil in process
	http     *http.Server
	vendors  http.Handler // what handler is around
	handler  http.Handler
	served   chan struct{}
	hooks    *webhooks // nil: nobody is told
	requests atomic.Int64
	refused  atomic.Int64

	mu      sync.Mutex // guards all state, and so makes every request atomic
	offset  time.Duration
	serial  int64
	account Account
	tokens  *tokens
	zoom    *zoom
	zoho    *zohoMeeting
	native  *zohoSessions
	whereby *whereby
	sdk     *zohoSDK
	cliq    *cliq
}

// Start listens and serves until Close.
func Start(cfg Config) (*Server, error) {
	if cfg.Listen == "" {
		cfg.Listen = "127.0.0.1:0"
	}
	host, _, err := net.SplitHostPort(cfg.Listen)
	if ip := net.ParseIP(host); err != nil || (host != "localhost" && (ip == nil || !ip.IsLoopback())) {
		return nil, fmt.Errorf("simulator: %q is not a loopback address with a port", cfg.Listen)
	}
	listener, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return nil, fmt.Errorf("simulator: %w", err)
	}
	s := New(cfg)
	s.listener, s.served = listener, make(chan struct{})
	if cfg.Webhook != "" {
		s.hooks = newWebhooks(s, cfg.Webhook)
		s.handler = s.count(s.hooks.around(s.vendors))
	}
	s.http = &http.Server{Handler: s.handler, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		defer close(s.served)
		_ = s.http.Serve(listener) // ends with ErrServerClosed
	}()
	return s, nil
}

// New returns a server without an address: it is reached through
// [Server.Transport] and needs no Close.
func New(cfg Config) *Server {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	s := &Server{cfg: cfg, serial: 4200000000}
	mux := http.NewServeMux()
	s.tokens = newTokens(s, mux)
	s.zoom = newZoom(s, mux)
	s.zoho = newZohoMeeting(s, mux)
	s.whereby = newWhereby(s, mux)
	numbered := http.NewServeMux()
	s.sdk = newZohoSDK(s, mux, numbered)
	s.cliq = newCliq(s, mux)
	s.native = newZohoSessions(s, mux, numbered)
	if cfg.History {
		s.addHistory()
	}
	s.vendors = s.gate(front{numbered, mux})
	s.handler = s.count(s.vendors)
	return s
}

// URL is the address of every vendor: scheme, host and port. In process it is one
// that no resolver knows.
func (s *Server) URL() string {
	if s.listener == nil {
		return inProcessURL
	}
	return "http://" + s.listener.Addr().String()
}

// Requests counts the requests that came in, token calls included.
func (s *Server) Requests() int { return int(s.requests.Load()) }

// Refusals counts the requests that were refused for a limit's sake.
func (s *Server) Refusals() int { return int(s.refused.Load()) }

// Advance moves the simulators' clock.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offset += d
}

// RevokeTokens makes every access token that was given out invalid at once.
func (s *Server) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens.revokeAll()
}

// Close stops serving and waits until the last handler has ended.
func (s *Server) Close() error {
	if s.http == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.http.Close()
	}
	<-s.served
	if s.hooks != nil {
		s.hooks.close()
	}
	return err
}

// now is the simulators' time, cut to the second as the vendors write it.
func (s *Server) now() time.Time { return s.cfg.Now().Add(s.offset).UTC() }

// next returns a number that was never given out: ids of ten digits and more.
func (s *Server) next() int64 {
	s.serial += 7919
	return s.serial
}

// count locks the state for one request at a time.
func (s *Server) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		body, err := readBody(r)
		if err != nil {
			http.Error(w, "request too large", http.StatusRequestEntityTooLarge)
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		w.Header().Set("Date", s.now().Format(http.TimeFormat)) // the clock that its limits go by
		s.exchange(w, r.WithContext(context.WithValue(r.Context(), bodyKey{}, body)), next)
	})
}
