package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/libmeet/meeting/calendar"
	"github.com/libmeet/meeting/store"
)

// storeHistory keeps what calendars were told in the store, for the next command.
type storeHistory struct{ store store.Store }

var _ calendar.History = storeHistory{}

// Change implements [calendar.History].
func (h storeHistory) Change(ctx context.Context, key string, change func(calendar.Revision) calendar.Revision) error {
	return h.store.Update(ctx, []string{"calendar/" + key}, func(_ time.Time, records []store.Record) error {
		var last calendar.Revision
		if records[0].Value != nil {
			if err := json.Unmarshal(records[0].Value, &last); err != nil {
				return store.Unavailable(err) // a lower sequence would be ignored by every calendar
			}
		}
		next := change(last)
		if next == last {
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
