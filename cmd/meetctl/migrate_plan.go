package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/migrate"
	"github.com/spf13/cobra"
)

type planFlags struct {
	from, to, since, until  string
	hosts, selects          []string
	mapHosts, out           string
	cancelSource, annotated bool
	onLoss                  lossFlag
}

func (a *app) migratePlanCommand() *cobra.Command {
	var f planFlags
	cmd := &cobra.Command{
		Use:   "plan --from NAME --to NAME -o FILE",
		Short: "Write what a migration would do",
		Long: `Reads the source to the end and writes a plan: one item for each meeting, with the
action (create; adopt, for what is at the target already; skip, with the reason) and
exactly what the target can't take. Both sides are only read.

What would change when or whether a meeting happens, or weaken who gets in, is skipped
unless --on-loss best-effort is given. A series that has begun is moved from its next
meeting on. Passcodes are not in the file: apply reads them again.

--map-hosts is a CSV file with the header source_email,target_host. The meetings of
everyone in it are read, where the source lists others' meetings; --host names them
instead. Without it all meetings become the target's configured user's.

--select picks meetings by KEY=PATTERN with * and ?: id, title, host, kind. Given more
than once, all of them must fit.

--cancel-source cancels each source, with notice, once its target exists;
--annotate-source puts the new link before its description.`,
		Example: `  meetctl migrate plan --from zoom --to zoho -o plan.json
  meetctl migrate plan --from zoom --to rooms --since 2027-01-01 --on-loss best-effort -o plan.json
  meetctl migrate plan --from work --to new --map-hosts hosts.csv --annotate-source -o plan.json --json`,
		Args: takes(),
	}
	cmd.RunE = a.doUnlimited(func(ctx context.Context, _ []string) error { return a.migratePlan(ctx, &f) })
	flags := cmd.Flags()
	flags.StringVar(&f.from, "from", "", "`NAME` of the provider that is moved")
	flags.StringVar(&f.to, "to", "", "`NAME` of the provider that it is moved to")
	flags.StringVarP(&f.out, "output", "o", "", "`FILE` that the plan is written to")
	flags.StringVar(&f.since, "since", "", "first start: RFC 3339 `TIME`, or a date (its midnight in UTC)")
	flags.StringVar(&f.until, "until", "", "`TIME` that every start is before")
	flags.StringArrayVar(&f.hosts, "host", nil, "`ID` or address of a host at the source, repeated for more")
	flags.StringArrayVar(&f.selects, "select", nil, "`KEY=PATTERN` of meetings, repeated for more")
	flags.StringVar(&f.mapHosts, "map-hosts", "", "CSV `FILE` that says who holds whose meetings")
	flags.BoolVar(&f.cancelSource, "cancel-source", false, "cancel each source once its target exists")
	flags.BoolVar(&f.annotated, "annotate-source", false, "put the new link into the source's description")
	f.onLoss.add(cmd)
	complete(cmd, "from", a.completeProviders)
	complete(cmd, "to", a.completeProviders)
	_ = cmd.MarkFlagFilename("map-hosts", "csv") // the flag exists
	_ = cmd.MarkFlagFilename("output", "json")
	return cmd
}

func (a *app) migratePlan(ctx context.Context, f *planFlags) error {
	for name, value := range map[string]string{"from": f.from, "to": f.to, "output": f.out} {
		if value == "" {
			return meeting.Invalidf(name, "--%s is missing", name)
		}
	}
	if a.flags.provider != "" {
		return meeting.Invalidf("provider", "--from and --to name both providers")
	}
	opt, err := f.options()
	if err != nil {
		return err
	}
	m, err := a.migration(f.from, f.to)
	if err != nil {
		return err
	}
	var p *migrate.Plan
	err = replaceFile(f.out, func(w io.Writer) error {
		buffer := bufio.NewWriterSize(w, 64<<10)
		if p, err = m.Plan(ctx, opt, buffer); err != nil {
			return err
		}
		if err := buffer.Flush(); err != nil {
			return localError("writing the plan", err)
		}
		return a.keepApplied(ctx, f.out)
	})
	if err != nil {
		return err
	}
	return a.printObject(struct {
		Version int             `json:"version"`
		ID      string          `json:"id"`
		From    string          `json:"from"`
		To      string          `json:"to"`
		Created string          `json:"created"`
		Options migrate.Options `json:"options"`
		Summary migrate.Summary `json:"summary"`
	}{p.Version, p.ID, p.From, p.To, p.Created.Format(time.RFC3339), p.Options, p.Summary}, func(s *sheet) { s.plan(f.out, p) })
}

