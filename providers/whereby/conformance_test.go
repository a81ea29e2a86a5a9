package whereby_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/whereby"
)

func TestConformance(t *testing.T) { providertest.Run(t, harness()) }

// harness tests the adapter against the simulator.
func harness() providertest.Harness {
	var sim *providertest.Simulator
	open := func(t testing.TB, rt http.RoundTripper, log *slog.Logger) provider.Provider {
		p, err := whereby.New(whereby.Config{
			Name: "rooms", BaseURL: sim.URL(), Transport: rt, Logger: log, Now: sim.Now,
			Auth: meeting.Credentials{Flow: meeting.FlowAPIKey, APIKey: meeting.NewSecret("sim-whereby-key")},
		})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	return providertest.Harness{
		Vendor: whereby.Kind,
		New: func(t testing.TB) provider.Provider {
			sim = providertest.NewSimulator(t)
			return open(t, sim.Transport(), nil)
		},
		NewWith: func(t testing.TB, w providertest.Wiring) provider.Provider {
			sim = providertest.NewSimulatorInProcess()
			return open(t, w.Wrap(sim.Transport()), w.Logger)
		},
		Requests:   func() int { return sim.Requests() },
		Stall:      func(on bool) { sim.Stall(on) },
		Now:        func() time.Time { return sim.Now() },
		Idempotent: true,
		// Whereby's answers name links and dates only (contracts/whereby-cliq.md 1A).
		Silent: []provider.Field{
			provider.FieldWaitingRoom, provider.FieldLocked, provider.FieldRecording, provider.FieldMaxParticipants,
		},
		Native:        json.RawMessage(`{"roomNamePrefix":"conformance-"}`),
		NativeArrived: func(m meeting.Meeting) bool { return strings.Contains(m.JoinURL, "conformance-") },
		Secrets:       []string{"sim-whereby-key"},
	}
}
