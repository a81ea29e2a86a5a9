// Swap schedules one meeting with whatever provider the config calls its default,
// and moves from vendor to vendor by changing that one line. Before each call it
// says what the vendor can't do.
//
//	go run ./examples/swap
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	_ "time/tzdata" // so that zones load on machines without a zone database

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/providers"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "swap:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	sim, err := simulator.Start(simulator.Config{})
	if err != nil {
		return err
	}
	defer func() { _ = sim.Close() }()
	config := sim.ConfigYAML()
	for _, name := range []string{"zoom", "zoho", "rooms"} {
		line := "default: " + name
		fmt.Fprintf(out, "config says %q\n", line)
		if err := schedule(ctx, out, strings.Replace(config, "default: zoom", line, 1)); err != nil {
			return err
		}
	}
	return nil
}

// schedule is an application's code: it names no vendor.
func schedule(ctx context.Context, out io.Writer, config string) error {
	cfg, err := providers.Parse("swap.yaml", []byte(config), providers.Kinds(), providers.Environment{})
	if err != nil {
		return err
	}
	set, err := providers.Open(cfg, providers.OpenOptions{})
	if err != nil {
		return err
	}
	client, err := set.Client("")
	if err != nil {
		return err
	}
	tomorrow := time.Now().AddDate(0, 0, 1).Format("2006-01-02")
	req := meeting.CreateRequest{
		Title: "Interview", Wall: meeting.WallClock(tomorrow + "T09:30"), Zone: "Europe/Madrid", Duration: 45 * time.Minute,
		Passcode: meeting.NewSecret("green12"), Settings: meeting.Settings{WaitingRoom: meeting.On, MuteOnEntry: meeting.On},
	}
	_, losses, err := client.Check(req)
	for _, l := range losses {
		fmt.Fprintf(out, "  before the call, %s: %s is lost (%s)\n", l.Severity, l.Field, l.Reason)
	}
	if err != nil {
		return err
	}
	m, err := client.CreateMeeting(ctx, req)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "  created %s %s at %s in %s: %s\n", m.Vendor, m.ID, m.Start.Format(time.RFC3339), dash(string(m.Zone)), m.JoinURL)
	return nil
}

func dash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
