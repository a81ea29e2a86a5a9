package main

import (
	"context"
	"errors"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/migrate"
	"github.com/spf13/cobra"
)

const mostAtOnce = 64

func (a *app) migrateApplyCommand() *cobra.Command {
	var opt migrate.ApplyOptions
	cmd := &cobra.Command{
		Use:   "apply FILE",
		Short: "Do what a plan says",
		Long: `Makes the meetings of a plan at the target, soonest first, and within the target's
limits. Each step prints a line (with --json a JSON document on a line), on a terminal
a bar shows how far it is.

Interrupted, killed or stopped by a limit, the same command goes on where it ended; a
meeting is never made twice. A source that changed since the plan is skipped with the
reason "changed". A create whose outcome can't be told is reported as unknown; the
next run looks for it.

Exit codes: 0 all is done; 1 meetings failed; 5 a limit is reached, run it again
later; 7 outcomes are unknown; 8 interrupted, or a vendor or the journal can't be
used.`,
		Example: `  meetctl migrate apply plan.json
  meetctl migrate apply plan.json --concurrency 8 --json`,
		Args: takes("FILE"),
	}
	cmd.RunE = a.onPlan(func(ctx context.Context, m *migrate.Migration, p *migrate.Plan) error {
		if opt.Concurrency < 1 || opt.Concurrency > mostAtOnce {
			return meeting.Invalidf("concurrency", "it is not between 1 and %d", mostAtOnce)
		}
		if opt.MaxWait < 0 {
			return meeting.Invalidf("max_wait", "it is negative")
		}
		return a.follow(ctx, p, p.Summary.Create+p.Summary.Adopt, func(ctx context.Context, tell func(migrate.Event)) (migrate.Totals, error) {
			opt.OnEvent = tell
			return m.Apply(ctx, p, opt)
		})
	})
	cmd.Flags().IntVar(&opt.Concurrency, "concurrency", 4, "meetings made at once, at most `N`")
	cmd.Flags().DurationVar(&opt.MaxWait, "max-wait", 2*time.Minute, "longest time that a limit is waited for; at a longer one it exits 5")
	return cmd
}

func (a *app) migrateRollbackCommand() *cobra.Command {
	var opt migrate.RollbackOptions
	cmd := &cobra.Command{
		Use:   "rollback FILE",
		Short: "Remove what a plan created",
		Long: `Removes from the target the meetings that the plan created, never those that it
adopted, and gives annotated sources their description back. Nobody is told, where the
vendor leaves that to the caller. It can be interrupted: the same command goes on.

A meeting whose source the plan has cancelled is kept (and the exit code is 1), for it
would be nowhere then; --force removes it too.`,
		Example: `  meetctl migrate rollback plan.json
  meetctl migrate rollback plan.json --json`,
		Args: takes("FILE"),
	}
	cmd.RunE = a.onPlan(func(ctx context.Context, m *migrate.Migration, p *migrate.Plan) error {
		return a.follow(ctx, p, p.Summary.Create, func(ctx context.Context, tell func(migrate.Event)) (migrate.Totals, error) {
			opt.OnEvent = tell
			return m.Rollback(ctx, p, opt)
		})
	})
	cmd.Flags().BoolVar(&opt.Force, "force", false, "also remove meetings whose source is cancelled")
	return cmd
}

// doneJSON is the last line of --json.
type doneJSON struct {
	Event   string `json:"event"`
	Total   int    `json:"total"`
	Created int    `json:"created"`
	Adopted int    `json:"adopted"`
	Skipped int    `json:"skipped"`
	Failed  int    `json:"failed"`
	Unknown int    `json:"unknown"`
	Pending int    `json:"pending"`
	Removed int    `json:"removed"`
}

// follow prints the events of work as they come, and how all stands in the end. When
// nobody reads them any more, work ends.
func (a *app) follow(ctx context.Context, p *migrate.Plan, most int, work func(context.Context, func(migrate.Event)) (migrate.Totals, error)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var broken error
	bar := a.newBar(most)
	total, err := work(ctx, func(e migrate.Event) {
		bar.step(e)
		if failed := a.printEvent(e, bar); failed != nil && broken == nil {
			broken = failed
			cancel()
		}
	})
	bar.clear()
	if broken == nil && (err == nil || total.Total > 0) {
		broken = a.printTotals(p, total)
	}
	return errors.Join(broken, err)
}

func (a *app) printEvent(e migrate.Event, bar *bar) error {
	if a.flags.json {
		return a.line(e)
	}
	if bar.on && e.Event != migrate.EventFailed && e.Event != migrate.EventUnknown && e.Event != migrate.EventKept {
		return nil
	}
	text := e.Event + " " + e.SourceID
	if e.TargetID != "" {
		text += " -> " + e.TargetID
	}
	for _, part := range []string{e.Title, e.JoinURL, e.Reason} {
		if part != "" {
			text += "  " + visible(part)
		}
	}
	if e.Error != nil {
		text += "  " + e.Error.Error()
	}
	bar.clear()
	return a.write([]byte(text + "\n"))
}

func (a *app) printTotals(p *migrate.Plan, t migrate.Totals) error {
	if a.flags.json {
		return a.line(doneJSON{"done", t.Total, t.Created, t.Adopted, t.Skipped, t.Failed, t.Unknown, t.Pending, t.Removed})
	}
	return a.printSheet(func(s *sheet) { s.totals(p, t) })
}
