package migrate

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// state is how far an item has come.
type state string

const (
	statePending  state = ""         // nothing was done
	stateIntended state = "intended" // the create may have been sent
	stateUnknown  state = "unknown"  // it was, and its outcome can't be told
	stateCreated  state = "created"
	stateAdopted  state = "adopted"
	stateSkipped  state = "skipped" // the source changed
	stateFailed   state = "failed"
	stateRemoved  state = "removed" // rolled back
)

// record is what the journal keeps of an item. The request stands in it before it
// is sent, so that a resumed run asks for the same.
type record struct {
	State   state           `json:"state"`
	Key     string          `json:"key,omitempty"`   // of the create
	Round   int             `json:"round,omitempty"` // how often it was rolled back
	Request *request        `json:"request,omitempty"`
	Answer  json.RawMessage `json:"answer,omitempty"` // to the create: a meeting, redacted
	Reason  string          `json:"reason,omitempty"`

	TargetID  string `json:"target_id,omitempty"`
	TargetURL string `json:"target_url,omitempty"`
	SourceURL string `json:"source_url,omitempty"`

	Deviations []deviation `json:"deviations,omitempty"` // that the target is not told of yet

	Original  *string   `json:"original,omitempty"` // the source's description before it was annotated
	Annotated bool      `json:"annotated,omitempty"`
	Cancelled bool      `json:"cancelled,omitempty"` // the source
	At        time.Time `json:"at"`
}

// done reports that the target exists.
func (r *record) done() bool { return r.State == stateCreated || r.State == stateAdopted }

// claim says which plan has touched a source last, for other plans.
type claim struct {
	Plan     string `json:"plan"`
	Key      string `json:"key"` // that its create has, whichever plan asks
	TargetID string `json:"target_id,omitempty"`
}

// journal keeps the records of all plans between two providers.
type journal struct {
	store  store.Store
	sealer store.Sealer
	route  string // names of the two providers
}

func (j journal) itemKey(plan, source string) string { return "migrate/item/" + plan + "/" + source }
func (j journal) claimKey(source string) string      { return "migrate/source/" + j.route + "/" + source }
func (j journal) leaseKey(plan string) string        { return "lease/migrate/" + plan }

func broken() error {
	return &meeting.Error{Kind: meeting.ErrUnavailable, Message: "the migration journal can't be read"}
}

// load reads the records of a plan, by source.
func (j journal) load(ctx context.Context, plan string) (map[string]*record, error) {
	const page = 500
	prefix := j.itemKey(plan, "")
	records := map[string]*record{}
	for after := ""; ; {
		list, err := j.store.List(ctx, prefix, after, page)
		if err != nil {
			return nil, err
		}
		for _, stored := range list {
			r, err := j.decode(stored.Key, stored.Value)
			if err != nil {
				return nil, err
			}
			records[strings.TrimPrefix(stored.Key, prefix)] = r
			after = stored.Key
		}
		if len(list) < page {
			return records, nil
		}
	}
}

func (s state) known() bool {
	switch s {
	case stateIntended, stateUnknown, stateCreated, stateAdopted, stateSkipped, stateFailed, stateRemoved:
		return true
	}
	return false
}

// record returns the record of one item, or nil.
func (j journal) record(ctx context.Context, plan, source string) (*record, error) {
	stored, err := j.store.Get(ctx, j.itemKey(plan, source))
	if errors.Is(err, meeting.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return j.decode(stored.Key, stored.Value)
}

// claim returns what is known of a source, or nil.
func (j journal) claim(ctx context.Context, source string) (*claim, error) {
	stored, err := j.store.Get(ctx, j.claimKey(source))
	if errors.Is(err, meeting.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return readClaim(stored.Value)
}

func readClaim(value []byte) (*claim, error) {
	c := &claim{}
	if json.Unmarshal(value, c) != nil || c.Key == "" {
		return nil, broken()
	}
	return c, nil
}

// hold is the right to work on a plan alone.
type hold struct {
	journal journal
	plan    string
	lease   store.Lease
}

// save writes a record and, with it, changes the claim of its source. Nothing is
// written once somebody else has the plan.
func (h *hold) save(ctx context.Context, source string, r *record, change func(*claim) *claim) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second) // what was done must be kept
	defer cancel()
	j := h.journal
	keys := []string{j.leaseKey(h.plan), j.itemKey(h.plan, source), j.claimKey(source)}
	return j.store.Update(ctx, keys, func(now time.Time, stored []store.Record) error {
		if !h.lease.Held(stored[0], now) {
			return errTaken
		}
		var known *claim
		if stored[2].Version > 0 {
			var err error
			if known, err = readClaim(stored[2].Value); err != nil {
				return err
			}
		}
		if change != nil {
			changed := change(known)
			if changed == nil {
				stored[2].Value = nil
			} else if value, err := json.Marshal(changed); err == nil { // plain members
				stored[2].Value = value
			}
		}
		r.At = now.UTC()
		var err error
		stored[1].Value, err = j.encode(stored[1].Key, r)
		return err
	})
}

var errTaken error = &meeting.Error{Kind: meeting.ErrConflict, Message: "another process has taken over the plan"}

// take gets the plan for this process. Whoever died with it is waited for; whoever
// lives keeps it.
func (j journal) take(ctx context.Context, plan string, ttl time.Duration) (*hold, context.Context, func(), error) {
	holder := rand.Text()
	lease, err := store.Acquire(ctx, j.store, j.leaseKey(plan), holder, ttl)
	for left := ttl + ttl/2; err != nil; {
		var busy *meeting.Error
		if !errors.As(err, &busy) || busy.Kind != meeting.ErrConflict {
			return nil, nil, nil, err
		}
		if left <= 0 {
			return nil, nil, nil, &meeting.Error{Kind: meeting.ErrConflict, Message: "another process works on this plan"}
		}
		step := min(ttl/20+time.Millisecond, left)
		if err := sleep(ctx, step); err != nil {
			return nil, nil, nil, err
		}
		left -= step
		lease, err = store.Acquire(ctx, j.store, j.leaseKey(plan), holder, ttl)
	}
	h := &hold{journal: j, plan: plan, lease: lease}
	latest := lease
	held, lose := context.WithCancelCause(ctx)
	expiry := time.AfterFunc(ttl*9/10, func() { lose(errTaken) })
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(ttl / 3)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				if next, err := store.Acquire(context.WithoutCancel(ctx), j.store, j.leaseKey(plan), holder, ttl); err == nil {
					latest = next
					expiry.Reset(ttl * 9 / 10)
				}
			}
		}
	}()
	release := func() {
		close(stop)
		<-done
		expiry.Stop()
		lose(context.Canceled)
		_ = store.Release(context.WithoutCancel(ctx), j.store, latest) // it ends by itself
	}
	return h, held, release, nil
}

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
