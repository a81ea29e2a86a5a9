package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/migrate"
	"github.com/spf13/cobra"
)

func (a *app) migrateCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "migrate",
		Short: "Move meetings from one provider to another",
		Long: `Moves meetings from one provider to another, in steps that can be looked at and
taken back: plan writes what would happen, apply does it, verify compares both sides,
rollback undoes it.

What was done stands in a journal, in the store that the config names (store:). apply
and rollback can be killed at any moment: the same command goes on, and no meeting is
made twice. There is no limit of time unless --timeout is given.`,
		Example: `  meetctl migrate plan --from zoom --to zoho -o plan.json
  meetctl migrate apply plan.json
  meetctl migrate verify plan.json
  meetctl migrate mapping plan.json --csv > moved.csv
  meetctl migrate rollback plan.json`,
	}, a.migratePlanCommand(), a.migrateApplyCommand(), a.migrateVerifyCommand(), a.migrateRollbackCommand(),
		a.migrateStatusCommand(), a.migrateMappingCommand())
}

// migration opens the two providers.
func (a *app) migration(from, to string) (*migrate.Migration, error) {
	set := a.set
	if set == nil {
		var err error
		if set, err = a.open(); err != nil {
			return nil, err
		}
	}
	source, err := set.Client(from)
	if err != nil {
		return nil, err
	}
	target, err := set.Client(to)
	if err != nil {
		return nil, err
	}
	return migrate.New(migrate.Config{From: source, To: target, Store: a.state, StoreKey: a.cfg.StoreKey})
}

// openPlan reads a plan file and opens its providers.
func (a *app) openPlan(path string) (*migrate.Migration, *migrate.Plan, error) {
	if a.flags.provider != "" {
		return nil, nil, meeting.Invalidf("provider", "the plan names both providers")
	}
	f, err := os.Open(path)
	if err != nil {
		what := err
		if cause := (*fs.PathError)(nil); errors.As(err, &cause) {
			what = cause.Err
		}
		return nil, nil, meeting.Invalidf("plan", "%s: %v", path, what)
	}
	defer func() { _ = f.Close() }() // nothing was written
	p, err := migrate.Read(f)
	if err != nil {
		return nil, nil, err
	}
	m, err := a.migration(p.From, p.To)
	return m, p, err
}

// onPlan is a command with a plan file as its argument.
func (a *app) onPlan(fn func(ctx context.Context, m *migrate.Migration, p *migrate.Plan) error) func(*cobra.Command, []string) error {
	return a.doUnlimited(func(ctx context.Context, args []string) error {
		m, p, err := a.openPlan(args[0])
		if err != nil {
			return err
		}
		return fn(ctx, m, p)
	})
}

// line writes one JSON document on one line.
func (a *app) line(v any) error {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return localError("encoding the result", err)
	}
	return a.write(out.Bytes())
}
