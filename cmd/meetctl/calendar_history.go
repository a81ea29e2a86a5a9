package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/libmeet/meeting/calendar"
	"github.com/libmeet/meeting/store"
)

// storeHistory keeps what calendars were told in the store, for the next command.
type storeHistory struct {
	store store.Store

	// feed keeps it apart for the feed: what the vendors' lists leave out is not in
	// there, and must not be told as a change in a file. A meeting that files have told
	// of, or that was moved to another vendor, begins with the UID and sequence there.
	feed bool
}

var _ calendar.History = storeHistory{}

// Change implements [calendar.History].
func (h storeHistory) Change(ctx context.Context, key string, change func(calendar.Revision) calendar.Revision) error {
	keys := []string{"calendar/" + key}
	if h.feed {
		keys = []string{"feed/" + key, "calendar/" + key}
	}
	return h.store.Update(ctx, keys, func(_ time.Time, records []store.Record) error {
		known := make([]calendar.Revision, len(records))
		for i, r := range records {
			if r.Value == nil {
				continue
			}
			if err := json.Unmarshal(r.Value, &known[i]); err != nil {
				return store.Unavailable(err) // a lower sequence would be ignored by every calendar
			}
		}
		last := known[0]
		if file := known[len(known)-1]; file.UID != "" && file.UID != last.UID {
			last = calendar.Revision{UID: file.UID, Sequence: max(file.Sequence, last.Sequence), Stamp: file.Stamp}
		}
		next := change(last)
		if next == known[0] {
			return nil
		}
		value, err := json.Marshal(next)
		if err != nil {
			return store.Unavailable(err)
		}
		records[0].Value = value
		return nil
	})
}

// feedHistory is the history of the feed, nil where no state can be kept: a feed
// whose sequences begin anew at the next start is better than none.
func (a *app) feedHistory(ctx context.Context) calendar.History {
	h := storeHistory{store: a.state, feed: true}
	if err := h.Change(ctx, "", func(r calendar.Revision) calendar.Revision { return r }); err != nil {
		a.warn("what the feed told is forgotten at its end: " + err.Error())
		return nil
	}
	return h
}
