// Package sqlstore is the store over database/sql: one SQL text for SQLite and
// PostgreSQL, which differ in how they are opened and in whose clock counts.
package sqlstore

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"sync/atomic"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// Engine is what the two databases differ in.
type Engine struct {
	// Clock is a query for the time in microseconds since 1970; "" is the clock of
	// this machine, which all processes of an embedded database share.
	Clock string

	// Lock is a statement that keeps other processes from making the tables at the
	// same time; "" when a transaction does so by itself.
	Lock string

	// Retry reports errors of a transaction that was chosen to give way to another.
	Retry func(error) bool

	Now func() time.Time // for Clock ""; nil is time.Now
}

// Store is a [store.Store] in a table.
type Store struct {
	db      *sql.DB
	engine  Engine
	updates atomic.Int64
}

var _ store.Store = (*Store)(nil)

// schemaVersion counts the forms of the tables. A store written by a newer one is
// refused, not guessed at.
const schemaVersion = 1

var schema = []string{
	`create table if not exists meeting_schema (version bigint not null)`,
	`create table if not exists meeting_records (
		key bytea primary key,
		value bytea not null,
		version bigint not null,
		expires bigint not null)`,
	`create index if not exists meeting_records_expires on meeting_records (expires)`,
}

// The statements. Keys are bytes, because text sorts as a database's locale has it.
// A row of version 0 is a placeholder that an Update locks; to
// everybody else it is not there. expires is microseconds since 1970, 0 for never.
const (
	sqlGet = `select value, version, expires from meeting_records
		where key = $1 and version > 0 and (expires = 0 or expires > $2)`
	sqlList = `select key, value, version, expires from meeting_records
		where key > $1 and key >= $2 and key < $3 and version > 0 and (expires = 0 or expires > $4) order by key limit $5`
	sqlLock = `insert into meeting_records (key, value, version, expires) values ($1, $2, 0, 0)
		on conflict (key) do update set version = meeting_records.version
		returning value, version, expires`
	sqlWrite  = `update meeting_records set value = $2, version = $3, expires = $4 where key = $1`
	sqlDelete = `delete from meeting_records where key = $1`
	sqlPurge  = `delete from meeting_records where expires > 0 and expires <= $1`
)

// Open prepares the tables in db and returns the store, which owns db.
func Open(ctx context.Context, db *sql.DB, engine Engine) (*Store, error) {
	if engine.Now == nil {
		engine.Now = time.Now
	}
	s := &Store{db: db, engine: engine}
	if err := s.prepare(ctx); err != nil {
		_ = db.Close()
		var known *meeting.Error
		if errors.As(err, &known) {
			return nil, err
		}
		return nil, store.Unavailable(err)
	}
	return s, nil
}

func (s *Store) prepare(ctx context.Context) error {
	return s.transact(ctx, func(tx *sql.Tx) error {
		if s.engine.Lock != "" {
			if _, err := tx.ExecContext(ctx, s.engine.Lock); err != nil {
				return err
			}
		}
		for _, statement := range schema {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		var version int64
		err := tx.QueryRowContext(ctx, `select version from meeting_schema`).Scan(&version)
		if errors.Is(err, sql.ErrNoRows) {
			_, err = tx.ExecContext(ctx, `insert into meeting_schema (version) values ($1)`, schemaVersion)
			version = schemaVersion
		}
		if err == nil && version != schemaVersion {
			return store.Unavailable(errors.New("it was written by another version of this library"))
		}
		return err
	})
}

// attempts bounds how often a transaction gives way.
const attempts = 10

// transact runs f in a transaction.
func (s *Store) transact(ctx context.Context, f func(tx *sql.Tx) error) error {
	for n := 1; ; n++ {
		err := s.once(ctx, f)
		if err == nil || n == attempts || s.engine.Retry == nil || !s.engine.Retry(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(n) * 5 * time.Millisecond):
		}
	}
}

func (s *Store) once(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback() // the first error counts
		return err
	}
	return tx.Commit()
}

type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// now asks the engine's clock.
func (s *Store) now(ctx context.Context, q querier) (time.Time, error) {
	if s.engine.Clock == "" {
		return s.engine.Now(), nil
	}
	var micros int64
	err := q.QueryRowContext(ctx, s.engine.Clock).Scan(&micros)
	return time.UnixMicro(micros), err
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// known returns errors of the store's own kinds as they are.
func known(err error) error {
	var e *meeting.Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return store.Unavailable(err)
}

// Get implements [store.Store].
func (s *Store) Get(ctx context.Context, key string) (store.Record, error) {
	now, err := s.now(ctx, s.db)
	if err != nil {
		return store.Record{}, store.Unavailable(err)
	}
	r, expires := store.Record{Key: key}, int64(0)
	err = s.db.QueryRowContext(ctx, sqlGet, []byte(key), micros(now)).Scan(&r.Value, &r.Version, &expires)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return store.Record{}, store.NotFound()
	case err != nil:
		return store.Record{}, store.Unavailable(err)
	}
	r.Expires = fromMicros(expires)
	return r, nil
}

// Put implements [store.Store].
func (s *Store) Put(ctx context.Context, r store.Record) (store.Record, error) {
	if r.Value == nil {
		r.Value = []byte{}
	}
	err := s.Update(ctx, []string{r.Key}, func(_ time.Time, records []store.Record) error {
		if records[0].Version != r.Version {
			return store.Conflict()
		}
		records[0] = store.Record{Key: r.Key, Value: r.Value, Version: -1, Expires: r.Expires}
		return nil
	})
	if err != nil {
		return store.Record{}, err
	}
	r.Version++
	return r, nil
}

// Delete implements [store.Store].
func (s *Store) Delete(ctx context.Context, key string, version int64) error {
	return s.Update(ctx, []string{key}, func(_ time.Time, records []store.Record) error {
		if v := records[0].Version; v != 0 && v != version {
			return store.Conflict()
		}
		records[0].Value = nil
		return nil
	})
}

// successor returns the first key after all that start with prefix.
func successor(prefix string) []byte {
	end := []byte(prefix)
	for len(end) > 0 && end[len(end)-1] == 0xff {
		end = end[:len(end)-1]
	}
	if len(end) == 0 {
		return bytes.Repeat([]byte{0xff}, 256)
	}
	end[len(end)-1]++
	return end
}

// List implements [store.Store].
func (s *Store) List(ctx context.Context, prefix, after string, limit int) ([]store.Record, error) {
	now, err := s.now(ctx, s.db)
	if err != nil {
		return nil, store.Unavailable(err)
	}
	rows, err := s.db.QueryContext(ctx, sqlList, []byte(after), []byte(prefix), successor(prefix), micros(now), limit)
	if err != nil {
		return nil, store.Unavailable(err)
	}
	defer func() { _ = rows.Close() }()
	var found []store.Record
	for rows.Next() {
		var r store.Record
		var expires int64
		var key []byte
		if err := rows.Scan(&key, &r.Value, &r.Version, &expires); err != nil {
			return nil, store.Unavailable(err)
		}
		r.Key = string(key)
		r.Expires = fromMicros(expires)
		found = append(found, r)
	}
	return found, store.Unavailable(rows.Err())
}

// Close implements [store.Store].
func (s *Store) Close() error { return store.Unavailable(s.db.Close()) }
