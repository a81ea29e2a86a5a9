package calendar

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/libmeet/meeting"
)

// snapshot is what is served until the next refresh. It never changes.
type snapshot struct {
	items []Item    // in the order of starts
	notes []trouble // what is wrong with it
	feeds map[string]feed
	taken time.Time
}

// trouble tells of a provider that failed.
type trouble struct {
	Provider string
	Text     string
	Since    time.Time // of when its meetings are; zero: there are none
}

// feed is a calendar file, ready to be sent.
type feed struct {
	body, zipped []byte
	tag          string
	modified     time.Time
}

// knowledge is what one provider said last.
type knowledge struct {
	items []Item
	at    time.Time // of the last whole answer; zero: there was none
	errs  []error   // what went wrong since
	next  time.Time // when it may be asked again
}

const (
	// patience is how long the vendors may take.
	patience = time.Minute
	// pause is how long a vendor that failed is left alone, if it doesn't say.
	pause = time.Minute
)

// latest returns what to serve. It asks the vendors when that is due; who comes
// meanwhile gets what there is. The error is why there is nothing.
func (h *Handler) latest(ctx context.Context) (*snapshot, error) {
	now := h.cfg.Now()
	h.mu.Lock()
	current, due := h.current, !now.Before(h.again)
	h.mu.Unlock()
	if !due && current != nil {
		return current, nil
	}
	if current != nil && !h.refreshing.TryLock() {
		return current, nil
	} else if current == nil {
		h.refreshing.Lock()
	}
	defer h.refreshing.Unlock()
	h.mu.Lock()
	current, due = h.current, !now.Before(h.again) // another may have been faster
	failed := h.failed
	h.mu.Unlock()
	switch {
	case due:
	case current == nil:
		return nil, failed
	default:
		return current, nil
	}
	// The answer is for everybody: that this reader left must not end it.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	return h.refresh(ctx, now)
}

