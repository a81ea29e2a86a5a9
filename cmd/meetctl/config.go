package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
	"github.com/libmeet/meeting/store"
)

const (
	configName      = "meetctl.yaml"
	maxConfigSize   = 1 << 20
	maxReferredSize = 64 << 10 // of a file:PATH in the config
)

// configFile returns the path of the config file.
func (a *app) configFile() (string, error) {
	if a.flags.config != "" {
		return a.flags.config, nil
	}
	if path, ok := a.env.lookup("MEETCTL_CONFIG"); ok && path != "" {
		return path, nil
	}
	places := []string{configName}
	if dir, err := a.env.configDir(); err == nil {
		places = append(places, filepath.Join(dir, "meetctl", configName))
	}
	for _, path := range places {
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			return path, nil // an unreadable one is reported when it is read
		}
	}
	return "", meeting.Invalidf("config", "no config file: looked for --config, $MEETCTL_CONFIG, %s; \"meetctl sim\" prints one to start with",
		strings.Join(places, ", "))
}

// open reads the config file and opens every provider in it. The store behind them
// is opened when the first of them needs it.
func (a *app) open() (*provider.Set, error) {
	path, err := a.configFile()
	if err != nil {
		return nil, err
	}
	cfg, err := providers.Load(path, a.env.kinds, providers.Environment{Lookup: a.env.lookup, ReadFile: readReferred})
	if err != nil {
		return nil, err
	}
	for _, warning := range cfg.Warnings {
		a.warn(warning)
	}
	a.cfg, a.path = cfg, path
	a.state = &lazyStore{open: func(ctx context.Context) (store.Store, error) { return a.openStore(ctx, cfg, path) }}
	a.set, err = providers.Open(cfg, providers.OpenOptions{
		Kinds: a.env.kinds, Logger: a.logger(), Store: a.state, OnStoreError: a.warnOfStore,
	})
	return a.set, err
}

// settings returns what the config says of a provider.
func (a *app) settings(name string) (providers.Settings, bool) {
	i := slices.IndexFunc(a.cfg.Providers, func(s providers.Settings) bool { return s.Name == name })
	if i < 0 {
		return providers.Settings{}, false
	}
	return a.cfg.Providers[i], true
}

// client opens the provider that the command is for.
func (a *app) client() (*provider.Client, error) {
	set, err := a.open()
	if err != nil {
		return nil, err
	}
	return set.Client(a.flags.provider)
}

// warnOfStore tells what went wrong with the tokens kept for the next command,
// while this one went on. That there is no place for them is how some machines are.
func (a *app) warnOfStore(err error) {
	if !errors.Is(err, meeting.ErrInvalid) {
		a.warn(err.Error())
	}
}

// warn goes to stderr only.
func (a *app) warn(text string) {
	_, _ = fmt.Fprintln(a.err, "warning: "+meeting.OneLine(text)) // nowhere else to say it
}

func readReferred(path string) ([]byte, error) { return readBounded(path, maxReferredSize) }

// readBounded reads one byte more than most at the utmost, so that the caller can
// tell.
func readBounded(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	return io.ReadAll(io.LimitReader(f, most+1))
}
