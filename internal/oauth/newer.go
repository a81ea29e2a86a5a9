package oauth

import (
	"context"
	"crypto/rand"
	"errors"
	mathrand "math/rand/v2"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// Newer reports that somebody else has a token newer than value, which the vendor
// refused, and makes it the one that calls use. It waits for whoever is renewing,
// and asks for no token itself: a vendor that refuses all of them is not asked for
// more than one by one call.
func (v *Vault) Newer(ctx context.Context, value string) bool {
	if v.cfg.fixed() {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, flightWithin)
	defer cancel()
	for ctx.Err() == nil {
		if t := v.current.Load(); t != nil && !t.stale.Load() && t.header != value {
			return true
		}
		v.mu.Lock()
		f := v.flight
		v.mu.Unlock()
		if f == nil {
			break
		}
		select {
		case <-ctx.Done():
		case <-f.done:
		}
	}
	return v.cfg.Store != nil && v.stored(ctx, need{refused: strings.TrimPrefix(value, v.cfg.Scheme+" ")})
}

// stored waits for another process that is renewing, and adopts what it stores.
func (v *Vault) stored(ctx context.Context, n need) bool {
	for holder := rand.Text(); ; {
		s, err := v.read(ctx)
		if err != nil {
			return false
		}
		if s.met(n, v.now()) {
			v.adopt(s)
			return true
		}
		lease, err := store.Acquire(ctx, v.cfg.Store, v.leaseKey(), holder, time.Second)
		switch {
		case err == nil:
			_ = store.Release(ctx, v.cfg.Store, lease) // it ends by itself
			if s, err = v.read(ctx); err != nil || !s.met(n, v.now()) {
				return false // nobody is renewing
			}
			v.adopt(s)
			return true
		case !errors.Is(err, meeting.ErrConflict):
			return false
		}
		if sleep(ctx, lookEvery/2+mathrand.N(lookEvery)) != nil {
			return false
		}
	}
}
