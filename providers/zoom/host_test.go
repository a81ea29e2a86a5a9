package zoom_test

import (
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zoom"
	"github.com/libmeet/meeting/store/memory"
)

// A lost create for another host is looked for in that host's list, not in the
// configured user's, and one with a start in the past where Zoom moves it, to now:
// elsewhere its absence would prove nothing, and it would be sent again.
func TestLostCreate(t *testing.T) {
	sim, err := simulator.Start(simulator.Config{Drop: func() bool { return true }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = sim.Close() }()
	p, err := zoom.New(zoom.Config{BaseURL: sim.URL(), UserID: "host@example.com", Auth: meeting.Credentials{
		Flow: meeting.FlowAccountCredentials, TokenURL: sim.URL() + "/oauth/token",
		AccountID: "sim-account", ClientID: "sim-client", ClientSecret: meeting.NewSecret("sim-secret"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	client := provider.NewClient(p, provider.ClientConfig{Store: memory.New(nil)})
	for made, req := range []meeting.CreateRequest{
		{Key: "other host", Title: "Review", Host: "other@example.com", Start: time.Now().Add(time.Hour), Duration: time.Hour},
		{Key: "past", Title: "Late", Start: time.Now().Add(-time.Hour), Duration: time.Hour, OnLoss: meeting.LossBestEffort},
	} {
		m, err := client.CreateMeeting(t.Context(), req)
		if err != nil || m.ID == "" || sim.Meetings(zoom.Kind) != made+1 {
			t.Errorf("%s: %+v, %v: %d meetings", req.Key, m, err, sim.Meetings(zoom.Kind))
		}
	}
}
