package oauth

import (
	"math/rand/v2"
	"net/http"
	"time"

	"golang.org/x/oauth2"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// Config configures a [Vault].
type Config struct {
	Credentials meeting.Credentials // validated
	TokenURL    string              // used unless the credentials name another
	Style       oauth2.AuthStyle    // how the token endpoint takes the client's id and secret
	Scheme      string              // word before the token in the Authorization header
	Transport   http.RoundTripper   // nil is http.DefaultTransport
	Now         func() time.Time    // nil is time.Now

	// Store is where vaults of one credential meet, in this process and in others.
	// Nil: what the vault knows ends with it.
	Store store.Store

	// Key encrypts what is put into the store; any text, of which the protection is
	// as good as it is hard to guess. Zero: it stands there in clear.
	Key meeting.Secret

	// OnStoreError is told, once for each text, what went wrong with the store while
	// the calls went on. It must not call the vault. Nil: nobody is.
	OnStoreError func(err error)

	// Rotates says that each refresh token is good once: the answer to a refresh
	// brings the next one. Such a token is never spent while the store can't be read.
	Rotates bool

	// Budget is how often the vendor lets one credential ask. Zero: no limit known.
	Budget Budget

	// Consent is where a user signs in.
	Consent Consent

	// Hint reads members of a token answer and returns a sentence when they say that
	// the credential is used at the wrong place. Nil: none is known.
	Hint func(member func(name string) string) string
}

// Budget is a number of tokens in any span of time.
type Budget struct {
	Mints int
	Per   time.Duration
}

// Holder is a store that its program closes at its end. The vault holds it during a
// refresh: a program that ended then would lose a rotated refresh token, and with
// it the account.
type Holder interface {
	// Hold returns a function that ends the holding.
	Hold() (release func())
}

// New returns a vault for the credentials. Nothing is sent or read.
func New(cfg Config) *Vault {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Credentials.TokenURL != "" {
		cfg.TokenURL = cfg.Credentials.TokenURL
	}
	v := &Vault{cfg: cfg, seed: rand.Uint64(), warned: map[string]bool{}}
	v.key = recordKey(cfg)
	v.codec = newCodec(v.key, cfg.Key)
	switch cfg.Credentials.Flow {
	case meeting.FlowAccessToken:
		v.current.Store(newToken(cfg.Scheme, cfg.Credentials.AccessToken))
	case meeting.FlowAPIKey:
		v.current.Store(newToken(cfg.Scheme, cfg.Credentials.APIKey))
	}
	return v
}

// precious reports that the store may hold the only refresh token that is good: it
// rotates, or a sign-in put it there. Losing it loses the account.
func (c Config) precious() bool {
	return c.Rotates || (c.Credentials.Flow == meeting.FlowRefreshToken && c.Credentials.RefreshToken.IsZero())
}

// fixed reports a credential that can't be renewed.
func (c Config) fixed() bool {
	flow := c.Credentials.Flow
	return flow == meeting.FlowAccessToken || flow == meeting.FlowAPIKey
}
