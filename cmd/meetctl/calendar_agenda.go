package main

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
	"github.com/libmeet/meeting/provider"
	"github.com/spf13/cobra"
)

type agendaFlags struct {
	from, to, since, zone string
	free                  time.Duration
}

const sinceUsage = "do not ask for what began before `TIME`: spares the vendors old meetings, and misses older series"

// agendaDays is how far an agenda looks ahead by itself.
const agendaDays = 7

func (a *app) calendarAgendaCommand() *cobra.Command {
	var f agendaFlags
	cmd := &cobra.Command{
		Use:   "agenda",
		Short: "Show the meetings of all providers in the order of time, and which overlap",
		Long: `Merges the meetings of every provider that can list (or of --provider) by their start:
series are expanded, a meeting that several providers list is shown once, and pairs that
overlap are named. A meeting that lasts a day or longer, such as a room that stays open,
overlaps with nothing.

When a provider fails, the others' meetings are printed, the error goes to stderr, and
the exit code is that of the first error. --free is then left out: what is free can't be
known.`,
		Example: `  meetctl calendar agenda
  meetctl calendar agenda --from 2026-12-01 --to 2026-12-08 --zone Europe/Berlin
  meetctl calendar agenda --free 30m --json`,
		Args: takes(),
	}
	cmd.RunE = a.doUnlimited(func(ctx context.Context, _ []string) error { return a.agenda(ctx, &f) })
	flags := cmd.Flags()
	flags.StringVar(&f.from, "from", "", "RFC 3339 `TIME`, or a date (its midnight in --zone); default: now")
	flags.StringVar(&f.to, "to", "", "`TIME` at which it ends; default: 7 days after --from")
	flags.StringVar(&f.since, "since", "", sinceUsage)
	flags.StringVar(&f.zone, "zone", "UTC", "IANA `ZONE` of dates and of what is shown")
	flags.DurationVar(&f.free, "free", 0, "also show the gaps of at least `DURATION` between meetings")
	return cmd
}

func (a *app) agenda(ctx context.Context, f *agendaFlags) error {
	loc, err := meeting.Zone(f.zone).Location()
	if err != nil {
		return err
	}
	if f.free < 0 {
		return meeting.Invalidf("free", "it is negative")
	}
	w := calendar.Window{From: time.Now(), Raw: a.flags.raw}
	if f.from != "" {
		if w.From, err = readDayIn("from", f.from, loc); err != nil {
			return err
		}
	}
	if w.To, err = readDayIn("to", f.to, loc); err != nil {
		return err
	}
	if w.Since, err = readDayIn("since", f.since, loc); err != nil {
		return err
	}
	if w.To.IsZero() {
		w.To = w.From.In(loc).AddDate(0, 0, agendaDays)
	}
	if err := w.Validate(); err != nil {
		return err
	}
	clients, err := a.listingClients()
	if err != nil {
		return err
	}
	agenda := calendar.Collect(calendar.Merge(ctx, clients, w), w)
	if err := a.printAgenda(agenda, f.free, loc); err != nil {
		return err
	}
	if len(agenda.Errors) > 0 {
		return failures(agenda.Errors)
	}
	return nil
}

// listingClients returns the provider that was named, or every one that can list.
func (a *app) listingClients() ([]*provider.Client, error) {
	set, err := a.open()
	if err != nil {
		return nil, err
	}
	if a.flags.provider != "" {
		client, err := set.Client(a.flags.provider)
		return []*provider.Client{client}, err
	}
	clients := slices.DeleteFunc(set.Clients(), func(c *provider.Client) bool { return !c.Info().Capabilities.Can(provider.OpList) })
	if len(clients) == 0 {
		return nil, &meeting.Error{Op: string(provider.OpList), Kind: meeting.ErrUnsupported, Message: "no configured provider can list"}
	}
	return clients, nil
}

// agendaJSON is what programs read (design §9).
type agendaJSON struct {
	Meetings  json.RawMessage  `json:"meetings"`
	Conflicts []conflictJSON   `json:"conflicts"`
	Errors    []*meeting.Error `json:"errors"`
	Free      *[]agendaGapJSON `json:"free,omitempty"`
}

type conflictJSON struct {
	A string `json:"a"`
	B string `json:"b"`
}

type agendaGapJSON struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

func (a *app) printAgenda(agenda calendar.Agenda, least time.Duration, loc *time.Location) error {
	var free []calendar.Span
	if least > 0 {
		free, _ = agenda.Free(least) // its error is that a provider failed, which is told anyway
	}
	if !a.flags.json {
		return a.printSheet(func(s *sheet) { s.agenda(agenda, free, loc) })
	}
	list := make([]meeting.Meeting, len(agenda.Items))
	for i, item := range agenda.Items {
		list[i] = item.Meeting
	}
	meetings, err := a.encoding().Marshal(list)
	if err != nil {
		return localError("encoding the result", err)
	}
	out := agendaJSON{Meetings: meetings, Conflicts: []conflictJSON{}, Errors: []*meeting.Error{}}
	for _, c := range agenda.Conflicts() {
		out.Conflicts = append(out.Conflicts, conflictJSON{c.A.ID, c.B.ID})
	}
	for _, err := range agenda.Errors {
		out.Errors = append(out.Errors, asError(err))
	}
	if least > 0 && len(agenda.Errors) == 0 {
		gaps := []agendaGapJSON{}
		for _, span := range free {
			gaps = append(gaps, agendaGapJSON{span.Start.Format(time.RFC3339), span.End.Format(time.RFC3339)})
		}
		out.Free = &gaps
	}
	return a.printObject(out, nil)
}

// agenda writes one table a day, then what overlaps and what is free.
func (s *sheet) agenda(agenda calendar.Agenda, free []calendar.Span, loc *time.Location) {
	day := ""
	for _, item := range agenda.Items {
		if this := item.Start.In(loc).Format("Monday 2006-01-02"); this != day {
			if day != "" {
				s.line("")
			}
			day = this
			s.line(day + " (" + loc.String() + ")")
		}
		s.row("  "+hours(item.Meeting, loc), item.Provider, item.ID, item.Title)
	}
	if len(agenda.Items) == 0 && len(agenda.Errors) == 0 {
		s.line("no meetings")
	}
	for i, c := range agenda.Conflicts() {
		if i == 0 {
			s.line("")
			s.line("overlapping")
		}
		s.row("  "+hours(c.A.Meeting, loc), c.A.Title, "and "+hours(c.B.Meeting, loc), c.B.Title)
	}
	for i, span := range free {
		if i == 0 {
			s.line("")
			s.line("free")
		}
		s.row("  "+span.Start.In(loc).Format("Mon 2006-01-02 15:04"), "– "+span.End.In(loc).Format("Mon 2006-01-02 15:04"))
	}
}

// hours prints 09:30–10:15, the end only when it is known.
func hours(m meeting.Meeting, loc *time.Location) string {
	text := m.Start.In(loc).Format("15:04")
	if m.End.IsZero() {
		return text
	}
	return text + "–" + m.End.In(loc).Format("15:04")
}
