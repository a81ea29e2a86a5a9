package main

import (
	"context"
	"time"

	"github.com/libmeet/meeting"
	"github.com/spf13/cobra"
)

type instantFlags struct {
	title, media, key, native string
	duration                  time.Duration
	onLoss                    lossFlag
}

func (a *app) instantCommand() *cobra.Command {
	var f instantFlags
	cmd := &cobra.Command{
		Use:   "instant",
		Short: "Start a meeting now",
		Long: `Starts a meeting now and prints it.

--duration is the planned length; vendors whose instant meetings end when people
leave don't take it, which is noted under "losses".`,
		Example: `  meetctl instant --title Incident
  meetctl instant --provider sdk --media audio --json`,
		Args: takes(),
	}
	cmd.RunE = a.do(func(ctx context.Context, _ []string) error {
		return a.instant(ctx, &f, cmd.Flags().Changed("duration"))
	})
	flags := cmd.Flags()
	flags.StringVar(&f.title, "title", "", "title")
	addChoice(cmd, &f.media, "media", "media (default: the vendor's)", "video", "audio")
	flags.DurationVar(&f.duration, "duration", 0, "planned length, for example 45m (default: the vendor decides)")
	flags.StringVar(&f.native, "native", "", "`JSON` object or @FILE with members of the vendor's own API")
	flags.StringVar(&f.key, "key", "", "the same `KEY` gives the same meeting, also after a failure")
	f.onLoss.add(cmd)
	return cmd
}

func (a *app) instant(ctx context.Context, f *instantFlags, timed bool) error {
	if timed && f.duration <= 0 {
		return meeting.Invalidf("duration_seconds", "it must be more than zero")
	}
	native, err := a.readNative(ctx, f.native)
	if err != nil {
		return err
	}
	client, err := a.client()
	if err != nil {
		return err
	}
	m, err := client.Instant(ctx, meeting.InstantRequest{
		Key: f.key, Title: f.title, Media: meeting.Media(f.media), Duration: f.duration, Native: native, OnLoss: f.onLoss.read(),
	})
	if err != nil {
		return err
	}
	return a.printMeeting(m)
}
