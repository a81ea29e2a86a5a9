package migrate_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/migrate"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/memory"
)

// TestUnknown: a create whose outcome can't be told is reported, and never sent
// again.
func TestUnknown(t *testing.T) {
	w := &world{t: t}
	a, b := newFake("a"), newFake("b")
	start := time.Now().Add(time.Hour).Truncate(time.Second).UTC()
	for i := range 3 {
		a.add(meeting.Meeting{Title: fmt.Sprint("M", i), Start: start.Add(time.Duration(i) * time.Hour), Duration: time.Hour})
	}
	b.lose = func(req meeting.CreateRequest) bool { return req.Title == "M1" }
	m := between(t, a, b)
	p := w.plan(m, migrate.PlanOptions{})
	for range 3 {
		events, total, err := w.try(t.Context(), m, p, migrate.ApplyOptions{})
		if !errors.Is(err, meeting.ErrOutcomeUnknown) || total.Unknown != 1 || total.Created != 2 || kinds(events)["unknown"] != 1 {
			t.Errorf("%v, %+v, %+v", err, total, events)
		}
	}
	slices.Sort(b.calls)
	if !slices.Equal(b.calls, []string{"M0", "M1", "M2"}) {
		t.Errorf("sent %v", b.calls)
	}
	if _, err := m.Rollback(t.Context(), p, migrate.RollbackOptions{}); !errors.Is(err, meeting.ErrConflict) || !slices.Equal(b.titles(), []string{"M1"}) {
		t.Errorf("rollback: %v, left %v", err, b.titles())
	}
}

// TestFailed: what a vendor refuses is told, and tried again by the next run.
func TestFailed(t *testing.T) {
	w := &world{t: t}
	a, b := newFake("a"), newFake("b")
	for i := range 4 {
		a.add(meeting.Meeting{Title: fmt.Sprint("M", i), Start: time.Now().Add(time.Duration(i+1) * time.Hour).Truncate(time.Second).UTC(), Duration: time.Hour})
	}
	b.onCreate = func(req meeting.CreateRequest) error {
		if req.Title == "M2" {
			return &meeting.Error{Kind: meeting.ErrPermission, Message: "no"}
		}
		return nil
	}
	m := between(t, a, b)
	p := w.plan(m, migrate.PlanOptions{})
	events, total, err := w.try(t.Context(), m, p, migrate.ApplyOptions{})
	if !errors.Is(err, meeting.ErrConflict) || total.Failed != 1 || total.Created != 3 || kinds(events)["failed"] != 1 {
		t.Errorf("%v, %+v", err, total)
	}
	b.onCreate = nil
	if got := kinds(w.apply(m, p)); got["created"] != 1 {
		t.Errorf("%v", got)
	}
	w.verify(m, p)

	b.onCreate = func(meeting.CreateRequest) error {
		return &meeting.Error{Kind: meeting.ErrUnauthenticated, Message: "who?"}
	}
	a.add(meeting.Meeting{Title: "M9", Start: time.Now().Add(time.Hour).Truncate(time.Second).UTC(), Duration: time.Hour})
	p = w.plan(m, migrate.PlanOptions{})
	if _, _, err := w.try(t.Context(), m, p, migrate.ApplyOptions{}); !errors.Is(err, meeting.ErrUnauthenticated) {
		t.Errorf("%v", err)
	}
	b.onCreate = func(meeting.CreateRequest) error {
		return &meeting.Error{Kind: meeting.ErrUnavailable, Message: "down"}
	}
	if _, total, err := w.try(t.Context(), m, p, migrate.ApplyOptions{}); !errors.Is(err, meeting.ErrUnavailable) || total.Failed != 0 || total.Pending != 1 {
		t.Errorf("%v, %+v", err, total)
	}
}

