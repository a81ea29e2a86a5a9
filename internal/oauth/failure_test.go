package oauth

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// A token endpoint that fails is asked once an interval, by all processes together.
func TestFailureIsRemembered(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := replies("500|<html>")
		e.slow = 50 * time.Millisecond
		vaults := []*Vault{e.vault(open()), e.vault(open())}
		began := time.Now()
		var wg sync.WaitGroup // S5 of ../shared: one request, and all know after 51 ms
		for range 100 {
			wg.Go(func() { wantError(t, vaults[0], meeting.ErrUnavailable) })
		}
		wg.Wait()
		if took := time.Since(began); took > 51*time.Millisecond {
			t.Errorf("it took %v", took)
		}
		wantCalls(t, e, 1)
		for time.Since(began) < 10*time.Minute {
			for _, v := range vaults {
				if err := wantError(t, v, meeting.ErrUnavailable); err.RetryAfter > longPause {
					t.Fatalf("retry after %v", err.RetryAfter)
				}
			}
			time.Sleep(2 * time.Second)
		}
		if n := e.calls(); n < 20 || n > 25 { // 1, 2, 4, 8, 16 seconds, then every 30
			t.Errorf("%d token calls in ten minutes", n)
		}
		e.reply = func(n int, _ url.Values) string { return tokenAnswer(n) }
		time.Sleep(30 * time.Second)
		want(t, vaults[1], "token-"+fmt.Sprint(e.calls()+1))
	})
}

// A refusal is remembered for a minute, for the credential that was refused.
func TestRefusalIsRemembered(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := replies(`{"error":"invalid_client_secret"}`, tokenAnswer(2))
		v := e.vault(open())
		for range 59 {
			if err := wantError(t, v, meeting.ErrUnauthenticated, "check client id"); err.RetryAfter != 0 {
				t.Fatalf("retry after %v will not help", err.RetryAfter)
			}
			time.Sleep(time.Second)
		}
		wantError(t, e.vault(open()), meeting.ErrUnauthenticated)
		wantCalls(t, e, 1)
		cfg := e.config(open())
		cfg.Credentials.ClientSecret = meeting.NewSecret("the right one")
		want(t, New(cfg), "token-2")
		time.Sleep(2 * time.Second)
		want(t, v, "token-2") // found in the store
		wantCalls(t, e, 2)
	})
}

// Row 42: Zoho's own throttle, for all processes.
func TestThrottle(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := replies(`{"error":"Access Denied","error_description":"You have made too many requests continuously."}`, tokenAnswer(2))
		wantError(t, e.vault(open()), meeting.ErrRateLimited)
		time.Sleep(9 * time.Minute)
		if err := wantError(t, e.vault(open()), meeting.ErrRateLimited); err.RetryAfter != time.Minute {
			t.Errorf("retry after %v", err.RetryAfter)
		}
		wantCalls(t, e, 1)
		time.Sleep(time.Minute)
		want(t, e.vault(open()), "token-2")
	})
}

// S4 of ../shared: ten in ten minutes is all, and the eleventh is not sent.
func TestBudget(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := minting()
		fresh := func() *Vault {
			cfg := e.config(open())
			cfg.Budget = Budget{Mints: 10, Per: 10 * time.Minute}
			return New(cfg)
		}
		var v *Vault
		for n := 1; n <= 10; n++ {
			v = fresh()
			want(t, v, fmt.Sprintf("token-%d", n))
			v.Refused(fmt.Sprintf("Zoho-oauthtoken token-%d", n))
			if n < 10 {
				v = fresh()
				if s := stored(t, v, open()); len(s.mints) != n {
					t.Errorf("%d mints noted after %d", len(s.mints), n)
				}
				old := New(v.cfg) // reads the old token, is refused too
				want(t, old, fmt.Sprintf("token-%d", n))
				old.Refused(fmt.Sprintf("Zoho-oauthtoken token-%d", n))
				var err error
				if _, err = old.inStore(t.Context(), func(_ time.Time, s *state) bool { s.access = meeting.Secret{}; return true }); err != nil {
					t.Fatal(err)
				}
			}
			time.Sleep(time.Second)
		}
		err := wantError(t, v, meeting.ErrRateLimited, "it was not asked")
		if err.RetryAfter != 10*time.Minute-10*time.Second {
			t.Errorf("retry after %v", err.RetryAfter)
		}
		wantCalls(t, e, 10)
		time.Sleep(err.RetryAfter)
		want(t, v, "token-11")
	})
}

