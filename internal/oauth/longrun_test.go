package oauth

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/libmeet/meeting/store"
)

// TestLongRun is a day of eight processes, whose clocks differ, with a vendor that
// rotates, revokes the consent when a refresh token is used twice, takes the newest
// access token only, and revokes that one every hour or so. No call fails, and no
// process ever needs more than one new token.
func TestLongRun(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := rotating()
		e.slow = 700 * time.Millisecond
		reply := e.reply
		var mu sync.Mutex
		newest, ends := "", time.Time{}
		e.reply = func(n int, form url.Values) string {
			mu.Lock()
			defer mu.Unlock()
			newest, ends = fmt.Sprintf("Zoho-oauthtoken token-%d", n), time.Now().Add(time.Hour)
			return reply(n, form)
		}
		revocations := 0
		revoke := func() {
			mu.Lock()
			defer mu.Unlock()
			if time.Until(ends) > 59*time.Minute { // on its way: its caller would be refused twice
				return
			}
			newest, revocations = "", revocations+1
		}
		good := func(value string) bool {
			mu.Lock()
			defer mu.Unlock()
			return value == newest && time.Now().Before(ends)
		}
		// As the transport does, but twice: who comes with a token that was replaced, and
		// finds one that was revoked since, is refused twice.
		call := func(v *Vault) {
			value, err := v.Authorization(t.Context())
			for range 2 {
				if err == nil && !good(value) && v.Refused(value) {
					value, err = v.Authorization(t.Context())
				}
			}
			if err != nil || !good(value) {
				t.Errorf("got %q, %v", value, err)
			}
		}
		const day = 24 * time.Hour
		began := time.Now()
		var group sync.WaitGroup
		for i := range 8 {
			off := time.Duration(i-4) * 20 * time.Second
			fresh := func(s store.Store) *Vault {
				cfg := e.config(s)
				cfg.Rotates, cfg.Now = true, func() time.Time { return time.Now().Add(off) }
				return New(cfg)
			}
			group.Go(func() {
				random := rand.New(rand.NewPCG(1, uint64(i)))
				s := open()
				v := fresh(s)
				for time.Since(began) < day && !t.Failed() {
					if random.IntN(20) == 0 { // it is started anew
						v = fresh(s)
					}
					call(v)
					time.Sleep(time.Duration(random.Int64N(int64(4 * time.Minute))))
				}
			})
		}
		for time.Since(began) < day {
			time.Sleep(30*time.Minute + rand.N(time.Hour))
			revoke()
		}
		group.Wait()
		if n := e.calls(); n > revocations+30 {
			t.Errorf("%d token calls for %d revocations in a day", n, revocations)
		}
		t.Logf("%d token calls, %d revocations", e.calls(), revocations)
	})
}
