package quota

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting"
)

func reserve(ctx context.Context, l *Ledger, c Call) error {
	ticket, err := l.Reserve(ctx, c)
	if err == nil {
		ticket.Done(Answer{Limit: -1, Remaining: -1})
	}
	return err
}

// wantLimited checks the error of a wait that would be too long.
func wantLimited(t *testing.T, err error, wait, slack time.Duration, text string) {
	t.Helper()
	var e *meeting.Error
	if !errors.As(err, &e) || e.Kind != meeting.ErrRateLimited {
		t.Fatalf("got %v, want a rate limit", err)
	}
	if d := e.RetryAfter - wait; d < -slack || d > slack {
		t.Errorf("retry after %v, want %v", e.RetryAfter, wait)
	}
	if !strings.Contains(e.Error(), text) {
		t.Errorf("%q doesn't say %q", e, text)
	}
}

func open(t *testing.T, limits ...Limit) *Ledger {
	t.Helper()
	l, err := New(Config{Vendor: "Sim", Account: "sim/1", Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestWaitsAndDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := open(t, Limit{Name: "minute", Amount: 2, Every: time.Minute})
		start := time.Now()
		for range 2 {
			if err := reserve(t.Context(), l, Call{}); err != nil {
				t.Fatal(err)
			}
		}
		short, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		wantLimited(t, reserve(short, l, Call{}), time.Minute, time.Second, "Sim's limit of 2 a minute")
		if time.Since(start) != 0 {
			t.Errorf("the refusal took %v", time.Since(start))
		}
		// A cancelled wait gives its place to the next.
		leaving, leave := context.WithCancel(t.Context())
		var group sync.WaitGroup
		group.Go(func() {
			if err := reserve(leaving, l, Call{Cost: 2}); !errors.Is(err, context.Canceled) || !errors.Is(err, meeting.ErrUnavailable) {
				t.Errorf("got %v", err)
			}
		})
		synctest.Wait()
		group.Go(func() {
			if err := reserve(t.Context(), l, Call{Cost: 2}); err != nil {
				t.Error(err)
			}
			if d := time.Since(start); d < time.Minute || d > 61*time.Second {
				t.Errorf("the next one waited %v", d)
			}
		})
		synctest.Wait()
		// With those before it, a third has to wait three windows: 90 seconds are too few.
		medium, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		wantLimited(t, reserve(medium, l, Call{}), 3*time.Minute, time.Second, "limit of 2 a minute")
		leave()
		group.Wait()
	})
}

func TestNotSentIsFreeAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := open(t, Limit{Name: "minute", Amount: 1, Every: time.Minute})
		ticket, err := l.Reserve(t.Context(), Call{})
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Second, func() { ticket.Done(Answer{NotSent: true}) })
		start := time.Now()
		if err := reserve(t.Context(), l, Call{}); err != nil || time.Since(start) != time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

