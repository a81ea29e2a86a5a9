package quota

import (
	"context"
	"fmt"
	"math"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// hosts returns how many of n meetings each host has when they are Zipf
// distributed, the busiest having most.
func hosts(n, most int) []int {
	var counts []int
	for rank := 1; n > 0; rank++ {
		c := min(max(int(math.Round(float64(most)/float64(rank))), 1), n)
		counts = append(counts, c)
		n -= c
	}
	return counts
}

// TestZoomDays: 5,000 creates of which the busiest host has 474 take the five days
// that 100 a host and day allow, and none is refused.
func TestZoomDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(15*time.Hour + 20*time.Minute) // into the first day
		const skew = 700 * time.Millisecond
		l, err := New(Config{Vendor: "Zoom", Account: "zoom/1", Limits: []Limit{
			{Name: "Medium", Classes: []string{"Medium"}, Amount: 20, Every: time.Second},
			{Name: "host-day", Classes: []string{"Medium"}, PerHost: true, Amount: 100, Every: Day, Kind: Fixed},
		}})
		if err != nil {
			t.Fatal(err)
		}
		counts := hosts(5000, 474)
		slot, err := l.NextSlot(t.Context(), Call{Class: "Medium", Host: "host-0"}, counts[0])
		if want := time.Date(2000, 1, 5, 0, 0, 0, 0, time.UTC); err != nil || slot.Before(want) || slot.After(want.Add(6*time.Minute)) {
			t.Errorf("the planner says %v, %v, want the start of the fifth day", slot, err)
		}
		var mu sync.Mutex
		used := map[string]int{} // by day and host
		refused, last := 0, time.Time{}
		n := newNetwork(1)
		var group sync.WaitGroup
		for host, count := range counts {
			for range count {
				group.Go(func() {
					call := Call{Class: "Medium", Host: fmt.Sprint("host-", host)}
					ticket, err := l.Reserve(context.Background(), call)
					if err != nil {
						t.Error(err)
						return
					}
					a := Answer{Limit: -1, Remaining: -1, Sent: time.Now()}
					time.Sleep(n.delay())
					now := time.Now().Add(skew)
					mu.Lock()
					key := now.Format(time.DateOnly) + call.Host
					if used[key]++; used[key] > 100 {
						refused++
						a.Refused, a.Daily, a.Host = true, true, true
					}
					last = now
					mu.Unlock()
					a.ServerDate = now.Truncate(time.Second)
					time.Sleep(n.delay())
					ticket.Done(a)
				})
			}
		}
		group.Wait()
		if refused != 0 {
			t.Errorf("%d refusals, want none", refused)
		}
		if day := last.YearDay(); day != 5 {
			t.Errorf("the last one went on day %d (%v), want 5", day, last)
		}
		if after := last.Sub(last.Truncate(Day)); after > 5*time.Minute {
			t.Errorf("the last one went %v after midnight", after)
		}
	})
}

// TestDailyHeaders: headers that say that nothing is left of the day are enough.
func TestDailyHeaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(10 * time.Hour)
		l := open(t, Limit{Name: "minute", Amount: 60, Every: time.Minute, Headers: true}, Limit{Name: "day", Amount: 5000, Every: Day})
		ticket, err := l.Reserve(t.Context(), Call{})
		if err != nil {
			t.Fatal(err)
		}
		ticket.Done(Answer{Refused: true, Limit: 5000, Reset: 14 * time.Hour})
		wantLimited(t, reserve(soonOf(t, time.Minute), l, Call{}), 14*time.Hour, time.Second, "limit of 5000 a day")
	})
}

// TestDailyRefusal: a refusal for this host's day holds back the host until the
// vendor's midnight, and nobody else.
func TestDailyRefusal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(10 * time.Hour)
		l, err := New(Config{Vendor: "Zoom", Account: "zoom/1", Limits: []Limit{
			{Name: "second", Every: time.Second},
			{Name: "host-day", PerHost: true, Amount: 100, Every: Day, Kind: Fixed},
			{Name: "day", Amount: 6000, Every: Day, Kind: Fixed},
		}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		ticket, err := l.Reserve(ctx, Call{Host: "a"})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second / 10)
		// The figures are of another limit: only the words are right.
		ticket.Done(Answer{Refused: true, Daily: true, Host: true, Limit: 6000, Remaining: 5893, ServerDate: time.Now().Truncate(time.Second)})
		wantLimited(t, reserve(ctx, l, Call{Host: "a"}), 14*time.Hour, 2*time.Second, "Zoom's limit of 100 a day for this host")
		if err := reserve(ctx, l, Call{Host: "b"}); err != nil {
			t.Errorf("another host: %v", err)
		}
		if h, err := l.Headroom(ctx, Call{Host: "a"}); err != nil || h.Calls != 0 || h.Until.Day() != 2 {
			t.Errorf("headroom %+v, %v", h, err)
		}
		if h, err := l.Headroom(ctx, Call{Host: "b"}); err != nil || h.Calls != 99 {
			t.Errorf("headroom of another host %+v, %v", h, err)
		}
	})
}
