// Package store is the state that outlives a call and is shared by processes:
// tokens, the create journal, quotas, migrations. The library's core imports this
// interface only; an application hands in one of memory, sqlite or postgres.
package store

import (
	"context"
	"time"

	"github.com/libmeet/meeting"
)

// Record is a value under a key. Version counts its writes from 1; 0 means that
// it is not there.
type Record struct {
	Key     string
	Value   []byte
	Version int64
	Expires time.Time // zero: never; after it the record is not there
}

// Store keeps records. Every method is safe for many goroutines and, except for
// memory, many processes. Errors are *meeting.Error: [meeting.ErrNotFound],
// [meeting.ErrConflict] for a version that is not the stored one,
// [meeting.ErrUnavailable] when the store can't be reached, read or written. A
// write that returned nil survives the death of the process.
type Store interface {
	// Get returns a record, or [meeting.ErrNotFound].
	Get(ctx context.Context, key string) (Record, error)

	// Put writes r if the stored version is r.Version, and returns it with the new
	// one. Version 0 writes only what is not there.
	Put(ctx context.Context, r Record) (Record, error)

	// Delete removes a record if the stored version is the one given. Deleting what
	// is not there is nil.
	Delete(ctx context.Context, key string, version int64) error

	// List returns at most limit records whose keys start with prefix and sort,
	// byte by byte, after after.
	List(ctx context.Context, prefix, after string, limit int) ([]Record, error)

	// Update reads the records under keys, hands them to change, and writes those
	// whose Value or Expires it changed, all at once: no other Update, Put or Delete
	// of the keys comes between. A nil Value deletes. What is not there has Version
	// 0. now is the store's clock, the same for all processes that share a server;
	// an error of change is returned and nothing is written. change must be quick,
	// does no I/O, and may be called again.
	Update(ctx context.Context, keys []string, change func(now time.Time, records []Record) error) error

	// Close ends the use of the store.
	Close() error
}

// Lease is the right to do something alone until it expires. Fence grows with
// every lease of the key, so that work done under an older one can be told.
type Lease struct {
	Key     string
	Holder  string
	Fence   int64
	Expires time.Time
}

// Acquire takes or renews the lease of key for holder, a name that no other
// process or goroutine uses. While somebody else holds it the error is
// [meeting.ErrConflict] with RetryAfter set to what is left of the lease. It ends
// by itself after ttl, so that the death of its holder blocks nobody for longer.
func Acquire(ctx context.Context, s Store, key, holder string, ttl time.Duration) (Lease, error) {
	lease := Lease{Key: key, Holder: holder}
	err := s.Update(ctx, []string{key}, func(now time.Time, records []Record) error {
		held := readLease(records[0].Value)
		if held.Holder != "" && held.Holder != holder && now.Before(held.Expires) {
			return &meeting.Error{Kind: meeting.ErrConflict, Message: "somebody else holds the lease", RetryAfter: held.Expires.Sub(now)}
		}
		lease.Fence, lease.Expires = held.Fence+1, now.Add(ttl)
		// The record outlives the lease: its fence must go on growing.
		records[0].Value = writeLease(lease)
		return nil
	})
	if err != nil {
		return Lease{}, err
	}
	return lease, nil
}

// Release ends a lease early. One that was lost to somebody else is left alone.
func Release(ctx context.Context, s Store, l Lease) error {
	return s.Update(ctx, []string{l.Key}, func(_ time.Time, records []Record) error {
		held := readLease(records[0].Value)
		if held.Holder == l.Holder && held.Fence == l.Fence {
			records[0].Value = writeLease(Lease{Fence: held.Fence})
		}
		return nil
	})
}

// Held reports whether l's holder still has the lease that r keeps. r is to be read
// in the Update that does what nobody may do without the lease: then what a process
// writes that was stopped for too long is refused.
func (l Lease) Held(r Record, now time.Time) bool {
	held := readLease(r.Value)
	return held.Holder == l.Holder && l.Holder != "" && held.Fence >= l.Fence && now.Before(held.Expires)
}
