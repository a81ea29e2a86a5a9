// Package sqlite is the embedded store: one file, mode 0600, that several
// processes of one machine share. Every write is on disk (synchronous=FULL) before
// it returns, so that it survives the death of the process and of the machine.
//
// What is in the file is protected by its mode only. Tokens stand there as they
// are unless the application configures a key for them; client secrets and API
// keys are never written to it.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	driver "modernc.org/sqlite" // pure Go: no C compiler, no server

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/sqlstore"
	"github.com/libmeet/meeting/store"
)

// Config configures [Open].
type Config struct {
	Path string           // of the file, made when missing; its folder must exist
	Busy time.Duration    // how long to wait for another process; 0 is ten seconds
	Now  func() time.Time // nil is time.Now
}

// Open opens or creates the file. A file that is no database, or was written by a
// newer version of this library, is [meeting.ErrUnavailable] and stays as it is.
func Open(ctx context.Context, cfg Config) (store.Store, error) {
	if cfg.Path == "" {
		return nil, meeting.Invalidf("store", "the path is empty")
	}
	if cfg.Busy == 0 {
		cfg.Busy = 10 * time.Second
	}
	// SQLite would make it with the umask's mode; its -wal and -shm take the mode
	// of the file.
	file, err := os.OpenFile(cfg.Path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, store.Unavailable(err)
	}
	if err := errors.Join(file.Chmod(0o600), file.Close()); err != nil {
		return nil, store.Unavailable(err)
	}
	path, err := filepath.Abs(cfg.Path)
	if err != nil {
		return nil, store.Unavailable(err)
	}
	query := url.Values{
		"_pragma": {"busy_timeout(" + milliseconds(cfg.Busy) + ")", "journal_mode(WAL)", "synchronous(FULL)"},
		"_txlock": {"immediate"}, // two readers that both want to write would deadlock
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+query.Encode())
	if err != nil {
		return nil, store.Unavailable(err)
	}
	db.SetMaxOpenConns(1) // one writer; SQLite has no more
	s, err := sqlstore.Open(ctx, db, sqlstore.Engine{Retry: busy, Now: cfg.Now})
	if err != nil {
		return nil, err
	}
	return s, nil
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// busy reports that another process holds the file.
func busy(err error) bool {
	const codeBusy, codeLocked, primary = 5, 6, 0xff
	var e *driver.Error
	return errors.As(err, &e) && (e.Code()&primary == codeBusy || e.Code()&primary == codeLocked)
}
