package zohocliq

import (
	"context"
	"net/url"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/internal/oauth"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/provider"
)

// Scopes lists what to ask for.
func (p *Provider) Scopes() []string {
	return doctor.Wanted(p.needs(), p.info.Capabilities.Operations)
}

// AuthorizeURL returns the page of consent of the configured data centre
// (contracts/zoho.md B9).
func (p *Provider) AuthorizeURL(req provider.AuthorizeRequest) (string, error) {
	return zoho.Vault(p.dc(), p.cfg.vault()).AuthorizeURL(oauth.Ask(req))
}

// Authorize finishes a sign-in, at the data centre that Zoho names; a code lives two
// minutes (contracts/zoho.md B9).
func (p *Provider) Authorize(ctx context.Context, req provider.AuthorizeRequest, redirect url.Values) (provider.Authorization, error) {
	scopes, note, err := zoho.SignIn(ctx, p.dc(), p.cfg.vault(), oauth.Ask(req), redirect)
	if err != nil {
		return provider.Authorization{}, err
	}
	return provider.Authorization{Scopes: scopes, Note: note}, nil
}

// AuthStatus tells how the provider is signed in.
func (p *Provider) AuthStatus(ctx context.Context) (meeting.CredentialStatus, error) {
	return zoho.Vault(p.dc(), p.cfg.vault()).Status(ctx)
}

// dc is the configured data centre; [Config.Validate] has found it.
func (p *Provider) dc() zoho.DataCenter {
	dc, _ := zoho.Find(p.cfg.DataCenter)
	return dc
}
