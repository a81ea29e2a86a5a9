package oauth

import (
	"testing"
	"time"

	"github.com/libmeet/meeting/store/memory"
)

// BenchmarkValidToken is what every request pays: 200 ns and no allocation at most.
func BenchmarkValidToken(b *testing.B) {
	v := minting().vault(memory.New(nil))
	if _, err := v.Authorization(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Run("one", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := v.Authorization(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("parallel", func(b *testing.B) {
		b.ReportAllocs()
		ctx := b.Context()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := v.Authorization(ctx); err != nil {
					b.Error(err)
				}
			}
		})
	})
}

// BenchmarkRefresh is a refresh without the network, over a store in memory.
func BenchmarkRefresh(b *testing.B) {
	now := time.Now()
	cfg := minting().config(memory.New(nil))
	cfg.Now = func() time.Time { return now }
	v := New(cfg)
	b.ReportAllocs()
	for b.Loop() {
		value, err := v.Authorization(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		v.Refused(value)
	}
}

func TestValidTokenAllocatesNothing(t *testing.T) {
	v := minting().vault(nil)
	want(t, v, "token-1")
	ctx := t.Context()
	if n := testing.AllocsPerRun(100, func() { _, _ = v.Authorization(ctx) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
