package quota

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/memory"
)

func process(t *testing.T, s store.Store, limits ...Limit) *Ledger {
	t.Helper()
	l, err := New(Config{Vendor: "Sim", Account: "sim/1", Limits: limits, Store: s})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestProcesses: what one process spent or heard, the others know.
func TestProcesses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New(nil)
		limit := Limit{Name: "minute", Amount: 4, Every: time.Minute, Lock: 10 * time.Minute}
		a, b := process(t, s, limit), process(t, s, limit)
		for _, l := range []*Ledger{a, b, a} {
			if err := reserve(t.Context(), l, Call{}); err != nil {
				t.Fatal(err)
			}
		}
		dead, err := b.Reserve(t.Context(), Call{}) // b is killed now
		if err != nil {
			t.Fatal(err)
		}
		a.Close()
		soon, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		wantLimited(t, reserve(soon, process(t, s, limit), Call{}), time.Minute, 2*time.Second, "limit of 4 a minute")
		time.Sleep(61 * time.Second)
		if h, err := process(t, s, limit).Headroom(t.Context(), Call{}); err != nil || h.Calls != 3 {
			t.Errorf("%+v, %v: the call of the dead one may still arrive", h, err)
		}
		time.Sleep(61 * time.Second)
		if h, err := process(t, s, limit).Headroom(t.Context(), Call{}); err != nil || h.Calls != 4 {
			t.Errorf("%+v, %v: its window has passed", h, err)
		}
		_ = dead
		ticket, err := a.Reserve(t.Context(), Call{})
		if err != nil {
			t.Fatal(err)
		}
		ticket.Done(Answer{Refused: true, Limit: -1, Remaining: -1})
		a.Close()
		wantLimited(t, reserve(soonOf(t, time.Minute), process(t, s, limit), Call{}), 10*time.Minute, time.Second, "")
	})
}

func soonOf(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// TestUnreadable: state that can't be read is a full window, not an empty one.
func TestUnreadable(t *testing.T) {
	for name, limit := range map[string]Limit{
		"told":    {Name: "minute", Amount: 4, Every: time.Minute},
		"fixed":   {Name: "minute", Amount: 4, Every: time.Minute, Kind: Fixed},
		"learned": {Name: "minute", Every: time.Minute},
	} {
		for _, value := range []string{"{}", "\x02\x00\x00", "\x01\x00\x08\x02", "\x01\x09"} {
			synctest.Test(t, func(t *testing.T) {
				s := memory.New(nil)
				if _, err := s.Put(t.Context(), store.Record{Key: "quota/sim%2F1/minute", Value: []byte(value)}); err != nil {
					t.Fatal(err)
				}
				err := reserve(soonOf(t, time.Second), process(t, s, limit), Call{})
				if meeting.KindOf(err) != meeting.ErrRateLimited {
					t.Errorf("%s, %q: %v", name, value, err)
				}
			})
		}
	}
}

func TestStoreFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New(nil)
		l := process(t, s, Limit{Name: "minute", Amount: 4, Every: time.Minute})
		ticket, err := l.Reserve(t.Context(), Call{})
		if err != nil {
			t.Fatal(err)
		}
		_ = s.Close()
		ticket.Done(Answer{Limit: -1, Remaining: -1})
		l.Close()
		if err := reserve(t.Context(), l, Call{}); !errors.Is(err, meeting.ErrUnavailable) {
			t.Errorf("got %v", err)
		}
		if _, err := l.NextSlot(t.Context(), Call{}, 1); !errors.Is(err, meeting.ErrUnavailable) {
			t.Errorf("got %v", err)
		}
		l.Close()
	})
}

// TestCancelledWhileShared: a place granted to a caller that has left is free again.
func TestCancelledWhileShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := slow{memory.New(nil)}
		l := process(t, s, Limit{Name: "minute", Amount: 1, Every: time.Minute})
		if err := reserve(soonOf(t, time.Second), l, Call{}); meeting.KindOf(err) != meeting.ErrUnavailable {
			t.Fatalf("got %v", err)
		}
		start := time.Now()
		if err := reserve(t.Context(), l, Call{}); err != nil || time.Since(start) > 15*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		l.Close()
	})
}

// slow is a store that takes its time.
type slow struct{ store.Store }

func (s slow) Update(ctx context.Context, keys []string, change func(time.Time, []store.Record) error) error {
	time.Sleep(3 * time.Second)
	return s.Store.Update(ctx, keys, change)
}

// FuzzState: whatever stands in the store, it is read without a panic, and what was
// read is written in the same form.
func FuzzState(f *testing.F) {
	w := newWindow(&Limit{Name: "x", Amount: 5, Every: time.Minute})
	w.log.add(int64(time.Hour), 2, 0)
	w.take(int64(time.Hour), 1)
	w.news.last(1, 2, 3)
	f.Add(w.encode())
	f.Add([]byte{})
	f.Add([]byte{format, 0})
	f.Fuzz(func(t *testing.T, value []byte) {
		limit := Limit{Name: "x", Amount: 5, Every: time.Minute}
		w := decode(&limit, value, int64(time.Hour))
		read := decode(&limit, w.encode(), int64(time.Hour)) // answers of one moment are one now
		once := read.encode()
		again := decode(&limit, once, int64(time.Hour))
		if !bytes.Equal(again.encode(), once) {
			t.Errorf("%x is written as %x", once, again.encode())
		}
		free, next := again.room(int64(time.Hour), bounds{-1, 1}, 1)
		if free < 1 && next == 0 {
			t.Error("no room, and no time to look again")
		}
	})
}
