package provider

import (
	"context"

	"github.com/libmeet/meeting"
)

// Canceler ends the life of a meeting.
type Canceler interface {
	// CancelMeeting removes the meeting at the vendor. Cancelling one that is gone
	// is nil where the vendor's delete is idempotent (Whereby), else
	// [meeting.ErrNotFound].
	CancelMeeting(ctx context.Context, id string, opts meeting.CancelOptions) error
}

// CancelMeeting cancels a meeting; for a series, the whole series.
func (c *Client) CancelMeeting(ctx context.Context, id string, opts meeting.CancelOptions) error {
	return run(c, OpCancel, id, func() error {
		p, err := ability[Canceler](c, OpCancel)
		if err != nil {
			return err
		}
		if err := validID(id); err != nil {
			return err
		}
		return p.CancelMeeting(ctx, id, opts)
	})
}
