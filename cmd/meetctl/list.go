package main

import (
	"context"
	"slices"
	"sync"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/spf13/cobra"
)

type listFlags struct {
	from, to, status string
	filter           []string
	limit            int
	all              bool
}

func (a *app) listCommand() *cobra.Command {
	var f listFlags
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List meetings",
		Long: `Lists meetings in the vendor's order.

With --all the meetings of every provider that can list are merged by their start,
those without one last; when a provider fails, the others' meetings are printed, the
error goes to stderr, and the exit code is that of the first error.`,
		Example: `  meetctl list --from 2026-12-01 --to 2027-01-01
  meetctl list --all --limit 20 --json
  meetctl list --provider chat --filter type=direct_call --filter filter=missed
  meetctl list --provider chat --filter source=events`,
		Args: takes(),
	}
	cmd.RunE = a.do(func(ctx context.Context, _ []string) error { return a.list(ctx, &f) })
	flags := cmd.Flags()
	flags.StringVar(&f.from, "from", "", "first start: RFC 3339 `TIME`, or a date (its midnight in UTC)")
	flags.StringVar(&f.to, "to", "", "`TIME` that every start is before")
	addChoice(cmd, &f.status, "status", "status", "scheduled", "live", "ended", "cancelled")
	flags.StringArrayVar(&f.filter, "filter", nil, "`KEY=VALUE` of the vendor's own list parameters, repeated for more")
	flags.IntVar(&f.limit, "limit", 0, "most meetings printed, 0 for all")
	flags.BoolVar(&f.all, "all", false, "of every provider that can list")
	return cmd
}

func (a *app) list(ctx context.Context, f *listFlags) error {
	q, err := f.query()
	if err != nil {
		return err
	}
	if f.all {
		return a.listAll(ctx, q, f.limit)
	}
	client, err := a.client()
	if err != nil {
		return err
	}
	meetings, err := collect(client.Meetings(ctx, q), f.limit)
	if err != nil {
		return err
	}
	return a.printMeetings(meetings)
}

func (f *listFlags) query() (q meeting.ListQuery, err error) {
	q.Status = meeting.Status(f.status)
	if q.From, err = readDay("from", f.from); err != nil {
		return q, err
	}
	if q.To, err = readDay("to", f.to); err != nil {
		return q, err
	}
	if len(f.filter) > 0 {
		if q.Filter, err = readPairs("filter", f.filter); err != nil {
			return q, err
		}
	}
	if f.limit < 0 {
		return q, meeting.Invalidf("limit", "it is negative")
	}
	return q, q.Validate()
}

// listAll merges what every provider lists.
func (a *app) listAll(ctx context.Context, q meeting.ListQuery, limit int) error {
	switch {
	case a.flags.provider != "":
		return meeting.Invalidf("provider", "--all and --provider exclude each other")
	case len(q.Filter) > 0:
		return meeting.Invalidf("filter", "a vendor's own parameters do not go with --all")
	}
	set, err := a.open()
	if err != nil {
		return err
	}
	clients := slices.DeleteFunc(set.Clients(), func(c *provider.Client) bool { return !c.Info().Capabilities.Can(provider.OpList) })
	if len(clients) == 0 {
		return &meeting.Error{Op: string(provider.OpList), Kind: meeting.ErrUnsupported, Message: "no configured provider can list"}
	}
	meetings, failed := gather(ctx, clients, q)
	slices.SortStableFunc(meetings, byStart)
	if limit > 0 && len(meetings) > limit {
		meetings = meetings[:limit]
	}
	if err := a.printMeetings(meetings); err != nil {
		return err
	}
	if len(failed) > 0 {
		return failed
	}
	return nil
}

// gather asks all clients at once and keeps their order.
func gather(ctx context.Context, clients []*provider.Client, q meeting.ListQuery) ([]meeting.Meeting, failures) {
	lists := make([][]meeting.Meeting, len(clients))
	errs := make([]error, len(clients))
	var wg sync.WaitGroup
	for i, c := range clients {
		wg.Go(func() { lists[i], errs[i] = collect(c.Meetings(ctx, q), 0) })
	}
	wg.Wait()
	failed := slices.DeleteFunc(errs, func(err error) bool { return err == nil })
	return slices.Concat(lists...), failures(failed)
}

// byStart puts meetings without a start last.
func byStart(a, b meeting.Meeting) int {
	switch {
	case a.Start.IsZero() && b.Start.IsZero():
		return 0
	case a.Start.IsZero():
		return 1
	case b.Start.IsZero():
		return -1
	}
	return a.Start.Compare(b.Start)
}
