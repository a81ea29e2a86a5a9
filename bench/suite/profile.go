package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"

	"github.com/libmeet/meeting/internal/transport"
)

// profile writes where the library's own create spends time and memory, for
// `go tool pprof`.
func profile(ctx context.Context, s *suite, work, dir string) error {
	runtime.MemProfileRate = 0 // its samples would be the greater part of the CPU's
	o, err := newOurs(s.vendor.Plain, transport.NewRoundTripper(), nil)
	if err != nil {
		return err
	}
	do, n := o.create, 20000
	switch work {
	case "create":
	case "list":
		do, n = o.list, 500
	case "participants":
		do, n = o.people, 20
	default:
		return fmt.Errorf("no profile of %q: create, list, participants", work)
	}
	for range 20 {
		if err := do(ctx); err != nil {
			return err
		}
	}
	cpu, err := os.Create(dir + "/" + work + ".cpu.pprof")
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(cpu); err != nil {
		return err
	}
	for range n {
		if err := do(ctx); err != nil {
			return err
		}
	}
	pprof.StopCPUProfile()
	runtime.MemProfileRate = 1
	for range n {
		if err := do(ctx); err != nil {
			return err
		}
	}
	heap, err := os.Create(dir + "/" + work + ".mem.pprof")
	if err != nil {
		return err
	}
	if err := pprof.Lookup("allocs").WriteTo(heap, 0); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%d times; see %s and %s\n", n, cpu.Name(), heap.Name())
	return nil
}
