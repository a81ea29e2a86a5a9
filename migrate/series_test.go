package migrate_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/migrate"
	"github.com/libmeet/meeting/provider"
)

// odd puts a weekly series of eight at a vendor that has begun two and a half weeks
// ago, and of which the fifth meeting is moved, the sixth cancelled and the seventh
// longer.
func odd(a *fake) meeting.Meeting {
	start := time.Now().UTC().Truncate(time.Hour).AddDate(0, 0, -18)
	m := meeting.Meeting{ID: "s", Kind: meeting.KindRecurring, Title: "Weekly", Start: start, Duration: time.Hour, Zone: "UTC",
		Recurrence: meeting.Recurrence{Frequency: meeting.Weekly, Count: 8}}
	m.Occurrences = expand(m)
	m.Occurrences[4].Start = m.Occurrences[4].Start.Add(26 * time.Hour)
	m.Occurrences[5].Status = meeting.StatusCancelled
	m.Occurrences[6].Duration = 2 * time.Hour
	a.add(m)
	return m
}

// TestDeviations: a target that can be told of single meetings is told.
func TestDeviations(t *testing.T) {
	w := &world{t: t}
	a, b := newFake("a"), newFake("b")
	src := odd(a)
	m := between(t, a, b)
	p := w.plan(m, migrate.PlanOptions{})
	if s := p.Summary; s.Create != 1 || s.Calls != 4 || len(p.Items[0].Losses) != 0 {
		t.Fatalf("%+v, %+v", s, p.Items[0])
	}
	w.apply(m, p)
	got := b.meetings[0]
	if !got.Start.Equal(src.Occurrences[3].Start) || got.Recurrence.Count != 5 || len(got.Occurrences) != 5 {
		t.Fatalf("%+v", got)
	}
	for i, want := range src.Occurrences[3:] {
		o := got.Occurrences[i]
		if !o.Start.Equal(want.Start) || o.Duration != want.Duration || o.Status != want.Status {
			t.Errorf("meeting %d: %+v, want %+v", i, o, want)
		}
	}
	w.verify(m, p)
	b.meetings[0].Occurrences[2].Status = meeting.StatusScheduled // somebody brings it back
	report, err := m.Verify(t.Context(), p, migrate.VerifyOptions{})
	if err != nil || len(report.Differences) != 1 || report.Differences[0].Field != "occurrences" {
		t.Errorf("%+v, %v", report, err)
	}
}

// TestDeviationsLost: one that can't is not given the series, unless that is wanted.
func TestDeviationsLost(t *testing.T) {
	w := &world{t: t}
	a, b := newFake("a"), newFake("b")
	odd(a)
	b.info.Capabilities.Operations = slices.DeleteFunc(b.info.Capabilities.Operations, func(op provider.Op) bool { return op == provider.OpUpdateOccurrence })
	m := between(t, a, b)
	p := w.plan(m, migrate.PlanOptions{})
	item := p.Items[0]
	if item.Action != migrate.ActionSkip || !strings.HasPrefix(item.Reason, "not expressible: ") || len(item.Losses) != 1 ||
		item.Losses[0].Field != "occurrences" || item.Losses[0].Severity != meeting.Refuse || !strings.HasPrefix(item.Losses[0].Wanted, "2 ") {
		t.Errorf("%+v", item)
	}
	p = w.plan(m, migrate.PlanOptions{Options: migrate.Options{OnLoss: meeting.LossBestEffort}})
	w.apply(m, p)
	w.verify(m, p)
	if b.meetings[0].Occurrences[2].Status != meeting.StatusCancelled {
		t.Errorf("what it could be told it was not: %+v", b.meetings[0].Occurrences)
	}
}

// TestOddSources: what a source may look like, and what is asked of the target.
func TestOddSources(t *testing.T) {
	w := &world{t: t}
	a, b := newFake("a"), newFake("b")
	later := time.Now().AddDate(0, 0, 7).UTC().Truncate(time.Hour)
	add := func(id string, change func(*meeting.Meeting)) {
		m := meeting.Meeting{ID: id, Title: id, Start: later, Duration: time.Hour, Zone: "Europe/Berlin"}
		change(&m)
		a.add(m)
	}
	add("no title", func(m *meeting.Meeting) { m.ID, m.Title = "untitled", " " })
	add("zone", func(m *meeting.Meeting) { m.Zone = "Mars/Olympus" })
	add("zone-series", func(m *meeting.Meeting) {
		m.Zone, m.Kind, m.Recurrence = "Mars/Olympus", meeting.KindRecurring, meeting.Recurrence{Frequency: meeting.Daily, Count: 3}
	})
	add("people", func(m *meeting.Meeting) {
		m.Invitees = []meeting.Person{{Email: "a@b.example"}, {Name: "Nobody"}, {Email: "A@b.example"}}
	})
	add("endless", func(m *meeting.Meeting) { m.Duration, m.End = 0, m.Start })
	add("no-rule", func(m *meeting.Meeting) { m.Kind = meeting.KindRecurring })
	add("webinar", func(m *meeting.Meeting) { m.Kind = meeting.KindWebinar })
	add("instant", func(m *meeting.Meeting) { m.Kind = meeting.KindInstant })
	add("timeless", func(m *meeting.Meeting) { m.Start, m.End = time.Time{}, time.Time{} })
	add("cancelled", func(m *meeting.Meeting) { m.Status = meeting.StatusCancelled })
	m := between(t, a, b)
	p := w.plan(m, migrate.PlanOptions{})
	for _, item := range p.Items {
		var fields []string
		for _, l := range item.Losses {
			fields = append(fields, l.Field+" "+string(l.Severity))
		}
		got := string(item.Action) + " " + item.Reason + " " + strings.Join(fields, ",")
		want := map[string]string{
			"untitled": "create  title note", "zone": "create  time_zone note", "people": "create  invitees warn",
			"zone-series": `skip not expressible: its days are counted in the zone "Mars/Olympus", which is not known `,
			"endless":     "skip not expressible: its duration is not known ", "no-rule": "skip not expressible: its rule is not known ",
			"webinar": "skip not expressible: it is a webinar ", "instant": "skip not expressible: it was started at once ",
			"timeless": "skip not expressible: it has no fixed time ", "cancelled": "skip cancelled ",
		}[item.Source.ID]
		if got != want {
			t.Errorf("%s: %q, want %q", item.Source.ID, got, want)
		}
	}
	w.apply(m, p)
	w.verify(m, p)
}