// Requests that never reached the vendor cost nothing of its budget.
func TestBudgetOfFailures(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := replies("503|")
		cfg := e.config(open())
		cfg.Budget = Budget{Mints: 2, Per: 10 * time.Minute}
		v := New(cfg)
		for range 5 {
			wantError(t, v, meeting.ErrUnavailable)
			time.Sleep(time.Minute)
		}
		wantCalls(t, e, 5)
		e.reply = func(int, url.Values) string { return "drop" } // it may have arrived
		for range 2 {
			wantError(t, v, meeting.ErrUnavailable)
			time.Sleep(time.Minute)
		}
		wantError(t, v, meeting.ErrRateLimited)
		wantCalls(t, e, 7)
	})
}

// Row 32: the answer to a refresh is lost, and with it the refresh token.
func TestLostAnswer(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := rotating()
		lost := false
		reply := e.reply
		e.reply = func(n int, form url.Values) string {
			text := reply(n, form)
			if !lost {
				lost = true
				return "drop"
			}
			return text
		}
		cfg := e.config(open())
		cfg.Rotates = true
		wantError(t, New(cfg), meeting.ErrUnavailable, "connection reset", "must be authorized again")
		time.Sleep(time.Second)
		cfg.Store = open()
		wantError(t, New(cfg), meeting.ErrUnauthenticated, "the answer to an earlier refresh was lost", "authorize the application again")
	})
}

// A process died between the vendor's answer and the store: the intent tells.
func TestCutRefresh(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		for _, rotates := range []bool{false, true} {
			e := minting()
			if rotates {
				e = rotating()
			}
			cfg := e.config(open())
			cfg.Credentials.ClientID += map[bool]string{true: "r"}[rotates]
			cfg.Rotates = rotates
			dead := New(cfg)
			base, err := dead.inStore(t.Context(), func(now time.Time, s *state) bool {
				_, changed, _ := s.plan(cfg, need{}, now)
				return changed
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := dead.fetch(t.Context(), dead.refreshToken(base)); err != nil {
				t.Fatal(err)
			}
			cfg.Store = open()
			if rotates {
				wantError(t, New(cfg), meeting.ErrUnauthenticated, "authorize the application again")
			} else {
				want(t, New(cfg), "token-2")
			}
		}
	})
}

// Row 29: an error keeps the old token and its refresh token.
func TestErrorKeepsTheOldToken(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := replies(`{"access_token":"token-1","expires_in":3600,"refresh_token":"refresh-1"}`, `{"error":"general_error"}`, tokenAnswer(3))
		v := e.vault(open())
		want(t, v, "token-1")
		time.Sleep(57 * time.Minute)
		want(t, v, "token-1")
		synctest.Wait()
		wantCalls(t, e, 2)
		if s := stored(t, v, open()); s.access.Reveal() != "token-1" || s.refresh.Reveal() != "refresh-1" {
			t.Errorf("stored %+v", s)
		}
		want(t, v, "token-1")
		time.Sleep(time.Hour)
		want(t, v, "token-3")
		if used := e.forms[2].Get("refresh_token"); used != "refresh-1" {
			t.Errorf("used %s", used)
		}
	})
}

// A time far ahead in a record comes from a clock that was wrong.
func TestFailureOfTheFuture(t *testing.T) {
	cfg := minting().config(nil)
	now := time.Now()
	s := state{failure: &failure{kind: meeting.ErrUnavailable, until: now.Add(time.Hour), of: cfg.fingerprint()}, mints: []time.Time{now.Add(24 * time.Hour)}}
	cfg.Budget = Budget{Mints: 1, Per: time.Minute}
	if ask, _, err := s.plan(cfg, need{}, now); !ask || err != nil {
		t.Errorf("%v, %v", ask, err)
	}
}

func TestStoreErrorNames(t *testing.T) {
	err := unsaved(Config{Rotates: true}, store.Unavailable(errDisk))
	if !errors.Is(err, meeting.ErrUnavailable) || strings.Count(err.Error(), "\n") > 0 {
		t.Error(err)
	}
}
