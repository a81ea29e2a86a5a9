package transport

import (
	"context"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/quota"
)

// turn is the right to one attempt: a credential, and a place in the vendor's
// limits.
type turn struct {
	authorization string
	ticket        quota.Ticket
}

// tokenKeeps is how long a call may wait for its place and still use the token that
// it had before.
const tokenKeeps = 5 * time.Second

// turn waits for the right to one attempt. The place comes last: one who waits for
// a token keeps nobody back.
func (c *Client) turn(ctx context.Context, req Request) (turn, *meeting.Error) {
	var t turn
	var err error
	if t.authorization, err = c.authorization(ctx); err != nil {
		return t, beforehand(ctx, err)
	}
	if c.cfg.Quota == nil {
		return t, nil
	}
	fetched := c.cfg.Now()
	if t.ticket, err = c.cfg.Quota.Reserve(ctx, quota.Call{Class: req.Class, Host: req.Host, Cost: req.Cost}); err != nil {
		return t, beforehand(ctx, err)
	}
	if c.cfg.Now().Sub(fetched) < tokenKeeps {
		return t, nil
	}
	if t.authorization, err = c.authorization(ctx); err != nil {
		t.ticket.Done(quota.Answer{NotSent: true, Limit: -1, Remaining: -1})
		return t, beforehand(ctx, err)
	}
	return t, nil
}

func (c *Client) authorization(ctx context.Context) (string, error) {
	if c.cfg.Auth == nil {
		return "", nil
	}
	return c.cfg.Auth.Authorization(ctx)
}

// maxRenewals bounds how often one call is repeated with another credential: tokens
// n and n+1 may both have been revoked while other processes renewed.
const maxRenewals = 3

// renewable reports that a call whose credential was refused, after so many that
// were, is worth another attempt. Only the first refusal has a new one asked for.
func (c *Client) renewable(ctx context.Context, authorization string, renewed int) bool {
	switch {
	case c.cfg.Auth == nil || renewed == maxRenewals:
		return false
	case renewed == 0:
		return c.cfg.Auth.Refused(authorization)
	}
	f, ok := c.cfg.Auth.(follower)
	return ok && f.Newer(ctx, authorization)
}

// settle tells the ledger what became of an attempt.
func (c *Client) settle(t turn, res Response, failure *meeting.Error) {
	if res.settled {
		return
	}
	a := quota.Answer{NotSent: res.unsent, Limit: -1, Remaining: -1}
	if !res.at.IsZero() {
		a.Received, a.ServerDate = res.at, res.Rate.Date
		a.Limit, a.Remaining, a.Reset = res.Rate.Limit, res.Rate.Remaining, res.Rate.Reset
		if c.cfg.Scope != nil {
			a.Daily, a.Host = c.cfg.Scope(res.Header, failure)
		}
	}
	if failure != nil && failure.Kind == meeting.ErrRateLimited {
		a.Refused, a.RetryAfter = true, failure.RetryAfter
	}
	t.ticket.Done(a)
}
