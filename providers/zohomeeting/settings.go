package zohomeeting

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// GetSettings returns the user's defaults (contracts/zoho.md A2.6).
func (p *Provider) GetSettings(ctx context.Context) (meeting.AccountSettings, error) {
	return p.settings(ctx, provider.OpGetSettings)
}

func (p *Provider) settings(ctx context.Context, op provider.Op) (meeting.AccountSettings, error) {
	res, err := p.do(ctx, transport.Request{Op: string(op), Method: http.MethodGet, Path: p.dialect.settings})
	if err != nil {
		return meeting.AccountSettings{}, err
	}
	return normalize.ZohoSettings(res.Body)
}

// UpdateSettings changes what patch names and reads all of it afterwards: whether
// the answer holds the rest is not said (contracts/zoho.md A2.9).
func (p *Provider) UpdateSettings(ctx context.Context, patch meeting.AccountPatch) (meeting.AccountSettings, error) {
	body, err := newAccountBody(patch)
	if err != nil {
		return meeting.AccountSettings{}, err
	}
	if _, err := p.do(ctx, transport.Request{
		Op: string(provider.OpUpdateSettings), Method: http.MethodPut, Path: p.dialect.settings, Body: body,
	}); err != nil {
		return meeting.AccountSettings{}, err
	}
	return p.settings(ctx, provider.OpUpdateSettings)
}
