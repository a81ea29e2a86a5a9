package oauth

import (
	"context"
	"errors"
	"time"

	"github.com/libmeet/meeting"
)

// Status says what is known of the credential without asking the vendor.
func (v *Vault) Status(ctx context.Context) (meeting.CredentialStatus, error) {
	cred := v.cfg.Credentials
	status := meeting.CredentialStatus{Flow: cred.Flow, SignedIn: true, Source: "config"}
	if v.cfg.fixed() {
		return status, nil
	}
	missing := cred.Flow == meeting.FlowRefreshToken && cred.RefreshToken.IsZero()
	if missing {
		status.SignedIn, status.Source = false, ""
	}
	s, err := v.known(ctx)
	if err != nil {
		return status, err
	}
	if !s.refresh.IsZero() {
		status.SignedIn, status.Source = true, "store"
	}
	if now := v.now(); s.usable(now) {
		status.Expires = s.expires.UTC().Truncate(time.Second)
	}
	status.Scopes = splitScopes(s.scope)
	if f := s.failure; f != nil && f.of == v.cfg.fingerprint() {
		status.Failure = &meeting.Error{Kind: f.kind, Code: f.code, Status: f.status, Message: f.message}
		if v.now().Before(f.until) {
			status.TryAgain = f.until.UTC().Truncate(time.Second)
		}
	}
	return status, nil
}

// known is the newest state, without a change of anything.
func (v *Vault) known(ctx context.Context) (state, error) {
	if v.cfg.Store == nil {
		v.mu.Lock()
		defer v.mu.Unlock()
		return v.state, nil
	}
	ctx, cancel := context.WithTimeout(ctx, storeWithin)
	defer cancel()
	r, err := v.cfg.Store.Get(ctx, v.key)
	switch {
	case errors.Is(err, meeting.ErrNotFound):
		return state{}, nil
	case err != nil:
		return state{}, err
	}
	s, _, err := v.codec.decode(r.Value)
	if err != nil {
		return state{}, &meeting.Error{Kind: meeting.ErrUnavailable, Message: err.Error(), Err: err}
	}
	return s, nil
}

// Hint returns what the token endpoint said against the access token that is held,
// "" for nothing.
func (v *Vault) Hint(ctx context.Context) string {
	s, err := v.known(ctx)
	if err != nil {
		return ""
	}
	return s.hint
}
