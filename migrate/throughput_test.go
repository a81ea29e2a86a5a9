package migrate_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/migrate"
	"github.com/libmeet/meeting/provider"
)

// TestThroughputOfAMinute: at 60 calls a minute, of which all are creates, no call is
// refused and at least 99 % of what the limit allows is used.
func TestThroughputOfAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n, perMinute = 1200, 60
		w := newWorld(t, simulator.Config{ZohoPlan: "standard"})
		defer w.close()
		source := many(n, func(i int) string { return "" })
		m := w.from(source, "zoho")
		p := w.plan(m, migrate.PlanOptions{})
		if d := p.Summary.Duration; d < (n/perMinute-1)*time.Minute || d > (n/perMinute+1)*time.Minute {
			t.Errorf("the plan says %v", d)
		}
		time.Sleep(2 * time.Minute) // the plan has spent some calls
		began := time.Now()
		if _, total, err := w.try(t.Context(), m, p, migrate.ApplyOptions{}); err != nil || total.Created != n {
			t.Fatalf("%+v, %v", total, err)
		}
		took := time.Since(began)
		least := (n/perMinute - 1) * time.Minute // the first 60 go at once
		t.Logf("%d creates at %d a minute: %v, of at least %v: %.2f %%; %d refused", n, perMinute, took, least, 100*float64(least)/float64(took), w.wire.refused)
		if w.wire.refused > 0 {
			t.Errorf("%d refused", w.wire.refused)
		}
		if float64(least)/float64(took) < 0.99 {
			t.Errorf("it took %v, of at least %v", took, least)
		}
	})
}

// TestThroughputOfADay: at 100 a day for each of three hosts, no call is refused and
// at least 99 % of each day is used; a run ends where the next day has to come.
func TestThroughputOfADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const perDay, hosts, days = 100, 3, 4
		time.Sleep(6 * time.Hour) // not at midnight, when it could be either day
		w := newWorld(t, simulator.Config{})
		defer w.close()
		mapped := migrate.Hosts{}
		for h := range hosts {
			mapped[fmt.Sprintf("h%d@a.example", h)] = fmt.Sprintf("h%d@example.com", h)
		}
		source := many(perDay*hosts*days, func(i int) string { return fmt.Sprintf("h%d@a.example", i%hosts) })
		m := w.from(source, "zoom")
		var file bytes.Buffer
		written, err := m.Plan(t.Context(), migrate.PlanOptions{Hosts: mapped}, &file)
		if err != nil {
			t.Fatal(err)
		}
		sum := written.Summary
		t.Logf("plan: %d calls, %v, %s, %d hosts", sum.Calls, sum.Duration, sum.Limited, sum.Hosts)
		if d := sum.Duration; d < (days-1)*24*time.Hour-6*time.Hour || d > (days-1)*24*time.Hour || !strings.Contains(sum.Limited, "100 creates and updates a day") || sum.Hosts != hosts {
			t.Errorf("the plan says %+v", sum)
		}
		p, err := migrate.Read(&file)
		if err != nil {
			t.Fatal(err)
		}
		made := map[string]int{} // by day
		for runs := 1; ; runs++ {
			before, err := m.Status(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			day := time.Now().UTC().Format(time.DateOnly)
			_, total, err := w.try(t.Context(), m, p, migrate.ApplyOptions{Concurrency: 8})
			made[day] += total.Created - before.Created
			if err == nil {
				break
			}
			var limit *meeting.Error
			if !errors.As(err, &limit) || limit.Kind != meeting.ErrRateLimited || runs > 2*days {
				t.Fatal(err)
			}
			time.Sleep(limit.RetryAfter)
		}
		t.Logf("made %v, %d refused", made, w.wire.refused)
		if w.wire.refused > 0 || len(made) != days {
			t.Errorf("%d refused, %d days", w.wire.refused, len(made))
		}
		for day, n := range made {
			if n < perDay*hosts*99/100 {
				t.Errorf("%s: %d", day, n)
			}
		}
		w.verify(m, p)
	})
}

// many is a source of n meetings.
func many(n int, host func(i int) string) *fake {
	a := newFake("a")
	start := time.Now().AddDate(0, 2, 0).UTC().Truncate(time.Hour)
	for i := range n {
		a.add(meeting.Meeting{Title: fmt.Sprintf("Meeting %d", i), Start: start.Add(time.Duration(i) * time.Hour), Duration: time.Hour, Zone: "UTC",
			Host: meeting.Person{Email: host(i)}})
	}
	return a
}

// from is a migration from a fake to a simulator.
func (w *world) from(source *fake, to string) *migrate.Migration {
	w.t.Helper()
	m, err := migrate.New(migrate.Config{From: provider.NewClient(source, provider.ClientConfig{}), To: w.client(to), Store: w.store})
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}
