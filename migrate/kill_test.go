package migrate_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/migrate"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
	"github.com/libmeet/meeting/store/memory"
	"github.com/libmeet/meeting/store/sqlite"
)

var (
	killed = flag.Int("kills", defaultKills, "processes killed in the test of it")
	moved  = flag.Int("meetings", defaultMoved, "meetings that they move")
)

// blocked is how long the death of a process blocks the next.
const blocked = 300 * time.Millisecond

// TestMain runs one process of an apply when it is started as one.
func TestMain(m *testing.M) {
	if job := os.Getenv("MIGRATE_TEST_WORKER"); job != "" {
		if err := worker(job); err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func worker(job string) error {
	var url, state, file string
	if _, err := fmt.Sscan(job, &url, &state, &file); err != nil {
		return err
	}
	ctx := context.Background()
	m, done, err := overHTTP(ctx, url, state)
	if err != nil {
		return err
	}
	defer done()
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	p, err := migrate.Read(bytes.NewReader(data))
	if err != nil {
		return err
	}
	_, err = m.Apply(ctx, p, migrate.ApplyOptions{Concurrency: 6, OnEvent: func(e migrate.Event) {
		line, _ := json.Marshal(e)
		fmt.Println(string(line))
	}})
	return err
}

// overHTTP opens Zoom and Zoho Meeting at a simulator's address.
func overHTTP(ctx context.Context, url, state string) (*migrate.Migration, func(), error) {
	s, err := sqlite.Open(ctx, sqlite.Config{Path: state})
	if err != nil {
		return nil, nil, err
	}
	set, err := openAt(url, providers.OpenOptions{Store: s, Client: provider.ClientConfig{SearchLag: blocked, LeaseTime: blocked}})
	if err != nil {
		return nil, nil, err
	}
	from, err := set.Client("zoom")
	if err != nil {
		return nil, nil, err
	}
	to, err := set.Client("zoho")
	if err != nil {
		return nil, nil, err
	}
	m, err := migrate.New(migrate.Config{From: from, To: to, Store: s, LeaseTime: blocked})
	return m, func() { _ = s.Close() }, err
}

// openAt opens simulators without limits.
func openAt(url string, opt providers.OpenOptions) (*provider.Set, error) {
	cfg, err := providers.Parse("sim.yaml", []byte(simulator.ConfigFor(url)), nil, providers.Environment{})
	if err != nil {
		return nil, err
	}
	for i := range cfg.Providers {
		cfg.Providers[i].Limits.Plan = meeting.PlanNone
	}
	return providers.Open(cfg, opt)
}

// TestKill: a run that is killed again and again, at any moment, ends where an
// uninterrupted one ends: every meeting once, and verify finds nothing.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts processes")
	}
	sim, err := simulator.Start(simulator.Config{Unlimited: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	dir := t.TempDir()
	state, file := filepath.Join(dir, "state.db"), filepath.Join(dir, "plan.json")
	m, done, err := overHTTP(t.Context(), sim.URL(), state)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	set, err := openAt(sim.URL(), providers.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	source, _ := set.Client("zoom")
	start := time.Now().Add(24 * time.Hour).Truncate(time.Hour)
	for i := range *moved {
		req := meeting.CreateRequest{Title: fmt.Sprintf("Meeting %d", i/2), // twins: only their keys tell them apart
			Start: start.Add(time.Duration(i/2) * time.Minute), Duration: 30 * time.Minute, Zone: "Asia/Kolkata"}
		if _, err := source.CreateMeeting(t.Context(), req); err != nil {
			t.Fatal(err)
		}
	}
	var plan bytes.Buffer
	if _, err := m.Plan(t.Context(), migrate.PlanOptions{}, &plan); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, plan.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	job := fmt.Sprintf("MIGRATE_TEST_WORKER=%s %s %s", sim.URL(), state, file)
	random := rand.New(rand.NewPCG(7, 11))
	kills, runs := 0, 0
	for over := false; !over; runs++ {
		if runs > 2**killed+20 {
			t.Fatal("it does not end")
		}
		over = life(t, job, random, kills < *killed, &kills)
	}
	t.Logf("%d processes, %d killed, %v", runs, kills, time.Since(began).Round(time.Millisecond))
	if kills < *killed/2 { // a busy machine shoots late, and is done before all are fired
		t.Errorf("%d kills", kills)
	}
	p, err := migrate.Read(bytes.NewReader(plan.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if n := sim.Meetings("zoho-meeting"); n != *moved {
		t.Errorf("%d meetings at the target, of %d", n, *moved)
	}
	report, err := m.Verify(t.Context(), p, migrate.VerifyOptions{})
	if err != nil || report.Equal != *moved || len(report.Differences) > 0 {
		t.Errorf("verify: %v, %v", report, err)
	}
	if diff := cmp.Diff(uninterrupted(t, source, plan.Bytes()), listed(t, sim.URL())); diff != "" {
		t.Errorf("an uninterrupted run ends elsewhere:\n%s", diff)
	}
	pairs, err := m.Mapping(t.Context(), p)
	targets := map[string]bool{}
	for _, pair := range pairs {
		targets[pair.TargetID] = true
	}
	if err != nil || len(targets) != *moved {
		t.Errorf("%d targets in the mapping, %v", len(targets), err)
	}
	if _, err := m.Rollback(t.Context(), p, migrate.RollbackOptions{}); err != nil || sim.Meetings("zoho-meeting") != 0 {
		t.Errorf("rollback left %d: %v", sim.Meetings("zoho-meeting"), err)
	}
}

// uninterrupted applies the plan at a target of its own and returns what is there.
func uninterrupted(t *testing.T, source *provider.Client, plan []byte) []string {
	t.Helper()
	sim, err := simulator.Start(simulator.Config{Unlimited: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = sim.Close() }()
	state := memory.New(nil)
	set, err := openAt(sim.URL(), providers.OpenOptions{Store: state})
	if err != nil {
		t.Fatal(err)
	}
	to, _ := set.Client("zoho")
	m, err := migrate.New(migrate.Config{From: source, To: to, Store: state})
	if err != nil {
		t.Fatal(err)
	}
	p, err := migrate.Read(bytes.NewReader(plan))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Apply(t.Context(), p, migrate.ApplyOptions{}); err != nil {
		t.Fatal(err)
	}
	return listed(t, sim.URL())
}

// listed is what Zoho Meeting lists, without what it makes up itself.
func listed(t *testing.T, url string) []string {
	t.Helper()
	set, err := openAt(url, providers.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	client, _ := set.Client("zoho")
	var all []string
	for m, err := range client.Meetings(t.Context(), meeting.ListQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		m.ID, m.JoinURL, m.Created, m.Updated = "", "", time.Time{}, time.Time{}
		text, _ := json.Marshal(m)
		all = append(all, string(text))
	}
	slices.Sort(all)
	return all
}

// life runs one process, kills it at a random moment if it may, and reports whether
// the plan is done.
func life(t *testing.T, job string, random *rand.Rand, kill bool, kills *int) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), job)
	out, err := cmd.StdoutPipe()
	if err != nil || cmd.Start() != nil {
		t.Fatal("a process did not start", err)
	}
	// Half of what would do for all kills, for it goes on while the shot is fired.
	most := random.IntN(max(*moved/max(2**killed, 1), 2)) // events that it lives to see
	linger := time.Duration(random.IntN(15)) * time.Millisecond
	shot := false
	shoot := func() {
		time.Sleep(linger)
		_ = cmd.Process.Kill() // SIGKILL, with creates under way
		shot = true
		*kills++
	}
	if kill && most == 0 {
		time.Sleep(10 * linger) // while it starts, or waits for the dead one's lease
		shoot()
	}
	lines, last := 0, ""
	for scan := bufio.NewScanner(out); scan.Scan(); {
		last = scan.Text()
		if lines++; kill && !shot && lines >= most {
			shoot()
		}
	}
	err = cmd.Wait()
	if !shot && err != nil {
		t.Logf("a process gave up: %s", last) // the next goes on
	}
	return !shot && err == nil
}
