// Command meetctl creates, finds, changes, cancels and inspects online meetings
// at several vendors through one interface.
//
//	meetctl --help
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // zones must load on machines without a zone database

	"github.com/libmeet/meeting/providers"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}, environment{
		lookup:    os.LookupEnv,
		configDir: os.UserConfigDir,
		kinds:     providers.Kinds(),
		browse:    browse,
	})
	stop()
	os.Exit(code)
}
