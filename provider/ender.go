package provider

import "context"

// Ender ends meetings that are running.
type Ender interface {
	// EndMeeting ends the running meeting for everybody in it. The meeting itself
	// stays: a series goes on with its next one.
	EndMeeting(ctx context.Context, id string) error
}

// EndMeeting ends a running meeting for everybody in it.
func (c *Client) EndMeeting(ctx context.Context, id string) error {
	return run(c, OpEnd, id, func() error {
		p, err := ability[Ender](c, OpEnd)
		if err != nil {
			return err
		}
		if err := validID(id); err != nil {
			return err
		}
		return p.EndMeeting(ctx, id)
	})
}
