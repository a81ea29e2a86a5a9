package quota

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting/store"
)

// vendor enforces one limit as a server would: by its own clock, on arrival.
type vendor struct {
	policy  string // "fixed" on the minute, "sliding" log, "lock": sliding with a lock of ten minutes
	limit   int
	every   time.Duration
	skew    time.Duration
	headers bool

	mu       sync.Mutex
	arrivals []time.Time // accepted, of the last window
	window   time.Time
	used     int
	locked   time.Time

	own, others, refused, locks int
	last                        time.Time // own accepted
}

type reply struct {
	ok               bool
	limit, remaining int
	reset, retry     time.Duration
	date             time.Time
}

func (v *vendor) arrive(own bool) reply {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := time.Now().Add(v.skew)
	var free time.Time // when the next place is free
	if v.policy == "fixed" {
		if w := now.Truncate(v.every); !w.Equal(v.window) {
			v.window, v.used = w, 0
		}
		free = v.window.Add(v.every)
	} else {
		drop := 0
		for drop < len(v.arrivals) && now.Sub(v.arrivals[drop]) >= v.every {
			drop++
		}
		v.arrivals = v.arrivals[drop:]
		v.used = len(v.arrivals)
		if v.used > 0 {
			free = v.arrivals[0].Add(v.every)
		} else {
			free = now.Add(v.every)
		}
	}
	r := reply{limit: -1, remaining: -1, date: now.Truncate(time.Second)}
	r.ok = v.used < v.limit && !now.Before(v.locked)
	switch {
	case r.ok && own:
		v.own++
		v.last = now
	case r.ok:
		v.others++
	case own:
		v.refused++
		if v.policy == "lock" && !now.Before(v.locked) {
			v.locked = now.Add(10 * time.Minute)
			v.locks++
		}
	}
	if r.ok {
		v.used++
		v.arrivals = append(v.arrivals, now)
	}
	if v.headers {
		r.limit, r.remaining = v.limit, v.limit-v.used
		// Unix seconds, which the transport turns into a time from now on its own clock.
		r.reset = time.Until(time.Unix(free.Add(time.Second-1).Unix(), 0))
		if !r.ok {
			r.retry = (free.Sub(now) + time.Second - 1).Truncate(time.Second)
		}
	}
	return r
}

// network is a random time one way.
type network struct {
	mu  sync.Mutex
	rng *rand.Rand
}

func newNetwork(seed uint64) *network { return &network{rng: rand.New(rand.NewPCG(seed, 7))} }

func (n *network) delay() time.Duration {
	n.mu.Lock()
	defer n.mu.Unlock()
	return 20*time.Millisecond + time.Duration(n.rng.Int64N(int64(100*time.Millisecond)))
}

// exchange is one call of a client; it reports whether the vendor took it.
func exchange(ctx context.Context, l *Ledger, v *vendor, n *network, c Call) (bool, error) {
	t, err := l.Reserve(ctx, c)
	if err != nil {
		return false, err
	}
	sent := time.Now()
	time.Sleep(n.delay())
	r := v.arrive(true)
	time.Sleep(n.delay())
	if ctx.Err() != nil {
		return r.ok, ctx.Err() // killed: nobody hears the answer
	}
	t.Done(Answer{
		Sent: sent, Received: time.Now(), Refused: !r.ok, RetryAfter: r.retry,
		Limit: r.limit, Remaining: r.remaining, Reset: r.reset, ServerDate: r.date,
	})
	return r.ok, nil
}

// job is a run of the simulation.
type job struct {
	policy  string
	rate    int
	n       int           // calls to get through; 0: as many as the horizon allows
	horizon time.Duration // for n = 0
	told    int           // Amount
	kind    Kind
	lock    time.Duration
	headers bool
	share   float64 // of the limit that an unseen client asks for
	bursts  bool
	restart time.Duration // the process is killed so often
	store   func() store.Store
	seed    uint64
}

