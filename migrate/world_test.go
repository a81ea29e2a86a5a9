package migrate_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/migrate"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/memory"
)

// world is the simulated vendors, in process, with a client of each.
type world struct {
	t     testing.TB
	sim   *simulator.Server
	store store.Store
	set   *provider.Set
	wire  *wire

	offset atomic.Int64 // of everybody's clock
}

// wire counts the requests that could change something, and the refusals by a limit.
type wire struct {
	next http.RoundTripper

	mu      sync.Mutex
	writes  []string
	refused int
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	if r.Method != http.MethodGet && !strings.Contains(r.URL.Path, "/oauth/") {
		w.writes = append(w.writes, r.Method+" "+r.URL.Path)
	}
	w.mu.Unlock()
	res, err := w.next.RoundTrip(r)
	if err == nil && res.StatusCode == http.StatusTooManyRequests {
		w.mu.Lock()
		w.refused++
		w.mu.Unlock()
	}
	return res, err
}

func (w *wire) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.writes)
}

func newWorld(t testing.TB, cfg simulator.Config) *world {
	t.Helper()
	w := &world{t: t, store: memory.New(nil)}
	cfg.Now = w.now
	w.sim = simulator.New(cfg)
	w.wire = &wire{next: w.sim.Transport()}
	parsed, err := providers.Parse("sim.yaml", []byte(w.sim.ConfigYAML()), nil, providers.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	w.set, err = providers.Open(parsed, providers.OpenOptions{
		Transport: w.wire, Store: w.store, Now: w.now, Client: provider.ClientConfig{SearchLag: time.Millisecond},
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) client(name string) *provider.Client {
	w.t.Helper()
	c, err := w.set.Client(name)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func (w *world) migration(from, to string) *migrate.Migration {
	w.t.Helper()
	m, err := migrate.New(migrate.Config{From: w.client(from), To: w.client(to), Store: w.store, Now: w.now})
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

// now is everybody's clock.
func (w *world) now() time.Time { return time.Now().Add(time.Duration(w.offset.Load())) }

func (w *world) advance(d time.Duration) { w.offset.Add(int64(d)) }

// create makes a meeting at a vendor.
func (w *world) create(name string, req meeting.CreateRequest) meeting.Meeting {
	w.t.Helper()
	m, err := w.client(name).CreateMeeting(context.Background(), req)
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

// later is a whole hour that many hours from now.
func (w *world) later(hours int) time.Time {
	return w.now().Add(time.Duration(hours) * time.Hour).Truncate(time.Hour).UTC()
}

// fill makes n meetings, an hour apart.
func (w *world) fill(name string, n int) {
	w.t.Helper()
	for i := range n {
		w.create(name, meeting.CreateRequest{Title: fmt.Sprintf("Meeting %d", i), Description: "About it", Start: w.later(24 + i), Duration: 45 * time.Minute, Zone: "Europe/Berlin"})
	}
}

// plan makes a plan and reads it back from its file.
func (w *world) plan(m *migrate.Migration, opt migrate.PlanOptions) *migrate.Plan {
	w.t.Helper()
	p, _ := w.planFile(m, opt)
	return p
}

func (w *world) planFile(m *migrate.Migration, opt migrate.PlanOptions) (*migrate.Plan, []byte) {
	w.t.Helper()
	var file bytes.Buffer
	if _, err := m.Plan(context.Background(), opt, &file); err != nil {
		w.t.Fatal(err)
	}
	p, err := migrate.Read(bytes.NewReader(file.Bytes()))
	if err != nil {
		w.t.Fatalf("the plan can't be read back: %v\n%s", err, file.Bytes())
	}
	return p, file.Bytes()
}

// apply applies a plan and returns its events.
func (w *world) apply(m *migrate.Migration, p *migrate.Plan) []migrate.Event {
	w.t.Helper()
	events, _, err := w.try(context.Background(), m, p, migrate.ApplyOptions{})
	if err != nil {
		w.t.Fatal(err)
	}
	return events
}

func (w *world) try(ctx context.Context, m *migrate.Migration, p *migrate.Plan, opt migrate.ApplyOptions) ([]migrate.Event, migrate.Totals, error) {
	var events []migrate.Event
	also := opt.OnEvent
	opt.OnEvent = func(e migrate.Event) {
		events = append(events, e)
		if also != nil {
			also(e)
		}
	}
	t, err := m.Apply(ctx, p, opt)
	return events, t, err
}

// verify wants both sides to agree.
func (w *world) verify(m *migrate.Migration, p *migrate.Plan) migrate.Report {
	w.t.Helper()
	report, err := m.Verify(context.Background(), p, migrate.VerifyOptions{})
	if err != nil {
		w.t.Fatal(err)
	}
	if len(report.Differences) > 0 || report.Equal != report.Checked {
		w.t.Errorf("verify: %v: %+v", report, report.Differences)
	}
	return report
}

// snapshot is everything that a vendor lists, by id.
func (w *world) snapshot(name string) map[string]string {
	w.t.Helper()
	all := map[string]string{}
	for m, err := range w.client(name).Meetings(context.Background(), meeting.ListQuery{}) {
		if err != nil {
			w.t.Fatal(err)
		}
		m.Updated = time.Time{}
		text, err := meeting.Encoding{Secrets: true}.Marshal(m)
		if err != nil {
			w.t.Fatal(err)
		}
		all[m.ID] = string(text)
	}
	return all
}

func kinds(events []migrate.Event) map[string]int {
	n := map[string]int{}
	for _, e := range events {
		n[e.Event]++
	}
	return n
}

// close ends what the clients have running.
func (w *world) close() {
	w.t.Helper()
	if err := w.set.Close(); err != nil {
		w.t.Error(err)
	}
}
