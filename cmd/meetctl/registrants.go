package main

import (
	"context"
	"strconv"

	"github.com/libmeet/meeting"
	"github.com/spf13/cobra"
)

func (a *app) registrantsCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "registrants",
		Short: "See and decide who registered for a meeting",
		Long: `Lists who registered for a meeting, signs people up, and approves, denies or cancels
registrations. The meeting must have been made with registration. Webinars have
commands of their own: see "meetctl webinars".`,
		Example: `  meetctl registrants list 81234567890 --status pending
  meetctl registrants approve 81234567890 reg-1 reg-2`,
	}, a.registrantsListCommand(), a.registrantsAddCommand(),
		a.decideCommand("approve", meeting.RegistrationApproved, "Let registered people in", "Lets registered people in"),
		a.decideCommand("deny", meeting.RegistrationDenied, "Turn registered people away", "Turns registered people away"),
		a.decideCommand("cancel", meeting.RegistrationCancelled, "Cancel registrations", "Cancels registrations that were approved"))
}

func (a *app) registrantsListCommand() *cobra.Command {
	var status string
	cmd := &cobra.Command{
		Use:   "list ID",
		Short: "List who registered for a meeting",
		Long: `Lists the registrations for a meeting with their status. Without --status it is all
of them that the vendor lists.`,
		Example: `  meetctl registrants list 81234567890
  meetctl registrants list 81234567890 --status pending --json`,
		Args: takes("ID"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			list, err := collect(client.Registrants(ctx, args[0], meeting.RegistrantQuery{Status: meeting.RegistrationStatus(status)}), 0)
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
	addChoice(cmd, &status, "status", "status (default: all)", "pending", "approved", "denied", "cancelled")
	return cmd
}

func (a *app) registrantsAddCommand() *cobra.Command {
	var req meeting.RegistrantRequest
	var native string
	cmd := &cobra.Command{
		Use:   "add ID",
		Short: "Sign somebody up for a meeting",
		Long: `Signs somebody up for a meeting and prints the registration. The link that it may
hold lets its user in under that name: it is hidden unless --show-secrets is given.`,
		Example: `  meetctl registrants add 81234567890 --email ada@example.com --first-name Ada --last-name Lovelace`,
		Args:    takes("ID"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			var err error
			if req.Native, err = a.readNative(ctx, native); err != nil {
				return err
			}
			client, err := a.client()
			if err != nil {
				return err
			}
			r, err := client.AddRegistrant(ctx, args[0], req)
			if err != nil {
				return err
			}
			return a.printModel(r, func(s *sheet) {
				s.pair("id", r.ID)
				s.pair("name", r.Name)
				s.pair("email", r.Email)
				s.pair("status", string(r.Status))
				s.secret("join", r.JoinURL)
			})
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&req.Email, "email", "", "e-mail `ADDRESS`")
	flags.StringVar(&req.FirstName, "first-name", "", "first `NAME`")
	flags.StringVar(&req.LastName, "last-name", "", "last `NAME`")
	flags.StringVar(&native, "native", "", "`JSON` object or @FILE with members of the vendor's own API")
	return cmd
}

// decideCommand gives registrations a status.
func (a *app) decideCommand(verb string, status meeting.RegistrationStatus, short, long string) *cobra.Command {
	return &cobra.Command{
		Use:     verb + " ID REGISTRATION…",
		Short:   short,
		Long:    long + `, by the ids that "meetctl registrants list" prints.`,
		Example: "  meetctl registrants " + verb + " 81234567890 reg-1 reg-2",
		Args:    takes("ID", "REGISTRATION…"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			people := make([]meeting.Registration, len(args)-1)
			for i, id := range args[1:] {
				people[i].ID = id
			}
			if err := client.DecideRegistrants(ctx, args[0], status, people...); err != nil {
				return err
			}
			result := struct {
				Meeting string   `json:"meeting_id"`
				Status  string   `json:"status"`
				IDs     []string `json:"registrations"`
			}{args[0], string(status), args[1:]}
			return a.printObject(result, func(s *sheet) { s.line(string(status) + " " + strconv.Itoa(len(people))) })
		}),
	}
}
