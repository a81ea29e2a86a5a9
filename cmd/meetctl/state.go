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
	if strings.HasPrefix(place, "postgres://") || strings.HasPrefix(place, "postgresql://") {
		return postgres.Open(ctx, postgres.Config{URL: cfg.Store, MaxConns: 2})
	}
	switch {
	case place == "":
		dir, err := a.stateDir()
		if err != nil {
			return nil, err
		}
		place = filepath.Join(dir, stateName)
	case !filepath.IsAbs(place):
		place = filepath.Join(filepath.Dir(configPath), place)
	}
	return sqlite.Open(ctx, sqlite.Config{Path: place})
}

// stateDir is meetctl's folder in the user's state directory, made when missing.
func (a *app) stateDir() (string, error) {
	base, ok := a.env.lookup("XDG_STATE_HOME")
	if !ok || !filepath.IsAbs(base) {
		home, ok := a.env.lookup("HOME")
		if !ok || home == "" {
			return "", meeting.Invalidf("store", "there is no home directory to keep state in: name a file at store: in the config")
		}
		base = filepath.Join(home, ".local", "state")
	}
	dir := filepath.Join(base, "meetctl")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", store.Unavailable(err)
	}
	return dir, nil
}
