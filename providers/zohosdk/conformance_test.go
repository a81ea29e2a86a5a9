package zohosdk_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/zohosdk"
)

func TestConformance(t *testing.T) { providertest.Run(t, harness()) }

// harness tests the adapter against the simulator.
func harness() providertest.Harness {
	h := providertest.OnSimulator(func(t testing.TB, sim *providertest.Simulator, rt http.RoundTripper, log *slog.Logger) provider.Provider {
		p, err := zohosdk.New(zohosdk.Config{
			Name: "work", BaseURL: sim.URL(), Transport: rt, Logger: log, Now: sim.Now,
			Auth: sim.ZohoCredentials(),
		})
		if err != nil {
			t.Fatal(err)
		}
		return p
	})
	h.Vendor = zohosdk.Kind
	h.UnknownID = "1000000000"
	h.Native = json.RawMessage(`{"session":{"agenda":"native"}}`)
	h.NativeArrived = func(m meeting.Meeting) bool { return m.Description == "native" }
	h.Secrets = []string{"sim-zoho-secret", "1000.sim.refresh"}
	return h
}
