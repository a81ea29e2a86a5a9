package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
)

func (a *app) inviteCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "invite ID EMAIL…",
		Short: "Invite people to a meeting",
		Long:  `Adds people to a meeting; the vendor sends them an invitation. A name may stand with an address: 'Ada <ada@example.com>'.`,
		Example: `  meetctl invite 1234567890 ada@example.com bob@example.com
  meetctl invite 1234567890 'Ada Lovelace <ada@example.com>'`,
		Args: takes("ID", "EMAIL…"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			invited, err := readPeople(args[1:])
			if err != nil {
				return err
			}
			client, err := a.client()
			if err != nil {
				return err
			}
			if err := client.Invite(ctx, args[0], invited...); err != nil {
				return err
			}
			emails := make([]string, len(invited))
			for i, p := range invited {
				emails[i] = p.Email
			}
			return a.printObject(map[string]any{"invited": emails, "meeting_id": args[0]},
				func(s *sheet) { s.line("invited " + strings.Join(emails, ", ") + " to " + args[0]) })
		}),
	}
}
