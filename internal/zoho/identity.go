package zoho

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/libmeet/meeting"
)

// UserPath is the call that tells who the user is ("currentUser", contracts/zoho.md
// B2).
const UserPath = "/api/v2/user.json"

// Identity is who the user is in the paths and bodies of Zoho's published API.
type Identity struct {
	Org  string // zsoid, also called orgId; in every path
	User string // zuid; whom a presenter is named by
}

// Who knows the identity that its config gives, and finds what is missing: once,
// however many goroutines ask. A failure is not kept.
type Who struct {
	fetch func(ctx context.Context) (Identity, error)

	mu     sync.Mutex
	known  Identity
	flight *lookup
}

// NewWho returns a Who that knows what of known is set and asks fetch for the rest.
func NewWho(known Identity, fetch func(ctx context.Context) (Identity, error)) *Who {
	return &Who{known: known, fetch: fetch}
}

// lookup is a call under way. Its members are set before done is closed.
type lookup struct {
	done chan struct{}
	is   Identity
	err  error
}

// lookupTimeout bounds a lookup, which no caller's context ends.
const lookupTimeout = 30 * time.Second

// Org returns the organisation.
func (w *Who) Org(ctx context.Context) (string, error) {
	is, err := w.find(ctx, func(is Identity) bool { return is.Org != "" })
	return is.Org, err
}

// Identity returns organisation and user.
func (w *Who) Identity(ctx context.Context) (Identity, error) {
	return w.find(ctx, func(is Identity) bool { return is.Org != "" && is.User != "" })
}

func (w *Who) find(ctx context.Context, enough func(Identity) bool) (Identity, error) {
	if ctx.Err() != nil {
		return Identity{}, gaveUp(ctx)
	}
	w.mu.Lock()
	if enough(w.known) {
		defer w.mu.Unlock()
		return w.known, nil
	}
	f := w.flight
	if f == nil {
		f = &lookup{done: make(chan struct{})}
		w.flight = f
		go w.fly(context.WithoutCancel(ctx), f)
	}
	w.mu.Unlock()
	select {
	case <-ctx.Done():
		return Identity{}, gaveUp(ctx)
	case <-f.done:
		return f.is, f.err
	}
}

// fly looks up once and wakes who waits. What the config gave stays.
func (w *Who) fly(ctx context.Context, f *lookup) {
	ctx, cancel := context.WithTimeout(ctx, lookupTimeout)
	defer cancel()
	found, err := w.fetch(ctx)
	w.mu.Lock()
	if w.flight, f.err = nil, explain(err); err == nil {
		if w.known.Org == "" {
			w.known.Org = found.Org
		}
		if w.known.User == "" {
			w.known.User = found.User
		}
		f.is = w.known
	}
	w.mu.Unlock()
	close(f.done)
}

// gaveUp says that the caller's time ended here.
func gaveUp(ctx context.Context) error {
	return &meeting.Error{Kind: meeting.ErrUnavailable, Message: "the call ended while the organisation was looked up", Err: ctx.Err()}
}

// explain says the way out: without its scope the call answers HTTP 400 (B2).
func explain(err error) error {
	var e *meeting.Error
	if !errors.As(err, &e) || e.Status < 400 || e.Status > 403 {
		return err
	}
	told := *e
	told.Message += "; to find the organisation needs the scope ZohoMeeting.manageOrg.READ, or set org_id"
	return &told
}
