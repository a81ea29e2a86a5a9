package main

import (
	"context"

	"github.com/spf13/cobra"
)

func (a *app) getCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "get ID",
		Short: "Print one meeting",
		Long:  `Prints what the vendor says of one meeting. Host link and passcode are hidden unless --show-secrets is given.`,
		Example: `  meetctl get 81234567890
  meetctl get 81234567890 --json --raw`,
		Args: takes("ID"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			m, err := client.GetMeeting(ctx, args[0])
			if err != nil {
				return err
			}
			return a.printMeeting(m)
		}),
	}
}
