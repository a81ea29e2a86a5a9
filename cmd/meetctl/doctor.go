package main

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/spf13/cobra"
)

func (a *app) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Find out why calls fail, and what to do about it",
		Long: `Examines every provider in the config, or that of --provider, with reads only: the config,
the token, the data centre, the scopes that each operation needs, the dialect that the
account answers, the organisation, the clock, the vendor's limits, and the secrets of
webhooks. Nothing is made or changed at a vendor; a token may be fetched.

Each finding is ok, warn or fail, with its remedy. --json prints them as an array of
{"provider","check","status","message","remedy"}. The exit code is 0 when nothing fails,
else that of the worst failure: the config (2) before credentials (4), these before all
others. There is no time limit unless --timeout is given.`,
		Example: `  meetctl doctor
  meetctl --provider zoho doctor --json`,
		Args: takes(),
		RunE: a.doUnlimited(func(ctx context.Context, _ []string) error { return a.doctor(ctx) }),
	}
}

func (a *app) doctor(ctx context.Context) error {
	clients, err := a.chosen()
	if err != nil {
		return err
	}
	lists := make([][]provider.Finding, len(clients))
	var wg sync.WaitGroup
	for i, client := range clients {
		wg.Go(func() { lists[i] = client.Examine(ctx) })
	}
	wg.Wait()
	findings := slices.Concat(lists...)
	if err := a.printObject(findings, func(s *sheet) { s.findings(findings) }); err != nil {
		return err
	}
	return verdict(findings)
}

func (s *sheet) findings(list []provider.Finding) {
	for i, f := range list {
		if i == 0 || list[i-1].Provider != f.Provider {
			s.line(f.Provider)
		}
		s.pair("  "+string(f.Status), f.Check+": "+f.Message)
		if f.Remedy != "" {
			s.pair("  ", "-> "+f.Remedy)
		}
	}
}

// severity orders the kinds of failure: what is said of the config or a credential
// is the cause of the rest.
var severity = []meeting.ErrorKind{
	meeting.ErrInvalid, meeting.ErrUnauthenticated, meeting.ErrPermission, meeting.ErrNotFound, meeting.ErrProtocol,
	meeting.ErrRateLimited, meeting.ErrUnavailable,
}

// verdict is the error that the worst finding ends the command with, nil when nothing
// fails.
func verdict(findings []provider.Finding) error {
	failed, worst := 0, len(severity)
	kind := meeting.ErrProtocol
	for _, f := range findings {
		if f.Status != provider.FindingFail {
			continue
		}
		failed++
		if at := slices.Index(severity, f.Kind); at >= 0 && at < worst {
			worst, kind = at, f.Kind
		}
	}
	if failed == 0 {
		return nil
	}
	return &meeting.Error{Op: "doctor", Kind: kind, Message: fmt.Sprintf("%d of %d checks failed", failed, len(findings))}
}
