// Quickstart shows five vendors behind one interface: it starts the simulators,
// opens a config for all of them, creates, starts, lists and inspects on each, and
// prints what came back in one form. It needs no account and no network.
//
//	go run ./examples/quickstart
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"
	_ "time/tzdata" // so that zones load on machines without a zone database

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	sim, err := simulator.Start(simulator.Config{})
	if err != nil {
		return err
	}
	defer func() { _ = sim.Close() }()
	cfg, err := providers.Parse("quickstart.yaml", []byte(sim.ConfigYAML()), providers.Kinds(), providers.Environment{})
	if err != nil {
		return err
	}
	set, err := providers.Open(cfg, providers.OpenOptions{})
	if err != nil {
		return err
	}
	start := time.Now().Add(24 * time.Hour).Truncate(time.Hour)

	var meetings []meeting.Meeting
	var attended []meeting.Participant
	var where []string // whose participants these are
	for _, client := range set.Clients() {
		seen, err := use(ctx, client, start)
		if err != nil {
			return err
		}
		meetings = append(meetings, seen...)
		people, err := participants(ctx, client, seen)
		if err != nil {
			return err
		}
		for _, p := range people {
			attended, where = append(attended, p), append(where, client.Info().Name)
		}
	}
	printMeetings(out, meetings)
	printParticipants(out, where, attended)
	return sameCreate(ctx, out, set, start.Add(time.Hour))
}

// use creates, starts and lists with one provider, as far as it can, and returns
// every meeting that it saw, each read back by its id where that is offered.
func use(ctx context.Context, client *provider.Client, start time.Time) ([]meeting.Meeting, error) {
	var seen []meeting.Meeting
	created, err := client.CreateMeeting(ctx, meeting.CreateRequest{
		Title: "Planning", Start: start, Zone: "Europe/Berlin", Duration: 45 * time.Minute,
	})
	if err == nil {
		seen = append(seen, created)
	} else if !errors.Is(err, meeting.ErrUnsupported) {
		return nil, err
	}
	instant, err := client.Instant(ctx, meeting.InstantRequest{Title: "Right now", Media: meeting.MediaVideo})
	if err == nil {
		seen = append(seen, instant)
	} else if !errors.Is(err, meeting.ErrUnsupported) {
		return nil, err
	}
	listed := 0
	for m, err := range client.Meetings(ctx, meeting.ListQuery{}) {
		if errors.Is(err, meeting.ErrUnsupported) {
			break
		}
		if err != nil {
			return nil, err
		}
		if listed++; listed > 3 {
			break
		}
		if !holds(seen, m.ID) {
			seen = append(seen, m)
		}
	}
	for i, m := range seen {
		if !client.Info().Capabilities.Can(provider.OpGet) {
			break
		}
		switch got, err := client.GetMeeting(ctx, m.ID); {
		case errors.Is(err, meeting.ErrNotFound): // one that started at once may stand in no list
		case err != nil:
			return nil, err
		default:
			seen[i] = got
		}
	}
	return seen, nil
}

func holds(list []meeting.Meeting, id string) bool {
	for _, m := range list {
		if m.ID == id {
			return true
		}
	}
	return false
}

// participants returns those of the first meeting that has any.
func participants(ctx context.Context, client *provider.Client, list []meeting.Meeting) ([]meeting.Participant, error) {
	for _, m := range list {
		var found []meeting.Participant
		for p, err := range client.Participants(ctx, m.ID, meeting.ParticipantQuery{}) {
			if errors.Is(err, meeting.ErrUnsupported) || errors.Is(err, meeting.ErrNotFound) {
				break // not offered, or nobody has come yet
			}
			if err != nil {
				return nil, err
			}
			found = append(found, p)
		}
		if len(found) > 0 {
			return found, nil
		}
	}
	return nil, nil
}

func printMeetings(out io.Writer, list []meeting.Meeting) {
	fmt.Fprintln(out, "Meetings of five vendors, in one form:")
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "PROVIDER\tVENDOR\tKIND\tSTATUS\tSTART\tLENGTH\tTITLE\tJOIN LINK\tHOST LINK")
	for _, m := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", m.Provider, m.Vendor, m.Kind, dash(string(m.Status)),
			moment(m.Start), span(m.Duration.Round(time.Minute)), dash(m.Title), dash(m.JoinURL), dash(m.HostURL.String()))
	}
	_ = w.Flush()
}

func printParticipants(out io.Writer, where []string, list []meeting.Participant) {
	fmt.Fprintln(out, "\nParticipants:")
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "PROVIDER\tNAME\tEMAIL\tROLE\tSTATE\tJOINED\tLENGTH")
	for i, p := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", where[i], dash(p.Name), dash(p.Email), dash(string(p.Role)),
			dash(string(p.State)), moment(p.Joined), span(p.Duration.Round(time.Second)))
	}
	_ = w.Flush()
}

// sameCreate runs one request on every provider; only the name changes. What a
// vendor can't do is known before anything is sent.
func sameCreate(ctx context.Context, out io.Writer, set *provider.Set, start time.Time) error {
	fmt.Fprintln(out, "\nThe same create, with only the provider's name changed:")
	req := meeting.CreateRequest{
		Title: "Review", Start: start, Zone: "America/New_York", Duration: 30 * time.Minute,
		Settings: meeting.Settings{WaitingRoom: meeting.On},
	}
	for _, name := range set.Names() {
		client, err := set.Client(name)
		if err != nil {
			return err
		}
		m, err := client.CreateMeeting(ctx, req)
		switch {
		case errors.Is(err, meeting.ErrUnsupported):
			fmt.Fprintf(out, "  %-6s refused before the call: %v\n", name, err)
		case err != nil:
			return err
		default:
			fmt.Fprintf(out, "  %-6s %s at %s%s\n", name, m.ID, moment(m.Start), lost(m.Losses))
		}
	}
	return nil
}

func lost(losses []meeting.Loss) string {
	if len(losses) == 0 {
		return ", nothing lost"
	}
	words := make([]string, len(losses))
	for i, l := range losses {
		words[i] = fmt.Sprintf("%s (%s: %s)", l.Field, l.Severity, l.Reason)
	}
	return ", lost: " + strings.Join(words, ", ")
}

func moment(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format("2006-01-02 15:04Z")
}

func span(d time.Duration) string {
	if d == 0 {
		return "-"
	}
	return d.String()
}

func dash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
