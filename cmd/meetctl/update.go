package main

import (
	"context"
	"time"

	"github.com/libmeet/meeting"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

type updateFlags struct {
	title, description string
	occurrence         string
	start, zone, rrule string
	duration           time.Duration
	passcode, native   string
	rules              settingFlags
	onLoss             lossFlag
}

func (a *app) updateCommand() *cobra.Command {
	var f updateFlags
	cmd := &cobra.Command{
		Use:   "update ID",
		Short: "Change a meeting",
		Long: `Changes a meeting and prints it as it is afterwards. What no flag names is left
alone. A member that the vendor can't change is refused before anything is sent.
With --occurrence one meeting of a series is changed, by the id that "meetctl get"
prints; else all of the series.`,
		Example: `  meetctl update 81234567890 --start 2026-12-01T10:00 --zone Europe/Berlin
  meetctl update 81234567890 --title 'Review, moved' --waiting-room=false
  meetctl update 81234567890 --occurrence 1796031000000 --start 2026-12-02T10:00 --zone Europe/Berlin`,
		Args: takes("ID"),
	}
	cmd.Flags().StringVar(&f.occurrence, "occurrence", "", "`ID` of the one meeting of a series to change")
	cmd.RunE = a.do(func(ctx context.Context, args []string) error { return a.update(ctx, args[0], &f, cmd.Flags()) })
	flags := cmd.Flags()
	flags.StringVar(&f.title, "title", "", "title")
	flags.StringVar(&f.description, "description", "", "description")
	flags.StringVar(&f.start, "start", "", "`TIME` of the start: RFC 3339, or a wall clock such as 2026-12-01T09:30 with --zone")
	flags.StringVar(&f.zone, "zone", "", "IANA time `ZONE` such as Europe/Berlin")
	flags.DurationVar(&f.duration, "duration", 0, "length, for example 45m")
	flags.StringVar(&f.rrule, "rrule", "", "RFC 5545 recurrence `RULE`")
	flags.StringVar(&f.passcode, "passcode", "", "passcode")
	f.rules.add(cmd)
	flags.StringVar(&f.native, "native", "", "`JSON` object or @FILE with members of the vendor's own API")
	f.onLoss.add(cmd)
	complete(cmd, "zone", cobra.NoFileCompletions)
	return cmd
}

func (a *app) update(ctx context.Context, id string, f *updateFlags, given *pflag.FlagSet) error {
	patch, err := a.patch(ctx, f, given)
	if err != nil {
		return err
	}
	client, err := a.client()
	if err != nil {
		return err
	}
	m, err := client.UpdateMeeting(ctx, id, patch)
	if err != nil {
		return err
	}
	return a.printMeeting(m)
}

// patch names what a flag was given for.
func (a *app) patch(ctx context.Context, f *updateFlags, given *pflag.FlagSet) (meeting.Patch, error) {
	patch := meeting.Patch{Occurrence: f.occurrence, Zone: meeting.Zone(f.zone), Settings: f.rules.read(), OnLoss: f.onLoss.read()}
	if given.Changed("occurrence") && f.occurrence == "" {
		return patch, meeting.Invalidf("occurrence", "it is empty")
	}
	if given.Changed("title") {
		patch.Title = &f.title
	}
	if given.Changed("description") {
		patch.Description = &f.description
	}
	if given.Changed("duration") {
		patch.Duration = &f.duration
	}
	if given.Changed("passcode") {
		code := meeting.NewSecret(f.passcode)
		patch.Passcode = &code
	}
	if given.Changed("zone") && f.zone == "" {
		return patch, meeting.Invalidf("time_zone", "it is empty")
	}
	if given.Changed("start") {
		start, wall, err := readStart(f.start)
		if err != nil {
			return patch, err
		}
		patch.Wall = wall
		if wall == "" {
			patch.Start = &start
		}
	}
	if given.Changed("rrule") {
		rule, err := meeting.ParseRecurrence(f.rrule)
		if err != nil {
			return patch, err
		}
		patch.Recurrence = &rule
	}
	var err error
	patch.Native, err = a.readNative(ctx, f.native)
	return patch, err
}
