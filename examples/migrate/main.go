// Migrate moves the meetings of a Zoom account to Zoho Meeting, and then to Whereby,
// on simulated vendors: a plan, an apply that is killed half-way (a process of its
// own, with SIGKILL), the same apply again, a comparison of both sides, and the way
// back.
//
//	go run ./examples/migrate
package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/migrate"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
	"github.com/libmeet/meeting/store/sqlite"
)

// worker is set in the process that is killed: config, state file, plan file, target.
const worker = "MIGRATE_EXAMPLE"

func main() {
	run := func() error { return run(context.Background(), os.Stdout) }
	if job := os.Getenv(worker); job != "" {
		run = func() error { return apply(context.Background(), strings.Fields(job)) }
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "migrate:", err)
		os.Exit(1)
	}
}

const meetings = 24

func run(ctx context.Context, out io.Writer) error {
	sim, err := simulator.Start(simulator.Config{Unlimited: true})
	if err != nil {
		return err
	}
	defer func() { _ = sim.Close() }()
	dir, err := os.MkdirTemp("", "migrate")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	config, state := filepath.Join(dir, "meetctl.yaml"), filepath.Join(dir, "state.db")
	if err := os.WriteFile(config, []byte(sim.ConfigYAML()), 0o600); err != nil {
		return err
	}
	if err := fill(ctx, config); err != nil {
		return err
	}
	fmt.Fprintf(out, "At zoom there are %d meetings.\n", sim.Meetings("zoom"))
	for _, to := range []string{"zoho", "rooms"} {
		if err := move(ctx, out, sim, config, state, filepath.Join(dir, to+".json"), to); err != nil {
			return err
		}
	}
	return nil
}

// move goes all the way there and back.
func move(ctx context.Context, out io.Writer, sim *simulator.Server, config, state, file, to string) error {
	m, done, err := open(ctx, config, state, to)
	if err != nil {
		return err
	}
	defer done()
	fmt.Fprintf(out, "\nFrom zoom to %s\n", to)

	var text bytes.Buffer
	p, err := m.Plan(ctx, migrate.PlanOptions{}, &text)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		return err
	}
	fmt.Fprintf(out, "1. plan: create %d, skip %d; lost: %v\n", p.Summary.Create, p.Summary.Skip, p.Summary.Lost)
	if p, err = migrate.Read(&text); err != nil {
		return err
	}
	for _, item := range p.Items {
		if item.Action == migrate.ActionSkip {
			fmt.Fprintf(out, "   %q is skipped: %s\n", item.Source.Title, item.Reason)
		}
	}

	if err := applyAndKill(ctx, config, state, file, to, p.Summary.Create/2); err != nil {
		return err
	}
	t, err := m.Status(ctx, p)
	if err != nil {
		return err
	}
	some := t.Created > 0 && t.Created < p.Summary.Create
	fmt.Fprintf(out, "2. apply, killed half-way: some are created, some not: %t\n", some)

	if t, err = m.Apply(ctx, p, migrate.ApplyOptions{}); err != nil {
		return err
	}
	vendor := map[string]string{"zoho": "zoho-meeting", "rooms": "whereby"}[to]
	fmt.Fprintf(out, "3. apply again: created %d, pending %d; at the vendor there are %d\n", t.Created, t.Pending, sim.Meetings(vendor))

	report, err := m.Verify(ctx, p, migrate.VerifyOptions{})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "4. verify: %v\n", report)

	pairs, err := m.Mapping(ctx, p)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "5. mapping: %d old links and their new ones\n", len(pairs))

	if t, err = m.Rollback(ctx, p, migrate.RollbackOptions{}); err != nil {
		return err
	}
	fmt.Fprintf(out, "6. rollback: removed %d; at the vendor there are %d\n", t.Removed, sim.Meetings(vendor))
	return nil
}

// applyAndKill starts an apply in a process of its own and kills it when it has told
// of so many meetings.
func applyAndKill(ctx context.Context, config, state, file, to string, most int) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append(os.Environ(), worker+"="+strings.Join([]string{config, state, file, to}, " "))
	events, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	lines := 0
	for scan := bufio.NewScanner(events); scan.Scan(); {
		if lines++; lines == most {
			_ = cmd.Process.Kill() // it may just have ended
		}
	}
	_ = cmd.Wait() // killed
	if lines < most {
		return fmt.Errorf("the apply ended after %d events", lines)
	}
	return nil
}

// apply is the process that is killed. It works slowly, so that there is a middle.
func apply(ctx context.Context, job []string) error {
	m, done, err := open(ctx, job[0], job[1], job[3])
	if err != nil {
		return err
	}
	defer done()
	text, err := os.ReadFile(job[2])
	if err != nil {
		return err
	}
	p, err := migrate.Read(bytes.NewReader(text))
	if err != nil {
		return err
	}
	_, err = m.Apply(ctx, p, migrate.ApplyOptions{Concurrency: 2, OnEvent: func(e migrate.Event) {
		if e.Event == migrate.EventCreated {
			fmt.Println(e.Event, e.SourceID, e.TargetID)
			time.Sleep(20 * time.Millisecond)
		}
	}})
	return err
}

// open opens both providers on one store: there the journal is.
func open(ctx context.Context, config, state, to string) (*migrate.Migration, func(), error) {
	s, err := sqlite.Open(ctx, sqlite.Config{Path: state})
	if err != nil {
		return nil, nil, err
	}
	done := func() { _ = s.Close() }
	cfg, err := providers.Load(config, nil, providers.Environment{})
	if err != nil {
		return nil, done, err
	}
	// Whoever dies blocks what it was doing for a second; the default is ten.
	set, err := providers.Open(cfg, providers.OpenOptions{Store: s, Client: provider.ClientConfig{LeaseTime: time.Second}})
	if err != nil {
		return nil, done, err
	}
	source, err := set.Client("zoom")
	if err != nil {
		return nil, done, err
	}
	target, err := set.Client(to)
	if err != nil {
		return nil, done, err
	}
	m, err := migrate.New(migrate.Config{From: source, To: target, Store: s, LeaseTime: time.Second})
	return m, done, err
}

// fill makes meetings at Zoom, among them a series that Zoho can say and Whereby
// can't.
func fill(ctx context.Context, config string) error {
	cfg, err := providers.Load(config, nil, providers.Environment{})
	if err != nil {
		return err
	}
	set, err := providers.Open(cfg, providers.OpenOptions{})
	if err != nil {
		return err
	}
	client, err := set.Client("zoom")
	if err != nil {
		return err
	}
	start := time.Now().Add(48 * time.Hour).Truncate(time.Hour)
	for i := range meetings {
		req := meeting.CreateRequest{
			Title: fmt.Sprintf("Meeting %d", i+1), Description: "As every week", Start: start.Add(time.Duration(i) * time.Hour), Duration: 45 * time.Minute,
			Zone: "Europe/Berlin", Invitees: []meeting.Person{{Email: "ada@example.com"}},
		}
		if i == 0 {
			req.Title, req.Recurrence = "Weekly", meeting.Recurrence{Frequency: meeting.Weekly, Count: 8}
		}
		if _, err := client.CreateMeeting(ctx, req); err != nil {
			return err
		}
	}
	return nil
}
