package migrate_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/migrate"
)

// TestTargetGone: what an earlier plan made and somebody removed by hand is made
// again by the next plan, and that is not forgotten when the earlier one is undone.
func TestTargetGone(t *testing.T) {
	for _, to := range []string{"zoho", "rooms"} {
		w := newWorld(t, simulator.Config{})
		w.fill("zoom", 2)
		m := w.migration("zoom", to)
		first := w.plan(m, migrate.PlanOptions{})
		w.apply(m, first)
		pairs, err := m.Mapping(t.Context(), first)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.client(to).CancelMeeting(t.Context(), pairs[0].TargetID, meeting.CancelOptions{}); err != nil {
			t.Fatal(err)
		}
		second := w.plan(m, migrate.PlanOptions{})
		if got := kinds(w.apply(m, second)); got["created"] != 1 || got["adopted"] != 1 {
			t.Errorf("%s: %v", to, got)
		}
		w.verify(m, second)
		if _, err := m.Rollback(t.Context(), first, migrate.RollbackOptions{}); err != nil {
			t.Error(err)
		}
		third := w.plan(m, migrate.PlanOptions{})
		if s := third.Summary; s.Adopt != 1 || s.Create != 1 {
			t.Errorf("%s: the third plan: %+v", to, s)
		}
	}
}

// TestAnnotatedAndEdited: what people write into an annotated description stays.
func TestAnnotatedAndEdited(t *testing.T) {
	w := newWorld(t, simulator.Config{})
	w.fill("zoom", 2)
	m := w.migration("zoom", "zoho")
	p := w.plan(m, migrate.PlanOptions{Options: migrate.Options{AnnotateSource: true}})
	w.apply(m, p)
	zoom, id := w.client("zoom"), p.Items[0].Source.ID
	src, err := zoom.GetMeeting(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	text := src.Description + ", and bring the figures"
	if _, err := zoom.UpdateMeeting(t.Context(), id, meeting.Patch{Description: &text}); err != nil {
		t.Fatal(err)
	}
	report, err := m.Verify(t.Context(), p, migrate.VerifyOptions{})
	if err != nil || len(report.Differences) != 1 || report.Differences[0].Field != "description" {
		t.Errorf("%+v, %v", report, err)
	}
	if _, err := m.Rollback(t.Context(), p, migrate.RollbackOptions{}); err != nil {
		t.Error(err)
	}
	if src, err = zoom.GetMeeting(t.Context(), id); err != nil || src.Description != "About it, and bring the figures" {
		t.Errorf("%q, %v", src.Description, err)
	}
}

// TestChangedBeforeCutOver: a source that is moved after its target was made, and
// before it could be cancelled, is kept.
func TestChangedBeforeCutOver(t *testing.T) {
	w := &world{t: t}
	a, b := newFake("a"), newFake("b")
	start := time.Now().Add(time.Hour).Truncate(time.Second).UTC()
	for _, title := range []string{"moved", "as it was"} {
		a.add(meeting.Meeting{Title: title, Start: start, Duration: time.Hour})
	}
	a.onCancel = func() error { return &meeting.Error{Kind: meeting.ErrPermission, Message: "no"} }
	m := between(t, a, b)
	p := w.plan(m, migrate.PlanOptions{Options: migrate.Options{CancelSource: true}})
	if _, total, err := w.try(t.Context(), m, p, migrate.ApplyOptions{}); !errors.Is(err, meeting.ErrConflict) || total.Created != 2 {
		t.Fatalf("%+v, %v", total, err)
	}
	a.onCancel = nil
	a.meetings[0].Start, a.meetings[0].End = start.Add(24*time.Hour), start.Add(25*time.Hour)
	for range 2 {
		if _, _, err := w.try(t.Context(), m, p, migrate.ApplyOptions{}); !errors.Is(err, meeting.ErrConflict) {
			t.Errorf("%v", err)
		}
		if got := a.titles(); !slices.Equal(got, []string{"moved"}) {
			t.Errorf("at the source: %v", got)
		}
	}
	a.meetings = nil // somebody cancels it by hand
	w.apply(m, p)
}

// TestChangedTarget: a target that somebody moves between plan and apply is not
// adopted, and its source is not cancelled.
func TestChangedTarget(t *testing.T) {
	w := newWorld(t, simulator.Config{})
	w.fill("zoom", 2)
	for i, title := range []string{"Meeting 0", "Meeting 1"} {
		w.create("zoho", meeting.CreateRequest{Title: title, Start: w.later(24 + i), Duration: 45 * time.Minute, Zone: "Europe/Berlin"})
	}
	m := w.migration("zoom", "zoho")
	p := w.plan(m, migrate.PlanOptions{Options: migrate.Options{CancelSource: true}})
	if p.Summary.Adopt != 2 {
		t.Fatalf("%+v", p.Summary)
	}
	moved := w.later(400)
	if _, err := w.client("zoho").UpdateMeeting(t.Context(), p.Items[0].TargetID, meeting.Patch{Start: &moved}); err != nil {
		t.Fatal(err)
	}
	events := w.apply(m, p)
	if got := kinds(events); got["adopted"] != 1 || got["skipped"] != 1 || got["source_cancelled"] != 1 || w.sim.Meetings("zoom") != 1 {
		t.Errorf("%v, %d left at the source", got, w.sim.Meetings("zoom"))
	}
}

// TestEstimateIsOfApply: what reading the source took is no part of it.
func TestEstimateIsOfApply(t *testing.T) {
	w := newWorld(t, simulator.Config{})
	w.fill("zoom", 2)
	p := w.plan(w.migration("zoom", "zoho"), migrate.PlanOptions{Select: func(meeting.Meeting) bool {
		w.advance(time.Minute)
		return true
	}})
	if p.Summary.Create != 2 || p.Summary.Duration != 0 {
		t.Errorf("%+v", p.Summary)
	}
}

// TestSinceEndsSeries: a series that ends before the window is no part of the plan,
// also where lists tell no rules; one that goes on is.
func TestSinceEndsSeries(t *testing.T) {
	w := newWorld(t, simulator.Config{})
	for title, count := range map[string]int{"ends": 2, "goes on": 5} {
		w.create("zoom", meeting.CreateRequest{Title: title, Start: w.later(24), Duration: time.Hour, Zone: "Europe/Berlin",
			Recurrence: meeting.Recurrence{Frequency: meeting.Weekly, Count: count}})
	}
	p := w.plan(w.migration("zoom", "zoho"), migrate.PlanOptions{Since: w.later(24 * 16)})
	if len(p.Items) != 1 || p.Items[0].Source.Title != "goes on" {
		t.Errorf("%d items: %+v", len(p.Items), p.Summary)
	}
}
