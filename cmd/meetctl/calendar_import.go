package main

import (
	"bytes"
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
	"github.com/spf13/cobra"
)

// maxCalendar bounds what import reads.
const maxCalendar = 64 << 20

func (a *app) calendarImportCommand() *cobra.Command {
	var zone string
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Turn an iCalendar file into normalised JSON",
		Long: `Reads an iCalendar file, - for stdin, and prints its events as a JSON array of normalised meetings,
offline and without a config file.

The UID stands in refs, as ` + calendar.RefUID + `. Zones come out under their IANA names, Outlook's Windows
names too; one that nothing knows is an error. An all-day or floating time is a note among the
losses: it is read in --zone, the calendar's own zone, or UTC. Events that can't be read are
reported on stderr with exit code 2, the others are printed.`,
		Example: `  meetctl calendar import invitation.ics
  meetctl calendar import --zone Europe/Berlin - < export.ics`,
		Args: takes("FILE"),
	}
	cmd.RunE = a.doUnlimited(func(ctx context.Context, args []string) error {
		data, err := a.readCalendar(ctx, args[0])
		if err != nil {
			return err
		}
		return a.importCalendar(data, meeting.Zone(zone))
	})
	cmd.Flags().StringVar(&zone, "zone", "", "IANA `ZONE` of dates and floating times")
	return cmd
}

func (a *app) readCalendar(ctx context.Context, path string) ([]byte, error) {
	if path == "-" {
		return a.readStdin(ctx, "file", maxCalendar)
	}
	data, err := readBounded(path, maxCalendar)
	if err != nil {
		return nil, meeting.Invalidf("file", "%s", err)
	}
	return data, nil // a byte too many is Decode's to refuse
}

// joined returns the errors that errors.Join made one of, nil for any other.
func joined(err error) failures {
	if _, single := err.(*meeting.Error); single {
		return nil
	}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()
	}
	return nil
}

func (a *app) importCalendar(data []byte, zone meeting.Zone) error {
	events, err := calendar.Decode(bytes.NewReader(data), calendar.DecodeOptions{MaxSize: maxCalendar, Zone: zone})
	failed := joined(err)
	if err != nil && (failed == nil || len(events) == 0) {
		return err
	}
	list := make([]meeting.Meeting, len(events))
	for i, e := range events {
		list[i] = e.Meeting
	}
	if err := a.printModelJSON(list); err != nil {
		return err
	}
	if len(failed) > 0 {
		return failed
	}
	return nil
}
