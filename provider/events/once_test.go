package events_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider/events"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/memory"
	"github.com/libmeet/meeting/store/sqlite"
)

func TestOnceEndsWithItsWindow(t *testing.T) {
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	s := memory.New(func() time.Time { return now })
	calls := 0
	do := func(scope string) bool {
		t.Helper()
		handled, err := events.Once{Store: s, Scope: scope, Window: time.Hour}.Do(t.Context(), "k", func(context.Context) error { calls++; return nil })
		if err != nil {
			t.Fatal(err)
		}
		return handled
	}
	if !do("a") || do("a") || !do("b") || do("b") {
		t.Error("handled twice, or not at all")
	}
	now = now.Add(time.Hour - time.Second)
	if do("a") {
		t.Error("forgotten too early")
	}
	now = now.Add(time.Second)
	if !do("a") || calls != 3 {
		t.Errorf("remembered for ever: %d calls", calls)
	}
}

// A process that died while it handled an event holds it for a while only.
func TestOnceAfterADeath(t *testing.T) {
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	s := memory.New(func() time.Time { return now })
	o := events.Once{Store: s, Limit: time.Minute}
	died := make(chan struct{})
	entered := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		_, _ = o.Do(context.Background(), "k", func(context.Context) error { close(entered); <-died; return nil })
	})
	<-entered
	_, err := o.Do(t.Context(), "k", func(context.Context) error { t.Error("handled beside another"); return nil })
	var busy *meeting.Error
	if !errors.As(err, &busy) || busy.Kind != meeting.ErrConflict || busy.RetryAfter != 65*time.Second {
		t.Errorf("%v", err)
	}
	now = now.Add(65 * time.Second)
	if handled, err := o.Do(t.Context(), "k", func(context.Context) error { return nil }); !handled || err != nil {
		t.Errorf("%v, %v", handled, err)
	}
	close(died)
	wg.Wait()
}

func TestOnceAfterAPanic(t *testing.T) {
	o := events.Once{Store: memory.New(nil)}
	func() {
		defer func() { _ = recover() }()
		_, _ = o.Do(t.Context(), "k", func(context.Context) error { panic("oh") })
	}()
	if handled, err := o.Do(t.Context(), "k", func(context.Context) error { return nil }); !handled || err != nil {
		t.Errorf("%v, %v", handled, err)
	}
}

// Several users of one database file: of fifty deliveries one is handled.
func TestOnceAcrossStores(t *testing.T) {
	path := filepath.Join(t.TempDir(), "events.db")
	var stores []store.Store
	for range 4 {
		s, err := sqlite.Open(t.Context(), sqlite.Config{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		stores = append(stores, s)
	}
	var handled atomic.Int32
	var wg sync.WaitGroup
	for i := range 48 {
		wg.Go(func() {
			o := events.Once{Store: stores[i%len(stores)]}
			_, err := o.Do(t.Context(), "k", func(context.Context) error { handled.Add(1); return nil })
			if err != nil && !errors.Is(err, meeting.ErrConflict) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := handled.Load(); n != 1 {
		t.Errorf("handled %d times", n)
	}
}
