package main

import "github.com/spf13/cobra"

func (a *app) calendarCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "calendar",
		Short: "Put meetings into calendars, and read calendars",
	},
		a.calendarLinksCommand(), a.calendarAgendaCommand(), a.calendarServeCommand(),
	)
}
