package zohosdk_test

import (
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/zohosdk"
)

func TestConformance(t *testing.T) {
	var sim *providertest.Simulator
	providertest.Run(t, providertest.Harness{
		Vendor: zohosdk.Kind,
		New: func(t testing.TB) provider.Provider {
			sim = providertest.NewSimulator(t)
			p, err := zohosdk.New(zohosdk.Config{
				Name: "work", BaseURL: sim.URL(), Transport: sim.Transport(), Now: sim.Now,
				Auth: meeting.Credentials{
					Flow: meeting.FlowRefreshToken, TokenURL: sim.URL() + "/oauth/v2/token", ClientID: "1000.SIM",
					ClientSecret: meeting.NewSecret("sim-zoho-secret"), RefreshToken: meeting.NewSecret("1000.sim.refresh"),
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
		UnknownID:    "1000000000",
		Secrets:      []string{"sim-zoho-secret", "1000.sim.refresh"},
	})
}
