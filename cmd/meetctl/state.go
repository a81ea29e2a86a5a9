package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/providers"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/postgres"
	"github.com/libmeet/meeting/store/sqlite"
)

const stateName = "meetctl.db"

// openStore opens what store: in the config names: a PostgreSQL, a file relative to
// the folder of the config, or, when it names none, a file in the user's state
// directory.
func (a *app) openStore(ctx context.Context, cfg *providers.Config, configPath string) (store.Store, error) {
	place := cfg.Store.Reveal() // a PostgreSQL URL can hold a password
	if isPostgres(place) {
		return postgres.Open(ctx, postgres.Config{URL: cfg.Store, MaxConns: 2})
	}
	if place == "" {
		if _, err := a.stateDir(); err != nil {
			return nil, err
		}
	}
	path, err := a.storeFile(cfg, configPath)
	if err != nil {
		return nil, err
	}
	return sqlite.Open(ctx, sqlite.Config{Path: path})
}

func isPostgres(place string) bool {
	return strings.HasPrefix(place, "postgres://") || strings.HasPrefix(place, "postgresql://")
}

// storeFile is the path of the file that state is kept in.
func (a *app) storeFile(cfg *providers.Config, configPath string) (string, error) {
	place := cfg.Store.Reveal()
	switch {
	case place == "":
		dir, err := a.stateDirName()
		return filepath.Join(dir, stateName), err
	case !filepath.IsAbs(place):
		return filepath.Join(filepath.Dir(configPath), place), nil
	}
	return place, nil
}

// storePlace says for people where state is kept; the address of a database stays
// out, for it can hold a password.
func (a *app) storePlace() string {
	if isPostgres(a.cfg.Store.Reveal()) {
		return "PostgreSQL"
	}
	path, err := a.storeFile(a.cfg, a.path)
	if err != nil {
		return ""
	}
	return path
}

// stateDirName is meetctl's folder in the user's state directory.
func (a *app) stateDirName() (string, error) {
	base, ok := a.env.lookup("XDG_STATE_HOME")
	if !ok || !filepath.IsAbs(base) {
		home, ok := a.env.lookup("HOME")
		if !ok || home == "" {
			return "", meeting.Invalidf("store", "there is no home directory to keep state in: name a file at store: in the config")
		}
		base = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(base, "meetctl"), nil
}

// stateDir makes that folder when it is missing.
func (a *app) stateDir() (string, error) {
	dir, err := a.stateDirName()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", store.Unavailable(err)
	}
	return dir, nil
}
