package providertest

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/libmeet/meeting/internal/simulator"
)

// Simulator plays all five vendors at one address. It keeps state and enforces
// what the vendors document: authentication, field types, paging, limits. Its clock
// runs with the machine's and can be moved.
type Simulator struct {
	server *simulator.Server
	bottom http.RoundTripper

	mu     sync.Mutex
	offset time.Duration
	stall  chan struct{} // closed when the stall ends; nil when there is none
}

// NewSimulator starts a simulator on a loopback address, over real HTTP. It ends
// with the test.
func NewSimulator(t testing.TB) *Simulator {
	t.Helper()
	s := &Simulator{bottom: http.DefaultTransport}
	server, err := simulator.Start(simulator.Config{Now: s.Now})
	if err != nil {
		t.Fatal(err)
	}
	s.server = server
	t.Cleanup(func() {
		s.Stall(false)
		if err := server.Close(); err != nil {
			t.Errorf("closing the simulator: %v", err)
		}
	})
	return s
}

// NewSimulatorInProcess returns a simulator without a socket: only adapters that
// use its Transport reach it. Time may be virtual there (testing/synctest), so it is
// what [Faults] works with. It enforces no limits.
func NewSimulatorInProcess() *Simulator {
	s := &Simulator{}
	s.server = simulator.New(simulator.Config{Now: s.Now, Unlimited: true})
	s.bottom = s.server.Transport()
	return s
}

// URL is the address of every vendor: scheme, host and port.
func (s *Simulator) URL() string { return s.server.URL() }

// ConfigYAML is a config file for all five vendors at this address.
func (s *Simulator) ConfigYAML() string { return s.server.ConfigYAML() }

// Requests counts the requests that came in so far, token calls included.
func (s *Simulator) Requests() int { return s.server.Requests() }

// PlainMeeting is the sys_id of a meeting of Zoho Meeting that the SDK can convert.
func (s *Simulator) PlainMeeting() string { return s.server.PlainMeeting() }

// RevokeTokens makes every access token that was given out invalid at once.
func (s *Simulator) RevokeTokens() { s.server.RevokeTokens() }

// Now is the simulator's time. Give it to an adapter's Config, so that both agree.
func (s *Simulator) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(s.offset)
}

// Advance moves the clock.
func (s *Simulator) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offset += d
}

// Transport is a bottom for an adapter's HTTP stack. It can be stalled.
func (s *Simulator) Transport() http.RoundTripper { return stalling{s, s.bottom} }

// Stall makes vendors whose adapter uses Transport take requests and not answer,
// until it is called with false.
func (s *Simulator) Stall(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stall != nil {
		close(s.stall)
		s.stall = nil
	}
	if on {
		s.stall = make(chan struct{})
	}
}

type stalling struct {
	s    *Simulator
	next http.RoundTripper
}

// RoundTrip waits for the end of the stall or of the request's context.
func (r stalling) RoundTrip(req *http.Request) (*http.Response, error) {
	r.s.mu.Lock()
	stall := r.s.stall
	r.s.mu.Unlock()
	if stall != nil {
		select {
		case <-stall:
		case <-req.Context().Done():
			return nil, context.Cause(req.Context())
		}
	}
	return r.next.RoundTrip(req)
}
