// Package oauth keeps the access token of a credential fresh. However many
// goroutines and processes ask, one of them refreshes; the others wait for it, each
// no longer than its own context. What they share is a record in a [store.Store]:
// whoever needs a token reads it first, and asks the vendor only with the
// credential's lease in hand.
package oauth

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/libmeet/meeting"
)

// Vault holds one credential. It is a transport.Authorizer.
type Vault struct {
	cfg   Config
	key   string // of the record
	codec *codec
	seed  uint64 // of this vault's turn in renewing ahead of time

	current atomic.Pointer[token]

	mu      sync.Mutex
	flight  *flight
	state   state         // newest that this process knows
	unsaved bool          // the store does not have it
	saves   int           // vain attempts to save it
	skew    time.Duration // store's clock minus ours
	early   int           // vain renewals ahead of time
	warned  map[string]bool
}

// flight is a refresh under way.
type flight struct {
	done  chan struct{}
	token *token
	err   error
}

// flightWithin bounds a flight: another process's request, the time until its lease
// ends, and a request of our own.
const flightWithin = 2*fetchWithin + leaseTime + 5*time.Second

// Authorization returns the header's value, after a refresh if the token is
// missing, refused or at its end. A token near its end is renewed beside the calls.
func (v *Vault) Authorization(ctx context.Context) (string, error) {
	if t := v.current.Load(); t != nil && !t.stale.Load() && v.cfg.Now().UnixNano() < t.look.Load() {
		return t.header, nil
	}
	return v.wait(ctx)
}

// wait is Authorization when there is something to do.
func (v *Vault) wait(ctx context.Context) (string, error) {
	for {
		t, f, err := v.join(ctx)
		if err != nil {
			return "", err
		}
		if f == nil {
			return t.header, nil
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-f.done:
		}
		if f.err != nil {
			return "", f.err
		}
		// It is used without a look at the clock: a vendor whose tokens end at once
		// must not keep us in this loop.
		if f.token != nil && !f.token.stale.Load() {
			return f.token.header, nil
		}
	}
}

// join returns a token that can be used, or the flight to wait for.
func (v *Vault) join(ctx context.Context) (*token, *flight, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	t, now := v.current.Load(), v.cfg.Now()
	valid := t.valid(now)
	switch {
	case valid && now.UnixNano() < t.look.Load(), valid && v.flight != nil:
		return t, nil, nil
	case valid:
		v.launch(ctx, t, need{instead: t.access()})
		return t, nil, nil
	case v.cfg.fixed():
		return nil, nil, &meeting.Error{Kind: meeting.ErrUnauthenticated, Message: "the vendor refused the credential and there is no way to renew it"}
	case t.misplaced(now):
		return nil, nil, &meeting.Error{Kind: meeting.ErrUnauthenticated, Message: "the vendor refuses a fresh token; " + t.hint}
	case v.flight == nil && ctx.Err() != nil: // nobody is left who wants it
		return nil, nil, ctx.Err()
	case v.flight == nil:
		n := need{}
		if t != nil && t.stale.Load() {
			n.refused = t.access()
		}
		v.launch(ctx, t, n)
	}
	return nil, v.flight, nil
}

// launch starts a flight. The lock must be held.
func (v *Vault) launch(ctx context.Context, t *token, n need) {
	f := &flight{done: make(chan struct{})}
	v.flight = f
	release := func() {}
	if h, ok := v.cfg.Store.(Holder); ok {
		release = h.Hold()
	}
	go func() {
		defer release()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flightWithin)
		defer cancel()
		var err error
		if n.ahead() {
			v.tend(ctx, t, n)
		} else {
			err = v.renew(ctx, n)
		}
		v.mu.Lock()
		f.token, f.err = v.current.Load(), err
		v.flight = nil
		v.mu.Unlock()
		close(f.done)
	}()
}

// tend does what a token that is still good gives time for: saving it when that
// failed before, and renewing it ahead of its end. Failures are for later: no call
// depends on it.
func (v *Vault) tend(ctx context.Context, t *token, n need) {
	v.mu.Lock()
	save := v.unsaved
	v.mu.Unlock()
	if save {
		v.save(ctx)
	}
	if v.cfg.Now().UnixNano() >= t.soft {
		if v.renew(ctx, n) != nil || v.current.Load() == t {
			v.mu.Lock()
			v.early++
			v.mu.Unlock()
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.current.Load() != t || t.stale.Load() {
		v.early = 0
		return
	}
	look := max(t.soft, v.cfg.Now().Add(pause(v.early)).UnixNano())
	if v.unsaved {
		look = min(look, v.cfg.Now().Add(pause(v.saves)).UnixNano())
	}
	t.look.Store(min(look, t.end))
}

// Refused marks the token stale if value is still the current one; every process
// learns it with the refresh that follows. It reports whether another can be had.
func (v *Vault) Refused(value string) bool {
	if v.cfg.fixed() {
		return false
	}
	if t := v.current.Load(); t != nil && t.header == value {
		t.stale.Store(true)
	}
	return true
}
