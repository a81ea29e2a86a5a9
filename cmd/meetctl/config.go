package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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

// open reads the config file and opens every provider in it.
func (a *app) open() (*provider.Set, error) {
	set, _, err := a.openWith(nil)
	return set, err
}

// openWith is open; state, if given, opens the store behind the clients.
func (a *app) openWith(state func(cfg *providers.Config, path string) (store.Store, error)) (*provider.Set, store.Store, error) {
	path, err := a.configFile()
	if err != nil {
		return nil, nil, err
	}
	cfg, err := providers.Load(path, a.env.kinds, providers.Environment{Lookup: a.env.lookup, ReadFile: readReferred})
	if err != nil {
		return nil, nil, err
	}
	for _, warning := range cfg.Warnings {
		a.warn(warning)
	}
	options := providers.OpenOptions{Kinds: a.env.kinds, Logger: a.logger()}
	if state != nil {
		if options.Client.Store, err = state(cfg, path); err != nil {
			return nil, nil, err
		}
	}
	set, err := providers.Open(cfg, options)
	if err != nil && options.Client.Store != nil {
		_ = options.Client.Store.Close() // the first error counts
	}
	return set, options.Client.Store, err
}

// keyedClient is client with the create journal behind it when there is a key. The
// function that it returns ends its use.
func (a *app) keyedClient(ctx context.Context, key string) (*provider.Client, func(), error) {
	if key == "" {
		client, err := a.client()
		return client, func() {}, err
	}
	set, state, err := a.openWith(func(cfg *providers.Config, path string) (store.Store, error) {
		return a.openStore(ctx, cfg, path)
	})
	if err != nil {
		return nil, nil, err
	}
	end := func() { _ = state.Close() } // every write was made durable when it was made
	client, err := set.Client(a.flags.provider)
	if err != nil {
		end()
		return nil, nil, err
	}
	return client, end, nil
}

// client opens the provider that the command is for.
func (a *app) client() (*provider.Client, error) {
	set, err := a.open()
	if err != nil {
		return nil, err
	}
	return set.Client(a.flags.provider)
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
