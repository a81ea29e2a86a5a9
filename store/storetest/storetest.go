// Package storetest is the conformance suite of stores. Each case carries the
// sentence of the contract that it enforces.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// Harness opens stores for the suite.
type Harness struct {
	// Open returns a store on the same state each time it is called in one test, as
	// several processes would, and on an empty one in the next test.
	Open func(t *testing.T) store.Store

	// Advance moves the store's clock. Nil: the suite waits, for 50 ms at most.
	Advance func(d time.Duration)
}

type testCase struct {
	name, sentence string
	run            func(t *testing.T, h Harness, s store.Store)
}

// Run runs the suite.
func Run(t *testing.T, h Harness) {
	for _, c := range cases() {
		t.Run(c.name, func(t *testing.T) {
			defer func() {
				if t.Failed() {
					t.Log("contract: " + c.sentence)
				}
			}()
			c.run(t, h, h.Open(t))
		})
	}
}

func (h Harness) pass(d time.Duration) {
	if h.Advance != nil {
		h.Advance(d)
		return
	}
	time.Sleep(d)
}

func cases() []testCase {
	return []testCase{
		{"get_missing", "Get of what is not there is ErrNotFound.", func(t *testing.T, _ Harness, s store.Store) {
			_, err := s.Get(t.Context(), "none")
			wantKind(t, err, meeting.ErrNotFound)
		}},
		{"put_and_get", "Put with version 0 writes what is not there; Get returns it.", func(t *testing.T, _ Harness, s store.Store) {
			put := must(s.Put(t.Context(), store.Record{Key: "k", Value: []byte("a\x00\xff")}))(t)
			got := must(s.Get(t.Context(), "k"))(t)
			if diff := cmp.Diff(put, got); diff != "" || got.Version != 1 {
				t.Errorf("version %d, -put +got:\n%s", got.Version, diff)
			}
		}},
		{"put_stale", "Put with another version than the stored one is ErrConflict and writes nothing.", putStale},
		{"put_same_value", "Every Put counts, also of the same value.", func(t *testing.T, _ Harness, s store.Store) {
			first := must(s.Put(t.Context(), store.Record{Key: "k", Value: []byte("a")}))(t)
			if second := must(s.Put(t.Context(), first))(t); second.Version != 2 {
				t.Errorf("version %d, want 2", second.Version)
			}
		}},
		{"empty_value", "An empty value is a value.", func(t *testing.T, _ Harness, s store.Store) {
			must(s.Put(t.Context(), store.Record{Key: "k"}))(t)
			if got := must(s.Get(t.Context(), "k"))(t); len(got.Value) != 0 || got.Version != 1 {
				t.Errorf("got %+v", got)
			}
		}},
		{"delete", "Delete removes the version given and no other; what is not there is nil.", deleteCase},
		{"list", "List returns keys with the prefix, in byte order, after a key, at most limit.", list},
		{"expiry", "After Expires a record is not there, and can be written anew.", expiry},
		{"update", "Update reads, changes and writes several records at once.", update},
		{"update_error", "An error of change is returned as it is and nothing is written.", updateError},
		{"update_atomic", "No other write comes between: counters lose nothing.", updateAtomic},
		{"update_order", "Updates of the same keys in different orders don't block each other.", updateOrder},
		{"lease", "A lease is held by one; it can be renewed, released, and ends by itself; its fence grows.", lease},
		{"lease_race", "Of many that ask at once, one gets the lease.", leaseRace},
		{"shared", "What one handle wrote another sees.", func(t *testing.T, h Harness, s store.Store) {
			must(s.Put(t.Context(), store.Record{Key: "k", Value: []byte("v")}))(t)
			if got := must(h.Open(t).Get(t.Context(), "k"))(t); string(got.Value) != "v" {
				t.Errorf("got %q", got.Value)
			}
		}},
		{"cancelled", "A context that has ended is ErrUnavailable and matches its error.", func(t *testing.T, _ Harness, s store.Store) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			_, err := s.Put(ctx, store.Record{Key: "k"})
			wantKind(t, err, meeting.ErrUnavailable)
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%v does not match context.Canceled", err)
			}
		}},
		{"closed", "A closed store is ErrUnavailable.", func(t *testing.T, _ Harness, s store.Store) {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			_, err := s.Get(t.Context(), "k")
			wantKind(t, err, meeting.ErrUnavailable)
		}},
	}
}

func wantKind(t *testing.T, err error, kind meeting.ErrorKind) {
	t.Helper()
	if meeting.KindOf(err) != kind {
		t.Errorf("error %v, want kind %s", err, kind)
	}
}

func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func putStale(t *testing.T, _ Harness, s store.Store) {
	must(s.Put(t.Context(), store.Record{Key: "k", Value: []byte("a")}))(t)
	for _, version := range []int64{0, 2, -1} {
		_, err := s.Put(t.Context(), store.Record{Key: "k", Value: []byte("b"), Version: version})
		wantKind(t, err, meeting.ErrConflict)
	}
	_, err := s.Put(t.Context(), store.Record{Key: "other", Version: 1})
	wantKind(t, err, meeting.ErrConflict)
	if got := must(s.Get(t.Context(), "k"))(t); string(got.Value) != "a" || got.Version != 1 {
		t.Errorf("got %+v", got)
	}
}

