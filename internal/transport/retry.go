package transport

import (
	"context"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/libmeet/meeting"
)

const (
	maxAttempts = 3
	backoff     = 200 * time.Millisecond // before the second attempt at most; twice that before the third
	maxPatience = time.Minute            // of a call without a deadline: no attempt begins later
)

// budget keeps an outage of the vendor from being multiplied by the attempts:
// every request earns a part of a retry, every retry costs a whole one.
type budget struct {
	mu     sync.Mutex
	credit float64
}

const (
	creditMost = 10 // at the start too: more, saved up in good times, would be an outage's
	creditEarn = 0.15
)

func newBudget() *budget { return &budget{credit: creditMost} }

func (b *budget) earn() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.credit = min(b.credit+creditEarn, creditMost)
}

func (b *budget) spend() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.credit < 1 {
		return false
	}
	b.credit--
	return true
}

// retry decides whether a failed request is sent again, and waits for its turn.
// Only reads and deletes are: to repeat them changes nothing. A 500 is not: it
// tends to be the request's own fault.
func (c *Client) retry(ctx context.Context, req Request, attempt int, until time.Time, failure *meeting.Error) bool {
	if attempt >= maxAttempts || req.Sink != nil || (req.Method != http.MethodGet && req.Method != http.MethodDelete) {
		return false
	}
	wait := time.Duration(rand.Float64() * float64(backoff<<(attempt-1))) // full jitter
	switch {
	case failure.Kind == meeting.ErrRateLimited:
		wait += failure.RetryAfter
	case failure.Kind != meeting.ErrUnavailable:
		return false
	case failure.Status == http.StatusServiceUnavailable:
		wait += failure.RetryAfter
	case failure.Status != 0 && failure.Status != http.StatusBadGateway && failure.Status != http.StatusGatewayTimeout && failure.Status >= 300:
		return false
	}
	if time.Until(until) <= wait || ctx.Err() != nil {
		return false // the caller is told at once, with the time to come back
	}
	if !c.budget.spend() {
		return false
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		*failure = *networkError(ctx, ctx.Err())
		return false
	case <-timer.C:
		return true
	}
}

// patience returns when a call gives up.
func patience(ctx context.Context) time.Time {
	if deadline, ok := ctx.Deadline(); ok {
		return deadline
	}
	return time.Now().Add(maxPatience)
}

// gone reports that a delete which was sent before finds nothing left: the first
// one had worked and its answer was lost.
func gone(req Request, retried bool, failure *meeting.Error) bool {
	return retried && req.Method == http.MethodDelete && failure.Kind == meeting.ErrNotFound
}
