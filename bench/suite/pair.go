package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// candidate is one way to do the work.
type candidate struct {
	name string
	do   func(ctx context.Context) error // once
}

// cost is what a round took.
type cost struct {
	wall, cpu     time.Duration
	bytes, allocs float64
}

// measured is a candidate's ratio to the floor, round by round.
type measured struct {
	name                     string
	wall, cpu, bytes, allocs []float64
	perOp                    cost // median of the absolute figures, for orientation
	raw                      []cost
}

// pair runs every candidate each round, the first being the floor; k is how often
// a round repeats the work.
func pair(ctx context.Context, rounds, k int, candidates []candidate) ([]measured, error) {
	all := make([]measured, len(candidates))
	for i, c := range candidates {
		all[i].name = c.name
		for range 3 { // connections, tokens, pools
			if err := c.do(ctx); err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
		}
	}
	for round := range rounds {
		costs := make([]cost, len(candidates))
		for i := range candidates {
			at := (i + round) % len(candidates)
			var err error
			if costs[at], err = measure(ctx, k, candidates[at].do); err != nil {
				return nil, fmt.Errorf("%s: %w", candidates[at].name, err)
			}
		}
		floor := costs[0]
		for i, c := range costs {
			m := &all[i]
			m.wall = append(m.wall, float64(c.wall)/float64(floor.wall))
			m.cpu = append(m.cpu, float64(c.cpu)/float64(floor.cpu))
			m.bytes = append(m.bytes, c.bytes/floor.bytes)
			m.allocs = append(m.allocs, c.allocs/floor.allocs)
			m.raw = append(m.raw, cost{c.wall / time.Duration(k), c.cpu / time.Duration(k), c.bytes / float64(k), c.allocs / float64(k)})
		}
	}
	for i := range all {
		m := &all[i]
		m.perOp = cost{
			wall: middle(m.raw, func(c cost) time.Duration { return c.wall }), cpu: middle(m.raw, func(c cost) time.Duration { return c.cpu }),
			bytes: middle(m.raw, func(c cost) float64 { return c.bytes }), allocs: middle(m.raw, func(c cost) float64 { return c.allocs }),
		}
	}
	return all, nil
}

func measure(ctx context.Context, k int, do func(context.Context) error) (cost, error) {
	runtime.GC()                    // nobody pays for the garbage of the one before,
	if err := do(ctx); err != nil { // nor for the pools that it emptied
		return cost{}, err
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu, began := processCPU(), time.Now()
	for range k {
		if err := do(ctx); err != nil {
			return cost{}, err
		}
	}
	took, used := time.Since(began), processCPU()-cpu
	runtime.ReadMemStats(&after)
	return cost{took, used, float64(after.TotalAlloc - before.TotalAlloc), float64(after.Mallocs - before.Mallocs)}, nil
}

// processCPU is the user and system time of this process; the vendor is another.
func processCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // not on any system with getrusage
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func middle[T int64 | float64 | time.Duration](raw []cost, of func(cost) T) T {
	values := make([]T, len(raw))
	for i, c := range raw {
		values[i] = of(c)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// quartiles returns median, lower and upper quartile.
func quartiles(values []float64) (median, low, high float64) {
	sorted := slices.Sorted(slices.Values(values))
	at := func(share float64) float64 { return sorted[int(share*float64(len(sorted)-1)+0.5)] }
	return at(0.5), at(0.25), at(0.75)
}

// ratio prints "x0.93 [0.91-0.95]".
func ratio(values []float64) string {
	median, low, high := quartiles(values)
	return fmt.Sprintf("x%.2f [%.2f-%.2f]", median, low, high)
}

// comparison is the table of a pairing.
func comparison(all []measured) [][]string {
	rows := [][]string{{"client", "wall", "CPU", "bytes", "allocs", "CPU each", "bytes each", "allocs each"}}
	for _, m := range all {
		rows = append(rows, []string{
			m.name, ratio(m.wall), ratio(m.cpu), ratio(m.bytes), ratio(m.allocs),
			m.perOp.cpu.Round(time.Microsecond).String(), fmt.Sprintf("%.0f", m.perOp.bytes), fmt.Sprintf("%.1f", m.perOp.allocs),
		})
	}
	return rows
}
