package main

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/spf13/cobra"
)

func (a *app) cancelCommand() *cobra.Command {
	var opts meeting.CancelOptions
	cmd := &cobra.Command{
		Use:   "cancel ID",
		Short: "Cancel a meeting",
		Long: `Removes a meeting at the vendor; of a series, all of it. Whether participants are
told is the vendor's custom unless --notify or --notify=false is given. Cancelling
what is gone succeeds where the vendor's delete does, and is "not found" elsewhere.`,
		Example: `  meetctl cancel 81234567890
  meetctl cancel 81234567890 --notify`,
		Args: takes("ID"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			if err := client.CancelMeeting(ctx, args[0], opts); err != nil {
				return err
			}
			return a.printObject(map[string]string{"cancelled": args[0]}, func(s *sheet) { s.line("cancelled " + args[0]) })
		}),
	}
	addToggle(cmd, &opts.Notify, "notify", "tell the participants")
	return cmd
}
