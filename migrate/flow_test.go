package migrate_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/migrate"
	"github.com/libmeet/meeting/store"
)

// TestWholeWay: plan, apply, verify, rollback, and the target is what it was.
func TestWholeWay(t *testing.T) {
	w := newWorld(t, simulator.Config{})
	w.fill("zoom", 5)
	w.create("zoom", meeting.CreateRequest{
		Title: "Series", Start: w.later(30), Duration: time.Hour, Zone: "Europe/Berlin", Passcode: meeting.NewSecret("abc123"),
		Recurrence: meeting.Recurrence{Frequency: meeting.Daily, Count: 3}, Invitees: []meeting.Person{{Email: "a@b.example"}},
	})
	weekly := w.create("zoom", meeting.CreateRequest{
		Title: "Weekly", Start: w.later(31), Duration: time.Hour, Zone: "Europe/Berlin", Passcode: meeting.NewSecret("abc123"),
		Recurrence: meeting.Recurrence{Frequency: meeting.Weekly, Count: 3}, Invitees: []meeting.Person{{Email: "a@b.example"}, {Email: "c@b.example"}},
		Settings: meeting.Settings{WaitingRoom: meeting.On, Recording: meeting.RecordCloud},
	})
	w.create("zoho", meeting.CreateRequest{Title: "Not ours", Start: w.later(30), Duration: time.Hour})
	before := w.snapshot("zoho")

	m := w.migration("zoom", "zoho")
	writes := w.wire.count()
	p, file := w.planFile(m, migrate.PlanOptions{})
	if n := w.wire.count(); n != writes {
		t.Errorf("plan sent %v", w.wire.writes[writes:])
	}
	if records, err := w.store.List(t.Context(), "migrate/", "", 10); err != nil || len(records) > 0 {
		t.Errorf("plan wrote %v, %v", records, err)
	}
	if bytes.Contains(file, []byte("abc123")) || bytes.Contains(file, []byte("zak=")) {
		t.Error("a secret is in the plan")
	}
	// Zoho Meeting's recurrence is weekly only: the daily series is skipped.
	if s := p.Summary; s.Create != 6 || s.Skip != 1 || s.Adopt != 0 || s.Calls != 6 {
		t.Errorf("summary %+v", s)
	}
	for _, item := range p.Items {
		if item.Source.Title == "Series" && (item.Action != migrate.ActionSkip || !strings.HasPrefix(item.Reason, "not expressible: ") || len(item.Losses) == 0) {
			t.Errorf("the daily series: %+v", item)
		}
	}

	events := w.apply(m, p)
	if got := kinds(events); got["created"] != 6 || got["skipped"] != 1 {
		t.Errorf("events %v", got)
	}
	if again := kinds(w.apply(m, p)); again["created"] != 0 {
		t.Errorf("applied again: %v", again)
	}
	if report := w.verify(m, p); report.Checked != 6 {
		t.Errorf("%+v", report)
	}
	pairs, err := m.Mapping(t.Context(), p)
	if err != nil || len(pairs) != 6 || pairs[5].SourceID != weekly.ID || pairs[5].SourceURL != weekly.JoinURL || pairs[5].TargetURL == "" {
		t.Errorf("mapping %+v, %v", pairs, err)
	}
	made, err := w.client("zoho").GetMeeting(t.Context(), pairs[5].TargetID)
	if err != nil || made.Settings.WaitingRoom != meeting.On || len(made.Invitees) != 2 || made.Recurrence.IsZero() {
		t.Errorf("the series at the target: %+v, %v", made, err)
	}

	next := w.plan(m, migrate.PlanOptions{})
	if s := next.Summary; s.Adopt != 6 || s.Create != 0 {
		t.Errorf("a second plan: %+v", s)
	}
	w.apply(m, next)
	w.verify(m, next)
	if total, err := m.Rollback(t.Context(), next, migrate.RollbackOptions{}); err != nil || total.Removed != 0 || total.Adopted != 6 || w.sim.Meetings("zoho-meeting") != 7 {
		t.Errorf("rollback of what was adopted: %+v, %v, %d left", total, err, w.sim.Meetings("zoho-meeting"))
	}

	total, err := m.Rollback(t.Context(), p, migrate.RollbackOptions{})
	if err != nil || total.Removed != 6 || total.Created != 0 {
		t.Errorf("rollback: %+v, %v", total, err)
	}
	if diff := cmp.Diff(before, w.snapshot("zoho")); diff != "" {
		t.Errorf("the target is not what it was:\n%s", diff)
	}
	// And once more.
	if got := kinds(w.apply(m, p)); got["created"] != 6 {
		t.Errorf("applied after the rollback: %v", got)
	}
	w.verify(m, p)
}

