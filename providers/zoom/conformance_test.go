package zoom_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/zoom"
)

func TestConformance(t *testing.T) {
	var sim *providertest.Simulator
	providertest.Run(t, providertest.Harness{
		Vendor: zoom.Kind,
		New: func(t testing.TB) provider.Provider {
			sim = providertest.NewSimulator(t)
			p, err := zoom.New(zoom.Config{
				Name: "work", BaseURL: sim.URL(), UserID: "host@example.com", Transport: sim.Transport(), Now: sim.Now,
				Auth: meeting.Credentials{
					Flow: meeting.FlowAccountCredentials, TokenURL: sim.URL() + "/oauth/token",
					AccountID: "sim-account", ClientID: "sim-client", ClientSecret: meeting.NewSecret("sim-secret"),
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			return p
		},
		Requests:     func() int { return sim.Requests() },
		RevokeTokens: func() { sim.RevokeTokens() },
		Stall:        func(on bool) { sim.Stall(on) },
		Now:          func() time.Time { return sim.Now() },
		// Zoom always answers with its host, and never with the media.
		Native:        json.RawMessage(`{"topic":"From native"}`),
		NativeArrived: func(m meeting.Meeting) bool { return m.Title == "From native" },
		Secrets:       []string{"sim-secret"},
	})
}
