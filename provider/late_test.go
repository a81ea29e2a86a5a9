package provider_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/store/memory"
)

// From the intent to the request may be long: a call waits for the vendor's limits.
// The list's lag counts from the request on, also when its process is killed.
func TestLateRequest(t *testing.T) {
	for name, killed := range map[string]bool{"lives": false, "dies": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v, s := newVendor(provider.SearchContent), memory.New(nil)
				v.turn, v.lag = 40*time.Second, 4*time.Second
				v.next = []fault{drop}
				if killed {
					v.next = []fault{hangs}
					ctx, end := context.WithCancel(t.Context())
					dead := &deadStore{Store: s}
					done := make(chan struct{})
					go func() {
						defer close(done)
						_, _ = v.client(dead).CreateMeeting(ctx, review("k"))
					}()
					defer func() { end(); <-done }()
					time.Sleep(31 * time.Second)
					dead.kill() // its request leaves nine seconds later, as its lease ends
				}
				m, err := v.client(s).CreateMeeting(t.Context(), review("k"))
				if err != nil || len(v.made) != 1 || v.sent != 1 || m.ID != v.made[0].ID {
					t.Errorf("%+v, %v: %d made, %d sent", m, err, len(v.made), v.sent)
				}
			})
		})
	}
}
