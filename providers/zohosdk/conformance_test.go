package zohosdk_test

import (
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/zohosdk"
)

func TestConformance(t *testing.T) { providertest.Run(t, harness()) }

// harness tests the adapter against the simulator.
func harness() providertest.Harness {
	var sim *providertest.Simulator
	open := func(t testing.TB, rt http.RoundTripper, log *slog.Logger) provider.Provider {
		p, err := zohosdk.New(zohosdk.Config{
			Name: "work", BaseURL: sim.URL(), Transport: rt, Logger: log, Now: sim.Now,
			Auth: meeting.Credentials{
				Flow: meeting.FlowRefreshToken, TokenURL: sim.URL() + "/oauth/v2/token", ClientID: "1000.SIM",
				ClientSecret: meeting.NewSecret("sim-zoho-secret"), RefreshToken: meeting.NewSecret("1000.sim.refresh"),
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	return providertest.Harness{
		Vendor: zohosdk.Kind,
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
		UnknownID:    "1000000000",
		Secrets:      []string{"sim-zoho-secret", "1000.sim.refresh"},
	}
}
