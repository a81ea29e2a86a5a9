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
		Long: `Removes a meeting at the vendor; of a series, all of it, or with --occurrence one of
its meetings, by the id that "meetctl get" prints. Whether participants are told is
the vendor's custom unless --notify or --notify=false is given. Cancelling what is
gone succeeds where the vendor's delete does, and is "not found" elsewhere.`,
		Example: `  meetctl cancel 81234567890
  meetctl cancel 81234567890 --occurrence 1796031000000 --notify`,
		Args: takes("ID"),
	}
	cmd.RunE = a.do(func(ctx context.Context, args []string) error {
		client, err := a.client()
		if err != nil {
			return err
		}
		if cmd.Flags().Changed("occurrence") && opts.Occurrence == "" {
			return meeting.Invalidf("occurrence", "it is empty")
		}
		if err := client.CancelMeeting(ctx, args[0], opts); err != nil {
			return err
		}
		result, line := map[string]string{"cancelled": args[0]}, "cancelled "+args[0]
		if opts.Occurrence != "" {
			result["occurrence"], line = opts.Occurrence, "cancelled "+opts.Occurrence+" of "+args[0]
		}
		return a.printObject(result, func(s *sheet) { s.line(line) })
	})
	cmd.Flags().StringVar(&opts.Occurrence, "occurrence", "", "`ID` of the one meeting of a series to cancel")
	addToggle(cmd, &opts.Notify, "notify", "tell the participants")
	return cmd
}
