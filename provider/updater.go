package provider

import (
	"context"

	"github.com/libmeet/meeting"
)

// Updater changes meetings.
type Updater interface {
	// UpdateMeeting sends what patch names and nothing else, and returns the
	// meeting as it is afterwards; with patch.Occurrence, that one of the series.
	UpdateMeeting(ctx context.Context, id string, patch meeting.Patch) (meeting.Meeting, error)
}

// UpdateMeeting changes a meeting. A member that the vendor can't change is
// refused as a loss before anything is sent, unless the patch's policy is
// [meeting.LossBestEffort]. With patch.Occurrence one meeting of a series is changed
// ([OpUpdateOccurrence]).
func (c *Client) UpdateMeeting(ctx context.Context, id string, patch meeting.Patch) (meeting.Meeting, error) {
	op := OpUpdate
	if patch.Occurrence != "" {
		op = OpUpdateOccurrence
	}
	return invoke(c, op, id, func() (meeting.Meeting, error) {
		p, err := ability[Updater](c, op)
		if err != nil {
			return meeting.Meeting{}, err
		}
		if err := validID(id); err != nil {
			return meeting.Meeting{}, err
		}
		patch, err := patch.Resolve()
		if err != nil {
			return meeting.Meeting{}, err
		}
		losses := PreflightUpdate(c.info, patch)
		if err := c.refuse(patch.OnLoss, losses); err != nil {
			return meeting.Meeting{}, err
		}
		m, err := p.UpdateMeeting(ctx, id, fitPatch(c.info, patch, losses))
		if err != nil && patch.Passcode != nil {
			err = conceal(err, *patch.Passcode)
		}
		if err != nil {
			return meeting.Meeting{}, err
		}
		m.Losses = losses
		return c.checked(m)
	})
}