// TestSoonestFirst: by start, whatever the order of the list and whoever the host.
func TestSoonestFirst(t *testing.T) {
	w := &world{t: t}
	a, b := newFake("a"), newFake("b")
	hosts := migrate.Hosts{}
	var want []string
	for i, h := range []int{15, 12, 19, 11, 17, 13, 18, 14, 16, 10} {
		from := fmt.Sprintf("h%d@a.example", i%3)
		hosts[from] = fmt.Sprintf("h%d@b.example", i%3)
		a.add(meeting.Meeting{Title: fmt.Sprint(h), Start: time.Now().Add(time.Duration(h) * time.Hour).Truncate(time.Second).UTC(),
			Duration: time.Hour, Host: meeting.Person{Email: from}})
		want = append(want, fmt.Sprint(h))
	}
	slices.Sort(want)
	m := between(t, a, b)
	p := w.plan(m, migrate.PlanOptions{Hosts: hosts})
	if _, _, err := w.try(t.Context(), m, p, migrate.ApplyOptions{Concurrency: 1}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(b.calls, want) {
		t.Errorf("%v", b.calls)
	}
	for _, made := range b.meetings {
		if !strings.HasSuffix(made.Host.Email, "@b.example") {
			t.Errorf("%s is held by %q", made.Title, made.Host.Email)
		}
	}
}

// TestTakenOver: what a process does after it was stopped for longer than its lease
// is not written; who has the plan now finds what it made.
func TestTakenOver(t *testing.T) {
	w := &world{t: t}
	a, b := newFake("a"), newFake("b")
	for i := range 3 {
		a.add(meeting.Meeting{Title: fmt.Sprint("M", i), Start: time.Now().Add(time.Duration(i+1) * time.Hour).Truncate(time.Second).UTC(), Duration: time.Hour})
	}
	state := memory.New(nil)
	m := onStore(t, a, b, state)
	p := w.plan(m, migrate.PlanOptions{})
	key := "lease/migrate/" + p.ID
	b.onCreate = func(meeting.CreateRequest) error { // while it waits for the vendor
		err := state.Update(t.Context(), []string{key}, func(_ time.Time, r []store.Record) error {
			r[0].Value = []byte(`{"fence":99}`)
			return nil
		})
		if err == nil {
			_, err = store.Acquire(t.Context(), state, key, "somebody", time.Hour)
		}
		return err
	}
	_, total, err := w.try(t.Context(), m, p, migrate.ApplyOptions{Concurrency: 1})
	if !errors.Is(err, meeting.ErrConflict) || len(b.calls) != 1 {
		t.Errorf("%v after %v", err, b.calls)
	}
	if total, err = m.Status(t.Context(), p); err != nil || total.Created != 0 {
		t.Errorf("it went on writing: %+v, %v", total, err)
	}
	b.onCreate = nil
	if err := store.Release(t.Context(), state, store.Lease{Key: key, Holder: "somebody", Fence: 100}); err != nil {
		t.Fatal(err)
	}
	if got := kinds(w.apply(m, p)); got["created"] != 3 || len(b.titles()) != 3 {
		t.Errorf("%v, %v", got, b.titles())
	}
}

// TestHostsWaitAlone: a host whose daily limit is used up stops no other; what is
// left exits with the time to come back.
func TestHostsWaitAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t}
		a, b := newFake("a"), newFake("b")
		const perDay = 10
		used := map[string]int{} // guarded by b.mu
		day := time.Now().UTC().Truncate(24 * time.Hour)
		b.onCreate = func(req meeting.CreateRequest) error {
			if now := time.Now().UTC().Truncate(24 * time.Hour); !now.Equal(day) {
				day = now
				clear(used)
			}
			if used[req.Host] == perDay {
				t.Errorf("%s is over its limit", req.Host)
				return &meeting.Error{Kind: meeting.ErrRateLimited}
			}
			used[req.Host]++
			return nil
		}
		b.room = func(host string, n int) (provider.Headroom, time.Time) {
			b.mu.Lock()
			defer b.mu.Unlock()
			now := time.Now().UTC()
			tomorrow := now.Truncate(24 * time.Hour).Add(24 * time.Hour)
			left := perDay - used[host]
			if !now.Truncate(24 * time.Hour).Equal(day) {
				left = perDay
			}
			return provider.Headroom{Calls: left, Until: tomorrow, Limited: "10 a day and host"}, tomorrow.AddDate(0, 0, (n-left-1)/perDay)
		}
		hosts := migrate.Hosts{}
		start := time.Now().AddDate(0, 1, 0).UTC()
		for i := range 30 {
			from := "x@a.example" // has 25 of the 30
			if i%6 == 0 {
				from = "y@a.example"
			}
			hosts[from] = strings.Replace(from, "a.example", "b.example", 1)
			a.add(meeting.Meeting{Title: fmt.Sprint("M", i), Start: start.Add(time.Duration(i) * time.Hour), Duration: time.Hour, Host: meeting.Person{Email: from}})
		}
		m := between(t, a, b)
		p := w.plan(m, migrate.PlanOptions{Hosts: hosts})
		if p.Summary.Calls != 30 || p.Summary.Duration < 24*time.Hour || p.Summary.Duration > 3*24*time.Hour {
			t.Errorf("%+v", p.Summary)
		}
		var made []int
		for {
			_, total, err := w.try(t.Context(), m, p, migrate.ApplyOptions{Concurrency: 1})
			made = append(made, total.Created)
			if err == nil {
				break
			}
			var limit *meeting.Error
			if !errors.As(err, &limit) || limit.Kind != meeting.ErrRateLimited || limit.RetryAfter <= 0 || !strings.Contains(limit.Message, "left") {
				t.Fatal(err)
			}
			time.Sleep(limit.RetryAfter)
		}
		if !slices.Equal(made, []int{15, 25, 30}) { // 10 and 5, 10, 5
			t.Errorf("made %v", made)
		}
		w.verify(m, p)
	})
}

