package zohosdk_test

import (
	"errors"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/zohosdk"
)

// TestLife runs a session through all that Zoho publishes, over HTTP; go test -v
// tells it.
func TestLife(t *testing.T) {
	sim := providertest.NewSimulator(t)
	p, err := zohosdk.New(zohosdk.Config{Name: "sdk", BaseURL: sim.URL(), Auth: sim.ZohoCredentials(), Now: sim.Now})
	if err != nil {
		t.Fatal(err)
	}
	c, ctx := provider.NewClient(p, provider.ClientConfig{}), t.Context()
	start := sim.Now().UTC().Truncate(time.Hour).Add(48 * time.Hour)
	made, err := c.CreateMeeting(ctx, meeting.CreateRequest{
		Title: "Design review", Description: "Doors", Start: start, Zone: "Europe/Berlin", Duration: 50 * time.Minute,
		Invitees: []meeting.Person{{Email: "ada@example.com"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("created  %s %q %s, %s in %s, join %s, host %v", made.ID, made.Title, made.Start, made.Duration, made.Zone, made.JoinURL, made.HostURL)
	if made.Kind != meeting.KindScheduled || !made.Start.Equal(start) || made.Duration != 50*time.Minute || made.Zone != "Europe/Berlin" ||
		len(made.Invitees) != 1 || made.Invitees[0].Email != "ada@example.com" || made.HostURL.IsZero() || made.Host.ID != "71158042" {
		t.Errorf("created %+v", made)
	}
	got, err := c.GetMeeting(ctx, made.ID)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("got      %s %q %s", got.ID, got.Title, got.Status)
	if got.Title != made.Title || !got.Start.Equal(start) || got.Duration != made.Duration || got.Status != meeting.StatusScheduled || got.Refs["sys_id"] != made.Refs["sys_id"] {
		t.Errorf("got %+v", got)
	}
	if ids := list(t, c, meeting.ListQuery{Status: meeting.StatusScheduled}); len(ids) != 1 || ids[0] != made.ID {
		t.Errorf("listed %v", ids)
	}
	plain := sim.PlainMeeting()
	if err := p.Convert(ctx, plain); err != nil {
		t.Fatal(err)
	}
	if ids := list(t, c, meeting.ListQuery{}); len(ids) != 2 {
		t.Errorf("after the conversion: %v", ids)
	}
	t.Logf("converted %s", plain)
	title := "x"
	_, update := c.UpdateMeeting(ctx, made.ID, meeting.Patch{Title: &title})
	cancel := c.CancelMeeting(ctx, made.ID, meeting.CancelOptions{})
	for _, err := range []error{update, cancel} {
		if !errors.Is(err, meeting.ErrUnsupported) {
			t.Errorf("got %v", err)
		}
		t.Logf("refused  %v", err)
	}
	sim.Advance(50 * time.Hour)
	if ids := list(t, c, meeting.ListQuery{Status: meeting.StatusEnded}); len(ids) != 1 || ids[0] != made.ID {
		t.Errorf("listed %v as past", ids)
	}
}

func list(t *testing.T, c *provider.Client, q meeting.ListQuery) []string {
	t.Helper()
	var ids []string
	for m, err := range c.Meetings(t.Context(), q) {
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("listed   %s %q %s %s", m.ID, m.Title, m.Start, m.Status)
		ids = append(ids, m.ID)
	}
	return ids
}
