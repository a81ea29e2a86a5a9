package oauth

import (
	"slices"
	"time"

	"github.com/libmeet/meeting"
)

// state is what is known of a credential. Its times are the store's, which all
// processes share.
type state struct {
	generation int64          // counts the access tokens
	access     meeting.Secret // zero: none, or the vendor refused it
	minted     time.Time
	expires    time.Time      // zero: never
	refresh    meeting.Secret // replaces the configured one when the vendor rotates, or a user signed in
	scope      string         // what the access token may do, as the vendor wrote it
	hint       string         // what the token endpoint said against the access token
	mints      []time.Time    // requests to the token endpoint within the budget's span
	asked      time.Time      // a request whose outcome is not known yet
	cut        bool           // the answer to an earlier request was lost
	failure    *failure       // the last one, until a request succeeds
}

// usable reports an access token that can still be sent.
func (s state) usable(now time.Time) bool {
	return !s.access.IsZero() && (s.expires.IsZero() || now.Before(s.expires.Add(-reserve(s.expires.Sub(s.minted)))))
}

// need is what a refresh is for.
type need struct {
	refused string // access token that the vendor refused, "" for none
	instead string // access token that is still good but near its end, "" for none
}

// ahead reports that nobody waits: the old token is still good.
func (n need) ahead() bool { return n.instead != "" }

// met reports that the state holds what is needed: somebody else refreshed.
func (s state) met(n need, now time.Time) bool {
	access := s.access.Reveal()
	return s.usable(now) && access != n.refused && access != n.instead
}

// plan decides under the lease what happens, and writes the intent to ask: the
// death of this process leaves a trace. ask is false when there is nothing to ask:
// the need is met, or err says why not. changed reports that s must be stored.
func (s *state) plan(cfg Config, n need, now time.Time) (ask, changed bool, err *meeting.Error) {
	if n.refused != "" && s.access.Reveal() == n.refused {
		s.access, changed = meeting.Secret{}, true // for every process that reads it
	}
	if s.met(n, now) {
		return false, changed, nil
	}
	if cfg.Credentials.Flow == meeting.FlowRefreshToken && cfg.Credentials.RefreshToken.IsZero() && s.refresh.IsZero() {
		return false, changed, notSignedIn()
	}
	if err := s.remembered(cfg, now); err != nil {
		return false, changed, err
	}
	if err := s.spend(cfg.Budget, now); err != nil {
		return false, changed, err
	}
	s.cut = s.cut || !s.asked.IsZero()
	s.asked = now
	return true, true, nil
}

// spend counts a request against the budget.
func (s *state) spend(b Budget, now time.Time) *meeting.Error {
	if b.Mints == 0 {
		return nil
	}
	kept := make([]time.Time, 0, b.Mints)
	for _, at := range s.mints {
		if now.Sub(at) < b.Per && !at.After(now.Add(b.Per)) { // one far ahead is a clock that was wrong
			kept = append(kept, at)
		}
	}
	if len(kept) >= b.Mints {
		slices.SortFunc(kept, time.Time.Compare)
		return &meeting.Error{
			Kind: meeting.ErrRateLimited, RetryAfter: kept[len(kept)-b.Mints].Add(b.Per).Sub(now),
			Message: "the vendor's limit of token requests is used up; it was not asked",
		}
	}
	s.mints = append(kept, now)
	return nil
}

// succeed takes an answer in.
func (s *state) succeed(a answer, asked time.Time) {
	s.generation++
	s.access, s.hint = a.access, a.hint
	s.minted, s.expires = asked, time.Time{}
	if a.life > 0 {
		s.expires = asked.Add(a.life)
	}
	if !a.rotated.IsZero() {
		s.refresh = a.rotated
	}
	if a.scope != "" {
		s.scope = a.scope
	}
	s.asked, s.cut, s.failure = time.Time{}, false, nil
}

// newer reports that s holds more than other does.
func (s state) newer(other state) bool { return s.generation > other.generation }

// kept is how long the record is worth keeping: one that holds a refresh token
// stands for the account.
func (s state) kept(now time.Time) time.Time {
	const day = 24 * time.Hour
	if !s.refresh.IsZero() || s.cut {
		return now.Add(400 * day)
	}
	if end := s.expires.Add(day); end.After(now.Add(2 * day)) {
		return end
	}
	return now.Add(2 * day)
}
