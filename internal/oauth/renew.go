package oauth

import (
	"context"
	"errors"
	"time"

	"github.com/libmeet/meeting"
)

// fetchWithin bounds a request to the token endpoint, which no caller's context
// ends.
const fetchWithin = 30 * time.Second

// renew meets a need: with what another process stored, or by asking the token
// endpoint under the credential's lease. An error says why it is not met; without
// one it may still not be, when it was only ahead of its time.
func (v *Vault) renew(ctx context.Context, n need) error {
	if v.cfg.Store == nil {
		return v.ask(ctx, n, v.inMemory)
	}
	err := v.share(ctx, n)
	var failed storeError
	if !errors.As(err, &failed) {
		return err
	}
	switch {
	case n.ahead(): // the old token is still good, and the store may be well before it ends
		v.complain(failed.err)
		return nil
	case v.cfg.Rotates:
		return &meeting.Error{Kind: meeting.ErrUnavailable, Err: failed.err, Message: meeting.OneLine(
			"the token store can't be used, and a refresh token that is good once is not spent without it: " + failed.Error())}
	case v.cfg.precious():
		return &meeting.Error{Kind: meeting.ErrUnavailable, Err: failed.err, Message: meeting.OneLine(
			"the token store can't be used, and no refresh token is configured: " + failed.Error())}
	}
	v.complain(failed.err)
	return v.ask(ctx, n, v.inMemory)
}

// share renews in agreement with all who use the store.
func (v *Vault) share(ctx context.Context, n need) error {
	s, err := v.read(ctx)
	if err != nil {
		return storeError{err}
	}
	if done, err := v.settled(s, n); done {
		return err
	}
	release, settled, err := v.hold(ctx, n)
	if err != nil || settled {
		return err
	}
	defer release()
	return v.ask(ctx, n, v.inStore)
}

// settled reports that a state answers the need, with a token or with a failure
// that is still in force.
func (v *Vault) settled(s state, n need) (bool, error) {
	now := v.now()
	if s.met(n, now) {
		v.adopt(s)
		return true, nil
	}
	if err := s.remembered(v.cfg, now); err != nil {
		return true, err
	}
	return false, nil
}

// adopt makes the state's access token the one that calls use.
func (v *Vault) adopt(s state) {
	v.mu.Lock()
	defer v.mu.Unlock()
	t := v.token(s, v.skew)
	if v.unsaved {
		t.look.Store(0)
	} else {
		v.state = s
	}
	v.current.Store(t)
}

// ask has the token endpoint give a token unless the state, read again, makes it
// needless. The intent is stored before the request, a rotated refresh token
// before anybody gets the access token that came with it.
func (v *Vault) ask(ctx context.Context, n need, update updater) error {
	var ask bool
	var refused *meeting.Error
	base, err := update(ctx, func(now time.Time, s *state) (changed bool) {
		ask, changed, refused = s.plan(v.cfg, n, now)
		return changed
	})
	switch {
	case err != nil:
		return storeError{err}
	case refused != nil:
		return refused
	case !ask:
		v.adopt(base)
		return nil
	}
	asked := base.asked
	for tried := false; ; tried = true {
		within, cancel := context.WithTimeout(ctx, fetchWithin)
		got, failed := v.fetch(within, v.refreshToken(base))
		cancel()
		if failed == nil {
			v.take(ctx, n, base, asked, got, update)
			return nil
		}
		after, theirs, failed := v.note(ctx, base, asked, failed, update)
		switch {
		case theirs && after.met(n, v.now()):
			v.adopt(after)
			return nil
		case theirs && !tried && failed.Kind == meeting.ErrUnauthenticated:
			base = after // somebody rotated the refresh token that was refused
		default:
			return failed
		}
	}
}

// refreshToken is the newest refresh token.
func (v *Vault) refreshToken(s state) meeting.Secret {
	if s.refresh.IsZero() {
		return v.cfg.Credentials.RefreshToken
	}
	return s.refresh
}

// take stores an answer and lets the calls have it. When the store does not take it
// the calls go on, and saving is tried again with the next of them.
func (v *Vault) take(ctx context.Context, n need, base state, asked time.Time, got answer, update updater) {
	store := func(now time.Time, s *state) bool {
		if s.newer(base) && s.met(n, now) { // our lease ended on the way: all shall use one token
			return false
		}
		s.generation = max(s.generation, base.generation)
		s.succeed(got, asked)
		return true
	}
	after, err := update(ctx, store)
	if err != nil {
		after, _ = v.inMemory(ctx, store) // never fails
		v.complain(unsaved(v.cfg, err))
	}
	v.adopt(after)
}

// note stores a failure. theirs reports that it says nothing: somebody else got
// further meanwhile, and after is what they stored.
func (v *Vault) note(ctx context.Context, base state, asked time.Time, failed *meeting.Error, update updater) (after state, theirs bool, told *meeting.Error) {
	change := func(now time.Time, s *state) bool {
		told = failed
		if theirs = s.newer(base) || s.refresh != base.refresh; theirs {
			return false
		}
		told = s.fail(v.cfg, failed, asked, now)
		return true
	}
	after, err := update(ctx, change)
	if err != nil {
		v.complain(err)
		after, _ = v.inMemory(ctx, change) // never fails
	}
	return after, theirs, told
}
