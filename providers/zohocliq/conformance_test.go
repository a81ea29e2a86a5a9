package zohocliq_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/zohocliq"
)

func TestConformance(t *testing.T) {
	var (
		sim  *providertest.Simulator
		last provider.Provider
	)
	providertest.Run(t, providertest.Harness{
		Vendor: zohocliq.Kind,
		New: func(t testing.TB) provider.Provider {
			sim = providertest.NewSimulator(t)
			p, err := zohocliq.New(zohocliq.Config{
				Name: "work", BaseURL: sim.URL(), Transport: paced{sim}, Now: sim.Now,
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
	})
}

// paced moves the simulator's clock with each request, so that the suite stays
// below Cliq's twenty requests a minute.
type paced struct{ *providertest.Simulator }

func (p paced) RoundTrip(r *http.Request) (*http.Response, error) {
	p.Advance(4 * time.Second)
	return p.Transport().RoundTrip(r)
}
