package zohosdk

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// organisation finds the id that the SDK's paths need and keeps it. However many
// goroutines ask, one of them looks it up; a failure is not kept.
type organisation struct {
	http *transport.Client

	mu     sync.Mutex
	id     string
	flight *lookup
}

// lookup is a call under way. Its members are set before done is closed.
type lookup struct {
	done chan struct{}
	id   string
	err  error
}

// lookupTimeout bounds a lookup, which no caller's context ends.
const lookupTimeout = 30 * time.Second

func (o *organisation) find(ctx context.Context) (string, error) {
	if ctx.Err() != nil {
		return "", gaveUp(ctx)
	}
	o.mu.Lock()
	if o.id != "" {
		defer o.mu.Unlock()
		return o.id, nil
	}
	f := o.flight
	if f == nil {
		f = &lookup{done: make(chan struct{})}
		o.flight = f
		go o.fly(context.WithoutCancel(ctx), f)
	}
	o.mu.Unlock()
	select {
	case <-ctx.Done():
		return "", gaveUp(ctx)
	case <-f.done:
		return f.id, f.err
	}
}

// fly looks the id up once and wakes who waits.
func (o *organisation) fly(ctx context.Context, f *lookup) {
	ctx, cancel := context.WithTimeout(ctx, lookupTimeout)
	defer cancel()
	f.id, f.err = o.fetch(ctx)
	o.mu.Lock()
	o.id, o.flight = f.id, nil
	o.mu.Unlock()
	close(f.done)
}

// gaveUp says that the caller's time ended here.
func gaveUp(ctx context.Context) error {
	return &meeting.Error{Kind: meeting.ErrUnavailable, Message: "the call ended while the organisation was looked up", Err: ctx.Err()}
}

// fetch asks "currentUser" (contracts/zoho.md B2).
func (o *organisation) fetch(ctx context.Context) (string, error) {
	res, err := o.http.Do(ctx, transport.Request{Op: string(provider.OpInstant), Method: http.MethodGet, Path: "/api/v2/user.json"})
	if err != nil {
		return "", explain(err)
	}
	return normalize.ZohoUserOrg(res.Body)
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
