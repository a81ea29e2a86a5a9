package migrate_test

import (
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/migrate"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
)

// TestZoomSeries: a series of which one meeting is cancelled and one moved goes from
// one Zoom user to another as it is, and to Zoho Meeting not at all.
func TestZoomSeries(t *testing.T) {
	w := newWorld(t, simulator.Config{Unlimited: true})
	text := w.sim.ConfigYAML()
	begin, end := strings.Index(text, "  zoom:"), strings.Index(text, "  zoho:")
	other := strings.Replace(strings.Replace(text[begin:end], "  zoom:", "  other:", 1), "host@example.com", "other@example.com", 1)
	cfg, err := providers.Parse("sim.yaml", []byte(text[:end]+other+text[end:]), nil, providers.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	w.set, err = providers.Open(cfg, providers.OpenOptions{
		Transport: w.wire, Store: w.store, Now: w.now, Client: provider.ClientConfig{SearchLag: time.Millisecond},
	})
	if err != nil {
		t.Fatal(err)
	}
	zoom := w.client("zoom")
	made := w.create("zoom", meeting.CreateRequest{Title: "Weekly", Start: w.later(30), Duration: time.Hour, Zone: "UTC",
		Recurrence: meeting.Recurrence{Frequency: meeting.Weekly, Count: 5}})
	src, err := zoom.GetMeeting(t.Context(), made.ID)
	if err != nil || len(src.Occurrences) != 5 {
		t.Fatalf("%+v, %v", src.Occurrences, err)
	}
	moved := src.Occurrences[3].Start.Add(26 * time.Hour)
	if err := zoom.CancelMeeting(t.Context(), src.ID, meeting.CancelOptions{Occurrence: src.Occurrences[1].ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := zoom.UpdateMeeting(t.Context(), src.ID, meeting.Patch{Occurrence: src.Occurrences[3].ID, Start: &moved}); err != nil {
		t.Fatal(err)
	}

	m := w.migration("zoom", "other")
	p := w.plan(m, migrate.PlanOptions{})
	if p.Summary.Create != 1 || p.Summary.Calls != 3 || len(p.Items[0].Losses) != 0 {
		t.Errorf("%+v, %+v", p.Summary, p.Items[0])
	}
	w.apply(m, p)
	w.verify(m, p)
	pairs, err := m.Mapping(t.Context(), p)
	if err != nil || len(pairs) != 1 {
		t.Fatal(pairs, err)
	}
	got, err := w.client("other").GetMeeting(t.Context(), pairs[0].TargetID)
	if err != nil || len(got.Occurrences) != 5 || got.Occurrences[1].Status != meeting.StatusCancelled || !got.Occurrences[3].Start.Equal(moved) {
		t.Errorf("%+v, %v", got.Occurrences, err)
	}

	p = w.plan(w.migration("zoom", "zoho"), migrate.PlanOptions{})
	if item := p.Items[0]; item.Action != migrate.ActionSkip || item.Losses[0].Field != "occurrences" || item.Losses[0].Severity != meeting.Refuse {
		t.Errorf("%+v", item)
	}
}
