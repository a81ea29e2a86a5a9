package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
	"github.com/libmeet/meeting/provider"
	"github.com/spf13/cobra"
)

// calendarFlags choose the meetings that go into a calendar.
type calendarFlags struct {
	id, from, to string
	all          bool

	listed []string // the providers that were asked, afterwards
}

func (f *calendarFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.id, "id", "", "only the meeting `ID`")
	flags.BoolVar(&f.all, "all", false, "the meetings of every provider that can list")
	flags.StringVar(&f.from, "from", "", "first start: RFC 3339 `TIME`, or a date (its midnight in UTC)")
	flags.StringVar(&f.to, "to", "", "`TIME` that every start is before")
}

// meetings returns what the flags choose, as the vendors say it in full: a list
// leaves out passcodes and recurrences. A provider that fails is among the
// failures and hides nobody else's meetings.
func (f *calendarFlags) meetings(ctx context.Context, a *app) ([]meeting.Meeting, failures, error) {
	switch {
	case f.id != "" && (f.all || f.from != "" || f.to != ""):
		return nil, nil, meeting.Invalidf("id", "--id excludes --all, --from and --to")
	case f.all && a.flags.provider != "":
		return nil, nil, meeting.Invalidf("provider", "--all and --provider exclude each other")
	}
	q, err := (&listFlags{from: f.from, to: f.to}).query()
	if err != nil {
		return nil, nil, err
	}
	if !f.all {
		client, err := a.client()
		if err != nil {
			return nil, nil, err
		}
		if f.id != "" {
			m, err := client.GetMeeting(ctx, f.id)
			return []meeting.Meeting{m}, nil, err
		}
		f.listed = []string{client.Info().Name}
		list, err := inFull(ctx, client, q)
		if len(list) > 0 && err != nil {
			return list, failures{err}, nil
		}
		return list, nil, err
	}
	set, err := a.open()
	if err != nil {
		return nil, nil, err
	}
	clients := slices.DeleteFunc(set.Clients(), func(c *provider.Client) bool { return !c.Info().Capabilities.Can(provider.OpList) })
	if len(clients) == 0 {
		return nil, nil, &meeting.Error{Op: string(provider.OpList), Kind: meeting.ErrUnsupported, Message: "no configured provider can list"}
	}
	lists := make([][]meeting.Meeting, len(clients))
	errs := make([]error, len(clients))
	var wg sync.WaitGroup
	for i, c := range clients {
		f.listed = append(f.listed, c.Info().Name)
		wg.Go(func() { lists[i], errs[i] = inFull(ctx, c, q) })
	}
	wg.Wait()
	all := slices.Concat(lists...)
	slices.SortStableFunc(all, byStart)
	return all, failures(slices.DeleteFunc(errs, func(err error) bool { return err == nil })), nil
}

// inFull lists meetings and asks for each what the list doesn't say; calls are
// listed whole. One that is gone meanwhile is left out. With an error come those
// that were read before it: what is known by halves would be told as a change.
func inFull(ctx context.Context, c *provider.Client, q meeting.ListQuery) ([]meeting.Meeting, error) {
	q.Filter = c.Info().Capabilities.Search.Filter // what was scheduled, where a vendor lists old calls too
	list, err := collect(c.Meetings(ctx, q), 0)
	if err != nil || !c.Info().Capabilities.Can(provider.OpGet) {
		return list, err
	}
	var out []meeting.Meeting
	for _, m := range list {
		if m.Kind == meeting.KindCall {
			out = append(out, m)
			continue
		}
		switch whole, err := c.GetMeeting(ctx, m.ID); {
		case errors.Is(err, meeting.ErrNotFound):
		case err != nil:
			return out, err
		default:
			out = append(out, whole)
		}
	}
	return out, nil
}

// events makes calendar entries of meetings, revised from what calendars were told
// before. Meetings without a fixed time have no place in a calendar; of those that
// two providers list, one is enough.
func (a *app) events(ctx context.Context, list []meeting.Meeting, now time.Time) ([]calendar.Event, error) {
	var events []calendar.Event
	seen := map[string]bool{}
	for _, m := range list {
		event, err := calendar.Track(ctx, storeHistory{store: a.state}, m, now)
		if err != nil {
			return nil, err
		}
		if !seen[event.UID] {
			seen[event.UID] = true
			events = append(events, event)
		}
	}
	return events, nil
}

// timed leaves out the meetings that have no time, and says so.
func (a *app) timed(list []meeting.Meeting) []meeting.Meeting {
	return slices.DeleteFunc(list, func(m meeting.Meeting) bool {
		_, hasTime := calendar.StartOf(m)
		if !hasTime {
			a.warn("left out, it has no fixed time: " + m.Provider + " " + m.ID + " " + m.Title)
		}
		return !hasTime
	})
}
