// Package oauth keeps the access token of a credential fresh. However many
// goroutines ask, one of them refreshes; the others wait for it, each no longer
// than its own context.
package oauth

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"github.com/libmeet/meeting"
)

// Config configures a [Vault].
type Config struct {
	Credentials meeting.Credentials // validated
	TokenURL    string              // used unless the credentials name another
	Style       oauth2.AuthStyle    // how the token endpoint takes the client's id and secret
	Scheme      string              // word before the token in the Authorization header
	Transport   http.RoundTripper   // nil is http.DefaultTransport
	Now         func() time.Time    // nil is time.Now
}

// Vault holds one credential. It is a transport.Authorizer.
type Vault struct {
	cfg Config

	mu      sync.Mutex
	token   token
	refresh meeting.Secret // the newest refresh token; vendors may rotate it
	flight  *flight
}

type token struct {
	value   meeting.Secret
	expires time.Time // zero: never
	stale   bool      // refused by the vendor before its time
}

// flight is a refresh under way.
type flight struct {
	done chan struct{}
	err  error
}

// refreshTimeout bounds a refresh, which no caller's context ends.
const refreshTimeout = 30 * time.Second

// New returns a vault for the credentials.
func New(cfg Config) *Vault {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Credentials.TokenURL != "" {
		cfg.TokenURL = cfg.Credentials.TokenURL
	}
	v := &Vault{cfg: cfg, refresh: cfg.Credentials.RefreshToken}
	switch cfg.Credentials.Flow {
	case meeting.FlowAccessToken:
		v.token.value = cfg.Credentials.AccessToken
	case meeting.FlowAPIKey:
		v.token.value = cfg.Credentials.APIKey
	}
	return v
}

// Authorization returns the header's value, after a refresh if the token is
// missing, refused or near its end.
func (v *Vault) Authorization(ctx context.Context) (string, error) {
	for {
		v.mu.Lock()
		if v.token.usable(v.cfg.Now()) {
			value := v.cfg.Scheme + " " + v.token.value.Reveal()
			v.mu.Unlock()
			return value, nil
		}
		if v.fixed() {
			v.mu.Unlock()
			return "", &meeting.Error{Kind: meeting.ErrUnauthenticated, Message: "the vendor refused the credential and there is no way to renew it"}
		}
		f := v.flight
		if f == nil && ctx.Err() != nil { // nobody is left who wants it
			v.mu.Unlock()
			return "", ctx.Err()
		}
		if f == nil {
			f = &flight{done: make(chan struct{})}
			v.flight = f
			go v.fly(context.WithoutCancel(ctx), f)
		}
		v.mu.Unlock()
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-f.done:
			if f.err != nil {
				return "", f.err
			}
		}
	}
}

// fixed reports a credential that can't be renewed.
func (v *Vault) fixed() bool {
	flow := v.cfg.Credentials.Flow
	return flow == meeting.FlowAccessToken || flow == meeting.FlowAPIKey
}

// Refused marks the token stale if value is still the current one. It reports
// whether another can be had.
func (v *Vault) Refused(value string) bool {
	if v.fixed() {
		return false
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if value == v.cfg.Scheme+" "+v.token.value.Reveal() {
		v.token.stale = true
	}
	return true
}

// fly refreshes once and wakes who waits.
func (v *Vault) fly(ctx context.Context, f *flight) {
	ctx, cancel := context.WithTimeout(ctx, refreshTimeout)
	defer cancel()
	v.mu.Lock()
	refresh := v.refresh
	v.mu.Unlock()
	fresh, rotated, err := v.fetch(ctx, refresh)
	v.mu.Lock()
	if err == nil {
		v.token = fresh
		if !rotated.IsZero() {
			v.refresh = rotated
		}
	}
	f.err = err
	v.flight = nil
	v.mu.Unlock()
	close(f.done)
}

func (t token) usable(now time.Time) bool {
	return !t.value.IsZero() && !t.stale && (t.expires.IsZero() || now.Before(t.expires))
}

// earlier is how long before its end a token is given up, so that it does not end
// on the way: five minutes, or a tenth of a short life.
func earlier(life time.Duration) time.Duration { return min(5*time.Minute, life/10) }

// newToken reads a token endpoint's answer.
func (v *Vault) newToken(t *oauth2.Token) (token, error) {
	if t.AccessToken == "" {
		return token{}, errors.New("the token endpoint sent no access token")
	}
	fresh := token{value: meeting.NewSecret(t.AccessToken)}
	if life := lifetime(t); life > 0 {
		fresh.expires = v.cfg.Now().Add(life - earlier(life))
	}
	return fresh, nil
}

// lifetime reads the two ways in which Zoho writes it (contracts/zoho.md B9):
// expires_in_sec beside an expires_in in milliseconds, or expires_in in seconds.
func lifetime(t *oauth2.Token) time.Duration {
	if n := seconds(t.Extra("expires_in_sec")); n > 0 {
		return time.Duration(n) * time.Second
	}
	n := seconds(t.Extra("expires_in"))
	const day = 86400
	if n > day {
		return time.Duration(n) * time.Millisecond
	}
	return time.Duration(n) * time.Second
}
