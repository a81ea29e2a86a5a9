package meeting

import (
	"strings"
	"time"
)

// Credentials say how a provider signs its requests. Which flows a vendor has
// stands in the docs of its adapter.
type Credentials struct {
	Flow         Flow
	TokenURL     string // of the OAuth flows; "" is the vendor's
	AccountID    string // Zoom's account_credentials
	ClientID     string
	ClientSecret Secret
	RefreshToken Secret // may be empty where a store holds one that a sign-in put there
	AccessToken  Secret // a token that somebody else keeps fresh
	APIKey       Secret
}

// Flow is a way to get an access token.
type Flow string

// The flows.
const (
	FlowAccountCredentials Flow = "account_credentials" // Zoom server-to-server
	FlowRefreshToken       Flow = "refresh_token"       // a user consented once
	FlowAccessToken        Flow = "access_token"
	FlowAPIKey             Flow = "api_key"
)

// Validate returns an [ErrInvalid] error when the flow is not among those that
// are allowed, a member that it needs is missing, or one could break a header.
func (c Credentials) Validate(allowed ...Flow) error {
	ok := false
	for _, f := range allowed {
		ok = ok || f == c.Flow
	}
	if !ok {
		return Invalidf("auth.flow", "%q is none of %s", c.Flow, joinFlows(allowed))
	}
	type member struct {
		name  string
		value string
	}
	var needed []member
	switch c.Flow {
	case FlowAccountCredentials:
		needed = []member{{"account_id", c.AccountID}, {"client_id", c.ClientID}, {"client_secret", c.ClientSecret.Reveal()}}
	case FlowRefreshToken:
		needed = []member{{"client_id", c.ClientID}, {"client_secret", c.ClientSecret.Reveal()}, {"refresh_token", c.RefreshToken.Reveal()}}
	case FlowAccessToken:
		needed = []member{{"access_token", c.AccessToken.Reveal()}}
	case FlowAPIKey:
		needed = []member{{"api_key", c.APIKey.Reveal()}}
	}
	for _, m := range needed {
		if m.value == "" {
			return Invalidf("auth."+m.name, "the flow %s needs it", c.Flow)
		}
		for _, r := range m.value {
			if r <= ' ' || r >= 0x7f {
				return Invalidf("auth."+m.name, "it holds a blank, a control or a non-ASCII character")
			}
		}
	}
	return nil
}

// CredentialStatus is what is known of a credential without asking the vendor.
type CredentialStatus struct {
	Flow     Flow      `json:"flow"`
	SignedIn bool      `json:"signed_in"`          // there is something to sign requests with; the vendor may have revoked it
	Source   string    `json:"source,omitempty"`   // where that is: "config" or "store"
	Expires  time.Time `json:"expires,omitzero"`   // UTC; of the access token that is held; zero: none, or it has no known end
	Scopes   []string  `json:"scopes,omitempty"`   // of the access token, as far as the vendor told
	Failure  *Error    `json:"failure,omitempty"`  // the last one of the token endpoint, until it gives a token
	TryAgain time.Time `json:"try_again,omitzero"` // UTC; until then the token endpoint is left alone after the failure
}

func joinFlows(flows []Flow) string {
	words := make([]string, len(flows))
	for i, f := range flows {
		words[i] = string(f)
	}
	return joinWords(words)
}

func joinWords(words []string) string { return strings.Join(words, ", ") }
