package main

import (
	"context"
	"sync"
	"time"

	"github.com/libmeet/meeting/internal/oauth"
	"github.com/libmeet/meeting/store"
)

// lazyStore opens the store when it is needed first: a command that sends nothing
// leaves no trace on the disk. It is closed once, at
// the end of the command, when nobody holds it any more.
type lazyStore struct {
	open func(ctx context.Context) (store.Store, error)

	mu      sync.Mutex
	store   store.Store
	holders sync.WaitGroup
}

var (
	_ store.Store  = (*lazyStore)(nil)
	_ oauth.Holder = (*lazyStore)(nil)
)

// get opens the store. A failure is not remembered: the next use tries again.
func (l *lazyStore) get(ctx context.Context) (store.Store, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.store != nil {
		return l.store, nil
	}
	opened, err := l.open(ctx)
	if err != nil {
		return nil, err
	}
	l.store = opened
	return opened, nil
}

// Get implements [store.Store].
func (l *lazyStore) Get(ctx context.Context, key string) (store.Record, error) {
	s, err := l.get(ctx)
	if err != nil {
		return store.Record{}, err
	}
	return s.Get(ctx, key)
}

// Put implements [store.Store].
func (l *lazyStore) Put(ctx context.Context, r store.Record) (store.Record, error) {
	s, err := l.get(ctx)
	if err != nil {
		return store.Record{}, err
	}
	return s.Put(ctx, r)
}

// Delete implements [store.Store].
func (l *lazyStore) Delete(ctx context.Context, key string, version int64) error {
	s, err := l.get(ctx)
	if err != nil {
		return err
	}
	return s.Delete(ctx, key, version)
}

// List implements [store.Store].
func (l *lazyStore) List(ctx context.Context, prefix, after string, limit int) ([]store.Record, error) {
	s, err := l.get(ctx)
	if err != nil {
		return nil, err
	}
	return s.List(ctx, prefix, after, limit)
}

// Update implements [store.Store].
func (l *lazyStore) Update(ctx context.Context, keys []string, change func(now time.Time, records []store.Record) error) error {
	s, err := l.get(ctx)
	if err != nil {
		return err
	}
	return s.Update(ctx, keys, change)
}

// Hold keeps the command from ending in the middle of a token refresh.
func (l *lazyStore) Hold() (release func()) {
	l.holders.Add(1)
	return sync.OnceFunc(l.holders.Done)
}

// lastMoment is how long the end of a command waits for a refresh that nobody else
// waits for: --timeout or Ctrl-C ended the call, but the answer may bring a refresh
// token without which the account has to be authorized again.
const lastMoment = 5 * time.Second

// Close implements [store.Store].
func (l *lazyStore) Close() error {
	done := make(chan struct{})
	go func() {
		l.holders.Wait()
		close(done)
	}()
	timer := time.NewTimer(lastMoment)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.store == nil {
		return nil
	}
	return l.store.Close()
}
