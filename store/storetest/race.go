package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

func updateAtomic(t *testing.T, h Harness, s store.Store) {
	const workers, each = 4, 25
	var group sync.WaitGroup
	for w := range workers {
		handle := s
		if w%2 == 1 {
			handle = h.Open(t)
		}
		group.Go(func() {
			for range each {
				err := handle.Update(t.Context(), []string{"n"}, func(_ time.Time, records []store.Record) error {
					records[0].Value = append(records[0].Value, '.')
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if got := must(s.Get(t.Context(), "n"))(t); len(got.Value) != workers*each || got.Version != workers*each {
		t.Errorf("%d writes left, version %d, want %d", len(got.Value), got.Version, workers*each)
	}
}

func updateOrder(t *testing.T, h Harness, s store.Store) {
	other := h.Open(t)
	var group sync.WaitGroup
	for i, keys := range [][]string{{"x", "y", "z"}, {"z", "y", "x"}} {
		handle := s
		if i == 1 {
			handle = other
		}
		group.Go(func() {
			for range 20 {
				err := handle.Update(t.Context(), keys, func(_ time.Time, records []store.Record) error {
					for i := range records {
						records[i].Value = append(records[i].Value, '.')
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}

func lease(t *testing.T, h Harness, s store.Store) {
	ctx, ttl := t.Context(), 40*time.Millisecond
	if h.Advance != nil {
		ttl = time.Minute
	}
	first := must(store.Acquire(ctx, s, "l", "one", time.Hour))(t)
	_, err := store.Acquire(ctx, s, "l", "two", ttl)
	wantKind(t, err, meeting.ErrConflict)
	again := must(store.Acquire(ctx, s, "l", "one", time.Hour))(t)
	if again.Fence <= first.Fence {
		t.Errorf("fence %d after %d", again.Fence, first.Fence)
	}
	if err := store.Release(ctx, s, first); err != nil { // an older lease: nothing to release
		t.Fatal(err)
	}
	_, err = store.Acquire(ctx, s, "l", "two", ttl)
	wantKind(t, err, meeting.ErrConflict)
	if err := store.Release(ctx, s, again); err != nil {
		t.Fatal(err)
	}
	second := must(store.Acquire(ctx, s, "l", "two", ttl))(t)
	h.pass(ttl + ttl/4)
	third := must(store.Acquire(ctx, s, "l", "three", time.Hour))(t)
	if second.Fence <= again.Fence || third.Fence <= second.Fence {
		t.Errorf("fences %d, %d, %d", again.Fence, second.Fence, third.Fence)
	}
}

func leaseRace(t *testing.T, h Harness, s store.Store) {
	other := h.Open(t)
	var mu sync.Mutex
	got := 0
	var group sync.WaitGroup
	for i := range 16 {
		handle := s
		if i%2 == 1 {
			handle = other
		}
		group.Go(func() {
			_, err := store.Acquire(t.Context(), handle, "l", fmt.Sprint("holder", i), time.Hour)
			if err == nil {
				mu.Lock()
				got++
				mu.Unlock()
			} else {
				wantKind(t, err, meeting.ErrConflict)
			}
		})
	}
	group.Wait()
	if got != 1 {
		t.Errorf("%d got the lease", got)
	}
}