func (f *planFlags) options() (opt migrate.PlanOptions, err error) {
	opt.Options = migrate.Options{CancelSource: f.cancelSource, AnnotateSource: f.annotated, OnLoss: f.onLoss.read()}
	opt.SourceHosts = f.hosts
	if opt.Since, err = readDay("since", f.since); err != nil {
		return opt, err
	}
	if opt.Until, err = readDay("until", f.until); err != nil {
		return opt, err
	}
	for _, host := range f.hosts {
		if err := meeting.ValidateID("host", host); err != nil {
			return opt, err
		}
	}
	if opt.Select, err = readSelect(f.selects); err != nil || f.mapHosts == "" {
		return opt, err
	}
	file, err := os.Open(f.mapHosts)
	if err != nil {
		return opt, meeting.Invalidf("map_hosts", "%v", err)
	}
	defer func() { _ = file.Close() }() // nothing was written
	opt.Hosts, err = migrate.ReadHosts(io.LimitReader(file, 16<<20))
	return opt, err
}

// readSelect reads --select.
func readSelect(list []string) (func(meeting.Meeting) bool, error) {
	if len(list) == 0 {
		return nil, nil
	}
	pairs, err := readPairs("select", list)
	if err != nil {
		return nil, err
	}
	keys := map[string]func(meeting.Meeting) string{
		"id":    func(m meeting.Meeting) string { return m.ID },
		"title": func(m meeting.Meeting) string { return m.Title },
		"host":  func(m meeting.Meeting) string { return m.Host.Email },
		"kind":  func(m meeting.Meeting) string { return string(m.Kind) },
	}
	for key, pattern := range pairs {
		if keys[key] == nil {
			return nil, meeting.Invalidf("select", "%q is none of id, title, host, kind", key)
		}
		if _, err := path.Match(pattern, ""); err != nil {
			return nil, meeting.Invalidf("select", "%q is no pattern", pattern)
		}
	}
	return func(m meeting.Meeting) bool {
		for key, pattern := range pairs {
			// A slash is a letter here, so it may not end what * stands for.
			text := strings.ReplaceAll(keys[key](m), "/", "\\")
			if fits, _ := path.Match(strings.ReplaceAll(pattern, "/", "\\\\"), text); !fits {
				return false
			}
		}
		return true
	}, nil
}

// keepApplied moves a plan that was applied out of the way of a new one: without it
// nothing could be rolled back.
func (a *app) keepApplied(ctx context.Context, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return nil // there is none, or it will be reported when it is written
	}
	defer func() { _ = f.Close() }() // nothing was written
	old, err := migrate.Read(f)
	if err != nil {
		return nil // no plan
	}
	m, err := a.migration(old.From, old.To)
	if err != nil {
		return nil // of other providers than there are now
	}
	if begun, err := m.Begun(ctx, old); err != nil || !begun {
		return err
	}
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real // it is what is replaced
	}
	kept := file + "." + old.ID
	a.warn(fmt.Sprintf("%s is a plan that was applied; it is kept as %s", file, kept))
	if err := os.Rename(file, kept); err != nil {
		return localError("keeping the old plan", err)
	}
	return nil
}

// plan is the summary for people.
func (s *sheet) plan(file string, p *migrate.Plan) {
	s.line(fmt.Sprintf("plan %s, from %s to %s, in %s; nothing was changed", p.ID, p.From, p.To, file))
	sum := p.Summary
	s.row("ACTION", "MEETINGS", "")
	s.row("create", fmt.Sprint(sum.Create), counted(sum.Lost, "losses: "))
	s.row("adopt", fmt.Sprint(sum.Adopt), "")
	s.row("skip", fmt.Sprint(sum.Skip), counted(sum.Reasons, ""))
	for _, note := range sum.Notes {
		s.line("note: " + note)
	}
	if sum.Create == 0 {
		return
	}
	text := fmt.Sprintf("%d creates", sum.Create)
	if sum.Limited != "" {
		text += ", " + sum.Limited
	}
	if sum.Hosts > 1 {
		text += fmt.Sprintf(", %d hosts", sum.Hosts)
	}
	if sum.Duration > 0 {
		text += ": " + roughly(sum.Duration)
	}
	s.line(text)
}

// counted lists words with their numbers, most first.
func counted(n map[string]int, lead string) string {
	words := slices.SortedFunc(maps.Keys(n), func(a, b string) int {
		if n[a] != n[b] {
			return n[b] - n[a]
		}
		return strings.Compare(a, b)
	})
	if len(words) == 0 {
		return ""
	}
	for i, word := range words {
		words[i] = fmt.Sprintf("%s %d", word, n[word])
	}
	return lead + strings.Join(words, ", ")
}

// roughly says a long time in its largest unit, rounded up.
func roughly(d time.Duration) string {
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{24 * time.Hour, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}} {
		if d <= unit.length && unit.length > time.Second {
			continue
		}
		n := int64((d + unit.length - 1) / unit.length)
		if n == 1 {
			return "1 " + unit.name
		}
		return fmt.Sprintf("%d %ss", n, unit.name)
	}
	return ""
}
