package memory_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/memory"
	"github.com/libmeet/meeting/store/storetest"
)

func TestConformance(t *testing.T) {
	var offset atomic.Int64
	stores := map[*testing.T]store.Store{}
	storetest.Run(t, storetest.Harness{
		Open: func(t *testing.T) store.Store {
			if stores[t] == nil {
				stores[t] = memory.New(func() time.Time { return time.Unix(1_800_000_000, offset.Load()) })
			}
			return stores[t]
		},
		Advance: func(d time.Duration) { offset.Add(int64(d)) },
	})
}
