package zohomeeting

import (
	"context"
	"errors"
	"net/url"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/oauth"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/provider"
)

// DefaultScopes lists the scopes that all operations together need in the meetings
// dialect (contracts/zoho.md A2.7).
func DefaultScopes() []string {
	return []string{"ZohoMeeting.meeting.ALL", "ZohoMeeting.recording.ALL", "ZohoMeeting.webinar.ALL", "ZohoMeeting.report.READ"}
}

// SessionsScopes lists the scopes that all operations together need in the sessions
// dialect; the package comment says which needs which (contracts/zoho.md B8).
func SessionsScopes() []string {
	return []string{
		"ZohoMeeting.manageOrg.READ",
		"ZohoMeeting.meeting.CREATE", "ZohoMeeting.meeting.READ", "ZohoMeeting.meeting.UPDATE", "ZohoMeeting.meeting.DELETE",
		"ZohoMeeting.webinar.CREATE", "ZohoMeeting.webinar.READ",
		"ZohoMeeting.recording.READ", "ZohoMeeting.recording.DELETE", "ZohoMeeting.meetinguds.READ", "ZohoFiles.files.READ",
	}
}

// AuthCodeURL returns the page of the data centre on which a user consents
// (contracts/zoho.md A2.7): send the user there. Zoho redirects to redirectURL,
// which must be registered, with a code that is good once and for two minutes (B9),
// and with state, which must be compared. No scopes means all of the dialect's. Of
// c.Auth the client's id and secret are enough.
func (c Config) AuthCodeURL(redirectURL, state string, scopes ...string) (string, error) {
	dc, err := c.codeFlow()
	if err != nil {
		return "", err
	}
	if err := transport.CheckURL("redirect_uri", redirectURL, true); err != nil {
		return "", err
	}
	if len(scopes) == 0 {
		scopes = c.scopes()
	}
	return zoho.AuthURL(dc, c.Auth.ClientID, redirectURL, state, scopes), nil
}

func (c Config) scopes() []string {
	if c.Dialect == DialectSessions {
		return SessionsScopes()
	}
	return DefaultScopes()
}

// Exchange trades a code for a refresh token, which the caller stores. The
// redirectURL must be the one that the code was sent to; it is "" for the code of a
// self client (contracts/zoho.md B9). A code that was used or is too old is
// [meeting.ErrUnauthenticated].
func (c Config) Exchange(ctx context.Context, code, redirectURL string) (meeting.Secret, error) {
	dc, err := c.codeFlow()
	if err != nil {
		return meeting.Secret{}, err
	}
	if code == "" {
		return meeting.Secret{}, meeting.Invalidf("code", "it is empty")
	}
	c = c.withDefaults(dc)
	refresh, err := oauth.Exchange(ctx, zoho.ExchangeConfig(c.Auth, dc, c.Transport), code, redirectURL)
	if err == nil {
		return refresh, nil
	}
	failed := meeting.Error{Kind: meeting.ErrUnavailable, Message: meeting.OneLine(err.Error()), Err: err}
	if known := (*meeting.Error)(nil); errors.As(err, &known) {
		failed = *known
	}
	failed.Provider, failed.Op = c.Name, "exchange"
	return meeting.Secret{}, &failed
}

// codeFlow checks what the code flow needs: there is no refresh token yet.
func (c Config) codeFlow() (zoho.DataCenter, error) {
	c.Auth.Flow, c.Auth.RefreshToken = meeting.FlowRefreshToken, meeting.NewSecret("none-yet")
	if err := c.Validate(); err != nil {
		return zoho.DataCenter{}, err
	}
	return zoho.Find(c.DataCenter)
}

// Scopes lists what to ask for in the configured dialect.
func (p *Provider) Scopes() []string { return p.cfg.scopes() }

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
