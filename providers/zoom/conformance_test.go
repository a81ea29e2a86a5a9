package zoom_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/zoom"
)

func TestConformance(t *testing.T) { providertest.Run(t, harness()) }

// harness tests the adapter against the simulator.
func harness() providertest.Harness {
	var sim *providertest.Simulator
	open := func(t testing.TB, rt http.RoundTripper, log *slog.Logger) provider.Provider {
		p, err := zoom.New(zoom.Config{
			Name: "work", BaseURL: sim.URL(), UserID: "host@example.com", Transport: rt, Logger: log, Now: sim.Now,
			Auth: meeting.Credentials{
				Flow: meeting.FlowAccountCredentials, TokenURL: sim.URL() + "/oauth/token",
				AccountID: "sim-account", ClientID: "sim-client", ClientSecret: meeting.NewSecret("sim-secret"),
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	return providertest.Harness{
		Vendor: zoom.Kind,
		New: func(t testing.TB) provider.Provider {
			sim = providertest.NewSimulator(t)
			return open(t, sim.Transport(), nil)
		},
		NewWith: func(t testing.TB, w providertest.Wiring) provider.Provider {
			sim = providertest.NewSimulatorInProcess()
			return open(t, w.Wrap(sim.Transport()), w.Logger)
		},
		Requests:     func() int { return sim.Requests() },
		RevokeTokens: func() { sim.RevokeTokens() },
		Stall:        func(on bool) { sim.Stall(on) },
		Now:          func() time.Time { return sim.Now() },
		// Zoom always answers with its host, and never with the media.
		Native:        json.RawMessage(`{"topic":"From native"}`),
		NativeArrived: func(m meeting.Meeting) bool { return m.Title == "From native" },
		Secrets:       []string{"sim-secret"},
	}
}
