package oauth

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/libmeet/meeting"
)

// answer is what a token endpoint gave.
type answer struct {
	access  meeting.Secret
	rotated meeting.Secret // replaces the refresh token that was used; zero: that one stays
	life    time.Duration  // 0: not said
	scope   string
	hint    string
}

// fetch asks the token endpoint for an access token.
func (v *Vault) fetch(ctx context.Context, refresh meeting.Secret) (answer, *meeting.Error) {
	ctx = withClient(ctx, v.cfg.Transport)
	cred := v.cfg.Credentials
	var got *oauth2.Token
	var err error
	if cred.Flow == meeting.FlowAccountCredentials {
		got, err = (&clientcredentials.Config{
			ClientID: cred.ClientID, ClientSecret: cred.ClientSecret.Reveal(),
			TokenURL: v.cfg.TokenURL, AuthStyle: v.cfg.Style,
			EndpointParams: url.Values{"grant_type": {"account_credentials"}, "account_id": {cred.AccountID}},
		}).Token(ctx)
	} else {
		got, err = v.endpoint().TokenSource(ctx, &oauth2.Token{RefreshToken: refresh.Reveal()}).Token()
	}
	if err != nil {
		return answer{}, v.cfg.tokenError(ctx, err, refresh)
	}
	return v.readAnswer(ctx, got, refresh)
}

// readAnswer takes an answer of the token endpoint to what was sent apart.
func (v *Vault) readAnswer(ctx context.Context, got *oauth2.Token, refresh meeting.Secret) (answer, *meeting.Error) {
	if got.AccessToken == "" || !sendable(got.AccessToken) || !sendable(got.RefreshToken) {
		return answer{}, v.cfg.tokenError(ctx, errNoToken, refresh)
	}
	a := answer{access: meeting.NewSecret(got.AccessToken), life: lifetime(got)}
	a.scope, _ = got.Extra("scope").(string)
	if got.RefreshToken != refresh.Reveal() {
		a.rotated = meeting.NewSecret(got.RefreshToken)
	}
	if v.cfg.Hint != nil {
		a.hint = v.cfg.Hint(func(name string) string {
			text, _ := got.Extra(name).(string)
			return text
		})
	}
	return a, nil
}

func (v *Vault) endpoint() *oauth2.Config {
	return &oauth2.Config{
		ClientID: v.cfg.Credentials.ClientID, ClientSecret: v.cfg.Credentials.ClientSecret.Reveal(),
		Endpoint: oauth2.Endpoint{TokenURL: v.cfg.TokenURL, AuthStyle: v.cfg.Style},
	}
}

// Exchange trades an authorization code for a refresh token, which the caller
// stores.
func Exchange(ctx context.Context, cfg Config, code, redirectURL string) (meeting.Secret, error) {
	got, err := New(cfg).exchange(ctx, code, redirectURL, "")
	if err != nil {
		return meeting.Secret{}, err
	}
	return got.rotated, nil
}

// exchange trades a code; verifier is "" without PKCE.
func (v *Vault) exchange(ctx context.Context, code, redirectURL, verifier string) (answer, *meeting.Error) {
	endpoint := v.endpoint()
	endpoint.RedirectURL = redirectURL
	var options []oauth2.AuthCodeOption
	if verifier != "" {
		options = append(options, oauth2.VerifierOption(verifier))
	}
	ctx, cancel := context.WithTimeout(withClient(ctx, v.cfg.Transport), fetchWithin)
	defer cancel()
	sent := meeting.NewSecret(code)
	got, err := endpoint.Exchange(ctx, code, options...)
	if err != nil {
		return answer{}, v.cfg.tokenError(ctx, err, sent)
	}
	if got.RefreshToken == "" {
		return answer{}, &meeting.Error{Kind: meeting.ErrUnauthenticated,
			Message: "the token endpoint sent no refresh token: ask for offline access and consent anew"}
	}
	return v.readAnswer(ctx, got, sent)
}

func withClient(ctx context.Context, rt http.RoundTripper) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, &http.Client{
		Transport:     rt,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	})
}
