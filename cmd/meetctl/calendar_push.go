package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
	"github.com/libmeet/meeting/calendar/caldav"
	"github.com/spf13/cobra"
)

type pushFlags struct {
	calendarFlags
	url, user, password string
	keep                bool
}

func (a *app) calendarPushCommand() *cobra.Command {
	var f pushFlags
	cmd := &cobra.Command{
		Use:   "push",
		Short: "Keep a calendar on a CalDAV server up to date",
		Long: `Makes a calendar on a CalDAV server show the meetings: creates and changes entries, and deletes those of
meetings that were cancelled or are gone at the vendor. It can be repeated at any time: entries are
found by their UID and changed by ETag, what is up to date is left alone, and what the calendar's
user added to an entry (alarms, categories) stays.

Only entries that were pushed from the same providers are ever deleted, none that is over, none
outside of --from and --to, and none of a provider that could not be listed to its end.

--caldav is the address of the calendar, or of a server on which the user has only one. https only, but
for loopback.`,
		Example: `  meetctl calendar push --caldav https://dav.example.com/u1/meetings/ --user u1 --password env:DAV_PASSWORD --all
  meetctl calendar push --caldav http://127.0.0.1:5232/u1/cal/ --user u1 --password file:dav.txt --id 81234567890`,
		Args: takes(),
	}
	cmd.RunE = a.doUnlimited(func(ctx context.Context, _ []string) error { return a.push(ctx, &f) })
	f.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.url, "caldav", "", "`URL` of the calendar")
	flags.StringVar(&f.user, "user", "", "`NAME` to sign in with")
	flags.StringVar(&f.password, "password", "", "env:NAME or file:PATH that holds the password")
	flags.BoolVar(&f.keep, "keep", false, "delete no entry because its meeting is gone; cancelled meetings are still taken out")
	return cmd
}

func (a *app) push(ctx context.Context, f *pushFlags) error {
	if f.url == "" {
		return meeting.Invalidf("caldav", "--caldav URL is missing")
	}
	password, err := a.readSecret("password", f.password)
	if err != nil {
		return err
	}
	target, err := caldav.Open(ctx, caldav.Config{URL: f.url, User: f.user, Password: password})
	if err != nil {
		return err
	}
	defer target.Close()
	list, failed, err := f.meetings(ctx, a)
	if err != nil {
		return err
	}
	if f.id == "" {
		list = a.timed(list)
	}
	now := time.Now()
	list, refused := writable(list, calendar.EncodeOptions{Now: now})
	failed = append(failed, refused...)
	sweep, err := f.sweep(failed, now)
	if err != nil {
		return err
	}
	events, err := a.events(ctx, list, now)
	if err != nil {
		return err
	}
	done, err := target.Push(ctx, events, sweep)
	if many := joined(err); many != nil {
		failed = append(many, failed...)
	} else if err != nil {
		return err
	}
	if err := a.printObject(done, func(s *sheet) {
		s.line(fmt.Sprintf("created %d, updated %d, deleted %d, unchanged %d", done.Created, done.Updated, done.Deleted, done.Unchanged))
	}); err != nil {
		return err
	}
	if len(failed) > 0 {
		return failed
	}
	return nil
}

// sweep names the providers whose meetings were listed to the end.
func (f *pushFlags) sweep(failed failures, now time.Time) (caldav.Sweep, error) {
	if f.keep || f.id != "" {
		return caldav.Sweep{}, nil
	}
	q, err := (&listFlags{from: f.from, to: f.to}).query()
	if err != nil {
		return caldav.Sweep{}, err
	}
	names := f.listed
	for _, err := range failed {
		broken := asError(err).Provider
		names = slices.DeleteFunc(names, func(name string) bool { return name == broken || broken == "" })
	}
	return caldav.Sweep{Providers: names, From: q.From, To: q.To, Now: now}, nil
}

// readSecret reads env:NAME or file:PATH. A secret on a command line can be read by
// every process of the machine.
func (a *app) readSecret(name, reference string) (meeting.Secret, error) {
	if variable, ok := strings.CutPrefix(reference, "env:"); ok {
		text, found := a.env.lookup(variable)
		if !found || text == "" {
			return meeting.Secret{}, meeting.Invalidf(name, "the variable %s is not set", variable)
		}
		return meeting.NewSecret(text), nil
	}
	if path, ok := strings.CutPrefix(reference, "file:"); ok {
		text, err := readReferred(path)
		if err != nil {
			return meeting.Secret{}, meeting.Invalidf(name, "%s", err)
		}
		return meeting.NewSecret(strings.TrimRight(string(text), "\r\n")), nil
	}
	if reference != "" {
		return meeting.Secret{}, meeting.Invalidf(name, "it is given as env:NAME or file:PATH, not in clear")
	}
	return meeting.Secret{}, nil
}
