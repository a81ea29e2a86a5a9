package zohocliq_test

import (
	"errors"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/zohocliq"
)

// TestLife runs a scheduled meeting through its life, over HTTP; go test -v tells it.
func TestLife(t *testing.T) {
	sim := providertest.NewSimulator(t)
	p, err := zohocliq.New(zohocliq.Config{Name: "chat", BaseURL: sim.URL(), Auth: sim.ZohoCredentials(), Limits: unlimited, Now: sim.Now})
	if err != nil {
		t.Fatal(err)
	}
	c, ctx := provider.NewClient(p, provider.ClientConfig{}), t.Context()
	start := sim.Now().UTC().Truncate(time.Hour).Add(40 * 24 * time.Hour) // in the second window
	made, err := c.CreateMeeting(ctx, meeting.CreateRequest{
		Title: "Forum", Description: "Trends", Start: start, Zone: "Asia/Kolkata", Duration: 50 * time.Minute, Media: meeting.MediaAudio,
		Invitees: []meeting.Person{{Email: "ada@example.com"}, {Email: "bo@example.com"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("created   %s %q %s, %s in %s, %s, join %s", made.ID, made.Title, made.Start, made.Duration, made.Zone, made.Media, made.JoinURL)
	if made.Media != meeting.MediaAudio || !made.Start.Equal(start) || made.Duration != 50*time.Minute || made.JoinURL == "" || len(made.Invitees) != 2 {
		t.Errorf("created %+v", made)
	}
	for range 2 { // an array and an object
		got, err := c.GetMeeting(ctx, made.ID)
		if err != nil || got.Title != "Forum" || got.Description != "Trends" || got.Status != meeting.StatusScheduled || got.JoinURL != made.JoinURL {
			t.Fatalf("got %+v, %v", got, err)
		}
		t.Logf("got       %s %q %s", got.ID, got.Title, got.Status)
	}
	if ids := list(t, c, meeting.ListQuery{From: sim.Now()}); len(ids) != 2 || ids[1] != made.ID { // beside the one of the simulator
		t.Errorf("listed %v", ids)
	}
	title, later := "Forum, moved", start.Add(time.Hour)
	moved, err := c.UpdateMeeting(ctx, made.ID, meeting.Patch{Title: &title, Start: &later})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("updated   %q %s, %s", moved.Title, moved.Start, moved.Duration)
	if moved.ID != made.ID || moved.Title != title || !moved.Start.Equal(later) || moved.Duration != made.Duration || moved.Description != "Trends" ||
		moved.Media != meeting.MediaAudio || len(moved.Invitees) != 2 || moved.Zone != "Asia/Kolkata" {
		t.Errorf("updated %+v", moved)
	}
	n := 0
	for who, err := range c.Participants(ctx, made.ID, meeting.ParticipantQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("invited   %s %s", who.Email, who.State)
		n++
	}
	if n != 2 {
		t.Errorf("%d participants", n)
	}
	if err := c.CancelMeeting(ctx, made.ID, meeting.CancelOptions{}); err != nil {
		t.Fatal(err)
	}
	_, err = c.GetMeeting(ctx, made.ID)
	t.Logf("cancelled %v", err)
	if !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("get after cancel: %v", err)
	}
}

func list(t *testing.T, c *provider.Client, q meeting.ListQuery) []string {
	t.Helper()
	var ids []string
	for m, err := range c.Meetings(t.Context(), q) {
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("listed    %s %s %q %s", m.ID, m.Kind, m.Title, m.Start)
		ids = append(ids, m.ID)
	}
	return ids
}

// Nothing starts in the past.
func TestCreateInThePast(t *testing.T) {
	sim := providertest.NewSimulator(t)
	p, err := zohocliq.New(zohocliq.Config{BaseURL: sim.URL(), Auth: sim.ZohoCredentials(), Limits: unlimited, Now: sim.Now})
	if err != nil {
		t.Fatal(err)
	}
	_, err = provider.NewClient(p, provider.ClientConfig{}).CreateMeeting(t.Context(), meeting.CreateRequest{Title: "T", Start: sim.Now().Add(-time.Hour), Duration: time.Minute})
	if !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("got %v", err)
	}
}
