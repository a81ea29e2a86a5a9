package sqlstore

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/libmeet/meeting/store"
)

// Update implements [store.Store]. The rows are locked in the order of their keys,
// so that two updates never wait for each other.
func (s *Store) Update(ctx context.Context, keys []string, change func(now time.Time, records []store.Record) error) error {
	order := make([]int, len(keys))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	err := known(s.transact(ctx, func(tx *sql.Tx) error {
		before := make([]store.Record, len(keys))
		stored := make([]int64, len(keys)) // versions of the rows, expired ones included
		for _, i := range order {
			r, expires := store.Record{Key: keys[i]}, int64(0)
			if err := tx.QueryRowContext(ctx, sqlLock, []byte(keys[i]), []byte{}).Scan(&r.Value, &r.Version, &expires); err != nil {
				return err
			}
			r.Expires = fromMicros(expires)
			stored[i], before[i] = r.Version, r
		}
		now, err := s.now(ctx, tx) // after the locks: time passes while waiting for them
		if err != nil {
			return err
		}
		records := make([]store.Record, len(keys))
		for i, r := range before {
			if r.Version == 0 || (!r.Expires.IsZero() && !now.Before(r.Expires)) {
				before[i] = store.Record{Key: keys[i]}
			}
			records[i] = before[i]
			records[i].Value = bytes.Clone(before[i].Value)
		}
		if err := change(now, records); err != nil {
			return err
		}
		for i, r := range records {
			if err := s.write(ctx, tx, before[i], r, stored[i]); err != nil {
				return err
			}
		}
		return nil
	}))
	s.purge(ctx)
	return err
}

// purgeEvery is how many updates go by between two removals of what has expired.
const purgeEvery = 256

// purge runs in a transaction of its own: it locks rows in no order.
func (s *Store) purge(ctx context.Context) {
	if s.updates.Add(1)%purgeEvery != 0 {
		return
	}
	if now, err := s.now(ctx, s.db); err == nil {
		_, _ = s.db.ExecContext(ctx, sqlPurge, micros(now)) // the next one will do
	}
}

// write stores what change made of one record. Version -1 asks for a write even of
// the same value.
func (s *Store) write(ctx context.Context, tx *sql.Tx, before, after store.Record, stored int64) error {
	switch {
	case after.Value == nil:
		_, err := tx.ExecContext(ctx, sqlDelete, []byte(before.Key))
		return err
	case after.Version != -1 && before.Version > 0 && bytes.Equal(after.Value, before.Value) && after.Expires.Equal(before.Expires):
		return nil
	}
	version := before.Version + 1
	if before.Version == 0 && stored > 0 {
		version = 1 // what had expired is a new record
	}
	_, err := tx.ExecContext(ctx, sqlWrite, []byte(before.Key), after.Value, version, micros(after.Expires))
	return err
}
