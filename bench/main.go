// Command bench measures what a call through this library costs beside a floor of
// net/http and encoding/json, and prints the tables of docs/performance.md:
//
//	go run ./bench                 # everything, about three minutes
//	go run ./bench -only create    # one table
//
// The suite is a module of its own, in bench/suite, so that what it compares with
// never enters this one; this command only starts it.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
)

func main() {
	cmd := exec.Command("go", append([]string{"run", "-C", "bench/suite", "."}, os.Args[1:]...)...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt) // the suite has it too, and ends by itself
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
	case errors.As(err, &exit):
		os.Exit(max(exit.ExitCode(), 1))
	default:
		fmt.Fprintln(os.Stderr, "bench: run it in the root of the repository:", err)
		os.Exit(1)
	}
}
