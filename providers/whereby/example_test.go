package whereby_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/whereby"
)

func ExampleNew() {
	sim, err := simulator.Start(simulator.Config{}) // stands for https://api.whereby.dev
	if err != nil {
		log.Fatal(err)
	}
	defer sim.Close()

	p, err := whereby.New(whereby.Config{
		BaseURL: sim.URL(),
		Auth:    meeting.Credentials{Flow: meeting.FlowAPIKey, APIKey: meeting.NewSecret("sim-whereby-key")},
	})
	if err != nil {
		log.Fatal(err)
	}
	c := provider.NewClient(p, provider.ClientConfig{})
	native, err := whereby.Options{RoomNamePrefix: "review-", RoomNamePattern: whereby.RoomNameHumanShort}.Native()
	if err != nil {
		log.Fatal(err)
	}
	start := time.Date(2037, 1, 5, 9, 0, 0, 0, time.UTC)
	m, err := c.CreateMeeting(context.Background(), meeting.CreateRequest{
		Title: "Review", Start: start, Duration: 45 * time.Minute,
		Settings: meeting.Settings{WaitingRoom: meeting.On},
		Native:   native,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.Kind, m.Start.Format(time.RFC3339), m.Duration)
	fmt.Println("room is open until", m.Expires.Format(time.RFC3339))
	fmt.Println("host link:", m.HostURL)
	for _, loss := range m.Losses {
		fmt.Println(loss.Severity, loss.Field+":", loss.Reason)
	}
	// Output:
	// room 2037-01-05T09:00:00Z 45m0s
	// room is open until 2037-01-05T10:45:00Z
	// host link: [redacted]
	// warn title: a Whereby room has no title
	// warn start: a Whereby room is open from its creation on
}

// Who was in a room is known some minutes later, session by session, and as long as
// the room's name is.
func ExampleProvider_ListParticipants() {
	sim, err := simulator.Start(simulator.Config{}) // stands for https://api.whereby.dev
	if err != nil {
		log.Fatal(err)
	}
	defer sim.Close()

	p, err := whereby.New(whereby.Config{
		BaseURL: sim.URL(),
		Auth:    meeting.Credentials{Flow: meeting.FlowAPIKey, APIKey: meeting.NewSecret("sim-whereby-key")},
	})
	if err != nil {
		log.Fatal(err)
	}
	c, ctx := provider.NewClient(p, provider.ClientConfig{}), context.Background()
	m, err := c.Instant(ctx, meeting.InstantRequest{Duration: time.Hour})
	if err != nil {
		log.Fatal(err)
	}
	sim.Advance(3 * time.Hour) // the meeting is gone
	room := strings.TrimPrefix(m.Refs["room_name"], "/")
	for s, err := range c.Sessions(ctx, room) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("session of", s.Duration, "with", s.ParticipantCount)
	}
	for who, err := range c.Participants(ctx, room, meeting.ParticipantQuery{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(who.Name, who.Role, who.RoleNative, who.Duration)
	}
	// Output:
	// session of 8m0s with 2
	// session of 5m0s with 3
	// Sim Host host  8m0s
	// Guest 1 attendee visitor 1m0s
	// Guest 1 attendee visitor 5m0s
	// Sim Host host owner 5m0s
	// Guest 2 attendee granted_visitor 4m0s
	// Guest 3 attendee viewer 2m0s
}
