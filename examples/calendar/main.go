// Calendar shows meetings of several vendors in one calendar: it starts the
// simulators, creates meetings at two vendors, merges what all of them list, names
// what overlaps, serves the result as a feed and reads it back over HTTP, and finds
// the links into meetings in a text. It needs no account and no network.
//
//	go run ./examples/calendar
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"text/tabwriter"
	"time"
	_ "time/tzdata" // so that zones load on machines without a zone database

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
)

func main() {
	if err := run(context.Background(), os.Stdout, time.Now()); err != nil {
		fmt.Fprintln(os.Stderr, "calendar:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, now time.Time) error {
	sim, err := simulator.Start(simulator.Config{})
	if err != nil {
		return err
	}
	defer func() { _ = sim.Close() }()
	cfg, err := providers.Parse("calendar.yaml", []byte(sim.ConfigYAML()), providers.Kinds(), providers.Environment{})
	if err != nil {
		return err
	}
	set, err := providers.Open(cfg, providers.OpenOptions{})
	if err != nil {
		return err
	}
	day := now.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)
	if err := create(ctx, set, day); err != nil {
		return err
	}
	clients := slices.DeleteFunc(set.Clients(), func(c *provider.Client) bool { return !c.Info().Capabilities.Can(provider.OpList) })

	window := calendar.Window{From: day, To: day.AddDate(0, 0, 3)}
	agenda := calendar.Collect(calendar.Merge(ctx, clients, window), window)
	if len(agenda.Errors) > 0 { // of the others the meetings are known all the same
		return errors.Join(agenda.Errors...)
	}
	printAgenda(out, agenda)
	if err := subscribe(ctx, out, clients); err != nil {
		return err
	}
	findLinks(out)
	return nil
}

// create makes a series, and two meetings that overlap.
func create(ctx context.Context, set *provider.Set, day time.Time) error {
	daily, err := meeting.ParseRecurrence("FREQ=DAILY;COUNT=3")
	if err != nil {
		return err
	}
	for _, c := range []struct {
		provider, title string
		after, duration time.Duration
		repeats         meeting.Recurrence
	}{
		{"zoom", "Daily", 8 * time.Hour, 15 * time.Minute, daily},
		{"zoom", "Planning", 9*time.Hour + 30*time.Minute, 45 * time.Minute, meeting.Recurrence{}},
		{"zoho", "Review", 10 * time.Hour, time.Hour, meeting.Recurrence{}},
	} {
		client, err := set.Client(c.provider)
		if err != nil {
			return err
		}
		if _, err := client.CreateMeeting(ctx, meeting.CreateRequest{
			Title: c.title, Start: day.Add(c.after), Zone: "Europe/Berlin", Duration: c.duration, Recurrence: c.repeats,
		}); err != nil {
			return err
		}
	}
	return nil
}

func printAgenda(out io.Writer, agenda calendar.Agenda) {
	fmt.Fprintln(out, "Meetings of all vendors, in the order of time:")
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, item := range agenda.Items {
		series := ""
		if item.Series != nil {
			series = "(" + item.Series.Recurrence.String() + ")"
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", item.Start.Format("2006-01-02 15:04Z"), item.Provider, item.Title, series)
	}
	_ = w.Flush()
	fmt.Fprintln(out, "\nOverlapping:")
	for _, c := range agenda.Conflicts() {
		fmt.Fprintf(out, "  %s at %s and %s at %s\n", c.A.Title, c.A.Start.Format("15:04Z"), c.B.Title, c.B.Start.Format("15:04Z"))
	}
	if free, err := agenda.Free(8 * time.Hour); err == nil { // an error: a provider failed, so nobody knows
		fmt.Fprintln(out, "\nFree for eight hours and more:")
		for _, span := range free {
			fmt.Fprintf(out, "  %s to %s\n", span.Start.Format("Mon 15:04Z"), span.End.Format("Mon 15:04Z"))
		}
	}
}

// subscribe serves the meetings and reads them back as a calendar program does.
func subscribe(ctx context.Context, out io.Writer, clients []*provider.Client) error {
	const token = "example-token-0123456789" // make yours with crypto/rand: it is what keeps others out
	handler, err := calendar.NewHandler(calendar.HandlerConfig{Clients: clients, Token: meeting.NewSecret(token), Name: "Team"})
	if err != nil {
		return err
	}
	server := httptest.NewServer(handler) // an application uses http.Server
	defer server.Close()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/"+token+"/meetings.ics", nil)
	if err != nil {
		return err
	}
	res, err := server.Client().Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the feed answered %s", res.Status)
	}
	events, err := calendar.Decode(res.Body, calendar.DecodeOptions{})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "\nWhat a subscriber reads in the feed:")
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, e := range events {
		if e.Meeting.JoinURL != "" { // calls of a chat have none
			fmt.Fprintf(w, "  %s\t%s\t%s\n", e.Meeting.Title, e.Meeting.Recurrence, e.Meeting.JoinURL)
		}
	}
	return w.Flush()
}

const invitation = `Planning moved: https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F91234567890%3Fpwd%3Dabc&data=05
or by browser: meet.google.com/abc-defg-hij. Prices: https://zoom.us/pricing, not https://zoom.us.evil.example/j/91234567890`

func findLinks(out io.Writer) {
	fmt.Fprintln(out, "\nLinks into meetings in an e-mail:")
	for _, link := range calendar.FindLinks(invitation) {
		fmt.Fprintf(out, "  %s %s as %s, at bytes %d to %d\n", link.Vendor, link.ID, link.Role, link.Start, link.End)
	}
}
