package provider

import (
	"context"
	"io"
	"time"
)

// Planner tells what the vendor's limits leave, from what is known here: neither
// method sends anything to the vendor.
type Planner interface {
	// Headroom returns how many calls of op may be sent now. host is whose limit it
	// would spend, as in a request's Host; "" is the configured user.
	Headroom(ctx context.Context, op Op, host string) (Headroom, error)

	// NextSlot returns when n calls of op will have been possible, if nobody else
	// takes part more than they do: the time of the last one.
	NextSlot(ctx context.Context, op Op, host string, n int) (time.Time, error)
}

// Headroom is what may be sent at once.
type Headroom struct {
	Calls   int       // -1: no limit is known
	Until   time.Time // when there will be more, as far as is known; zero: not bounded
	Limited string    // the limit that bounds it, for people
}

// Headroom returns how many calls of op may be sent now, for plans. A provider
// that knows no limits has no bound.
func (c *Client) Headroom(ctx context.Context, op Op, host string) (Headroom, error) {
	return invoke(c, op, "", func() (Headroom, error) {
		p, ok := c.provider.(Planner)
		if !ok {
			return Headroom{Calls: -1}, nil
		}
		return p.Headroom(ctx, op, host)
	})
}

// NextSlot returns when n calls of op will have been possible, for plans.
func (c *Client) NextSlot(ctx context.Context, op Op, host string, n int) (time.Time, error) {
	return invoke(c, op, "", func() (time.Time, error) {
		p, ok := c.provider.(Planner)
		if !ok || n <= 0 {
			return c.now().UTC(), nil
		}
		return p.NextSlot(ctx, op, host, n)
	})
}

// Close writes what was learned of the vendor's limits into the store, before the
// store is closed; the client can still be used. A process that ends without it has
// its last calls counted for a minute longer than they must be.
func (c *Client) Close() error {
	if closer, ok := c.provider.(io.Closer); ok {
		return closer.Close()
	}
	return nil
}
