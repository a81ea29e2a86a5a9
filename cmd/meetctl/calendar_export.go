package main

import (
	"context"
	"io"
	"strconv"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
	"github.com/spf13/cobra"
)

type exportFlags struct {
	calendarFlags
	method    string
	output    string
	name      string
	organizer string
}

func (a *app) calendarExportCommand() *cobra.Command {
	var f exportFlags
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write meetings as an iCalendar file",
		Long: `Writes meetings as an iCalendar file (RFC 5545), to stdout or, whole or not at all, to -o FILE.

An entry keeps its UID for life, <vendor>-<id>@` + calendar.UIDDomain + ` unless the meeting came with one.
What was exported is remembered in the store: the sequence rises by one when start, length, zone,
recurrence or link changed or the meeting was cancelled, and an export of the same is the same.

The file carries link, passcode and dial-in for participants, never a host link. --method request
invites the invitees, cancel takes the meeting out of their calendars; both are about one meeting
(--id) and carry the host, or --organizer, as the one to answer to.

With --all a provider that fails doesn't hide the others' meetings: they are written, the error goes
to stderr, and the exit code is that of the first error.`,
		Example: `  meetctl calendar export --all --from 2026-12-01 --to 2027-01-01 -o december.ics
  meetctl calendar export --id 81234567890 --method request > invitation.ics`,
		Args: takes(),
	}
	cmd.RunE = a.doUnlimited(func(ctx context.Context, _ []string) error { return a.export(ctx, &f) })
	f.add(cmd)
	f.method = "publish"
	addChoice(cmd, &f.method, "method", "what the file wants of its reader", "publish", "request", "cancel")
	flags := cmd.Flags()
	flags.StringVarP(&f.output, "output", "o", "", "`FILE` to write (default stdout)")
	flags.StringVar(&f.name, "name", "", "`NAME` of the calendar")
	flags.StringVar(&f.organizer, "organizer", "", "`ADDRESS` to answer to where the host's isn't known, such as Ada <ada@example.com>")
	_ = cmd.MarkFlagFilename("output", "ics") // the flag exists
	return cmd
}

func (a *app) export(ctx context.Context, f *exportFlags) error {
	opt, err := f.options()
	if err != nil {
		return err
	}
	list, failed, err := f.meetings(ctx, a)
	if err != nil {
		return err
	}
	if f.id == "" {
		list = a.timed(list)
	}
	if opt.Method == calendar.Cancel {
		for i := range list {
			list[i].Status = meeting.StatusCancelled
		}
	}
	list, refused := writable(list, opt)
	if f.id != "" && len(refused) > 0 {
		return refused
	}
	failed = append(failed, refused...)
	events, err := a.events(ctx, list, opt.Now)
	if err != nil {
		return err
	}
	if err := a.writeCalendar(f.output, events, opt); err != nil {
		return err
	}
	if len(failed) > 0 {
		return failed
	}
	return nil
}

func (f *exportFlags) options() (calendar.EncodeOptions, error) {
	opt := calendar.EncodeOptions{Name: f.name, Now: time.Now()}
	var err error
	if opt.Method, err = calendar.ParseMethod(f.method); err != nil {
		return opt, err
	}
	if opt.Method != calendar.Publish && f.id == "" {
		return opt, meeting.Invalidf("method", "a %s is about one meeting: name it with --id", f.method)
	}
	if f.organizer != "" {
		people, err := readPeople([]string{f.organizer})
		if err != nil {
			return opt, meeting.Invalidf("organizer", "%q is not an e-mail address such as Ada <ada@example.com>", f.organizer)
		}
		opt.Organizer = people[0]
	}
	return opt, nil
}

// writable leaves out what no calendar can have, before anything is remembered as
// told.
func writable(list []meeting.Meeting, opt calendar.EncodeOptions) (out []meeting.Meeting, refused failures) {
	for _, m := range list {
		if err := calendar.Encode(io.Discard, []calendar.Event{calendar.NewEvent(m)}, opt); err != nil {
			refused = append(refused, err)
			continue
		}
		out = append(out, m)
	}
	return out, refused
}

func (a *app) writeCalendar(path string, events []calendar.Event, opt calendar.EncodeOptions) error {
	if opt.Method != calendar.Publish && opt.Organizer.IsZero() && len(events) == 1 && events[0].Meeting.Host.Email == "" {
		a.warn("the host's e-mail address is not known: nobody can answer; name one with --organizer")
	}
	if path == "" || path == "-" {
		return calendar.Encode(a.out, events, opt)
	}
	if err := replaceFile(path, func(w io.Writer) error { return calendar.Encode(w, events, opt) }); err != nil {
		return err
	}
	result := struct {
		File   string `json:"file"`
		Events int    `json:"events"`
	}{path, len(events)}
	return a.printObject(result, func(s *sheet) { s.line("wrote " + strconv.Itoa(len(events)) + " events to " + path) })
}
