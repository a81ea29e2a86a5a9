package oauth

import (
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// crowd asks every vault at once.
func crowd(t *testing.T, vaults []*Vault, token string) {
	t.Helper()
	var wg sync.WaitGroup
	for _, v := range vaults {
		wg.Go(func() { want(t, v, token) })
	}
	wg.Wait()
}

// TestOneRefreshForAll: as many handles on the store as processes have.
func TestOneRefreshForAll(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := rotating()
		e.slow = 300 * time.Millisecond
		var vaults []*Vault
		for range 20 {
			cfg := e.config(open())
			cfg.Rotates = true
			vaults = append(vaults, New(cfg))
		}
		crowd(t, vaults, "token-1")
		wantCalls(t, e, 1)

		// One of them is told that the token was revoked, the others find out.
		vaults[0].Refused("Zoho-oauthtoken token-1")
		want(t, vaults[0], "token-2")
		for _, v := range vaults {
			if !v.Refused("Zoho-oauthtoken token-1") {
				t.Error("no other can be had")
			}
		}
		crowd(t, vaults, "token-2")
		wantCalls(t, e, 2)

		time.Sleep(2 * time.Hour)
		crowd(t, vaults, "token-3")
		wantCalls(t, e, 3)

		// Near the end one renews; the calls of the others don't wait for it.
		time.Sleep(56 * time.Minute)
		began := time.Now()
		crowd(t, vaults, "token-3")
		if took := time.Since(began); took > 0 {
			t.Errorf("the calls waited %v", took)
		}
		time.Sleep(2 * time.Second) // the renewal is done, and it is time to look again
		for _, v := range vaults {
			if _, err := v.Authorization(t.Context()); err != nil {
				t.Error(err)
			}
		}
		synctest.Wait()
		crowd(t, vaults, "token-4")
		wantCalls(t, e, 4)
	})
}

// A token that was refused is not handed to a process that comes later, also when no
// new one could be had yet.
func TestRefusedEverywhere(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := replies(tokenAnswer(1), "503|", tokenAnswer(3))
		v := e.vault(open())
		want(t, v, "token-1")
		v.Refused("Zoho-oauthtoken token-1")
		wantError(t, v, meeting.ErrUnavailable)
		later := e.vault(open())
		wantError(t, later, meeting.ErrUnavailable)
		wantCalls(t, e, 2)
		time.Sleep(time.Second)
		want(t, later, "token-3")
		want(t, v, "token-3")
	})
}

// Providers of any name share the tokens of one credential, and no others.
func TestCredentials(t *testing.T) {
	e := minting()
	base := e.config(nil)
	for name, change := range map[string]func(*Config){
		"token URL": func(c *Config) { c.Credentials.TokenURL += "2" }, "client": func(c *Config) { c.Credentials.ClientID += "2" },
		"account": func(c *Config) { c.Credentials.AccountID = "2" }, "flow": func(c *Config) { c.Credentials.Flow = meeting.FlowAccountCredentials },
		"refresh token": func(c *Config) { c.Credentials.RefreshToken = meeting.NewSecret("refresh-x") },
	} {
		cfg := base
		change(&cfg)
		if New(cfg).key == New(base).key {
			t.Errorf("another %s is the same credential", name)
		}
	}
	same := base
	same.Credentials.TokenURL, same.TokenURL, same.Now = "", base.Credentials.TokenURL, time.Now
	same.Credentials.ClientSecret = meeting.NewSecret("renewed at the vendor")
	key := New(base).key
	if New(same).key != key {
		t.Error("the same credential has two keys")
	}
	if !strings.HasPrefix(key, "token/") || len(key) != len("token/")+32 {
		t.Errorf("the key is %q", key)
	}
}

// The store's clock counts: a process whose own is an hour fast does not refresh
// what the others still use, and one that is slow is helped by the vendor's 401.
func TestClockSkew(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := minting()
		want(t, e.vault(open()), "token-1")
		for _, off := range []time.Duration{time.Hour, 24 * time.Hour, -time.Hour} {
			cfg := e.config(open())
			cfg.Now = func() time.Time { return time.Now().Add(off) }
			v := New(cfg)
			want(t, v, "token-1")
			want(t, v, "token-1")
			synctest.Wait()
			wantCalls(t, e, 1)
		}
		cfg := e.config(open())
		cfg.Now = func() time.Time { return time.Now().Add(-3 * time.Hour) }
		slow := New(cfg)
		time.Sleep(2 * time.Hour)
		want(t, slow, "token-1") // long over, and nobody told it
		slow.Refused("Zoho-oauthtoken token-1")
		want(t, slow, "token-2")
		want(t, e.vault(open()), "token-2")
		wantCalls(t, e, 2)
	})
}

// After invalid_grant the store is read once more: who rotated meanwhile won.
func TestInvalidGrantAdoptsTheirs(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		var v *Vault
		meanwhile := func(s *state) {}
		e := &endpoint{}
		e.reply = func(n int, form url.Values) string {
			if form.Get("refresh_token") == "refresh-9" {
				return tokenAnswer(n)
			}
			if _, err := v.inStore(t.Context(), func(_ time.Time, s *state) bool { meanwhile(s); return true }); err != nil {
				t.Error(err)
			}
			return `400|{"error":"invalid_grant"}`
		}
		fresh := func() {
			cfg := e.config(open())
			cfg.Rotates = true
			v = New(cfg)
		}
		fresh()
		meanwhile = func(s *state) {
			s.succeed(answer{access: meeting.NewSecret("theirs"), life: time.Hour, rotated: meeting.NewSecret("refresh-8")}, time.Now())
		}
		want(t, v, "theirs")
		wantCalls(t, e, 1)
		time.Sleep(2 * time.Hour)
		fresh()
		meanwhile = func(s *state) { s.refresh = meeting.NewSecret("refresh-9") } // only the refresh token
		want(t, v, "token-3")
		wantCalls(t, e, 3)
		time.Sleep(2 * time.Hour)
		e.reply = func(int, url.Values) string { return `400|{"error":"invalid_grant"}` }
		fresh()
		wantError(t, v, meeting.ErrUnauthenticated, "sign in again")
	})
}

// The death of a process in the middle of a refresh blocks the others until its
// lease ends.
func TestDeadRefresher(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := minting()
		v := e.vault(open())
		if _, err := store.Acquire(t.Context(), open(), v.leaseKey(), "dead", leaseTime); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		want(t, v, "token-1")
		if took := time.Since(began); took < leaseTime-100*time.Millisecond || took > leaseTime+100*time.Millisecond {
			t.Errorf("it took %v", took)
		}
	})
}

// A refresh that takes longer than a lease keeps it.
func TestLeaseIsRenewed(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := minting()
		e.slow = 25 * time.Second
		crowd(t, []*Vault{e.vault(open()), e.vault(open()), e.vault(open())}, "token-1")
		wantCalls(t, e, 1)
	})
}