// refresh asks the vendors whose time has come, each for itself: so what one said
// last can stand beside what the others say now.
func (h *Handler) refresh(ctx context.Context, now time.Time) (*snapshot, error) {
	w := Window{From: now.Add(-h.cfg.Past), To: now.Add(h.cfg.Ahead), Since: h.cfg.Since}
	known, asked := make([]knowledge, len(h.cfg.Clients)), make([]bool, len(h.cfg.Clients))
	var wg sync.WaitGroup
	for i, c := range h.cfg.Clients {
		known[i] = h.known[c.Info().Name] // guarded by refreshing
		if asked[i] = !now.Before(known[i].next); asked[i] {
			wg.Go(func() { known[i] = h.learn(known[i], Collect(Merge(ctx, h.cfg.Clients[i:i+1], w), w), now) })
		}
	}
	wg.Wait()
	next := &snapshot{taken: now}
	again := known[0].next
	answered := false
	for i, k := range known {
		name := h.cfg.Clients[i].Info().Name
		h.known[name] = k
		next.items = append(next.items, k.items...)
		answered = answered || !k.at.IsZero() || len(k.items) > 0
		if len(k.errs) > 0 {
			next.notes = append(next.notes, trouble{name, kindText(k.errs[0]), k.at})
		}
		if asked[i] {
			for _, err := range k.errs {
				h.cfg.OnError(err)
			}
		}
		if k.next.Before(again) {
			again = k.next
		}
	}
	var err error
	if answered {
		next.items = ordered(next.items)
		err = h.write(ctx, next, now)
	} else {
		err = known[0].errs[0]
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.again, h.failed = again, err
	switch {
	case err == nil:
		h.current = next
	case h.current != nil: // what was served is better than nothing
		h.cfg.OnError(err)
	default:
		return nil, err
	}
	return h.current, nil
}

// learn adds an answer to what is known. One that is not whole replaces none that
// was.
func (h *Handler) learn(k knowledge, a Agenda, now time.Time) knowledge {
	k.errs, k.next = a.Errors, now.Add(h.cfg.Refresh)
	switch {
	case !incomplete(a.Errors):
		k.items, k.at = a.Items, now
		return k
	case k.at.IsZero() && len(a.Items) > 0: // better than nothing, and said to be incomplete
		k.items = a.Items
	}
	wait := min(h.cfg.Refresh, pause)
	for _, err := range a.Errors {
		wait = max(wait, retryAfter(err))
	}
	k.next = now.Add(wait)
	return k
}

// incomplete reports whether an error is about more than one odd meeting: only then
// is what the provider said before the better answer.
func incomplete(errs []error) bool {
	return slices.ContainsFunc(errs, func(err error) bool {
		var e *meeting.Error
		return !errors.As(err, &e) || e.Kind != meeting.ErrProtocol || e.ID == ""
	})
}

// kindText says what went wrong without the vendor's words, which may tell readers
// more than they should know.
func kindText(err error) string {
	if kind := meeting.KindOf(err); kind != "" {
		return kind.Error()
	}
	return "error"
}

func retryAfter(err error) time.Duration {
	var e *meeting.Error
	if errors.As(err, &e) {
		return e.RetryAfter
	}
	return 0
}

// ordered sorts the items of several providers and folds what is the same.
func ordered(items []Item) []Item {
	slices.SortStableFunc(items, func(a, b Item) int { return a.Start.Compare(b.Start) })
	var out []Item
	for len(items) > 0 {
		n := 1
		for n < len(items) && items[n].Start.Equal(items[0].Start) {
			n++
		}
		out = append(out, folded(items[:n])...)
		items = items[n:]
	}
	return out
}

// write makes the feeds: one of all, and one for each provider.
func (h *Handler) write(ctx context.Context, next *snapshot, now time.Time) error {
	next.feeds = map[string]feed{}
	names := []string{""}
	for _, c := range h.cfg.Clients {
		names = append(names, c.Info().Name)
	}
	for _, name := range names {
		events, err := h.events(ctx, next, name, now)
		if err != nil {
			return err
		}
		var body bytes.Buffer
		opt := EncodeOptions{Method: Publish, Name: h.cfg.Name, Refresh: h.cfg.Refresh, Now: now}
		if name != "" {
			opt.Name += " (" + name + ")"
		}
		if err := Encode(&body, events, opt); err != nil {
			return err
		}
		next.feeds[name] = h.newFeed(name, body.Bytes(), now)
	}
	return nil
}

// events are the meetings of a provider, or of all, series whole.
func (h *Handler) events(ctx context.Context, next *snapshot, name string, now time.Time) ([]Event, error) {
	var events []Event
	seen, places := map[string]bool{}, map[string]int{}
	for _, item := range next.items {
		if name != "" && !item.isOf(name) {
			continue
		}
		m := item.Meeting
		if item.Series != nil {
			m = *item.Series
		}
		if seen[UID(m)] {
			continue
		}
		seen[UID(m)] = true
		if err := Encode(io.Discard, []Event{NewEvent(m)}, EncodeOptions{Method: Publish, Now: now}); err != nil {
			if meeting.KindOf(err) != meeting.ErrInvalid {
				return nil, err
			}
			if name == "" { // one meeting must not keep the others out
				h.cfg.OnError(err)
				next.notes = append(next.notes, trouble{m.Provider, "the meeting " + m.ID + " can't be written into the feed", now})
			}
			continue
		}
		event, err := Track(ctx, h.cfg.History, m, now)
		if err != nil {
			return nil, err // of whatever kind: without it the feed would be empty
		}
		at, twice := places[event.UID]
		switch {
		case !twice:
			places[event.UID] = len(events)
			events = append(events, event)
		case event.Sequence > events[at].Sequence: // it was moved here, and is still there
			events[at] = event
		}
	}
	return events, nil
}

// isOf reports whether the provider lists the meeting.
func (i Item) isOf(name string) bool {
	return i.Provider == name || slices.ContainsFunc(i.Duplicates, func(m meeting.Meeting) bool { return m.Provider == name })
}

// newFeed keeps the tag and the time of a feed that says the same as before.
func (h *Handler) newFeed(name string, body []byte, now time.Time) feed {
	sum := sha256.Sum256(body)
	f := feed{body: body, tag: hex.EncodeToString(sum[:12]), modified: now.UTC().Truncate(time.Second)}
	if h.current != nil && h.current.feeds[name].tag == f.tag {
		return h.current.feeds[name]
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = z.Write(body) // into memory
	_ = z.Close()
	f.zipped = zipped.Bytes()
	return f
}
