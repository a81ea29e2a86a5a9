package quota

import (
	"flag"
	"fmt"
	"testing"
	"time"

	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/memory"
)

var seedsFlag = flag.Int("seeds", 1, "runs of each row of the table")

// TestTable computes the table of efficiency and refusals in virtual time and
// checks it against what the project promises.
func TestTable(t *testing.T) {
	seeds := *seedsFlag
	inMemory := func() store.Store { return memory.New(nil) }
	type row struct {
		name       string
		job        job
		efficiency float64 // at least, in percent
		refusals   float64 // at most, in a thousand
	}
	var rows []row
	sizes := []struct{ rate, n int }{{20, 1000}, {60, 5000}, {300, 5000}}
	for _, size := range sizes {
		for _, policy := range []string{"sliding", "lock"} {
			lock := time.Duration(0)
			if policy == "lock" {
				if size.rate != 20 {
					continue
				}
				lock = 10 * time.Minute
			}
			rows = append(rows,
				row{"told", job{policy: policy, rate: size.rate, n: size.n, told: size.rate, lock: lock}, 99.5, 0},
				row{"told, with headers", job{policy: policy, rate: size.rate, n: size.n, told: size.rate, lock: lock, headers: true}, 99.5, 0},
				row{"learned", job{policy: policy, rate: size.rate, n: size.n, lock: lock, headers: true}, 99.4, 0})
		}
		// One window lost in the whole job and a round trip in each.
		windows := float64(size.n / size.rate)
		lost := 100 * (1 - (60+0.25*windows)/(60*windows))
		rows = append(rows,
			row{"told", job{policy: "fixed", rate: size.rate, n: size.n, told: size.rate}, lost, 0},
			row{"told, known as fixed", job{policy: "fixed", rate: size.rate, n: size.n, told: size.rate, kind: Fixed}, 99.4, 0},
			row{"learned", job{policy: "fixed", rate: size.rate, n: size.n, headers: true}, 99.4, 0})
	}
	rows = append(rows,
		row{"told, shared store", job{policy: "sliding", rate: 60, n: 1000, told: 60, store: inMemory}, 99.4, 0},
		row{"learned, shared store", job{policy: "fixed", rate: 60, n: 1000, headers: true, store: inMemory}, 99.4, 0},
		row{"Cliq, killed every 7 min", job{policy: "lock", rate: 20, horizon: 4 * time.Hour, told: 20, lock: 10 * time.Minute, restart: 7 * time.Minute, store: inMemory}, 99, 0},
	)
	for _, policy := range []string{"fixed", "sliding"} {
		most := map[string]float64{"fixed": 1, "sliding": 6}[policy]
		for _, rate := range []int{60, 300} {
			horizon := 2 * time.Hour
			if rate == 300 {
				horizon = 40 * time.Minute
			}
			for _, other := range []struct {
				name   string
				share  float64
				bursts bool
			}{{"10 %", 0.1, false}, {"30 %", 0.3, false}, {"30 % in bursts", 0.3, true}} {
				rows = append(rows, row{
					"unseen client, " + other.name,
					job{policy: policy, rate: rate, horizon: horizon, headers: true, share: other.share, bursts: other.bursts}, 99, most,
				})
			}
		}
	}
	text := fmt.Sprintf("\n%-28s %-8s %5s %6s %12s %12s\n", "limit", "window", "rate", "calls", "efficiency", "refused/1000")
	for _, r := range rows {
		worst, sum, refused, own := 2.0, 0.0, 0, 0
		for seed := range seeds {
			r.job.seed = uint64(seed)
			e, no, yes := r.job.run(t)
			worst, sum = min(worst, e), sum+e
			refused, own = refused+no, own+yes
		}
		mean, per := 100*sum/float64(seeds), 1000*float64(refused)/float64(own)
		verdict := ""
		if mean < r.efficiency || per > r.refusals {
			verdict = fmt.Sprintf("  <- wanted %.2f and %.1f", r.efficiency, r.refusals)
			t.Errorf("%s, %s, %d: %.2f %%, %.2f refused in 1,000%s", r.name, r.job.policy, r.job.rate, mean, per, verdict)
		}
		text += fmt.Sprintf("%-28s %-8s %5d %6d %10.2f %% %12.2f%s\n", r.name, r.job.policy, r.job.rate, own/seeds, mean, per, verdict)
	}
	t.Log(text)
}
