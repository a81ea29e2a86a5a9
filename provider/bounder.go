package provider

import "context"

// Bounder is a [Planner] that can say which limit its NextSlot goes by.
type Bounder interface {
	// Bound names the limit, for people; "" when the calls are possible now.
	Bound(ctx context.Context, op Op, host string, n int) (string, error)
}

// Bound names the limit that decides when n calls of op will have been possible, for
// people; "" when none does or it is not known.
func (c *Client) Bound(ctx context.Context, op Op, host string, n int) (string, error) {
	return invoke(c, op, "", func() (string, error) {
		b, ok := c.provider.(Bounder)
		if !ok || n <= 0 {
			return "", nil
		}
		return b.Bound(ctx, op, host, n)
	})
}
