package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/migrate"
	"github.com/spf13/cobra"
)

func (a *app) migrateVerifyCommand() *cobra.Command {
	var opt migrate.VerifyOptions
	return &cobra.Command{
		Use:   "verify FILE",
		Short: "Compare both sides of a plan",
		Long: `Reads the meetings of a plan at both vendors again and compares them member by
member. What the plan said would be lost is no difference; a meeting that was to be
made and isn't there is one. The report goes to stdout; the exit code is 1 when
something differs.`,
		Example: `  meetctl migrate verify plan.json
  meetctl migrate verify plan.json --json`,
		Args: takes("FILE"),
		RunE: a.onPlan(func(ctx context.Context, m *migrate.Migration, p *migrate.Plan) error {
			report, err := m.Verify(ctx, p, opt)
			if err != nil {
				return err
			}
			err = a.printObject(report, func(s *sheet) {
				if len(report.Differences) > 0 {
					s.row("SOURCE", "TARGET", "FIELD", "WANTED", "GOT")
				}
				for _, d := range report.Differences {
					s.row(d.SourceID, d.TargetID, d.Field, d.Wanted, d.Got)
				}
				s.line(report.String())
			})
			if err == nil && len(report.Differences) > 0 {
				err = found(len(report.Differences))
			}
			return err
		}),
	}
}

func (a *app) migrateStatusCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "status FILE",
		Short: "Count how far a plan is",
		Long: `Prints how many meetings of a plan were created, adopted, skipped, failed, removed
again, or are still pending. It reads the journal only: nothing is sent to a vendor.`,
		Example: `  meetctl migrate status plan.json --json`,
		Args:    takes("FILE"),
		RunE: a.onPlan(func(ctx context.Context, m *migrate.Migration, p *migrate.Plan) error {
			t, err := m.Status(ctx, p)
			if err != nil {
				return err
			}
			return a.printObject(t, func(s *sheet) { s.totals(p, t) })
		}),
	}
}

// totals is how a plan stands, for people.
func (s *sheet) totals(p *migrate.Plan, t migrate.Totals) {
	s.line(fmt.Sprintf("plan %s, from %s to %s: %d meetings", p.ID, p.From, p.To, t.Total))
	for _, row := range []struct {
		name string
		n    int
	}{{"created", t.Created}, {"adopted", t.Adopted}, {"skipped", t.Skipped}, {"failed", t.Failed}, {"unknown", t.Unknown},
		{"pending", t.Pending}, {"removed", t.Removed}} {
		s.pair(row.name, number(row.n))
	}
}

func (a *app) migrateMappingCommand() *cobra.Command {
	var asCSV, asICS bool
	cmd := &cobra.Command{
		Use:   "mapping FILE",
		Short: "List old and new ids and links",
		Long: `Prints, for each meeting that a plan has moved or found at the target, its id and
link at both vendors. It reads the journal only: nothing is sent to a vendor.

--ics prints calendar updates for the attendees instead: each meeting under the UID
that meetctl's calendar exports give it, with a higher sequence and the new link and
passcode, for which the target is read; for a meeting that is gone there the exit code
is 3, after the others are printed.`,
		Example: `  meetctl migrate mapping plan.json --csv > moved.csv
  meetctl migrate mapping plan.json --ics > updates.ics
  meetctl migrate mapping plan.json --json`,
		Args: takes("FILE"),
	}
	cmd.RunE = a.onPlan(func(ctx context.Context, m *migrate.Migration, p *migrate.Plan) error {
		if asCSV && asICS {
			return meeting.Invalidf("", "--csv and --ics exclude each other")
		}
		pairs, err := m.Mapping(ctx, p)
		if err != nil {
			return err
		}
		switch {
		case asCSV:
			return a.writeCSV(pairs)
		case asICS:
			return a.writeUpdates(ctx, m, p, pairs)
		}
		return a.printObject(pairs, func(s *sheet) {
			s.row("SOURCE", "TARGET", "SOURCE LINK", "TARGET LINK")
			for _, pair := range pairs {
				s.row(pair.SourceID, pair.TargetID, pair.SourceURL, pair.TargetURL)
			}
		})
	})
	cmd.Flags().BoolVar(&asCSV, "csv", false, "print CSV: source_id,target_id,source_join_url,target_join_url")
	cmd.Flags().BoolVar(&asICS, "ics", false, "print calendar updates as iCalendar")
	return cmd
}

func (a *app) writeCSV(pairs []migrate.Pair) error {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	rows := [][]string{{"source_id", "target_id", "source_join_url", "target_join_url"}}
	for _, pair := range pairs {
		rows = append(rows, []string{pair.SourceID, pair.TargetID, pair.SourceURL, pair.TargetURL})
	}
	if err := w.WriteAll(rows); err != nil {
		return localError("writing CSV", err)
	}
	return a.write(out.Bytes())
}
