package provider

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// entry is what the journal keeps of one key. It is written before the request
// goes out and again with the answer, so that a process that dies in between
// leaves a trace for the next.
type entry struct {
	Fingerprint string          `json:"fingerprint"` // of the content, secrets hashed
	Marker      string          `json:"marker"`
	Begun       time.Time       `json:"begun"`             // first intent, by the store's clock
	Sent        time.Time       `json:"sent"`              // latest intent; once over, by when it had been sent if at all
	Over        bool            `json:"over,omitempty"`    // nobody is sending it
	Attempts    int             `json:"attempts"`          // intents so far
	Meeting     json.RawMessage `json:"meeting,omitempty"` // the answer, whole
	Sealed      []byte          `json:"sealed,omitempty"`  // the same, encrypted; both are absent while it is open
}

func (e *entry) answered() bool { return e.Meeting != nil || e.Sealed != nil }

const (
	// leaseTime is how long the death of a process blocks its key, unless the
	// client's config says otherwise.
	leaseTime = 10 * time.Second

	// keepWithin is how long a caller whose time is over is kept for what must be
	// written.
	keepWithin = 10 * time.Second

	// mostAttempts bounds how often a create whose absence was proved is sent anew.
	mostAttempts = 3
)

// journal is the create journal of one client.
type journal struct {
	store  store.Store
	scope  string // name of the provider: keys of two providers are two keys
	lease  time.Duration
	sealer store.Sealer
}

// sealPurpose keeps the journal's key apart from that of the tokens.
const sealPurpose = "github.com/libmeet/meeting create journal 1"

func newJournal(cfg ClientConfig, scope string) journal {
	return journal{cfg.Store, scope, cfg.LeaseTime, store.NewSealer(sealPurpose, cfg.StoreKey)}
}

func (j journal) entryKey(key string) string { return "create/" + j.scope + "/" + key }
func (j journal) leaseKey(key string) string { return "lease/create/" + j.scope + "/" + key }
func (j journal) claimKey(id string) string  { return "claim/" + j.scope + "/" + id }

// marker is what a vendor is asked to keep: 14 lower-case letters and digits, the
// same for the same key.
func (j journal) marker(key string) string {
	sum := sha256.Sum256([]byte(j.scope + "\x00" + key))
	return "k" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:8]))
}

// read returns the entry of key, or nil.
func (j journal) read(ctx context.Context, key string) (*entry, error) {
	r, err := j.store.Get(ctx, j.entryKey(key))
	if errors.Is(err, meeting.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return decodeEntry(r.Value)
}

func decodeEntry(value []byte) (*entry, error) {
	var e entry
	if err := json.Unmarshal(value, &e); err != nil {
		return nil, &meeting.Error{Kind: meeting.ErrUnavailable, Message: "the create journal can't be read"}
	}
	return &e, nil
}

// intend writes the intent to send, and returns the entry as it stands then.
func (j journal) intend(ctx context.Context, key, fingerprint string) (*entry, error) {
	var e *entry
	err := j.store.Update(ctx, []string{j.entryKey(key)}, func(now time.Time, records []store.Record) error {
		e = &entry{Fingerprint: fingerprint, Marker: j.marker(key), Begun: now}
		if records[0].Version > 0 {
			old, err := decodeEntry(records[0].Value)
			if err != nil {
				return err
			}
			e = old
		}
		e.Sent, e.Over = now, false
		e.Attempts++
		var err error
		records[0].Value, err = json.Marshal(e)
		return err
	})
	return e, err
}

// settle writes the answer and claims the meeting for key, at once. A meeting that
// another key has claimed is [meeting.ErrConflict].
func (j journal) settle(ctx context.Context, key string, m meeting.Meeting) error {
	whole, err := meeting.Encoding{Secrets: true, Raw: true}.Marshal(m)
	if err != nil {
		return err
	}
	return j.store.Update(ctx, []string{j.entryKey(key), j.claimKey(m.ID)}, func(_ time.Time, records []store.Record) error {
		if records[1].Version > 0 && string(records[1].Value) != key {
			return store.Conflict()
		}
		e, err := decodeEntry(records[0].Value)
		if err != nil {
			return err
		}
		if err := j.keep(e, key, whole); err != nil {
			return err
		}
		records[1].Value = []byte(key)
		records[0].Value, err = json.Marshal(e)
		return err
	})
}

// over notes that nobody sends the create of key any more: its lease is held, and
// the one who wrote the intent has come back or is dead. From the intent to the
// request may have been long, for a call waits for the vendor's limits.
func (j journal) over(ctx context.Context, key string) (*entry, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepWithin)
	defer cancel()
	var e *entry
	err := j.store.Update(ctx, []string{j.entryKey(key)}, func(now time.Time, records []store.Record) error {
		var err error
		if e, err = decodeEntry(records[0].Value); err != nil {
			return err
		}
		e.Sent, e.Over = now, true
		records[0].Value, err = json.Marshal(e)
		return err
	})
	return e, err
}

