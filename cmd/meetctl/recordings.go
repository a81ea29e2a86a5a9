package main

import (
	"context"
	"strconv"

	"github.com/libmeet/meeting"
	"github.com/spf13/cobra"
)

func (a *app) recordingsCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "recordings",
		Short: "List, fetch and delete recordings",
		Long:  `Lists, fetches and deletes recordings. Links to them let anybody in: they are hidden unless --show-secrets is given.`,
		Example: `  meetctl recordings list --meeting 1234567890
  meetctl recordings download rec-1 -o review.mp4`,
	}, a.recordingsListCommand(), a.recordingsGetCommand(), a.recordingsDownloadCommand(), a.recordingsDeleteCommand())
}

func (a *app) recordingsListCommand() *cobra.Command {
	var id, from, to string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List recordings",
		Long:  `Lists recordings, of one meeting with --meeting, of a window of time with --from and --to.`,
		Example: `  meetctl recordings list --from 2026-11-01 --to 2026-12-01
  meetctl recordings list --meeting 1234567890 --json`,
		Args: takes(),
	}
	cmd.RunE = a.do(func(ctx context.Context, _ []string) error {
		q, err := recordingQuery(id, from, to)
		if err != nil {
			return err
		}
		if cmd.Flags().Changed("meeting") && id == "" {
			return meeting.Invalidf("meeting_id", "it is empty")
		}
		client, err := a.client()
		if err != nil {
			return err
		}
		list, err := collect(client.Recordings(ctx, q), 0)
		if err != nil {
			return err
		}
		return a.printRecordings(list)
	})
	flags := cmd.Flags()
	flags.StringVar(&id, "meeting", "", "`ID` of the meeting")
	flags.StringVar(&from, "from", "", "first start: RFC 3339 `TIME`, or a date (its midnight in UTC)")
	flags.StringVar(&to, "to", "", "`TIME` that every start is before")
	return cmd
}

func recordingQuery(id, from, to string) (q meeting.RecordingQuery, err error) {
	q.MeetingID = id
	if q.From, err = readDay("from", from); err != nil {
		return q, err
	}
	if q.To, err = readDay("to", to); err != nil {
		return q, err
	}
	return q, q.Validate()
}

func (a *app) printRecordings(list []meeting.Recording) error {
	return a.printModel(list, func(s *sheet) {
		s.row("ID", "MEETING", "START", "DURATION", "SIZE", "STATUS", "TYPE", "TITLE")
		for _, r := range list {
			s.row(r.ID, r.MeetingID, utc(r.Start), span(r.Duration), size(r.Size), string(r.Status), r.Type, r.Title)
		}
	})
}

func size(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func (a *app) recordingsGetCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "get RECORDING",
		Short:   "Print one recording",
		Long:    `Prints what the vendor says of one recording.`,
		Example: `  meetctl recordings get rec-1 --show-secrets`,
		Args:    takes("RECORDING"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			r, err := client.GetRecording(ctx, args[0])
			if err != nil {
				return err
			}
			return a.printModel(r, func(s *sheet) { s.recording(r) })
		}),
	}
}

func (s *sheet) recording(r meeting.Recording) {
	s.pair("id", r.ID)
	s.pair("meeting", r.MeetingID)
	s.pair("title", r.Title)
	s.pair("type", r.Type)
	s.pair("start", utc(r.Start))
	s.pair("duration", span(r.Duration))
	s.pair("bytes", size(r.Size))
	s.pair("status", string(r.Status))
	s.secret("download", r.DownloadURL)
	s.secret("play", r.PlayURL)
	s.pair("created", utc(r.Created))
}

func (a *app) recordingsDeleteCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "delete RECORDING",
		Short:   "Delete a recording for good",
		Long:    `Deletes a recording at the vendor, without a question.`,
		Example: `  meetctl recordings delete rec-1`,
		Args:    takes("RECORDING"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			if err := client.DeleteRecording(ctx, args[0]); err != nil {
				return err
			}
			return a.printObject(map[string]string{"deleted": args[0]}, func(s *sheet) { s.line("deleted " + args[0]) })
		}),
	}
}
