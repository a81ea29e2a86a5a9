package zohomeeting_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/zohomeeting"
)

func TestConformance(t *testing.T) {
	t.Run("meetings", func(t *testing.T) { providertest.Run(t, harness()) })
	t.Run("sessions", func(t *testing.T) { providertest.Run(t, sessionsHarness()) })
}

// harness tests the adapter against the simulator.
func harness() providertest.Harness {
	h := onSimulator(zohomeeting.DialectMeetings)
	h.Native = json.RawMessage(`{"topic":"From native"}`)
	h.Closed = []string{"Registrants"}
	return h
}

// sessionsHarness does so in the other dialect, which offers less than the code.
func sessionsHarness() providertest.Harness {
	h := onSimulator(zohomeeting.DialectSessions)
	h.Native = json.RawMessage(`{"session":{"topic":"From native"}}`)
	h.Closed = []string{"Inviter", "Sessions", "Settings"}
	return h
}

func onSimulator(dialect string) providertest.Harness {
	h := providertest.OnSimulator(func(t testing.TB, sim *providertest.Simulator, rt http.RoundTripper, log *slog.Logger) provider.Provider {
		p, err := zohomeeting.New(zohomeeting.Config{
			Name: "zoho", BaseURL: sim.URL(), Transport: rt, Logger: log, Now: sim.Now, Dialect: dialect,
			Auth: sim.ZohoCredentials(),
		})
		if err != nil {
			t.Fatal(err)
		}
		return p
	})
	h.Vendor = zohomeeting.Kind
	h.NativeArrived = func(m meeting.Meeting) bool { return m.Title == "From native" }
	h.Secrets = []string{"sim-zoho-secret", "1000.sim.refresh"}
	return h
}
