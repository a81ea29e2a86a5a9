package zohocliq_test

import (
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/zohocliq"
)

func TestConformance(t *testing.T) { providertest.Run(t, harness()) }

// harness tests the adapter against the simulator.
func harness() providertest.Harness {
	var (
		sim  *providertest.Simulator
		last provider.Provider
	)
	open := func(t testing.TB, rt http.RoundTripper, log *slog.Logger) provider.Provider {
		p, err := zohocliq.New(zohocliq.Config{
			Name: "work", BaseURL: sim.URL(), Transport: rt, Logger: log, Now: sim.Now,
			Auth: meeting.Credentials{
				Flow: meeting.FlowRefreshToken, TokenURL: sim.URL() + "/oauth/v2/token", ClientID: "1000.SIM",
				ClientSecret: meeting.NewSecret("sim-zoho-secret"), RefreshToken: meeting.NewSecret("1000.sim.refresh"),
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		last = p
		return p
	}
	return providertest.Harness{
		Vendor: zohocliq.Kind,
		New: func(t testing.TB) provider.Provider {
			sim = providertest.NewSimulator(t)
			return open(t, paced{sim}, nil)
		},
		NewWith: func(t testing.TB, w providertest.Wiring) provider.Provider {
			sim = providertest.NewSimulatorInProcess()
			return open(t, w.Wrap(sim.Transport()), w.Logger)
		},
		Requests:     func() int { return sim.Requests() },
		RevokeTokens: func() { sim.RevokeTokens() },
		Stall:        func(on bool) { sim.Stall(on) },
		Now:          func() time.Time { return sim.Now() },
		// Nothing can be created: the newest session of the simulator's history.
		Meeting: func(t testing.TB) string {
			for m, err := range provider.NewClient(last, provider.ClientConfig{}).Meetings(t.Context(), meeting.ListQuery{Status: meeting.StatusLive}) {
				if err != nil {
					t.Fatal(err)
				}
				return m.ID
			}
			t.Fatal("the simulator has no running session")
			return ""
		},
		UnknownID: "62440502_1_2",
		Secrets:   []string{"sim-zoho-secret", "1000.sim.refresh"},
	}
}

// paced moves the simulator's clock with each request, so that the suite stays
// below Cliq's twenty requests a minute.
type paced struct{ *providertest.Simulator }

func (p paced) RoundTrip(r *http.Request) (*http.Response, error) {
	p.Advance(4 * time.Second)
	return p.Transport().RoundTrip(r)
}
