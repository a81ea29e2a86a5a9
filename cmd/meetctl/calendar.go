package main

import "github.com/spf13/cobra"

func (a *app) calendarCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "calendar",
		Short: "Put meetings into calendars, and read calendars",
		Long: `Writes meetings as iCalendar files, reads such files, finds join links, merges
every vendor's meetings into one agenda, serves it to calendar programs and keeps a
calendar on a CalDAV server up to date.

These commands have no time limit unless --timeout is given.`,
		Example: `  meetctl calendar export --all -o meetings.ics
  meetctl calendar import invitation.ics`,
	},
		a.calendarExportCommand(),
		a.calendarImportCommand(),
		a.calendarPushCommand(),
		a.calendarLinksCommand(),
		a.calendarAgendaCommand(),
		a.calendarServeCommand(),
	)
}
