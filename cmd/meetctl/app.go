package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
	"github.com/spf13/cobra"
)

// streams are the command's standard streams: data goes to out, everything else
// to err.
type streams struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// environment is what the command takes from the process around it.
type environment struct {
	lookup    func(name string) (string, bool)
	configDir func() (string, error)
	kinds     []providers.Kind
	browse    func(page string) error // opens a page in the user's browser; nil: there is none
}

// globalFlags are accepted before and after every command.
type globalFlags struct {
	config   string
	provider string
	json     bool
	secrets  bool
	raw      bool
	debug    bool
	timeout  time.Duration
}

// app is one run of the command.
type app struct {
	streams
	env   environment
	flags globalFlags
	cfg   *providers.Config // nil until it was read
	path  string            // of the config file
	state *lazyStore        // nil until the config was read
	set   *provider.Set     // the same
}

// run executes one command line and returns the exit code.
func run(ctx context.Context, args []string, io streams, env environment) int {
	a := &app{streams: io, env: env}
	root := a.rootCommand()
	root.SetArgs(append([]string{}, args...)) // never nil: cobra would read os.Args
	root.SetIn(io.in)
	root.SetOut(io.out)
	root.SetErr(io.err)
	err := root.ExecuteContext(ctx)
	if a.set != nil {
		_ = a.set.Close() // what it can't write counts for a minute longer
	}
	if a.state != nil {
		_ = a.state.Close() // every write was made durable when it was made
	}
	if err == nil {
		return 0
	}
	if quiet := found(0); errors.As(err, &quiet) {
		return 1
	}
	a.flags.json = a.flags.json || wantsJSON(args) // parsing may have failed before it
	a.report(err)
	return exitCode(err)
}

// action is what a command does once its flags are parsed.
type action func(ctx context.Context, args []string) error

// do runs fn within --timeout, or without a limit unless one was asked for when
// unlimited is set.
func (a *app) do(fn action) func(*cobra.Command, []string) error { return a.within(fn, false) }

func (a *app) doUnlimited(fn action) func(*cobra.Command, []string) error { return a.within(fn, true) }

func (a *app) within(fn action, unlimited bool) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		flags := cmd.Flags()
		for _, name := range []string{"config", "provider"} {
			if flags.Changed(name) && flags.Lookup(name).Value.String() == "" {
				return meeting.Invalidf(name, "the flag --%s is given without a value", name)
			}
		}
		if a.flags.timeout < 0 {
			return meeting.Invalidf("timeout", "it is negative")
		}
		ctx := cmd.Context()
		if a.flags.timeout > 0 && (!unlimited || flags.Changed("timeout")) {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, a.flags.timeout)
			defer cancel()
		}
		return fn(ctx, args)
	}
}

func (a *app) encoding() meeting.Encoding {
	return meeting.Encoding{Secrets: a.flags.secrets, Raw: a.flags.raw}
}

// logger is nil without --debug.
func (a *app) logger() *slog.Logger {
	if !a.flags.debug {
		return nil
	}
	return slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
