package whereby

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/oauth"
	"github.com/libmeet/meeting/internal/quota"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/webhook"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/store"
)

// Kind is the name of this adapter in a config file.
const Kind = normalize.VendorWhereby

// Config configures a [Provider].
type Config struct {
	Name    string              // configured name; "" is [Kind]
	BaseURL string              // scheme and host; "" is https://api.whereby.dev
	Auth    meeting.Credentials // flow api_key

	// NoHostLinks leaves [meeting.Meeting.HostURL] empty. Whoever sets it and asks
	// for a locked room gets one that nobody can open.
	NoHostLinks bool

	// ViewerLinks fills [meeting.Meeting.ViewerURL]: the link of an audience
	// without camera and microphone.
	ViewerLinks bool

	Limits    meeting.AccountLimits // plans: build grow
	Transport http.RoundTripper     // bottom of the HTTP stack; nil is a pooled one
	Logger    *slog.Logger          // debug log of requests, without secrets; nil logs nothing
	Observer  meeting.Observer      // told of every request; nil is nobody
	Now       func() time.Time      // nil is time.Now

	// Store is where what is spent of the limits is kept for all processes; nil keeps
	// it in this one. OnStoreError is told what went wrong with the store while calls
	// went on. Ledgers, which package providers sets, does the same for the providers
	// of one process.
	Store        store.Store
	OnStoreError func(err error)
	Ledgers      *quota.Ledgers

	// WebhookSecrets are the secrets of the organisation's webhooks, several while one
	// is replaced; without any no event is believed. WebhookTolerance is how old a
	// signature may be; 0 is five minutes.
	WebhookSecrets   []meeting.Secret
	WebhookTolerance time.Duration
}

const defaultBaseURL = "https://api.whereby.dev"

// Validate returns an [meeting.ErrInvalid] error that names the member that is
// wrong.
func (c Config) Validate() error {
	if err := c.Auth.Validate(meeting.FlowAPIKey); err != nil {
		return err
	}
	if err := c.webhook().Validate(); err != nil {
		return err
	}
	if c.BaseURL != "" {
		if err := transport.CheckURL("base_url", c.BaseURL, false); err != nil {
			return err
		}
	}
	return c.Limits.Validate("build", "grow")
}

// withDefaults fills what was left open.
func (c Config) withDefaults() Config {
	if c.Name == "" {
		c.Name = Kind
	}
	if c.BaseURL == "" {
		c.BaseURL = defaultBaseURL
	}
	if c.Transport == nil {
		c.Transport = transport.NewRoundTripper()
	}
	if c.Now == nil {
		c.Now = time.Now
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
		Quota:  keeper,
		Decode: normalize.WherebyError, Kind: errorKind, Refusal: refusal,
	})
}

// vault keeps a key: nothing is fetched or stored.
func (c Config) vault() *oauth.Vault {
	return oauth.New(oauth.Config{Credentials: c.Auth, Scheme: "Bearer", Now: c.Now})
}

// fields are the members that Whereby adds only when asked, on each call anew
// (contracts/whereby-cliq.md 1B, quirk 2).
func (c Config) fields() []string {
	var names []string
	if !c.NoHostLinks {
		names = append(names, FieldHostRoomURL)
	}
	if c.ViewerLinks {
		names = append(names, FieldViewerRoomURL)
	}
	return names
}