func TestPlanActions(t *testing.T) {
	w := newWorld(t, simulator.Config{})
	make := func(title string, hours int, change func(*meeting.CreateRequest)) meeting.Meeting {
		req := meeting.CreateRequest{Title: title, Start: w.later(hours), Duration: time.Hour, Zone: "UTC"}
		if change != nil {
			change(&req)
		}
		return w.create("zoom", req)
	}
	make("over", 1, nil)
	make("running", 9, func(r *meeting.CreateRequest) { r.Duration = 5 * time.Hour })
	make("ended series", 1, func(r *meeting.CreateRequest) { r.Recurrence = meeting.Recurrence{Frequency: meeting.Weekly, Count: 1} })
	make("series", 2, func(r *meeting.CreateRequest) { r.Recurrence = meeting.Recurrence{Frequency: meeting.Weekly, Count: 4} })
	make("there", 20, nil)
	make("there", 20, nil) // its twin is not there
	make("longer there", 21, nil)
	make("future", 22, nil)
	make("after all", 400, nil)
	w.create("zoho", meeting.CreateRequest{Title: "there", Start: w.later(20), Duration: time.Hour, Zone: "UTC"})
	w.create("zoho", meeting.CreateRequest{Title: "longer there", Start: w.later(21), Duration: 2 * time.Hour, Zone: "UTC"})
	until := w.later(300)
	w.advance(12 * time.Hour)

	m := w.migration("zoom", "zoho")
	p := w.plan(m, migrate.PlanOptions{Until: until})
	var got []string
	for _, item := range p.Items {
		got = append(got, item.Source.Title+": "+string(item.Action)+" "+item.Reason)
	}
	slices.Sort(got)
	want := []string{
		"ended series: skip past", "future: create ", "longer there: create ", "over: skip past", "running: skip past: it has begun",
		"series: create ", "there: adopt ", "there: create ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	w.apply(m, p)
	w.verify(m, p)
	for m, err := range w.client("zoho").Meetings(t.Context(), meeting.ListQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		// Of four meetings one is over: the rest begins with the second.
		if m.Title == "series" && !m.Start.Equal(w.later(2-12+7*24)) {
			t.Errorf("the series starts %v", m.Start)
		}
	}
	selected := w.plan(m, migrate.PlanOptions{Select: func(m meeting.Meeting) bool { return m.Title == "future" }})
	if len(selected.Items) != 1 {
		t.Errorf("%d selected", len(selected.Items))
	}
	since := w.plan(m, migrate.PlanOptions{Since: w.later(9)})
	for _, item := range since.Items {
		if item.Source.Start.Before(w.later(9)) && item.Source.Kind != meeting.KindRecurring {
			t.Errorf("%s is before the window", item.Source.Title)
		}
	}
}

// TestChangedSource: what changed since the plan is not created.
func TestChangedSource(t *testing.T) {
	w := newWorld(t, simulator.Config{})
	w.fill("zoom", 4)
	m := w.migration("zoom", "zoho")
	p := w.plan(m, migrate.PlanOptions{})
	zoom := w.client("zoom")
	moved, title := w.later(500), "Renamed"
	if _, err := zoom.UpdateMeeting(t.Context(), p.Items[0].Source.ID, meeting.Patch{Start: &moved}); err != nil {
		t.Fatal(err)
	}
	if err := zoom.CancelMeeting(t.Context(), p.Items[1].Source.ID, meeting.CancelOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := zoom.UpdateMeeting(t.Context(), p.Items[2].Source.ID, meeting.Patch{Title: &title}); err != nil {
		t.Fatal(err)
	}
	events := w.apply(m, p)
	for _, e := range events {
		changed := slices.Contains([]string{p.Items[0].Source.ID, p.Items[1].Source.ID, p.Items[2].Source.ID}, e.SourceID)
		if changed != (e.Event == migrate.EventSkipped && e.Reason == "changed") {
			t.Errorf("%+v", e)
		}
	}
	if n := w.sim.Meetings("zoho-meeting"); n != 1 || len(events) != 4 {
		t.Errorf("%d meetings, %d events", n, len(events))
	}
	report, err := m.Verify(t.Context(), p, migrate.VerifyOptions{})
	if err != nil || report.Checked != 4 || report.Equal != 1 || len(report.Differences) != 3 || report.Differences[0].Field != "status" {
		t.Errorf("%+v, %v", report, err)
	}
}

// TestVerifyFinds: each thing that somebody changes at the target afterwards.
func TestVerifyFinds(t *testing.T) {
	w := newWorld(t, simulator.Config{})
	w.fill("zoom", 3)
	m := w.migration("zoom", "zoho")
	p := w.plan(m, migrate.PlanOptions{})
	w.apply(m, p)
	pairs, err := m.Mapping(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	title, d, moved := "Other", 2*time.Hour, w.later(300)
	if _, err := w.client("zoho").UpdateMeeting(t.Context(), pairs[0].TargetID, meeting.Patch{Title: &title, Duration: &d, Settings: meeting.Settings{WaitingRoom: meeting.On}}); err != nil {
		t.Fatal(err)
	}
	if err := w.client("zoho").CancelMeeting(t.Context(), pairs[1].TargetID, meeting.CancelOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.client("zoom").UpdateMeeting(t.Context(), pairs[2].SourceID, meeting.Patch{Start: &moved}); err != nil {
		t.Fatal(err)
	}
	report, err := m.Verify(t.Context(), p, migrate.VerifyOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range report.Differences {
		got = append(got, d.Field)
	}
	if want := []string{"title", "duration_seconds", "settings.waiting_room", "status", "start"}; !slices.Equal(got, want) || report.Equal != 0 {
		t.Errorf("%v: %+v", got, report)
	}
}

func TestCutOver(t *testing.T) {
	w := newWorld(t, simulator.Config{})
	w.fill("zoom", 3)
	before := w.snapshot("zoom")
	m := w.migration("zoom", "zoho")
	p := w.plan(m, migrate.PlanOptions{Options: migrate.Options{AnnotateSource: true}})
	if got := kinds(w.apply(m, p)); got["source_annotated"] != 3 {
		t.Errorf("%v", got)
	}
	pairs, _ := m.Mapping(t.Context(), p)
	src, err := w.client("zoom").GetMeeting(t.Context(), pairs[0].SourceID)
	if err != nil || src.Description != "This meeting has moved to "+pairs[0].TargetURL+"\n\nAbout it" {
		t.Errorf("%q, %v", src.Description, err)
	}
	w.verify(m, p)
	if got := kinds(w.apply(m, p)); len(got) != 0 {
		t.Errorf("again: %v", got)
	}
	if _, err := m.Rollback(t.Context(), p, migrate.RollbackOptions{}); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(before, w.snapshot("zoom")); diff != "" {
		t.Errorf("the source is not what it was:\n%s", diff)
	}

	p = w.plan(m, migrate.PlanOptions{Options: migrate.Options{CancelSource: true}})
	if got := kinds(w.apply(m, p)); got["source_cancelled"] != 3 || w.sim.Meetings("zoom") != 0 {
		t.Errorf("%v, %d left at the source", got, w.sim.Meetings("zoom"))
	}
	w.verify(m, p)
	_, err = m.Rollback(t.Context(), p, migrate.RollbackOptions{})
	if !errors.Is(err, meeting.ErrConflict) || w.sim.Meetings("zoho-meeting") != 3 {
		t.Errorf("rollback without a source: %v, %d left", err, w.sim.Meetings("zoho-meeting"))
	}
	if _, err = m.Rollback(t.Context(), p, migrate.RollbackOptions{Force: true}); err != nil || w.sim.Meetings("zoho-meeting") != 0 {
		t.Errorf("forced: %v", err)
	}
}

// TestCutOverWithoutNotice: a source that can tell nobody is cancelled all the same.
func TestCutOverWithoutNotice(t *testing.T) {
	w := newWorld(t, simulator.Config{})
	w.fill("rooms", 1)
	m := w.migration("rooms", "zoom")
	p := w.plan(m, migrate.PlanOptions{Options: migrate.Options{CancelSource: true}})
	if got := kinds(w.apply(m, p)); got["source_cancelled"] != 1 || w.sim.Meetings("whereby") != 0 {
		t.Errorf("%v, %d left at the source", got, w.sim.Meetings("whereby"))
	}
}

// TestBrokenJournal: what can't be read stops everything before it begins.
func TestBrokenJournal(t *testing.T) {
	w := newWorld(t, simulator.Config{})
	w.fill("zoom", 2)
	m := w.migration("zoom", "zoho")
	p := w.plan(m, migrate.PlanOptions{})
	key := "migrate/item/" + p.ID + "/" + p.Items[0].Source.ID
	if _, err := w.store.Put(t.Context(), store.Record{Key: key, Value: []byte("{")}); err != nil {
		t.Fatal(err)
	}
	writes := w.wire.count()
	_, err := m.Apply(t.Context(), p, migrate.ApplyOptions{})
	_, undo := m.Rollback(t.Context(), p, migrate.RollbackOptions{})
	_, status := m.Status(t.Context(), p)
	_, verify := m.Verify(t.Context(), p, migrate.VerifyOptions{})
	for _, err := range []error{err, undo, status, verify} {
		if !errors.Is(err, meeting.ErrUnavailable) {
			t.Errorf("%v", err)
		}
	}
	if w.wire.count() != writes {
		t.Errorf("sent %v", w.wire.writes[writes:])
	}
}

// TestOneAtATime: a plan has one worker; the second gives up.
func TestOneAtATime(t *testing.T) {
	w := newWorld(t, simulator.Config{})
	w.fill("zoom", 2)
	m := w.migration("zoom", "zoho")
	p := w.plan(m, migrate.PlanOptions{})
	if _, err := store.Acquire(t.Context(), w.store, "lease/migrate/"+p.ID, "somebody", time.Hour); err != nil {
		t.Fatal(err)
	}
	quick, err := migrate.New(migrate.Config{From: w.client("zoom"), To: w.client("zoho"), Store: w.store, LeaseTime: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	writes := w.wire.count()
	if _, err := quick.Apply(t.Context(), p, migrate.ApplyOptions{}); !errors.Is(err, meeting.ErrConflict) || w.wire.count() != writes {
		t.Errorf("%v", err)
	}
	if _, err := quick.Rollback(t.Context(), p, migrate.RollbackOptions{}); !errors.Is(err, meeting.ErrConflict) {
		t.Errorf("%v", err)
	}
}

// TestInterrupted: when the context ends, what is under way is finished, and the
// next run does the rest.
func TestInterrupted(t *testing.T) {
	w := newWorld(t, simulator.Config{})
	w.fill("zoom", 20)
	m := w.migration("zoom", "zoho")
	p := w.plan(m, migrate.PlanOptions{})
	ctx, cancel := context.WithCancel(t.Context())
	events, total, err := w.try(ctx, m, p, migrate.ApplyOptions{Concurrency: 3, OnEvent: func(migrate.Event) { cancel() }})
	if !errors.Is(err, meeting.ErrUnavailable) || len(events) == 0 || len(events) > 4 || total.Created != len(events) || total.Unknown+total.Failed != 0 {
		t.Errorf("%d events, %+v, %v", len(events), total, err)
	}
	w.apply(m, p)
	w.verify(m, p)
	if n := w.sim.Meetings("zoho-meeting"); n != 20 {
		t.Errorf("%d meetings", n)
	}
}

// TestLostAnswers: half of the answers to creates are lost, and each meeting is made
// once.
func TestLostAnswers(t *testing.T) {
	for _, to := range []string{"zoho", "rooms"} {
		var n atomic.Int64
		w := newWorld(t, simulator.Config{Unlimited: true, Drop: func() bool { return n.Add(1) > 30 && n.Load()%2 == 0 }})
		w.fill("zoom", 30)
		m := w.migration("zoom", to)
		p := w.plan(m, migrate.PlanOptions{})
		if got := kinds(w.apply(m, p)); got["created"] != 30 {
			t.Errorf("%s: %v", to, got)
		}
		w.verify(m, p)
		if made := w.sim.Meetings(w.client(to).Info().Vendor); made != 30 || n.Load() < 60 {
			t.Errorf("%s: %d meetings after %d creates", to, made, n.Load())
		}
	}
}