// TestShortLimitIsWaitedFor: under MaxWait, and without a refusal.
func TestShortLimitIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t}
		a, b := newFake("a"), newFake("b")
		var minute time.Time
		used := 0
		b.onCreate = func(meeting.CreateRequest) error {
			if now := time.Now().Truncate(time.Minute); !now.Equal(minute) {
				minute, used = now, 0
			}
			if used == 6 {
				return &meeting.Error{Kind: meeting.ErrRateLimited, RetryAfter: time.Until(minute.Add(time.Minute))}
			}
			used++
			return nil
		}
		for i := range 20 {
			a.add(meeting.Meeting{Title: fmt.Sprint("M", i), Start: time.Now().AddDate(0, 1, i).UTC(), Duration: time.Hour})
		}
		m := between(t, a, b)
		p := w.plan(m, migrate.PlanOptions{})
		began := time.Now()
		if _, total, err := w.try(t.Context(), m, p, migrate.ApplyOptions{}); err != nil || total.Created != 20 {
			t.Errorf("%+v, %v", total, err)
		}
		if took := time.Since(began); took < 3*time.Minute || took > 4*time.Minute {
			t.Errorf("it took %v", took)
		}
	})
}

// TestMissingHost: a host that the map lacks is an error, and no item.
func TestMissingHost(t *testing.T) {
	a, b := newFake("a"), newFake("b")
	a.add(meeting.Meeting{Title: "x", Start: time.Now().Add(time.Hour).UTC(), Duration: time.Hour, Host: meeting.Person{Email: "x@a.example"}})
	m := between(t, a, b)
	var file strings.Builder
	_, err := m.Plan(t.Context(), migrate.PlanOptions{SourceHosts: []string{"x@a.example"}, Hosts: migrate.Hosts{"y@a.example": "z"}}, &file)
	if !errors.Is(err, meeting.ErrInvalid) || !strings.Contains(err.Error(), "x@a.example") {
		t.Errorf("%v", err)
	}
	if _, err = m.Plan(t.Context(), migrate.PlanOptions{SourceHosts: []string{"x@a.example", "y@a.example"}}, &file); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("two hosts and no map: %v", err)
	}
}

