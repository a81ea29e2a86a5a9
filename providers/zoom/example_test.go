package zoom_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zoom"
)

func ExampleNew() {
	sim, err := simulator.Start(simulator.Config{}) // stands for https://api.zoom.us
	if err != nil {
		log.Fatal(err)
	}
	defer sim.Close()

	p, err := zoom.New(zoom.Config{
		BaseURL: sim.URL(),
		UserID:  "host@example.com",
		Auth: meeting.Credentials{
			Flow:         meeting.FlowAccountCredentials,
			TokenURL:     sim.URL() + "/oauth/token",
			AccountID:    "sim-account",
			ClientID:     "sim-client",
			ClientSecret: meeting.NewSecret("sim-secret"),
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	c := provider.NewClient(p, provider.ClientConfig{})
	m, err := c.CreateMeeting(context.Background(), meeting.CreateRequest{
		Title: "Planning", Wall: "2037-01-05T09:30", Zone: "Europe/Berlin", Duration: 45 * time.Minute,
		Recurrence: meeting.Recurrence{Frequency: meeting.Weekly, Count: 6, ByDay: []meeting.WeekdayNum{{Day: "MO"}, {Day: "WE"}}},
		Settings:   meeting.Settings{WaitingRoom: meeting.On},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.Kind, m.Title, m.Start.Format(time.RFC3339), m.Zone, m.Duration)
	fmt.Println(m.Recurrence)
	fmt.Println("waiting room:", m.Settings.WaitingRoom)
	fmt.Println("host link:", m.HostURL)
	// Output:
	// recurring Planning 2037-01-05T08:30:00Z Europe/Berlin 45m0s
	// FREQ=WEEKLY;COUNT=6;BYDAY=MO,WE
	// waiting room: true
	// host link: [redacted]
}

func ExampleOptions() {
	jbh := 5
	native, err := zoom.Options{Settings: &zoom.Settings{Audio: "voip", JBHTime: &jbh}}.Native()
	if err != nil {
		log.Fatal(err)
	}
	req := meeting.CreateRequest{Title: "Planning", Native: native}
	fmt.Println(string(req.Native))
	// Output: {"settings":{"audio":"voip","jbh_time":5}}
}
