package zohosdk

import (
	"context"
	"errors"
	"net/http"

	"github.com/libmeet/meeting"
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

// identity returns organisation and presenter for op.
func (p *Provider) identity(ctx context.Context, op provider.Op) (zoho.Identity, error) {
	who, err := p.who.Identity(ctx)
	return who, renamed(err, op)
}

// orgFor returns the organisation for op.
func (p *Provider) orgFor(ctx context.Context, op provider.Op) (string, error) {
	org, err := p.who.Org(ctx)
	return org, renamed(err, op)
}

// renamed gives the error of a lookup, which many calls may share, the operation of
// one of them.
func renamed(err error, op provider.Op) error {
	var e *meeting.Error
	if !errors.As(err, &e) {
		return err
	}
	own := *e
	own.Op = string(op)
	return &own
}
