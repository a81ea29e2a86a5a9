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
	var (
		vendor *providertest.Simulator
		last   provider.Provider
	)
	h := providertest.OnSimulator(func(t testing.TB, sim *providertest.Simulator, rt http.RoundTripper, log *slog.Logger) provider.Provider {
		p, err := whereby.New(whereby.Config{
			Name: "rooms", BaseURL: sim.URL(), Limits: meeting.AccountLimits{Plan: "grow"}, Transport: rt, Logger: log, Now: sim.Now,
			Auth:           meeting.Credentials{Flow: meeting.FlowAPIKey, APIKey: meeting.NewSecret("sim-whereby-key")},
			WebhookSecrets: []meeting.Secret{meeting.NewSecret("sim-webhook")},
		})
		if err != nil {
			t.Fatal(err)
		}
		vendor, last = sim, p
		return p
	})
	h.Meeting = func(t testing.TB) string { // insights are behind
		m, err := last.Instant(t.Context(), meeting.InstantRequest{})
		if err != nil {
			t.Fatal(err)
		}
		vendor.Advance(40 * time.Minute)
		return m.ID
	}
	h.Vendor = whereby.Kind
	h.RevokeTokens = nil // a key is fixed
	h.Idempotent = true
	// Whereby's answers name links and dates only (contracts/whereby-cliq.md 1A).
	h.Silent = []provider.Field{
		provider.FieldWaitingRoom, provider.FieldLocked, provider.FieldRecording, provider.FieldMaxParticipants,
	}
	h.Native = json.RawMessage(`{"roomNamePrefix":"conformance-"}`)
	h.NativeArrived = func(m meeting.Meeting) bool { return strings.Contains(m.JoinURL, "conformance-") }
	h.Event = func(at time.Time) (map[string][]string, []byte) {
		body := []byte(`{"id":"e1","createdAt":"2026-12-01T09:30:00Z","type":"room.client.joined","data":{"meetingId":"1"}}`)
		return whereby.SignEvent(meeting.NewSecret("sim-webhook"), at, body), body
	}
	h.Secrets = []string{"sim-whereby-key", "sim-webhook"}
	return h
}