// run returns the efficiency, as a part of what a client that knows everything
// reaches, the refusals, and how many calls got through.
func (j job) run(t *testing.T) (efficiency float64, refused, own int) {
	synctest.Test(t, func(t *testing.T) {
		phases := []time.Duration{0, 20 * time.Second, 41700 * time.Millisecond}
		time.Sleep(phases[j.seed%3])
		v := &vendor{policy: j.policy, limit: j.rate, every: time.Minute, skew: 700 * time.Millisecond, headers: j.headers}
		start := time.Now().Add(v.skew)
		all, stop := context.WithCancel(t.Context())
		n := newNetwork(j.seed)
		if j.share > 0 {
			go j.unseen(all, v)
		}
		var shared store.Store
		if j.store != nil {
			shared = j.store()
		}
		workers := 8
		if j.rate >= 300 {
			workers = 32
		}
		left := j.n
		var mu sync.Mutex
		more := func() bool {
			mu.Lock()
			defer mu.Unlock()
			if j.n == 0 {
				return time.Now().Add(v.skew).Before(start.Add(j.horizon))
			}
			left--
			return left >= 0
		}
		for v.own < j.n || j.n == 0 && more() {
			l, err := New(Config{
				Vendor: "Sim", Account: "sim/1", Store: shared,
				Limits: []Limit{{Name: "minute", Amount: j.told, Every: time.Minute, Kind: j.kind, Lock: j.lock, Headers: true}},
			})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(all)
			if j.restart > 0 {
				ctx, cancel = context.WithTimeout(all, j.restart)
			} else if j.n == 0 {
				ctx, cancel = context.WithTimeout(all, j.horizon)
			}
			var group sync.WaitGroup
			for range workers {
				group.Go(func() {
					for more() {
						took, err := exchange(withoutDeadline{ctx}, l, v, n, Call{})
						if !took && j.n > 0 {
							mu.Lock()
							left++
							mu.Unlock()
						}
						if err != nil {
							return
						}
					}
				})
			}
			group.Wait()
			cancel()
			left = j.n - v.own
		}
		stop()
		time.Sleep(2 * time.Minute) // the unseen client looks up
		v.mu.Lock()
		defer v.mu.Unlock()
		took := v.last.Sub(start)
		if j.n > 0 {
			efficiency = float64(j.ideal(start)) / float64(took)
		} else {
			capacity := float64(j.rate) * float64(j.horizon/time.Minute)
			efficiency = min(float64(v.own)/(capacity-float64(v.others)), 1)
		}
		refused, own = v.refused, v.own
	})
	return efficiency, refused, own
}

// withoutDeadline hides a deadline: a kill gives no notice.
type withoutDeadline struct{ context.Context }

func (withoutDeadline) Deadline() (time.Time, bool) { return time.Time{}, false }

// ideal is how long the last batch must wait under the vendor's rule.
func (j job) ideal(start time.Time) time.Duration {
	batches := time.Duration((j.n + j.rate - 1) / j.rate)
	if j.policy == "fixed" {
		return start.Truncate(time.Minute).Add(time.Minute).Sub(start) + (batches-2)*time.Minute
	}
	return (batches - 1) * time.Minute
}

// unseen is another client of the account: share of the limit, steadily with some
// jitter, or all of a minute's share at once at some moment of each minute.
func (j job) unseen(ctx context.Context, v *vendor) {
	rng := rand.New(rand.NewPCG(j.seed, 99))
	perMinute := j.share * float64(j.rate)
	gap := float64(time.Minute) / perMinute
	for ctx.Err() == nil {
		if !j.bursts {
			time.Sleep(time.Duration(gap * (0.5 + rng.Float64())))
			v.arrive(false)
			continue
		}
		at := time.Duration(rng.Int64N(int64(time.Minute)))
		time.Sleep(at)
		for range int(perMinute) {
			v.arrive(false)
		}
		time.Sleep(time.Minute - at)
	}
}
