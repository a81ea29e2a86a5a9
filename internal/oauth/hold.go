package oauth

import (
	"context"
	"crypto/rand"
	"errors"
	mathrand "math/rand/v2"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

const (
	// leaseTime is how long the death of a process in the middle of a refresh blocks
	// the others.
	leaseTime = 10 * time.Second

	// lookEvery is how often who waits for another process reads the store, in the
	// mean; acquireEvery how often it asks for the lease, which is a write.
	lookEvery    = 50 * time.Millisecond
	acquireEvery = time.Second
)

// hold takes the right to refresh. While another process has it, hold looks out for
// what that one stores; settled reports that this made the lease needless, err is
// the failure that was found then. What is only ahead of its time waits for nobody.
func (v *Vault) hold(ctx context.Context, n need) (release func(), settled bool, err error) {
	holder := rand.Text()
	for {
		lease, err := store.Acquire(ctx, v.cfg.Store, v.leaseKey(), holder, leaseTime)
		var held *meeting.Error
		switch {
		case err == nil:
			return v.keep(ctx, lease), false, nil
		case !errors.Is(err, meeting.ErrConflict) || !errors.As(err, &held):
			return nil, false, storeError{err}
		case n.ahead():
			return nil, true, nil
		}
		for until := time.Now().Add(min(held.RetryAfter, acquireEvery)); ; {
			if err := sleep(ctx, lookEvery/2+mathrand.N(lookEvery)); err != nil {
				return nil, false, &meeting.Error{Kind: meeting.ErrUnavailable, Message: "another process refreshes the token and does not come to an end", Err: err}
			}
			s, err := v.read(ctx)
			if err != nil {
				return nil, false, storeError{err}
			}
			if done, err := v.settled(s, n); done {
				return nil, true, err
			}
			if !time.Now().Before(until) {
				break
			}
		}
	}
}

// storeError marks errors of the store itself.
type storeError struct{ err error }

func (e storeError) Error() string { return e.err.Error() }
func (e storeError) Unwrap() error { return e.err }

// keep renews the lease until it is released. A renewal that fails changes nothing:
// the request is on its way, and what it brings is worth more than the lease.
func (v *Vault) keep(ctx context.Context, lease store.Lease) (release func()) {
	ctx = context.WithoutCancel(ctx)
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		renew := time.NewTicker(leaseTime / 3)
		defer renew.Stop()
		for {
			select {
			case <-stop:
				return
			case <-renew.C:
				within, cancel := context.WithTimeout(ctx, leaseTime/3)
				if next, err := store.Acquire(within, v.cfg.Store, lease.Key, lease.Holder, leaseTime); err == nil {
					lease = next
				}
				cancel()
			}
		}
	}()
	return func() {
		close(stop)
		<-done
		within, cancel := context.WithTimeout(ctx, storeWithin)
		defer cancel()
		_ = store.Release(within, v.cfg.Store, lease) // it ends by itself
	}
}

// sleep waits for d or the end of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
