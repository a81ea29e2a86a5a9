package main

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/spf13/cobra"
)

func (a *app) participantsCommand() *cobra.Command {
	var state string
	cmd := &cobra.Command{
		Use:   "participants ID",
		Short: "List the participants of a meeting",
		Long: `Lists who was invited to a meeting, is in it, or was. Which of these a vendor
tells differs; --state asks for one.`,
		Example: `  meetctl participants 81234567890
  meetctl participants 81234567890 --state live --json`,
		Args: takes("ID"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			q := meeting.ParticipantQuery{State: meeting.ParticipantState(state), Raw: a.flags.raw}
			list, err := collect(client.Participants(ctx, args[0], q), 0)
			if err != nil {
				return err
			}
			return a.printParticipants(list)
		}),
	}
	addChoice(cmd, &state, "state", "state (default: all)", "live", "invited", "joined", "left")
	return cmd
}
