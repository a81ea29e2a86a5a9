package main

import (
	"context"

	"github.com/spf13/cobra"
)

func (a *app) uninviteCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "uninvite ID PARTICIPANT",
		Short:   "Remove a participant from a meeting",
		Long:    `Removes a participant, by the id that "meetctl participants" prints.`,
		Example: `  meetctl uninvite 1234567890 part-1`,
		Args:    takes("ID", "PARTICIPANT"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			if err := client.Uninvite(ctx, args[0], args[1]); err != nil {
				return err
			}
			return a.printObject(map[string]string{"removed": args[1], "meeting_id": args[0]},
				func(s *sheet) { s.line("removed " + args[1] + " from " + args[0]) })
		}),
	}
}
