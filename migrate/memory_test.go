package migrate_test

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/migrate"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/store/memory"
)

// endless is a vendor that makes up its meetings as they are asked for, so that
// what is in memory is the plan's.
type endless struct {
	*fake
	n     int
	start time.Time
}

func (e *endless) meeting(i int) meeting.Meeting {
	start := e.start.Add(time.Duration(i) * time.Minute)
	return meeting.Meeting{
		ID: strconv.Itoa(80000000000 + i), Kind: meeting.KindScheduled, Title: fmt.Sprintf("Meeting %d", i), Description: strings.Repeat("About it. ", 100),
		Start: start, End: start.Add(time.Hour), Duration: time.Hour, Zone: "Europe/Berlin", Raw: []byte(`{"description":"` + strings.Repeat("x", 1000) + `"}`),
		JoinURL: "https://a.example/" + strconv.Itoa(i), Invitees: []meeting.Person{{Email: "a@b.example"}, {Email: "c@b.example"}},
	}
}

func (e *endless) ListMeetings(_ context.Context, q meeting.ListQuery) (meeting.Page, error) {
	from, _ := strconv.Atoi(q.PageToken)
	var page meeting.Page
	for i := from; i < min(from+300, e.n); i++ {
		page.Meetings = append(page.Meetings, e.meeting(i))
	}
	if from+300 < e.n {
		page.NextPage = strconv.Itoa(from + 300)
	}
	return page, nil
}

func (e *endless) GetMeeting(_ context.Context, id string) (meeting.Meeting, error) {
	i, err := strconv.Atoi(id)
	return e.meeting(i - 80000000000), err
}

// gauge is a writer that looks at the live memory now and then.
type gauge struct {
	written int64
	next    int64
	peak    uint64
}

func (g *gauge) Write(p []byte) (int, error) {
	if g.written += int64(len(p)); g.written >= g.next {
		g.next = g.written + 1<<20
		g.peak = max(g.peak, live())
	}
	return len(p), nil
}

func live() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// planned plans n meetings, of which half are at the target already, and returns
// the most memory that was live meanwhile.
func planned(t testing.TB, n int) (peak uint64, size int64) {
	start := time.Now().AddDate(0, 1, 0).Truncate(time.Minute).UTC()
	a, b := &endless{newFake("a"), n, start}, &endless{newFake("b"), n, start.AddDate(1, 0, 0)}
	state := memory.New(nil)
	cfg := provider.ClientConfig{Store: state}
	m, err := migrate.New(migrate.Config{From: provider.NewClient(a, cfg), To: provider.NewClient(b, cfg), Store: state})
	if err != nil {
		t.Fatal(err)
	}
	before := live()
	g := &gauge{}
	p, err := m.Plan(context.Background(), migrate.PlanOptions{}, g)
	if err != nil || p.Summary.Create != n {
		t.Fatalf("%+v, %v", p, err)
	}
	runtime.KeepAlive(a)
	return max(g.peak, before) - before, g.written
}

// TestPlanMemory: ten times the meetings need little more memory.
func TestPlanMemory(t *testing.T) {
	few, _ := planned(t, 1000)
	many, size := planned(t, 10_000)
	t.Logf("1,000 meetings: %d KiB live; 10,000: %d KiB, for a plan of %d KiB", few>>10, many>>10, size>>10)
	if many > few+9000*400 {
		t.Errorf("%d bytes a meeting", (many-few)/9000)
	}
}

// BenchmarkPlan reports the live memory at its peak, and what of it is for each of
// 10,000 meetings.
func BenchmarkPlan(b *testing.B) {
	const n = 10_000
	for b.Loop() {
		peak, size := planned(b, n)
		b.ReportMetric(float64(peak), "peak-B")
		b.ReportMetric(float64(peak)/n, "B/meeting")
		b.ReportMetric(float64(size)/n, "file-B/meeting")
	}
}

var _ io.Writer = (*gauge)(nil)
