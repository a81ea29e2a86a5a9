package zohosdk_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zohosdk"
)

func simulated(t *testing.T, org string) (*provider.Client, *simulator.Server) {
	t.Helper()
	sim, err := simulator.Start(simulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	p, err := zohosdk.New(zohosdk.Config{BaseURL: sim.URL(), OrgID: org, Auth: meeting.Credentials{
		Flow: meeting.FlowRefreshToken, TokenURL: sim.URL() + "/oauth/v2/token", ClientID: "1000.SIM",
		ClientSecret: meeting.NewSecret("sim-zoho-secret"), RefreshToken: meeting.NewSecret("1000.sim.refresh"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return provider.NewClient(p, provider.ClientConfig{}), sim
}

func TestSimulated(t *testing.T) {
	c, sim := simulated(t, "") // the organisation comes from user.json
	m, err := c.Instant(t.Context(), meeting.InstantRequest{Media: meeting.MediaAudio})
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(m.Raw, &raw); err != nil || len(raw) != 32 {
		t.Errorf("%d members, want all 32 of the example", len(raw))
	}
	now := time.Now().UTC()
	if m.Kind != meeting.KindInstant || m.Media != meeting.MediaAudio || m.Duration != time.Hour || now.Sub(m.Start).Abs() > time.Minute {
		t.Errorf("got %s %s %s %s", m.Kind, m.Media, m.Duration, m.Start)
	}
	if m.Refs["uid"] != m.Refs["sys_id"] || m.Refs["zsoid"] != "1234567" || m.Host.ID != "71158042" || m.Zone != "Asia/Calcutta" {
		t.Errorf("got refs %v, host %v, zone %s", m.Refs, m.Host, m.Zone)
	}
	if m.HostURL.IsZero() || m.Passcode.IsZero() || m.JoinURL == "" || len(m.DialIn) != 1 {
		t.Error("a link, the passcode or the dial-in is missing")
	}
	if again, err := c.Instant(t.Context(), meeting.InstantRequest{}); err != nil || again.ID == m.ID {
		t.Errorf("got %s again: %v", again.ID, err)
	}
	if n := sim.Requests(); n != 4 { // token, user.json, two sessions
		t.Errorf("%d requests, want 4", n)
	}
	sim.RevokeTokens() // HTTP 400: renewed, and the call repeated once
	if _, err := c.Instant(t.Context(), meeting.InstantRequest{}); err != nil {
		t.Error(err)
	}
	if n := sim.Requests(); n != 7 {
		t.Errorf("%d requests, want 7", n)
	}
}

func TestSimulatedRefusals(t *testing.T) {
	c, sim := simulated(t, "7654321")
	_, err := c.Instant(t.Context(), meeting.InstantRequest{})
	if !errors.Is(err, meeting.ErrPermission) || sim.Requests() != 2 { // no second token for a wrong organisation
		t.Errorf("wrong organisation: got %v after %d requests", err, sim.Requests())
	}
	c, _ = simulated(t, "1234567")
	for _, native := range []string{`{"session":{"conferenceType":"Video"}}`, `{"session":{"topic":"x"}}`, `{"session":{"conferenceType":null}}`, `{"x":1}`} {
		_, err := c.Instant(t.Context(), meeting.InstantRequest{Native: json.RawMessage(native)})
		if !errors.Is(err, meeting.ErrInvalid) || !strings.Contains(err.Error(), "HTTP 400") {
			t.Errorf("%s: got %v", native, err)
		}
	}
}