func TestLock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := open(t, Limit{Name: "user", Amount: 10, Every: time.Minute, Lock: 10 * time.Minute})
		waited := make(chan error, 1)
		tickets := make([]Ticket, 10)
		for i := range tickets {
			tickets[i], _ = l.Reserve(t.Context(), Call{})
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		defer cancel()
		go func() { waited <- reserve(ctx, l, Call{}) }()
		synctest.Wait()
		tickets[0].Done(Answer{Refused: true, Limit: -1, Remaining: -1})
		// One that waits already and can't outlast the lock fails too.
		wantLimited(t, <-waited, 10*time.Minute, time.Second, "limit of 10 a minute")
		start := time.Now()
		if err := reserve(t.Context(), l, Call{}); err != nil || time.Since(start) < 10*time.Minute {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

func TestHosts(t *testing.T) {
	l := open(t, Limit{Name: "host", PerHost: true, Amount: 5, Every: time.Minute})
	now := time.Unix(1_800_000_000, 0)
	l.axis = newAxis(func() time.Time { return now })
	for i := range 20 * firstSweep {
		if err := reserve(t.Context(), l, Call{Host: time.Duration(i).String()}); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Second)
	}
	if n := len(l.hosts); n > 2*firstSweep {
		t.Errorf("%d hosts are kept", n)
	}
}

func TestClockSetBack(t *testing.T) {
	l := open(t, Limit{Name: "minute", Amount: 3, Every: time.Minute})
	now := time.Unix(1_800_000_000, 0)
	l.axis = newAxis(func() time.Time { return now })
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	for range 3 {
		if err := reserve(ctx, l, Call{}); err != nil {
			t.Fatal(err)
		}
	}
	now = now.Add(-time.Hour)
	wantLimited(t, reserve(ctx, l, Call{}), time.Minute, time.Second, "")
	now = now.Add(61 * time.Second)
	if err := reserve(ctx, l, Call{}); err != nil {
		t.Errorf("a minute later: %v", err)
	}
}

func TestRules(t *testing.T) {
	for name, limits := range map[string][]Limit{
		"no name":   {{Amount: 1, Every: time.Second}},
		"two names": {{Name: "a", Every: time.Second}, {Name: "a", Every: time.Second}},
		"no window": {{Name: "a", Amount: 1}},
		"negative":  {{Name: "a", Amount: -1, Every: time.Second}},
	} {
		if _, err := New(Config{Account: "a", Limits: limits}); meeting.KindOf(err) != meeting.ErrInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPoints: calls of several costs share a budget, in their order.
func TestPoints(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := open(t, Limit{Name: "minute", Unit: "points", Amount: 100, Every: time.Minute})
		for range 33 {
			if err := reserve(t.Context(), l, Call{Cost: 3}); err != nil {
				t.Fatal(err)
			}
		}
		if h, err := l.Headroom(t.Context(), Call{Cost: 3}); err != nil || h.Calls != 0 || !strings.Contains(h.Limited, "100 points a minute") {
			t.Errorf("%+v, %v", h, err)
		}
		start := time.Now()
		var mu sync.Mutex
		var order []int
		var group sync.WaitGroup
		for i, cost := range []int{3, 1} {
			group.Go(func() {
				if err := reserve(t.Context(), l, Call{Cost: cost}); err != nil {
					t.Error(err)
				}
				mu.Lock()
				order = append(order, i)
				mu.Unlock()
			})
			synctest.Wait()
		}
		group.Wait()
		if len(order) != 2 || time.Since(start) < time.Minute {
			t.Errorf("%v after %v: the cheap one must not overtake", order, time.Since(start))
		}
		slot, err := l.NextSlot(t.Context(), Call{Cost: 3}, 65)
		if d := time.Until(slot); err != nil || d < time.Minute || d > 61*time.Second {
			t.Errorf("65 writes in %v, %v, want a minute", d, err)
		}
	})
}

// TestHostInUse: a host that somebody waits for is not forgotten: its window would
// be there twice.
func TestHostInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := open(t, Limit{Name: "minute", Amount: 1, Every: time.Minute}, Limit{Name: "host", PerHost: true, Amount: 1, Every: Day})
		if err := reserve(t.Context(), l, Call{Host: "first"}); err != nil {
			t.Fatal(err)
		}
		done := make(chan error)
		go func() { done <- reserve(t.Context(), l, Call{Host: "x"}) }()
		synctest.Wait()
		for i := range 3 * firstSweep {
			if _, err := l.Headroom(t.Context(), Call{Host: time.Duration(i).String()}); err != nil {
				t.Fatal(err)
			}
		}
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if h, err := l.Headroom(t.Context(), Call{Host: "x"}); err != nil || h.Calls != 0 {
			t.Errorf("%+v, %v", h, err)
		}
		time.Sleep(2 * time.Minute)
		if h, err := l.Headroom(t.Context(), Call{Host: "x"}); err != nil || h.Calls != 0 {
			t.Errorf("%+v, %v: the host's day is spent", h, err)
		}
	})
}
