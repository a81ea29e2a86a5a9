package zohomeeting_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zohomeeting"
)

func ExampleNew() {
	sim, err := simulator.Start(simulator.Config{}) // stands in for https://meeting.zoho.com
	if err != nil {
		log.Fatal(err)
	}
	defer sim.Close()
	p, err := zohomeeting.New(zohomeeting.Config{
		BaseURL: sim.URL(), // leave it out and name the DataCenter
		Auth: meeting.Credentials{
			Flow: meeting.FlowRefreshToken, TokenURL: sim.URL() + "/oauth/v2/token", ClientID: "1000.SIM",
			ClientSecret: meeting.NewSecret("sim-zoho-secret"), RefreshToken: meeting.NewSecret("1000.sim.refresh"),
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	client := provider.NewClient(p, provider.ClientConfig{})
	m, err := client.CreateMeeting(context.Background(), meeting.CreateRequest{
		Title: "Planning", Wall: "2040-03-01T09:30", Zone: "Europe/Berlin", Duration: 45 * time.Minute,
		Passcode: meeting.NewSecret("1234"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.Title, m.Start.Format(time.RFC3339), m.Duration, m.Zone, m.Passcode)
	for _, l := range m.Losses {
		fmt.Println(l.Field, l.Severity, l.Reason)
	}
	// Output:
	// Planning 2040-03-01T08:30:00Z 45m0s Europe/Berlin [redacted]
	// passcode warn Zoho Meeting makes its own passcode
}

// Zoho's own API is another dialect; its native requests stand in an envelope.
func ExampleSessionOptions() {
	native, err := zohomeeting.SessionOptions{Presenter: "123456789", Agenda: "Points to get noted"}.Native()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(native))
	// Output: {"session":{"agenda":"Points to get noted","presenter":123456789}}
}
