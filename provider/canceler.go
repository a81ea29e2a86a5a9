package provider

import (
	"context"

	"github.com/libmeet/meeting"
)

// Canceler ends the life of a meeting.
type Canceler interface {
	// CancelMeeting removes the meeting at the vendor. Cancelling one that is gone
	// is nil where the vendor's delete is idempotent (Whereby), else
	// [meeting.ErrNotFound]. With opts.Occurrence it removes one meeting of a series.
	CancelMeeting(ctx context.Context, id string, opts meeting.CancelOptions) error
}

// CancelMeeting cancels a meeting; for a series, the whole series, or with
// opts.Occurrence one meeting of it ([OpCancelOccurrence]).
func (c *Client) CancelMeeting(ctx context.Context, id string, opts meeting.CancelOptions) error {
	op := OpCancel
	if opts.Occurrence != "" {
		op = OpCancelOccurrence
	}
	return run(c, op, id, func() error {
		p, err := ability[Canceler](c, op)
		if err != nil {
			return err
		}
		if err := validID(id); err != nil {
			return err
		}
		if opts.Occurrence != "" {
			if err := meeting.ValidateID("occurrence", opts.Occurrence); err != nil {
				return err
			}
		}
		return p.CancelMeeting(ctx, id, opts)
	})
}
