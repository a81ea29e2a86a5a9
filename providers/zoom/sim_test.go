package zoom_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zoom"
)

func TestSmoke(t *testing.T) {
	sim, err := simulator.Start(simulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	p, err := zoom.New(zoom.Config{BaseURL: sim.URL(), UserID: "host@example.com", Auth: meeting.Credentials{
		Flow: meeting.FlowAccountCredentials, TokenURL: sim.URL() + "/oauth/token", AccountID: "sim-account", ClientID: "sim-client", ClientSecret: meeting.NewSecret("sim-secret")}})
	if err != nil {
		t.Fatal(err)
	}
	c := provider.NewClient(p, provider.ClientConfig{})
	rule, _ := meeting.ParseRecurrence("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=6")
	m, err := c.CreateMeeting(t.Context(), meeting.CreateRequest{Title: "Weekly", Wall: "2027-01-04T09:30", Zone: "Europe/Berlin", Duration: 45 * time.Minute,
		Recurrence: rule, Passcode: meeting.NewSecret("abc"), Settings: meeting.Settings{WaitingRoom: meeting.On, Recording: meeting.RecordCloud},
		Invitees: []meeting.Person{{Email: "a@b.c"}}})
	b, _ := meeting.Encoding{Raw: true}.Marshal(m)
	fmt.Println(string(b), err)
	i, err := c.Instant(t.Context(), meeting.InstantRequest{Title: "Now", Duration: time.Hour})
	fmt.Println(i.ID, i.Kind, i.Status, i.Losses, err)
	for p, err := range c.Participants(t.Context(), i.ID, meeting.ParticipantQuery{State: meeting.ParticipantLive}) {
		b, _ := meeting.Encoding{}.Marshal(p)
		fmt.Println(string(b), err)
	}
	for m, err := range c.Meetings(t.Context(), meeting.ListQuery{}) {
		fmt.Println(m.ID, m.Title, m.Start, err)
	}
	title := "Changed"
	u, err := c.UpdateMeeting(t.Context(), m.ID, meeting.Patch{Title: &title})
	fmt.Println(u.Title, err)
	fmt.Println(c.CancelMeeting(t.Context(), m.ID, meeting.CancelOptions{Notify: meeting.On}))
	fmt.Println(c.CancelMeeting(t.Context(), m.ID, meeting.CancelOptions{}))
	_, err = c.GetMeeting(t.Context(), "../users/me")
	fmt.Println(err)
	sim.RevokeTokens()
	_, err = c.GetMeeting(t.Context(), i.ID)
	fmt.Println(err, sim.Requests())
}
