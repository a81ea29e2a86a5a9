package oauth

import (
	"context"
	"errors"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// storeWithin bounds one use of the store. It is longer than an embedded store
// waits for another process.
const storeWithin = 15 * time.Second

// change alters a state, at a time of the store's clock, and reports whether it
// did. It may be called again on another state.
type change func(now time.Time, s *state) bool

// updater applies a change: [Vault.inStore] or [Vault.inMemory].
type updater func(ctx context.Context, f change) (state, error)

// now is the store's time, as far as this process knows it.
func (v *Vault) now() time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.cfg.Now().Add(v.skew)
}

// read returns what the store has of the credential. It is the cheap way: no lock
// is taken there.
func (v *Vault) read(ctx context.Context) (state, error) {
	ctx, cancel := context.WithTimeout(ctx, storeWithin)
	defer cancel()
	r, err := v.cfg.Store.Get(ctx, v.key)
	if err != nil && !errors.Is(err, meeting.ErrNotFound) {
		return state{}, err
	}
	s, clear, odd, err := v.decode(r)
	if err != nil {
		return state{}, err
	}
	v.complain(odd)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.unsaved = v.unsaved || clear
	return v.newest(s), nil
}

// decode reads a record. One that can't be read counts as none, which odd tells,
// unless it may hold the only refresh token that is good: to spend the configured
// one, long replaced, would make some vendors revoke the consent.
func (v *Vault) decode(r store.Record) (s state, clear bool, odd, err error) {
	if r.Version == 0 {
		return state{}, false, nil, nil
	}
	s, clear, err = v.codec.decode(r.Value)
	if err == nil {
		return s, clear, nil, nil
	}
	failed := &meeting.Error{Kind: meeting.ErrUnavailable, Message: err.Error() + "; it is ignored and will be replaced", Err: err}
	if v.cfg.precious() {
		failed.Message = err.Error() + "; configure the key that it was written with, or authorize the application again"
		return state{}, false, nil, failed
	}
	return state{}, false, failed, nil
}

// newest returns s, or what this process knows if that is more: it could not be
// saved. The lock must be held.
func (v *Vault) newest(s state) state {
	if !v.unsaved || !v.state.newer(s) {
		return s
	}
	ours := v.state
	if len(s.mints) > len(ours.mints) {
		ours.mints = s.mints
	}
	return ours
}

// inStore applies f to the stored state, at once for all processes, and returns
// what it became. What could not be saved before is saved with it.
func (v *Vault) inStore(ctx context.Context, f change) (state, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeWithin)
	defer cancel()
	var after state
	var skew time.Duration
	var odd error // told when the store is left: the hook may be slow
	err := v.cfg.Store.Update(ctx, []string{v.key}, func(now time.Time, records []store.Record) error {
		stored, clear, ignored, err := v.decode(records[0])
		if odd = ignored; err != nil {
			return err
		}
		v.mu.Lock()
		skew = now.Sub(v.cfg.Now())
		after = v.newest(stored)
		v.mu.Unlock()
		behind := after.newer(stored)
		if !f(now, &after) && !behind && !clear {
			return nil
		}
		records[0].Expires = after.kept(now)
		records[0].Value, err = v.codec.encode(after)
		return err
	})
	v.complain(odd)
	if err != nil {
		return state{}, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.state, v.skew, v.unsaved, v.saves = after, skew, false, 0
	return after, nil
}

// inMemory applies f to what this process knows.
func (v *Vault) inMemory(_ context.Context, f change) (state, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	s := v.state
	if f(v.cfg.Now().Add(v.skew), &s) && v.cfg.Store != nil {
		v.unsaved = true
	}
	v.state = s
	return s, nil
}

// save writes what could not be saved.
func (v *Vault) save(ctx context.Context) {
	if _, err := v.inStore(ctx, func(time.Time, *state) bool { return false }); err != nil {
		v.complain(unsaved(v.cfg, err))
		v.mu.Lock()
		v.saves++
		v.mu.Unlock()
	}
}

// unsaved is the error of a store that took no token.
func unsaved(cfg Config, err error) error {
	text := "a new access token could not be saved; other processes will ask for their own"
	if cfg.Rotates {
		text = "a new refresh token could not be saved, and the old one is spent: unless saving works before this process ends, the application must be authorized again"
	}
	return &meeting.Error{Kind: meeting.ErrUnavailable, Message: meeting.OneLine("token store: " + text + ": " + err.Error()), Err: err}
}

// complain tells the application what its calls don't show, each text once.
func (v *Vault) complain(err error) {
	if err == nil || v.cfg.OnStoreError == nil {
		return
	}
	text := err.Error()
	v.mu.Lock()
	told := v.warned[text] || len(v.warned) >= mostWarnings
	if !told {
		v.warned[text] = true
	}
	v.mu.Unlock()
	if !told {
		v.cfg.OnStoreError(err)
	}
}

const mostWarnings = 100
