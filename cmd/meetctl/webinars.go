package main

import (
	"context"
	"time"

	"github.com/libmeet/meeting"
	"github.com/spf13/cobra"
)

func (a *app) webinarsCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "webinars",
		Short: "Create webinars and admit who registered",
		Long:  `Creates webinars, lists who registered for one, and approves registrations.`,
		Example: `  meetctl webinars create --title Launch --start 2026-12-01T16:00:00Z --max-attendees 200
  meetctl webinars registrations 1234567890`,
	}, a.webinarsCreateCommand(), a.registrationsCommand(), a.approveCommand())
}

type webinarFlags struct {
	title, description, start, zone, native string
	duration                                time.Duration
	seats                                   int
	register                                meeting.Flag
}

func (a *app) webinarsCreateCommand() *cobra.Command {
	var f webinarFlags
	cmd := &cobra.Command{
		Use:   "create",
		Short: "Create a webinar",
		Long:  `Creates a webinar and prints it.`,
		Example: `  meetctl webinars create --title Launch --start 2026-12-01T17:00 --zone Europe/Berlin \
    --duration 90m --max-attendees 200 --registration-required`,
		Args: takes(),
	}
	cmd.RunE = a.do(func(ctx context.Context, _ []string) error { return a.createWebinar(ctx, &f) })
	flags := cmd.Flags()
	flags.StringVar(&f.title, "title", "", "title")
	flags.StringVar(&f.description, "description", "", "description")
	flags.StringVar(&f.start, "start", "", "`TIME` of the start: RFC 3339, or a wall clock such as 2026-12-01T09:30 with --zone")
	flags.StringVar(&f.zone, "zone", "", "IANA time `ZONE` such as Europe/Berlin")
	flags.DurationVar(&f.duration, "duration", time.Hour, "length, for example 45m")
	flags.IntVar(&f.seats, "max-attendees", 0, "most attendees (default: the vendor's)")
	addToggle(cmd, &f.register, "registration-required", "people must register")
	flags.StringVar(&f.native, "native", "", "`JSON` object or @FILE with members of the vendor's own API")
	complete(cmd, "zone", cobra.NoFileCompletions)
	return cmd
}

func (a *app) createWebinar(ctx context.Context, f *webinarFlags) error {
	if f.start == "" {
		return meeting.Invalidf("start", "it is missing; a webinar needs one")
	}
	start, wall, err := readStart(f.start)
	if err != nil {
		return err
	}
	native, err := a.readNative(ctx, f.native)
	if err != nil {
		return err
	}
	client, err := a.client()
	if err != nil {
		return err
	}
	m, err := client.CreateWebinar(ctx, meeting.WebinarRequest{
		Title: f.title, Description: f.description, Start: start, Wall: wall, Zone: meeting.Zone(f.zone), Duration: f.duration,
		MaxAttendees: f.seats, RegistrationRequired: f.register, Native: native,
	})
	if err != nil {
		return err
	}
	return a.printMeeting(m)
}

func (a *app) registrationsCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "registrations WEBINAR",
		Short:   "List who registered for a webinar",
		Long:    `Lists the registrations of a webinar with their status.`,
		Example: `  meetctl webinars registrations 1234567890 --json`,
		Args:    takes("WEBINAR"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			list, err := collect(client.Registrations(ctx, args[0]), 0)
			if err != nil {
				return err
			}
			return a.printModel(list, func(s *sheet) {
				s.row("ID", "NAME", "EMAIL", "STATUS")
				for _, r := range list {
					s.row(r.ID, r.Name, r.Email, string(r.Status))
				}
			})
		}),
	}
}

func (a *app) approveCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "approve WEBINAR REGISTRATION",
		Short:   "Approve a registration",
		Long:    `Lets a registered person in, by the id that "meetctl webinars registrations" prints.`,
		Example: `  meetctl webinars approve 1234567890 reg-1`,
		Args:    takes("WEBINAR", "REGISTRATION"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			if err := client.ApproveRegistration(ctx, args[0], args[1]); err != nil {
				return err
			}
			return a.printObject(map[string]string{"approved": args[1], "webinar_id": args[0]},
				func(s *sheet) { s.line("approved " + args[1]) })
		}),
	}
}
