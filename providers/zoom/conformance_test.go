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
	h := providertest.OnSimulator(func(t testing.TB, sim *providertest.Simulator, rt http.RoundTripper, log *slog.Logger) provider.Provider {
		p, err := zoom.New(zoom.Config{
			Name: "work", BaseURL: sim.URL(), UserID: "host@example.com", Transport: rt, Logger: log, Now: sim.Now,
			Auth: meeting.Credentials{
				Flow: meeting.FlowAccountCredentials, TokenURL: sim.URL() + "/oauth/token",
				AccountID: "sim-account", ClientID: "sim-client", ClientSecret: meeting.NewSecret("sim-secret"),
			},
			WebhookSecrets: []meeting.Secret{meeting.NewSecret("old-webhook"), meeting.NewSecret("sim-webhook")},
		})
		if err != nil {
			t.Fatal(err)
		}
		return p
	})
	h.Vendor = zoom.Kind
	h.Native = json.RawMessage(`{"topic":"From native"}`)
	h.NativeArrived = func(m meeting.Meeting) bool { return m.Title == "From native" }
	h.Registration = json.RawMessage(`{"settings":{"approval_type":1}}`)
	h.Event = func(at time.Time) (map[string][]string, []byte) {
		body := []byte(`{"event":"meeting.started","event_ts":1796117400123,"payload":{"object":{"id":"1","uuid":"u=="}}}`)
		return zoom.SignEvent(meeting.NewSecret("sim-webhook"), at, body), body
	}
	h.Secrets = []string{"sim-secret", "sim-webhook", "old-webhook"}
	return h
}
