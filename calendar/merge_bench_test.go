package calendar

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/libmeet/meeting/provider"
)

// five returns five providers with n meetings in all, two kilobytes of vendor's
// object each when they come in no order.
func five(n int, make func(name string, n, page int) *lister) []*provider.Client {
	var list []*lister
	for i := range 5 {
		list = append(list, make(fmt.Sprint("p", i), n/5, 300))
	}
	return clientsOf(list...)
}

// always is a window that holds all that five gives.
func always(buffer int) Window {
	return Window{From: monday, To: monday.AddDate(100, 0, 0), Buffer: buffer}
}

// What is held does not grow with the number of meetings.
func TestMergeMemory(t *testing.T) {
	held := func(n int, make func(string, int, int) *lister) uint64 {
		clients := five(n, make)
		var before, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		var most uint64
		count := 0
		for _, err := range Merge(t.Context(), clients, always(100)) {
			if err != nil {
				t.Fatal(err)
			}
			if count++; count%(n/4) == n/8 {
				runtime.GC()
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapAlloc-min(now.HeapAlloc, before.HeapAlloc))
			}
		}
		if count != n {
			t.Fatalf("%d of %d meetings", count, n)
		}
		return most
	}
	for name, kind := range map[string]func(string, int, int) *lister{"by start": sorted, "in no order": scattered} {
		const most = 3 << 20 // five pages with their vendor's objects are the greater part
		if small, large := held(1_000, kind), held(10_000, kind); large > most || large > small+small/2+(1<<20) {
			t.Errorf("%s: %d bytes for 1,000 meetings, %d for 10,000", name, small, large)
		}
	}
}

// BenchmarkMerge streams 10,000 meetings of five providers.
func BenchmarkMerge(b *testing.B) {
	const n = 10_000
	for _, bench := range []struct {
		name   string
		make   func(string, int, int) *lister
		buffer int
	}{
		{"by-start", sorted, 0}, {"in-no-order", scattered, 0}, {"in-no-order-buffer-500", scattered, 500},
	} {
		b.Run(bench.name, func(b *testing.B) {
			clients := five(n, bench.make)
			var first time.Duration
			b.ReportAllocs()
			for b.Loop() {
				start := time.Now()
				count := 0
				for _, err := range Merge(b.Context(), clients, always(bench.buffer)) {
					if err != nil {
						b.Fatal(err)
					}
					if count++; count == 1 {
						first += time.Since(start)
					}
				}
				if count != n {
					b.Fatalf("%d meetings", count)
				}
			}
			b.ReportMetric(float64(first.Microseconds())/float64(b.N), "µs-to-first")
			b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
