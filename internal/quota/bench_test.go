package quota

import (
	"context"
	"testing"
	"time"
)

func benchmark(b *testing.B, answer Answer, limits ...Limit) {
	l, err := New(Config{Account: "bench", Limits: limits})
	if err != nil {
		b.Fatal(err)
	}
	ctx, c := context.Background(), Call{Class: "medium", Host: "host@example.com"}
	b.ReportAllocs()
	for b.Loop() {
		t, err := l.Reserve(ctx, c)
		if err != nil {
			b.Fatal(err)
		}
		t.Done(answer)
	}
}

var silent = Answer{Limit: -1, Remaining: -1}

func BenchmarkOneLimit(b *testing.B) {
	benchmark(b, silent, Limit{Name: "minute", Amount: 1 << 30, Every: time.Minute})
}

func BenchmarkOneFixedWithDate(b *testing.B) {
	benchmark(b, Answer{Limit: -1, Remaining: -1, ServerDate: time.Now().Truncate(time.Second)}, Limit{Name: "minute", Amount: 1 << 30, Every: time.Minute, Kind: Fixed})
}

func BenchmarkThreeLimitsOnePerHost(b *testing.B) {
	benchmark(b, silent,
		Limit{Name: "second", Amount: 1 << 30, Every: time.Second, Classes: []string{"light", "medium"}},
		Limit{Name: "day", Amount: 1 << 30, Every: Day, Kind: Fixed},
		Limit{Name: "host", Amount: 1 << 30, Every: Day, Kind: Fixed, PerHost: true, Classes: []string{"medium"}})
}

func BenchmarkHeaders(b *testing.B) {
	benchmark(b, Answer{Limit: 1 << 30, Remaining: 1<<30 - 1}, Limit{Name: "minute", Every: time.Minute})
}

// TestHotPath: a call that has not to wait costs no allocation.
func TestHotPath(t *testing.T) {
	l, err := New(Config{Account: "a", Limits: []Limit{
		{Name: "second", Amount: 1 << 30, Every: time.Second},
		{Name: "host", Amount: 1 << 30, Every: Day, Kind: Fixed, PerHost: true},
	}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	once := func() {
		ticket, err := l.Reserve(ctx, Call{Host: "h"})
		if err != nil {
			t.Fatal(err)
		}
		ticket.Done(silent)
	}
	for range 2 * maxLog {
		once()
	}
	if n := testing.AllocsPerRun(1000, once); n != 0 {
		t.Errorf("%v allocations a call, want none", n)
	}
}
