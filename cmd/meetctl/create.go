package main

import (
	"context"
	"time"

	"github.com/libmeet/meeting"
	"github.com/spf13/cobra"
)

type createFlags struct {
	key, title, description string
	start, zone, rrule      string
	duration                time.Duration
	invite                  []string
	passcode, media, native string
	rules                   settingFlags
	onLoss                  lossFlag
	dryRun                  bool
}

func (a *app) createCommand() *cobra.Command {
	var f createFlags
	cmd := &cobra.Command{
		Use:   "create",
		Short: "Create a meeting at a time",
		Long: `Creates a meeting at a time and prints it.

What the vendor can't take is found before anything is sent: it is refused when it
matters (when the meeting happens, who gets in) and reported otherwise; --on-loss
changes that and --dry-run only lists it. Members of the vendor's own API are
reached with --native, a JSON object that is merged over the request.`,
		Example: `  meetctl create --title Review --start 2026-12-01T09:30 --zone Europe/Berlin --duration 45m
  meetctl create --title Stand-up --start 2026-12-01T08:00:00Z --rrule 'FREQ=WEEKLY;BYDAY=MO,WE' \
    --invite 'Ada <ada@example.com>' --invite bob@example.com --waiting-room
  meetctl create --title Review --start 2026-12-01T08:00:00Z --locked --dry-run`,
		Args: takes(),
	}
	cmd.RunE = a.do(func(ctx context.Context, _ []string) error { return a.create(ctx, &f) })
	f.add(cmd)
	return cmd
}

func (f *createFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.title, "title", "", "title")
	flags.StringVar(&f.description, "description", "", "description")
	flags.StringVar(&f.start, "start", "", "`TIME` of the start: RFC 3339, or a wall clock such as 2026-12-01T09:30 with --zone")
	flags.StringVar(&f.zone, "zone", "", "IANA time `ZONE` such as Europe/Berlin")
	flags.DurationVar(&f.duration, "duration", time.Hour, "length, for example 45m")
	flags.StringVar(&f.rrule, "rrule", "", "RFC 5545 recurrence `RULE`, for example FREQ=WEEKLY;COUNT=10")
	flags.StringArrayVar(&f.invite, "invite", nil, "`ADDRESS` to invite, repeated for more: ada@example.com or Ada <ada@example.com>")
	flags.StringVar(&f.passcode, "passcode", "", "passcode")
	f.rules.add(cmd)
	addChoice(cmd, &f.media, "media", "media", "video", "audio")
	flags.StringVar(&f.native, "native", "", "`JSON` object or @FILE with members of the vendor's own API")
	flags.StringVar(&f.key, "key", "", "the same `KEY` gives the same meeting, also after a failure")
	f.onLoss.add(cmd)
	flags.BoolVar(&f.dryRun, "dry-run", false, "list what would be lost and send nothing")
	complete(cmd, "zone", cobra.NoFileCompletions)
}

func (a *app) create(ctx context.Context, f *createFlags) error {
	req, err := a.createRequest(ctx, f)
	if err != nil {
		return err
	}
	client, err := a.client()
	if err != nil {
		return err
	}
	if f.dryRun {
		return a.dryRun(client, req)
	}
	m, err := client.CreateMeeting(ctx, req)
	if err != nil {
		return err
	}
	return a.printMeeting(m)
}

func (a *app) createRequest(ctx context.Context, f *createFlags) (meeting.CreateRequest, error) {
	req := meeting.CreateRequest{
		Key: f.key, Title: f.title, Description: f.description, Zone: meeting.Zone(f.zone), Duration: f.duration,
		Passcode: meeting.NewSecret(f.passcode), Media: meeting.Media(f.media), Settings: f.rules.read(), OnLoss: f.onLoss.read(),
	}
	var err error
	if f.start == "" {
		return req, meeting.Invalidf("start", "it is missing; a meeting that starts now is made with \"meetctl instant\"")
	}
	if req.Start, req.Wall, err = readStart(f.start); err != nil {
		return req, err
	}
	if req.Invitees, err = readPeople(f.invite); err != nil {
		return req, err
	}
	if f.rrule != "" {
		if req.Recurrence, err = meeting.ParseRecurrence(f.rrule); err != nil {
			return req, err
		}
	}
	req.Native, err = a.readNative(ctx, f.native)
	return req, err
}
