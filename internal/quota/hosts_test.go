package quota

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting/store/memory"
)

// TestHostsWaitTogether: those who wait for the account before a call spend nothing
// of another host's day.
func TestHostsWaitTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const hosts, each = 3, 10
		l := process(t, memory.New(nil),
			Limit{Name: "second", Amount: 2, Every: time.Second},
			Limit{Name: "day", Amount: each, Every: Day, Kind: Fixed, PerHost: true})
		defer l.Close()
		ctx := soonOf(t, time.Minute) // all of them fit into 15 seconds
		var wg sync.WaitGroup
		for range each {
			for host := range hosts {
				wg.Go(func() {
					if err := reserve(ctx, l, Call{Host: fmt.Sprint("host", host)}); err != nil {
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
	})
}
