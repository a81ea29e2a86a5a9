package providertest

import (
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// OnSimulator returns the harness of an adapter that talks to a [Simulator]: open
// makes the adapter with rt at the bottom of its HTTP stack, log as its debug log
// (nil for none) and sim's address and clock. The caller adds what is particular to
// the vendor.
func OnSimulator(open func(t testing.TB, sim *Simulator, rt http.RoundTripper, log *slog.Logger) provider.Provider) Harness {
	var sim *Simulator
	return Harness{
		New: func(t testing.TB) provider.Provider {
			sim = NewSimulator(t)
			return open(t, sim, sim.Transport(), nil)
		},
		NewWith: func(t testing.TB, w Wiring) provider.Provider {
			sim = NewSimulatorInProcess()
			return open(t, sim, w.Wrap(sim.Transport()), w.Logger)
		},
		Requests:     func() int { return sim.Requests() },
		RevokeTokens: func() { sim.RevokeTokens() },
		Stall:        func(on bool) { sim.Stall(on) },
		Now:          func() time.Time { return sim.Now() },
	}
}

// ZohoCredentials open the simulator's Zoho products.
func (s *Simulator) ZohoCredentials() meeting.Credentials {
	return meeting.Credentials{
		Flow: meeting.FlowRefreshToken, TokenURL: s.URL() + "/oauth/v2/token", ClientID: "1000.SIM",
		ClientSecret: meeting.NewSecret("sim-zoho-secret"), RefreshToken: meeting.NewSecret("1000.sim.refresh"),
	}
}