func deleteCase(t *testing.T, _ Harness, s store.Store) {
	r := must(s.Put(t.Context(), store.Record{Key: "k", Value: []byte("a")}))(t)
	wantKind(t, s.Delete(t.Context(), "k", r.Version+1), meeting.ErrConflict)
	for range 2 {
		if err := s.Delete(t.Context(), "k", r.Version); err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.Get(t.Context(), "k")
	wantKind(t, err, meeting.ErrNotFound)
	must(s.Put(t.Context(), store.Record{Key: "k", Value: []byte("b")}))(t)
}

func list(t *testing.T, _ Harness, s store.Store) {
	for _, key := range []string{"a/2", "a/10", "a/Z", "a/é", "b/1", "a", "a0", "a/1"} {
		must(s.Put(t.Context(), store.Record{Key: key, Value: []byte(key)}))(t)
	}
	keys := func(prefix, after string, limit int) []string {
		var out []string
		for _, r := range must(s.List(t.Context(), prefix, after, limit))(t) {
			if string(r.Value) != r.Key {
				t.Errorf("%q holds %q", r.Key, r.Value)
			}
			out = append(out, r.Key)
		}
		return out
	}
	for _, c := range []struct {
		prefix, after string
		limit         int
		want          []string
	}{
		{"a/", "", 10, []string{"a/1", "a/10", "a/2", "a/Z", "a/é"}},
		{"a/", "", 2, []string{"a/1", "a/10"}},
		{"a/", "a/10", 10, []string{"a/2", "a/Z", "a/é"}},
		{"a/", "a/é", 10, nil},
		{"", "", 2, []string{"a", "a/1"}},
		{"c", "", 10, nil},
	} {
		if diff := cmp.Diff(c.want, keys(c.prefix, c.after, c.limit)); diff != "" {
			t.Errorf("prefix %q after %q limit %d, -want +got:\n%s", c.prefix, c.after, c.limit, diff)
		}
	}
}

func expiry(t *testing.T, h Harness, s store.Store) {
	var now time.Time
	_ = s.Update(t.Context(), []string{"clock"}, func(at time.Time, _ []store.Record) error { now = at; return nil })
	must(s.Put(t.Context(), store.Record{Key: "k", Value: []byte("a"), Expires: now.Add(40 * time.Millisecond)}))(t)
	must(s.Put(t.Context(), store.Record{Key: "kept", Value: []byte("a"), Expires: now.Add(time.Hour)}))(t)
	h.pass(50 * time.Millisecond)
	_, err := s.Get(t.Context(), "k")
	wantKind(t, err, meeting.ErrNotFound)
	if got := must(s.List(t.Context(), "k", "", 10))(t); len(got) != 1 || got[0].Key != "kept" {
		t.Errorf("listed %+v", got)
	}
	if r := must(s.Put(t.Context(), store.Record{Key: "k", Value: []byte("b")}))(t); r.Version != 1 {
		t.Errorf("version %d, want 1", r.Version)
	}
}

func update(t *testing.T, _ Harness, s store.Store) {
	must(s.Put(t.Context(), store.Record{Key: "b", Value: []byte("old")}))(t)
	must(s.Put(t.Context(), store.Record{Key: "gone", Value: []byte("x")}))(t)
	must(s.Put(t.Context(), store.Record{Key: "same", Value: []byte("x")}))(t)
	keys := []string{"gone", "b", "a", "same", "never"}
	err := s.Update(t.Context(), keys, func(now time.Time, records []store.Record) error {
		if now.IsZero() || records[2].Version != 0 || string(records[1].Value) != "old" {
			t.Errorf("change saw %v %+v", now, records)
		}
		records[0].Value = nil
		records[1].Value = append(records[1].Value, "er"...)
		records[2].Value = []byte("new")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range must(s.List(t.Context(), "", "", 10))(t) {
		got = append(got, fmt.Sprintf("%s=%s@%d", r.Key, r.Value, r.Version))
	}
	if diff := cmp.Diff([]string{"a=new@1", "b=older@2", "same=x@1"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func updateError(t *testing.T, _ Harness, s store.Store) {
	boom := errors.New("boom")
	err := s.Update(t.Context(), []string{"k"}, func(_ time.Time, records []store.Record) error {
		records[0].Value = []byte("x")
		return &meeting.Error{Kind: meeting.ErrRateLimited, Err: boom}
	})
	wantKind(t, err, meeting.ErrRateLimited)
	if !errors.Is(err, boom) {
		t.Errorf("%v does not match its cause", err)
	}
	_, err = s.Get(t.Context(), "k")
	wantKind(t, err, meeting.ErrNotFound)
}
