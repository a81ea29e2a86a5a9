package zohosdk

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// currentUser asks whose organisation the SDK's paths must name (contracts/zoho.md
// B2).
func (p *Provider) currentUser(ctx context.Context) (zoho.Identity, error) {
	res, err := p.http.Do(ctx, transport.Request{Op: string(provider.OpInstant), Method: http.MethodGet, Path: zoho.UserPath})
	if err != nil {
		return zoho.Identity{}, err
	}
	user, err := normalize.ZohoUser(res.Body)
	return zoho.Identity{Org: user.Org, User: user.ID}, err
}
