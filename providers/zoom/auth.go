package zoom

import (
	"context"
	"net/url"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/oauth"
	"github.com/libmeet/meeting/provider"
)

// Scopes is empty: what the app may do is chosen in its settings.
func (p *Provider) Scopes() []string { return nil }

// AuthorizeURL returns Zoom's page of consent (contracts/zoom.md B6).
func (p *Provider) AuthorizeURL(req provider.AuthorizeRequest) (string, error) {
	return p.cfg.vault().AuthorizeURL(oauth.Ask(req))
}

// Authorize finishes a sign-in; a code lives five minutes (contracts/zoom.md B6).
func (p *Provider) Authorize(ctx context.Context, req provider.AuthorizeRequest, redirect url.Values) (provider.Authorization, error) {
	scopes, err := p.cfg.vault().SignIn(ctx, oauth.Ask(req), redirect)
	if err != nil {
		return provider.Authorization{}, err
	}
	return provider.Authorization{Scopes: scopes}, nil
}

// AuthStatus tells how the provider is signed in.
func (p *Provider) AuthStatus(ctx context.Context) (meeting.CredentialStatus, error) {
	return p.cfg.vault().Status(ctx)
}
