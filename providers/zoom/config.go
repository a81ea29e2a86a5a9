package zoom

import (
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/oauth2"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/oauth"
	"github.com/libmeet/meeting/internal/quota"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/webhook"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/store"
)

// Kind is the name of this adapter in a config file.
const Kind = normalize.VendorZoom

// Config configures a [Provider].
type Config struct {
	Name    string // configured name; "" is [Kind]
	BaseURL string // scheme and host; "" is https://api.zoom.us
	Auth    meeting.Credentials
	UserID  string // whose meetings: an id, an e-mail address or "me"; "" is "me"

	// Limits name the plan: free, pro or business. What the plan lacks is disclaimed;
	// without one everything is tried.
	Limits meeting.AccountLimits

	// Participants says where those of a past meeting come from: "past" (the default)
	// is open to the host, "report" to administrators, with the addresses and ids that
	// Zoom keeps for them.
	Participants string

	Transport http.RoundTripper // bottom of the HTTP stack; nil is a pooled one
	Logger    *slog.Logger      // debug log of requests, without secrets; nil logs nothing
	Observer  meeting.Observer  // told of every request; nil is nobody
	Now       func() time.Time  // nil is time.Now

	// Store is where access tokens, refresh tokens that the vendor replaced, and what
	// is spent of the limits are kept for all processes; nil keeps them in this one.
	// StoreKey encrypts the tokens there: any text, as good as it is hard to guess.
	// OnStoreError is told what went wrong with the store while calls went on. With
	// the flow refresh_token a store that outlives the process is a must: each
	// refresh token is good once, and the one in Auth is spent after the first use.
	Store        store.Store
	StoreKey     meeting.Secret
	OnStoreError func(err error)

	// Ledgers lets the providers of one process that share an account share what they
	// spend of its limits, as Store does for processes; package providers sets it.
	Ledgers *quota.Ledgers

	// WebhookSecrets are the secret tokens of the app's event subscriptions, several
	// while one is replaced; without any no event is believed. WebhookTolerance is how
	// old a signature may be; 0 is five minutes.
	WebhookSecrets   []meeting.Secret
	WebhookTolerance time.Duration
}

const (
	defaultBaseURL  = "https://api.zoom.us"
	defaultTokenURL = "https://zoom.us/oauth/token"
	authorizePath   = "/oauth/authorize" // beside the token endpoint
)

// Validate returns an [meeting.ErrInvalid] error that names the member that is
// wrong.
func (c Config) Validate() error {
	if err := oauth.Validate(c.Auth, c.Store, meeting.FlowAccountCredentials, meeting.FlowRefreshToken, meeting.FlowAccessToken); err != nil {
		return err
	}
	if c.Auth.TokenURL != "" {
		if err := transport.CheckURL("auth.token_url", c.Auth.TokenURL, true); err != nil {
			return err
		}
	}
	if err := c.webhook().Validate(); err != nil {
		return err
	}
	if c.UserID != "" {
		if err := meeting.ValidateID("options.user_id", c.UserID); err != nil {
			return err
		}
	}
	switch c.Participants {
	case "", sourcePast, sourceReport:
	default:
		return meeting.Invalidf("options.participants", "%q is neither past nor report", c.Participants)
	}
	if c.BaseURL != "" {
		if err := transport.CheckURL("base_url", c.BaseURL, false); err != nil {
			return err
		}
	}
	return c.Limits.Validate("free", "pro", "business")
}

// withDefaults fills what was left open.
func (c Config) withDefaults() Config {
	if c.Name == "" {
		c.Name = Kind
	}
	if c.BaseURL == "" {
		c.BaseURL = defaultBaseURL
	}
	if c.UserID == "" {
		c.UserID = "me"
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Transport == nil {
		c.Transport = transport.NewRoundTripper()
	}
	return c
}

func (c Config) webhook() webhook.Check {
	return webhook.Check{Secrets: c.WebhookSecrets, Tolerance: c.WebhookTolerance, Now: c.Now}
}

// client builds the transport below the verbs.
func (c Config) client(keeper *quota.Keeper) *transport.Client {
	return transport.New(transport.Config{
		Provider: c.Name, BaseURL: c.BaseURL,
		Auth:      c.vault(),
		Transport: c.Transport, Logger: c.Logger, Observer: c.Observer, Now: c.Now,
		Quota: keeper, Scope: scope, Hosts: []string{"zoom.us"},
		Decode: normalize.ZoomError, Refusal: refusal,
		Kind: func(e *meeting.Error) meeting.ErrorKind { return errorKind(e, c.Now()) },
	})
}

// vault keeps the credential (contracts/zoom.md B6).
func (c Config) vault() *oauth.Vault {
	tokenURL := defaultTokenURL
	if c.Auth.TokenURL != "" {
		tokenURL = c.Auth.TokenURL
	}
	return oauth.New(oauth.Config{
		Credentials: c.Auth, TokenURL: tokenURL, Style: oauth2.AuthStyleInHeader,
		Scheme: "Bearer", Transport: c.Transport, Now: c.Now,
		Store: c.Store, Key: c.StoreKey, OnStoreError: c.OnStoreError,
		Rotates: c.Auth.Flow == meeting.FlowRefreshToken, // each is good once
		Consent: oauth.Consent{URL: oauth.Beside(tokenURL, authorizePath), PKCE: true},
	})
}
