package provider

import (
	"context"

	"github.com/libmeet/meeting"
)

// Settings reads and changes the defaults of the user who signed in.
type Settings interface {
	GetSettings(ctx context.Context) (meeting.AccountSettings, error)

	// UpdateSettings sends what patch names and nothing else, and returns the
	// settings as they are afterwards.
	UpdateSettings(ctx context.Context, patch meeting.AccountPatch) (meeting.AccountSettings, error)
}

// GetSettings returns the user's defaults.
func (c *Client) GetSettings(ctx context.Context) (meeting.AccountSettings, error) {
	return invoke(c, OpGetSettings, "", func() (meeting.AccountSettings, error) {
		p, err := ability[Settings](c, OpGetSettings)
		if err != nil {
			return meeting.AccountSettings{}, err
		}
		return p.GetSettings(ctx)
	})
}

// UpdateSettings changes the user's defaults.
func (c *Client) UpdateSettings(ctx context.Context, patch meeting.AccountPatch) (meeting.AccountSettings, error) {
	return invoke(c, OpUpdateSettings, "", func() (meeting.AccountSettings, error) {
		p, err := ability[Settings](c, OpUpdateSettings)
		if err != nil {
			return meeting.AccountSettings{}, err
		}
		if err := patch.Validate(); err != nil {
			return meeting.AccountSettings{}, err
		}
		return p.UpdateSettings(ctx, patch)
	})
}
