package main

import (
	"context"
	"strconv"

	"github.com/libmeet/meeting"
	"github.com/spf13/cobra"
)

func (a *app) reportCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "report ID",
		Short:   "Sum a meeting up after the fact",
		Long:    `Prints how often a meeting took place, for how long, and who was there.`,
		Example: `  meetctl report 1234567890`,
		Args:    takes("ID"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			r, err := client.MeetingReport(ctx, args[0])
			if err != nil {
				return err
			}
			return a.printModel(r, func(s *sheet) { s.report(r) })
		}),
	}
}

func (s *sheet) report(r meeting.Report) {
	s.pair("meeting", r.MeetingID)
	s.pair("title", r.Title)
	s.pair("sessions", number(r.SessionCount))
	s.pair("participants", number(r.ParticipantCount))
	s.pair("duration", span(r.Duration))
	if r.AverageAttendance != 0 {
		s.pair("average attendance", strconv.FormatFloat(r.AverageAttendance, 'f', -1, 64))
	}
	if len(r.Participants) > 0 {
		s.line("")
		s.participants(r.Participants)
	}
}
