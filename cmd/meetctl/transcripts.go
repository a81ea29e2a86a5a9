package main

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/spf13/cobra"
)

func (a *app) transcriptsCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "transcripts",
		Short: "List, fetch and delete transcripts",
		Long: `Lists, fetches and deletes what was written down of meetings. Links to them let
anybody read: they are hidden unless --show-secrets is given.`,
		Example: `  meetctl transcripts list --meeting 1234567890
  meetctl transcripts download tr-1 -o review.md`,
	}, a.transcriptsListCommand(), a.transcriptsGetCommand(), a.transcriptsDownloadCommand(), a.transcriptsDeleteCommand())
}

func (a *app) transcriptsListCommand() *cobra.Command {
	var id, from, to string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List transcripts",
		Long:  `Lists transcripts, of one meeting with --meeting, of a window of time with --from and --to.`,
		Example: `  meetctl transcripts list --from 2026-11-01 --to 2026-12-01
  meetctl transcripts list --meeting 1234567890 --json`,
		Args: takes(),
	}
	cmd.RunE = a.do(func(ctx context.Context, _ []string) error {
		q, err := recordingQuery(id, from, to)
		if err != nil {
			return err
		}
		if cmd.Flags().Changed("meeting") {
			if err := meeting.ValidateID("meeting_id", id); err != nil {
				return err
			}
		}
		client, err := a.client()
		if err != nil {
			return err
		}
		list, err := collect(client.Transcripts(ctx, meeting.TranscriptQuery{MeetingID: q.MeetingID, From: q.From, To: q.To}), 0)
		if err != nil {
			return err
		}
		return a.printModel(list, func(s *sheet) {
			s.row("ID", "MEETING", "START", "DURATION", "STATUS", "TITLE")
			for _, t := range list {
				s.row(t.ID, t.MeetingID, utc(t.Start), span(t.Duration), string(t.Status), t.Title)
			}
		})
	})
	flags := cmd.Flags()
	flags.StringVar(&id, "meeting", "", "`ID` of the meeting")
	flags.StringVar(&from, "from", "", "first start: RFC 3339 `TIME`, or a date (its midnight in UTC)")
	flags.StringVar(&to, "to", "", "`TIME` that every start is before")
	return cmd
}

func (a *app) transcriptsGetCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "get TRANSCRIPT",
		Short:   "Print one transcript's details",
		Long:    `Prints what the vendor says of one transcript; download writes its text.`,
		Example: `  meetctl transcripts get tr-1 --show-secrets`,
		Args:    takes("TRANSCRIPT"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			t, err := client.GetTranscript(ctx, args[0])
			if err != nil {
				return err
			}
			return a.printModel(t, func(s *sheet) { s.transcript(t) })
		}),
	}
}

func (s *sheet) transcript(t meeting.Transcript) {
	s.pair("id", t.ID)
	s.pair("meeting", t.MeetingID)
	s.pair("session", t.SessionID)
	s.pair("title", t.Title)
	s.pair("start", utc(t.Start))
	s.pair("duration", span(t.Duration))
	s.pair("status", string(t.Status))
	s.secret("download", t.DownloadURL)
	s.pair("created", utc(t.Created))
}

func (a *app) transcriptsDownloadCommand() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "download TRANSCRIPT -o FILE",
		Short: "Download a transcript",
		Long: `Writes a transcript to a file that only its owner can read (mode 0600), or to
stdout with -o -. The file appears under its name when it is complete; one that is
there is replaced. There is no time limit unless --timeout is given.`,
		Example: `  meetctl transcripts download tr-1 -o review.md
  meetctl transcripts download tr-1 -o - | less`,
		Args: takes("TRANSCRIPT"),
	}
	cmd.RunE = a.doUnlimited(func(ctx context.Context, args []string) error {
		return a.download(ctx, args[0], file, (*provider.Client).DownloadTranscript)
	})
	addOutput(cmd, &file)
	return cmd
}

func (a *app) transcriptsDeleteCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "delete TRANSCRIPT",
		Short:   "Delete a transcript for good",
		Long:    `Deletes a transcript at the vendor, without a question.`,
		Example: `  meetctl transcripts delete tr-1`,
		Args:    takes("TRANSCRIPT"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			if err := client.DeleteTranscript(ctx, args[0]); err != nil {
				return err
			}
			return a.printObject(map[string]string{"deleted": args[0]}, func(s *sheet) { s.line("deleted " + args[0]) })
		}),
	}
}
