package migrate_test

import (
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/migrate"
)

// A source whose lists end half a year ahead, unless they are told an end, is read
// further than that.
func TestPlanLooksBeyondTheHorizon(t *testing.T) {
	w := newWorld(t, simulator.Config{Unlimited: true})
	w.create("chat", meeting.CreateRequest{Title: "Next year", Start: w.now().Truncate(time.Hour).AddDate(0, 10, 0), Duration: time.Hour})
	p := w.plan(w.migration("chat", "zoom"), migrate.PlanOptions{Options: migrate.Options{OnLoss: meeting.LossBestEffort}})
	if len(p.Items) != 2 || p.Items[1].Source.Title != "Next year" { // beside the one of the simulator
		t.Errorf("%+v", p.Items)
	}
}
