package provider

import (
	"context"

	"github.com/libmeet/meeting"
)

// Getter finds one meeting.
type Getter interface {
	// GetMeeting returns the meeting, or [meeting.ErrNotFound].
	GetMeeting(ctx context.Context, id string) (meeting.Meeting, error)
}

// GetMeeting returns one meeting.
func (c *Client) GetMeeting(ctx context.Context, id string) (meeting.Meeting, error) {
	return invoke(c, OpGet, id, func() (meeting.Meeting, error) {
		p, err := ability[Getter](c, OpGet)
		if err != nil {
			return meeting.Meeting{}, err
		}
		if err := validID(id); err != nil {
			return meeting.Meeting{}, err
		}
		m, err := p.GetMeeting(ctx, id)
		if err != nil {
			return meeting.Meeting{}, err
		}
		return c.checked(m)
	})
}
