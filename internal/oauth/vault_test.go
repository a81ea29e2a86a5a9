package oauth

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// A token is renewed beside the calls when it is near its end, and waited for only
// at it.
func TestTokenIsKeptUntilItsEnd(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := minting()
		v := e.vault(open())
		want(t, v, "token-1")
		time.Sleep(54 * time.Minute)
		want(t, v, "token-1")
		wantCalls(t, e, 1)
		time.Sleep(2 * time.Minute) // five minutes before the end, and the jitter's one
		want(t, v, "token-1")
		synctest.Wait()
		wantCalls(t, e, 2)
		want(t, v, "token-2")
		time.Sleep(2 * time.Hour)
		want(t, v, "token-3")
		wantCalls(t, e, 3)
	})
}

// A renewal ahead of time that fails is nobody's failure, and isn't tried with each
// call.
func TestRenewalAheadMayFail(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := replies(tokenAnswer(1), "503|", "503|", "503|", "503|", "503|", "503|", "503|", "503|", "503|", "503|", "503|", "503|", tokenAnswer(9))
		v := e.vault(open())
		want(t, v, "token-1")
		time.Sleep(56 * time.Minute)
		for range 100 {
			want(t, v, "token-1")
			time.Sleep(100 * time.Millisecond)
		}
		if n := e.calls(); n < 4 || n > 6 { // after 0, 1, 3, 7 seconds
			t.Errorf("%d token calls in ten seconds", n)
		}
		time.Sleep(4 * time.Minute)
		wantError(t, v, meeting.ErrUnavailable)
	})
}

// A hundred callers, one refresh; a hundred whose token is revoked early, one more,
// and no failure.
func TestSingleFlight(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := minting()
		e.slow = 2 * time.Second
		v := e.vault(open())
		crowd := func(token string, before func()) {
			var wg sync.WaitGroup
			for range 100 {
				wg.Go(func() {
					before()
					want(t, v, token)
				})
			}
			wg.Wait()
		}
		crowd("token-1", func() {})
		wantCalls(t, e, 1)
		crowd("token-2", func() {
			if !v.Refused("Zoho-oauthtoken token-1") {
				t.Error("no other can be had")
			}
		})
		wantCalls(t, e, 2)
		crowd("token-2", func() { v.Refused("Zoho-oauthtoken token-1") }) // late news of an old token
		wantCalls(t, e, 2)
	})
}

// S8 of ../shared: 50 ms of patience behind a refresh of 2 s.
func TestWaiterLeaves(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := minting()
		e.slow = 2 * time.Second
		v := e.vault(open())
		impatient, end := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer end()
		began := time.Now()
		if _, err := v.Authorization(impatient); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		if took := time.Since(began); took > 60*time.Millisecond {
			t.Errorf("it returned after %v", took)
		}
		want(t, v, "token-1") // of the same flight
		wantCalls(t, e, 1)
		ended, end := context.WithCancel(t.Context())
		end()
		time.Sleep(2 * time.Hour)
		if _, err := v.Authorization(ended); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		synctest.Wait()
		wantCalls(t, e, 1) // nobody was left who wanted it
	})
}

// A vendor whose tokens are over at once costs a refresh a call, not a loop.
func TestTokenThatEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := replies(`{"access_token":"token-1","expires_in":1}`)
		e.slow = 2 * time.Second
		v := e.vault(nil)
		want(t, v, "token-1")
		want(t, v, "token-1")
		wantCalls(t, e, 2)
	})
}

func TestFixedCredentials(t *testing.T) {
	for _, cred := range []meeting.Credentials{
		{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("fixed")}, {Flow: meeting.FlowAPIKey, APIKey: meeting.NewSecret("fixed")},
	} {
		v := New(Config{Credentials: cred, Scheme: "Bearer", Store: &broken{read: errDisk, write: errDisk}})
		got, err := v.Authorization(t.Context())
		if err != nil || got != "Bearer fixed" || v.Refused(got) {
			t.Errorf("%s: %q, %v", cred.Flow, got, err)
		}
	}
}

func TestRotation(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := replies(`{"access_token":"token-1","refresh_token":"refresh-1","expires_in":3600}`, tokenAnswer(2),
			`{"access_token":"token-3","refresh_token":"refresh-1","expires_in":3600}`, tokenAnswer(4))
		for i, used := range []string{"refresh-0", "refresh-1", "refresh-1", "refresh-1"} {
			v := e.vault(open()) // each time another process
			value, err := v.Authorization(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got := e.forms[i].Get("refresh_token"); got != used {
				t.Errorf("call %d used %s, not %s", i+1, got, used)
			}
			if i == 0 && stored(t, v, open()).refresh.Reveal() != "refresh-1" {
				t.Error("the new refresh token is not stored")
			}
			if !v.Refused(value) {
				t.Error("no other can be had")
			}
			if i < 3 {
				time.Sleep(2 * time.Hour)
			}
		}
	})
}
