// Package memory is a store for one process that forgets everything at its end:
// for tests, and for programs that need no key, token or quota to outlive them.
package memory

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/libmeet/meeting/store"
)

// Store is a [store.Store] in memory.
type Store struct {
	mu      sync.Mutex
	records map[string]store.Record
	now     func() time.Time
	closed  bool
}

var _ store.Store = (*Store)(nil)

// New returns an empty store; now is its clock, nil is time.Now.
func New(now func() time.Time) *Store {
	if now == nil {
		now = time.Now
	}
	return &Store{records: map[string]store.Record{}, now: now}
}

var errClosed = errors.New("it is closed")

// lock locks the store unless it is closed or ctx has ended.
func (s *Store) lock(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return store.Unavailable(err)
	}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return store.Unavailable(errClosed)
	}
	return nil
}

// find returns a copy of what is under key, or a record of version 0.
func (s *Store) find(key string, now time.Time) store.Record {
	r, ok := s.records[key]
	if !ok {
		return store.Record{Key: key}
	}
	if !r.Expires.IsZero() && !now.Before(r.Expires) {
		delete(s.records, key)
		return store.Record{Key: key}
	}
	r.Value = bytes.Clone(r.Value)
	return r
}

func (s *Store) write(r store.Record) store.Record {
	r.Version++
	kept := r
	kept.Value = append([]byte{}, r.Value...)
	s.records[r.Key] = kept
	return r
}

// Get implements [store.Store].
func (s *Store) Get(ctx context.Context, key string) (store.Record, error) {
	if err := s.lock(ctx); err != nil {
		return store.Record{}, err
	}
	defer s.mu.Unlock()
	r := s.find(key, s.now())
	if r.Version == 0 {
		return store.Record{}, store.NotFound()
	}
	return r, nil
}

// Put implements [store.Store].
func (s *Store) Put(ctx context.Context, r store.Record) (store.Record, error) {
	if err := s.lock(ctx); err != nil {
		return store.Record{}, err
	}
	defer s.mu.Unlock()
	if s.find(r.Key, s.now()).Version != r.Version {
		return store.Record{}, store.Conflict()
	}
	return s.write(r), nil
}

// Delete implements [store.Store].
func (s *Store) Delete(ctx context.Context, key string, version int64) error {
	if err := s.lock(ctx); err != nil {
		return err
	}
	defer s.mu.Unlock()
	switch s.find(key, s.now()).Version {
	case 0:
		return nil
	case version:
		delete(s.records, key)
		return nil
	}
	return store.Conflict()
}

// List implements [store.Store].
func (s *Store) List(ctx context.Context, prefix, after string, limit int) ([]store.Record, error) {
	if err := s.lock(ctx); err != nil {
		return nil, err
	}
	defer s.mu.Unlock()
	var keys []string
	for key := range s.records {
		if strings.HasPrefix(key, prefix) && key > after {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	now := s.now()
	var found []store.Record
	for _, key := range keys {
		if len(found) == limit {
			break
		}
		if r := s.find(key, now); r.Version > 0 {
			found = append(found, r)
		}
	}
	return found, nil
}

// Update implements [store.Store].
func (s *Store) Update(ctx context.Context, keys []string, change func(now time.Time, records []store.Record) error) error {
	if err := s.lock(ctx); err != nil {
		return err
	}
	defer s.mu.Unlock()
	now := s.now()
	before, records := make([]store.Record, len(keys)), make([]store.Record, len(keys))
	for i, key := range keys {
		before[i], records[i] = s.find(key, now), s.find(key, now)
	}
	if err := change(now, records); err != nil {
		return err
	}
	for i, r := range records {
		r.Key, r.Version = before[i].Key, before[i].Version
		switch {
		case r.Value == nil:
			delete(s.records, r.Key)
		case r.Version == 0 || !bytes.Equal(r.Value, before[i].Value) || !r.Expires.Equal(before[i].Expires):
			s.write(r)
		}
	}
	return nil
}

// Close implements [store.Store].
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return nil
}
