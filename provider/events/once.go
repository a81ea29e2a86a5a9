package events

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// Once remembers which events were handled, for all processes that share its store,
// so that one that comes again (vendors repeat what was not answered in time, and
// anybody can repeat what he copied) is handled once. What it remembers ends with
// Window, so it does not grow without bound.
type Once struct {
	Store store.Store

	// Scope keeps apart what has keys of its own: the name of a provider, for example.
	Scope string

	// Window is how long an event is remembered; 0 is a day. It must be longer than
	// the vendor repeats (Zoom: an hour and a half) and than signatures are believed.
	Window time.Duration

	// Limit is how long handling may take; 0 is a minute. After it the event of a
	// process that died may be handled by another.
	Limit time.Duration
}

const (
	defaultWindow = 24 * time.Hour
	defaultLimit  = time.Minute
)

// What a record says. Its expiry says for how long.
const (
	stateBusy = "busy"
	stateDone = "done"
)

// Do calls handle unless the event with this key was handled before; handled
// reports whether it did so now. The event counts as handled when handle returns
// nil. While another goroutine or process is at it, the error is
// [meeting.ErrConflict], with the time to come back: it may fail there. A store that
// can't be used is [meeting.ErrUnavailable], and handle was not called.
//
// A process that dies between handling an event and remembering it handles it
// again, or another does: what handle does must bear that.
func (o Once) Do(ctx context.Context, key string, handle func(ctx context.Context) error) (handled bool, err error) {
	if o.Window == 0 {
		o.Window = defaultWindow
	}
	if o.Limit == 0 {
		o.Limit = defaultLimit
	}
	at := o.place(key)
	mine, err := o.begin(ctx, at)
	if err != nil || !mine {
		return false, err
	}
	done := false
	defer func() { // also when handle panics
		if !done {
			o.release(context.WithoutCancel(ctx), at)
		}
	}()
	within, cancel := context.WithTimeout(ctx, o.Limit)
	defer cancel()
	if err := handle(within); err != nil {
		return true, err
	}
	done = true
	return true, o.finish(context.WithoutCancel(ctx), at)
}

// place is the record's key: vendors' keys may be long, and hold people's ids.
func (o Once) place(key string) string {
	sum := sha256.Sum256([]byte(o.Scope + "\x00" + key))
	return "event/" + hex.EncodeToString(sum[:16])
}

// begin takes the event, unless it was handled or is being handled.
func (o Once) begin(ctx context.Context, at string) (mine bool, err error) {
	err = o.Store.Update(ctx, []string{at}, func(now time.Time, records []store.Record) error {
		switch string(records[0].Value) {
		case stateDone:
			mine = false
			return nil
		case stateBusy:
			return &meeting.Error{Kind: meeting.ErrConflict, Message: "the event is being handled", RetryAfter: records[0].Expires.Sub(now)}
		}
		mine = true
		records[0].Value, records[0].Expires = []byte(stateBusy), now.Add(o.Limit+grace)
		return nil
	})
	return mine, err
}

// grace is for a handler that ends with its context.
const grace = 5 * time.Second

func (o Once) finish(ctx context.Context, at string) error {
	return o.Store.Update(ctx, []string{at}, func(now time.Time, records []store.Record) error {
		records[0].Value, records[0].Expires = []byte(stateDone), now.Add(o.Window)
		return nil
	})
}

// release lets the vendor's next delivery try again at once. When the store fails,
// it has to wait until the record expires.
func (o Once) release(ctx context.Context, at string) {
	_ = o.Store.Update(ctx, []string{at}, func(_ time.Time, records []store.Record) error {
		if string(records[0].Value) == stateBusy {
			records[0].Value = nil
		}
		return nil
	})
}
