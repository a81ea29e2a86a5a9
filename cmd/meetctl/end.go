package main

import (
	"context"

	"github.com/spf13/cobra"
)

func (a *app) endCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "end ID",
		Short: "End a running meeting for everybody",
		Long: `Ends a meeting that is running, for everybody in it. The meeting itself stays: a
series goes on with its next one.`,
		Example: `  meetctl end 81234567890`,
		Args:    takes("ID"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			if err := client.EndMeeting(ctx, args[0]); err != nil {
				return err
			}
			return a.printObject(map[string]string{"ended": args[0]}, func(s *sheet) { s.line("ended " + args[0]) })
		}),
	}
}
