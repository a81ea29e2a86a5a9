package main

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/spf13/cobra"
)

func (a *app) sessionsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "sessions ID [SESSION]",
		Short: "Tell when a meeting really took place",
		Long:  `Lists the sessions of a meeting, each from the first person in to the last out, or prints one of them.`,
		Example: `  meetctl sessions 1234567890
  meetctl sessions 1234567890 session-1 --json`,
		Args: takes("ID", "[SESSION]"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			if len(args) == 2 {
				session, err := client.GetSession(ctx, args[0], args[1])
				if err != nil {
					return err
				}
				return a.printModel(session, func(s *sheet) { s.sessions([]meeting.Session{session}) })
			}
			list, err := collect(client.Sessions(ctx, args[0]), 0)
			if err != nil {
				return err
			}
			return a.printModel(list, func(s *sheet) { s.sessions(list) })
		}),
	}
}

func (s *sheet) sessions(list []meeting.Session) {
	s.row("ID", "MEETING", "START", "END", "DURATION", "PARTICIPANTS", "AT ONCE", "RECORDED")
	for _, v := range list {
		s.row(v.ID, v.MeetingID, utc(v.Start), utc(v.End), span(v.Duration),
			number(v.ParticipantCount), number(v.MaxConcurrent), yesNo(v.HasRecording))
	}
}

func yesNo(f meeting.Flag) string {
	switch f {
	case meeting.On:
		return "yes"
	case meeting.Off:
		return "no"
	}
	return ""
}
