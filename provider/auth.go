package provider

import (
	"context"
	"net/url"

	"github.com/libmeet/meeting"
)

// Authorizer lets a user sign in: by consent on a page of the vendor, which
// redirects with a code that is good once (OAuth 2.0, authorization code). What it
// gives is kept in the provider's store, and not shown.
type Authorizer interface {
	// Scopes lists what to ask for, so that every operation works; nil when the vendor
	// goes by the application's settings. It is pure.
	Scopes() []string

	// AuthorizeURL returns the page to send the user to. It is pure.
	AuthorizeURL(req AuthorizeRequest) (string, error)

	// Authorize takes what the vendor's redirect brought, its query, for the request
	// that asked for it. It is [meeting.ErrUnauthenticated] when the state is another
	// or the code is spent or too old, [meeting.ErrPermission] when the user did not
	// consent. A redirect that names a server which is none of the vendor's is refused
	// before anything is sent.
	Authorize(ctx context.Context, req AuthorizeRequest, redirect url.Values) (Authorization, error)
}

// AuthorizeRequest is one request for consent.
type AuthorizeRequest struct {
	RedirectURL string   // as registered with the vendor
	State       string   // random, 16 characters or more
	Verifier    string   // of PKCE (RFC 7636), 43 characters or more; sent where the vendor has it
	Scopes      []string // nil: those of [Authorizer.Scopes]
}

func (r AuthorizeRequest) withScopes(p Authorizer) AuthorizeRequest {
	if r.Scopes == nil {
		r.Scopes = p.Scopes()
	}
	return r
}

// Authorization is what a sign-in gave.
type Authorization struct {
	Scopes []string // as far as they are known
	Note   string   // what is to be changed in the config, if anything
}

// AuthReporter tells how a provider is signed in.
type AuthReporter interface {
	// AuthStatus asks the store, and never the vendor.
	AuthStatus(ctx context.Context) (meeting.CredentialStatus, error)
}

// The operations of signing in. They are no part of a provider's capabilities.
const (
	opLogin  Op = "auth.login"
	opStatus Op = "auth.status"
)

// AuthorizeURL returns the page on which a user consents.
func (c *Client) AuthorizeURL(req AuthorizeRequest) (string, error) {
	return guard(c, opLogin, "", func() (string, error) {
		p, err := ability[Authorizer](c, opLogin)
		if err != nil {
			return "", err
		}
		return p.AuthorizeURL(req.withScopes(p))
	})
}

// Authorize finishes a sign-in. Errors are as in [Authorizer].
func (c *Client) Authorize(ctx context.Context, req AuthorizeRequest, redirect url.Values) (Authorization, error) {
	return guard(c, opLogin, "", func() (Authorization, error) {
		p, err := ability[Authorizer](c, opLogin)
		if err != nil {
			return Authorization{}, err
		}
		return p.Authorize(ctx, req.withScopes(p), redirect)
	})
}

// AuthStatus tells how the provider is signed in, without asking the vendor.
func (c *Client) AuthStatus(ctx context.Context) (meeting.CredentialStatus, error) {
	return guard(c, opStatus, "", func() (meeting.CredentialStatus, error) {
		p, err := ability[AuthReporter](c, opStatus)
		if err != nil {
			return meeting.CredentialStatus{}, err
		}
		return p.AuthStatus(ctx)
	})
}
