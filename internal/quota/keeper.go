package quota

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/libmeet/meeting"
)

// Keeper spends from a ledger and goes on without its store: a limit that can't be
// shared is kept for this process alone. A nil *Keeper keeps no limits.
type Keeper struct {
	ledger   *Ledger
	alone    *Ledger // without a store; nil if ledger has none
	complain func(error)
	now      func() time.Time
	until    atomic.Int64 // the store is not tried again before, in Unix nanoseconds
}

// storeAgain is after how long a store that failed is tried again.
const storeAgain = 10 * time.Second

// NewKeeper returns a keeper of the ledger that cfg describes, one of those of the
// process. onStoreError is told what went wrong with the store; nil: nobody is.
// Without limits in cfg it returns nil.
func NewKeeper(cfg Config, shared *Ledgers, onStoreError func(error)) (*Keeper, error) {
	if len(cfg.Limits) == 0 {
		return nil, nil
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	k := &Keeper{complain: onStoreError, now: cfg.Now}
	var err error
	if k.ledger, err = shared.Get(cfg); err != nil || cfg.Store == nil {
		return k, err
	}
	cfg.Store = nil
	k.alone, err = shared.Get(cfg)
	return k, err
}

// Reserve is [Ledger.Reserve].
func (k *Keeper) Reserve(ctx context.Context, c Call) (Ticket, error) {
	if k == nil {
		return Ticket{}, nil
	}
	if k.alone == nil {
		return k.ledger.Reserve(ctx, c)
	}
	if k.now().UnixNano() < k.until.Load() {
		return k.alone.Reserve(ctx, c)
	}
	t, err := k.ledger.Reserve(ctx, c)
	if !k.failed(err) || ctx.Err() != nil {
		return t, err
	}
	return k.alone.Reserve(ctx, c)
}

// failed reports that the store did, and has it left alone for a while.
func (k *Keeper) failed(err error) bool {
	var broken storeError
	if !errors.As(err, &broken) {
		return false
	}
	k.until.Store(k.now().Add(storeAgain).UnixNano())
	if k.complain != nil {
		k.complain(&meeting.Error{
			Kind: meeting.ErrUnavailable, Err: broken.err,
			Message: meeting.OneLine("the vendor's limits are kept for this process alone: " + broken.Error()),
		})
	}
	return true
}

// Headroom is [Ledger.Headroom].
func (k *Keeper) Headroom(ctx context.Context, c Call) (Headroom, error) {
	if k == nil {
		return Headroom{Calls: -1}, nil
	}
	return k.ledger.Headroom(ctx, c)
}

// NextSlot is [Ledger.NextSlot].
func (k *Keeper) NextSlot(ctx context.Context, c Call, n int) (time.Time, error) {
	if k == nil {
		return time.Now().UTC(), nil
	}
	return k.ledger.NextSlot(ctx, c, n)
}

// Close is [Ledger.Close].
func (k *Keeper) Close() {
	if k != nil {
		k.ledger.Close()
	}
}