// keep puts the answer into an entry.
func (j journal) keep(e *entry, key string, whole []byte) (err error) {
	if !j.sealer.Seals() {
		e.Meeting = whole
		return nil
	}
	e.Meeting = nil
	e.Sealed, err = j.sealer.Seal(j.entryKey(key), whole)
	return err
}

// answer reads the answer in an entry. clear reports one that stands in clear
// although there is a key: it is from before there was one.
func (j journal) answer(e *entry, key string) (m meeting.Meeting, clear bool, err error) {
	whole := []byte(e.Meeting)
	if clear = e.Sealed == nil; !clear {
		if whole, err = j.sealer.Open(j.entryKey(key), e.Sealed); err != nil {
			return m, false, &meeting.Error{Kind: meeting.ErrUnavailable, Message: "the answer in the create journal can't be read: " + err.Error(), Err: err}
		}
	}
	if err := json.Unmarshal(whole, &m); err != nil {
		return m, false, &meeting.Error{Kind: meeting.ErrUnavailable, Message: "the create journal can't be read"}
	}
	return m, clear && j.sealer.Seals(), nil
}

// forget removes an intent that is known to have come to nothing.
func (j journal) forget(ctx context.Context, key string) error {
	return j.store.Update(ctx, []string{j.entryKey(key)}, func(_ time.Time, records []store.Record) error {
		if e, err := decodeEntry(records[0].Value); err == nil && !e.answered() {
			records[0].Value = nil
		}
		return nil
	})
}

// hold takes the lease of key, waiting for whoever has it as long as ctx allows.
// The context it returns ends when the lease is lost, so that a process that was
// stopped for long does not go on as if it still had the key to itself.
func (j journal) hold(ctx context.Context, key string) (context.Context, func(), error) {
	holder := rand.Text()
	var lease store.Lease
	for {
		var err error
		lease, err = store.Acquire(ctx, j.store, j.leaseKey(key), holder, j.lease)
		if err == nil {
			break
		}
		if !errors.Is(err, meeting.ErrConflict) {
			return nil, nil, err
		}
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return nil, nil, &meeting.Error{Kind: meeting.ErrUnavailable, Message: "another process holds the key", Err: err}
		}
	}
	held, lose := context.WithCancelCause(ctx)
	expiry := time.AfterFunc(j.lease*9/10, func() { lose(errLeaseLost) })
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		renew := time.NewTicker(j.lease / 3)
		defer renew.Stop()
		for {
			select {
			case <-stop:
				return
			case <-renew.C:
				next, err := store.Acquire(context.WithoutCancel(ctx), j.store, j.leaseKey(key), holder, j.lease)
				if err == nil {
					lease = next
					expiry.Reset(j.lease * 9 / 10)
				}
			}
		}
	}()
	release := func() {
		close(stop)
		<-done
		expiry.Stop()
		lose(context.Canceled)
		_ = store.Release(context.WithoutCancel(ctx), j.store, lease) // it ends by itself
	}
	return held, release, nil
}

var errLeaseLost = errors.New("the lease of the key was lost")

// sleep waits for d or the end of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