// TestUnable: what a vendor can't do is an error before anything is read, or stands
// in the plan.
func TestUnable(t *testing.T) {
	without := func(f *fake, ops ...provider.Op) *fake {
		f.info.Capabilities.Operations = slices.DeleteFunc(f.info.Capabilities.Operations, func(op provider.Op) bool { return slices.Contains(ops, op) })
		return f
	}
	var file strings.Builder
	for _, m := range []*migrate.Migration{
		between(t, without(newFake("a"), provider.OpList), newFake("b")), between(t, newFake("a"), without(newFake("b"), provider.OpCreate)),
	} {
		if _, err := m.Plan(t.Context(), migrate.PlanOptions{}, &file); !errors.Is(err, meeting.ErrUnsupported) {
			t.Errorf("%v", err)
		}
	}
	w := &world{t: t}
	a, b := without(newFake("a"), provider.OpUpdate, provider.OpCancel), without(newFake("b"), provider.OpCancel)
	a.add(meeting.Meeting{Title: "x", Start: time.Now().Add(time.Hour).Truncate(time.Second).UTC(), Duration: time.Hour})
	m := between(t, a, b)
	if _, err := m.Plan(t.Context(), migrate.PlanOptions{Options: migrate.Options{CancelSource: true}}, &file); !errors.Is(err, meeting.ErrUnsupported) {
		t.Errorf("%v", err)
	}
	file.Reset()
	made, err := m.Plan(t.Context(), migrate.PlanOptions{Options: migrate.Options{AnnotateSource: true}}, &file)
	if err != nil || len(made.Summary.Notes) != 2 {
		t.Errorf("%v, %v", made.Summary.Notes, err)
	}
	p, err := migrate.Read(strings.NewReader(file.String()))
	if err != nil || !strings.Contains(p.Items[0].Reason, "not annotated") {
		t.Errorf("%+v, %v", p, err)
	}
	w.apply(m, p)
	w.verify(m, p)
	if _, err := m.Rollback(t.Context(), p, migrate.RollbackOptions{}); !errors.Is(err, meeting.ErrUnsupported) {
		t.Errorf("%v", err)
	}
}

// TestSealed: a passcode of which the journal waits for the outcome is encrypted, and
// gone once it is known.
func TestSealed(t *testing.T) {
	w := &world{t: t}
	a, b := newFake("a"), newFake("b")
	a.add(meeting.Meeting{Title: "x", Start: time.Now().Add(time.Hour).Truncate(time.Second).UTC(), Duration: time.Hour, Passcode: meeting.NewSecret("p4sscode")})
	state := memory.New(nil)
	cfg := provider.ClientConfig{Store: state, StoreKey: meeting.NewSecret("key")}
	m, err := migrate.New(migrate.Config{From: provider.NewClient(a, cfg), To: provider.NewClient(b, cfg), Store: state, StoreKey: cfg.StoreKey})
	if err != nil {
		t.Fatal(err)
	}
	inStore := func() string {
		list, err := state.List(t.Context(), "", "", 1000)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, r := range list {
			all.Write(r.Value)
		}
		return all.String()
	}
	b.lose = func(meeting.CreateRequest) bool { return true }
	p := w.plan(m, migrate.PlanOptions{})
	if _, _, err := w.try(t.Context(), m, p, migrate.ApplyOptions{}); !errors.Is(err, meeting.ErrOutcomeUnknown) {
		t.Fatal(err)
	}
	if text := inStore(); strings.Contains(text, "p4sscode") || !strings.Contains(text, `"sealed":`) {
		t.Errorf("the store holds %s", text)
	}
	keyless, err := migrate.New(migrate.Config{From: provider.NewClient(a, cfg), To: provider.NewClient(b, cfg), Store: state})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keyless.Status(t.Context(), p); !errors.Is(err, meeting.ErrUnavailable) {
		t.Errorf("without the key: %v", err)
	}
	b.info.Capabilities.Search = provider.Search{By: provider.SearchContent} // it can be asked after all
	m, err = migrate.New(migrate.Config{From: provider.NewClient(a, cfg), To: provider.NewClient(b, cfg), Store: state, StoreKey: cfg.StoreKey})
	if err != nil {
		t.Fatal(err)
	}
	if got := kinds(w.apply(m, p)); got["created"] != 1 || len(b.calls) != 1 {
		t.Errorf("%v, %v", got, b.calls)
	}
	if text := inStore(); strings.Contains(text, "p4sscode") {
		t.Errorf("the store holds %s", text)
	}
	w.verify(m, p)
}
