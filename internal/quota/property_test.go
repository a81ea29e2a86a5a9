package quota

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/memory"
)

// arrival is units that reached the server, by its clock.
type arrival struct {
	at   time.Time
	cost int
}

var runsFlag = flag.Int("runs", 30, "policies that TestNeverMore tries")

// TestNeverMore: whatever the limit, the network, the clocks, the costs and the
// number of clients that share the state, no window of the server's ever holds more
// than the limit.
func TestNeverMore(t *testing.T) {
	for seed := range *runsFlag {
		synctest.Test(t, func(t *testing.T) { neverMore(t, uint64(seed)) })
	}
}

func neverMore(t *testing.T, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 1))
	every := []time.Duration{time.Second, 10 * time.Second, time.Minute, time.Hour, Day}[rng.IntN(5)]
	limit := Limit{Name: "x", Amount: 1 + rng.IntN(60), Every: every, Kind: Kind(rng.IntN(3))}
	if rng.IntN(8) == 0 {
		limit.Amount = maxLog + rng.IntN(maxLog) // in steps of time
	}
	skew := time.Duration(rng.Int64N(int64(4*time.Minute))) - 2*time.Minute
	most := max(int64(every)/time.Duration(1+rng.IntN(50)).Nanoseconds(), int64(time.Millisecond))
	most = min(most, int64(20*time.Second))
	var shared store.Store
	if rng.IntN(2) == 0 {
		shared = memory.New(nil)
	}
	time.Sleep(time.Duration(rng.Int64N(int64(every))))
	var mu sync.Mutex
	var arrivals []arrival
	delay := func() time.Duration {
		mu.Lock()
		defer mu.Unlock()
		return time.Duration(rng.Int64N(most))
	}
	var group sync.WaitGroup
	workers := make([]int, 1+rng.IntN(3)) // of each ledger, as processes have
	for i := range workers {
		workers[i] = 1 + rng.IntN(10)
	}
	for _, n := range workers {
		l, err := New(Config{Account: "a", Limits: []Limit{limit}, Store: shared})
		if err != nil {
			t.Fatal(err)
		}
		for range n {
			group.Go(func() {
				for range 30 + 2*limit.Amount/10 {
					mu.Lock()
					cost, pause, lost, unsent, date := 1+rng.IntN(min(3, limit.Amount)), rng.IntN(4) == 0, rng.IntN(20) == 0, rng.IntN(20) == 0, rng.IntN(3) > 0
					mu.Unlock()
					if pause {
						time.Sleep(delay())
					}
					ticket, err := l.Reserve(t.Context(), Call{Cost: cost})
					if err != nil {
						t.Error(err)
						return
					}
					if unsent {
						ticket.Done(Answer{NotSent: true})
						continue
					}
					sent := time.Now()
					time.Sleep(delay())
					now := time.Now().Add(skew)
					mu.Lock()
					arrivals = append(arrivals, arrival{now, cost})
					mu.Unlock()
					time.Sleep(delay())
					if lost && shared != nil {
						continue // as if the process had died
					}
					a := Answer{Limit: -1, Remaining: -1, Sent: sent, Received: time.Now()}
					if date {
						a.ServerDate = now.Truncate(time.Second)
					}
					ticket.Done(a)
				}
			})
		}
		if shared == nil {
			break
		}
	}
	group.Wait()
	slices.SortFunc(arrivals, func(a, b arrival) int { return a.at.Compare(b.at) })
	what := fmt.Sprintf("seed %d, %d per %v, %v", seed, limit.Amount, every, [...]string{"unknown", "fixed", "sliding"}[limit.Kind])
	if limit.Kind != Fixed {
		checkSliding(t, what, arrivals, limit)
	}
	if limit.Kind != Sliding {
		checkFixed(t, what, arrivals, limit)
	}
	time.Sleep(2 * time.Second) // the last answers are written
}

func checkSliding(t *testing.T, what string, arrivals []arrival, limit Limit) {
	t.Helper()
	first, sum := 0, 0
	for _, a := range arrivals {
		sum += a.cost
		for a.at.Sub(arrivals[first].at) >= limit.Every {
			sum -= arrivals[first].cost
			first++
		}
		if sum > limit.Amount {
			t.Errorf("%s: %d units in the window before %v", what, sum, a.at)
			return
		}
	}
}

func checkFixed(t *testing.T, what string, arrivals []arrival, limit Limit) {
	t.Helper()
	used := map[time.Time]int{}
	for _, a := range arrivals {
		w := a.at.Truncate(limit.Every)
		if used[w] += a.cost; used[w] > limit.Amount {
			t.Errorf("%s: %d units in the window of %v", what, used[w], w)
			return
		}
	}
}
