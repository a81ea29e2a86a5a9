// Package postgres is the store that many machines share. Its clock is the
// server's, so that the clocks of the replicas may differ.
package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/sqlstore"
	"github.com/libmeet/meeting/store"
)

// Config configures [Open].
type Config struct {
	URL      meeting.Secret // postgres://user:password@host/database?…
	MaxConns int            // 0 is 8
}

// Open connects and prepares the tables meeting_records and meeting_schema in the
// first schema of the search path.
func Open(ctx context.Context, cfg Config) (store.Store, error) {
	parsed, err := pgx.ParseConfig(cfg.URL.Reveal())
	if err != nil {
		return nil, meeting.Invalidf("store", "it is not a PostgreSQL URL") // the cause quotes it, password and all
	}
	db := stdlib.OpenDB(*parsed)
	if cfg.MaxConns == 0 {
		cfg.MaxConns = 8
	}
	db.SetMaxOpenConns(cfg.MaxConns)
	db.SetMaxIdleConns(cfg.MaxConns)
	s, err := sqlstore.Open(ctx, db, sqlstore.Engine{
		Clock: `select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)`,
		Lock:  `select pg_advisory_xact_lock(7263537433)`, // any number that is ours
		Retry: conflict,
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// conflict reports that the server chose this transaction to give way.
func conflict(err error) bool {
	const serializationFailure, deadlock = "40001", "40P01"
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == serializationFailure || e.Code == deadlock)
}
