package provider

import (
	"context"

	"github.com/libmeet/meeting"
)

// Updater changes meetings.
type Updater interface {
	// UpdateMeeting sends what patch names and nothing else, and returns the
	// meeting as it is afterwards.
	UpdateMeeting(ctx context.Context, id string, patch meeting.Patch) (meeting.Meeting, error)
}

// UpdateMeeting changes a meeting. A member that the vendor can't change is
// refused as a loss before anything is sent, unless the patch's policy is
// [meeting.LossBestEffort].
func (c *Client) UpdateMeeting(ctx context.Context, id string, patch meeting.Patch) (meeting.Meeting, error) {
	return invoke(c, OpUpdate, id, func() (meeting.Meeting, error) {
		p, err := ability[Updater](c, OpUpdate)
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
