package zohocliq

import (
	"log/slog"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/oauth"
	"github.com/libmeet/meeting/internal/quota"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/store"
)

// Kind is the name of this adapter in a config file.
const Kind = normalize.VendorZohoCliq

// Config configures a [Provider].
type Config struct {
	Name       string // configured name; "" is [Kind]
	BaseURL    string // scheme and host; "" is the data centre's
	DataCenter string // us eu in au jp ca sa cn; "" is us
	Auth       meeting.Credentials
	CalendarID string                // calendar (uid) of scheduled meetings; "" is the default one, asked for once
	Limits     meeting.AccountLimits // no plans
	Transport  http.RoundTripper     // bottom of the HTTP stack; nil is a pooled one
	Logger     *slog.Logger          // debug log of requests, without secrets; nil logs nothing
	Observer   meeting.Observer      // told of every request; nil is nobody
	Now        func() time.Time      // nil is time.Now

	// Store is where access tokens, refresh tokens that the vendor replaced, and what
	// is spent of the limits are kept for all processes; nil keeps them in this one.
	// StoreKey encrypts the tokens there: any text, as good as it is hard to guess.
	// OnStoreError is told what went wrong with the store while calls went on.
	Store        store.Store
	StoreKey     meeting.Secret
	OnStoreError func(err error)

	// Ledgers lets the providers of one process that share an account share what they
	// spend of its limits, as Store does for processes; package providers sets it.
	Ledgers *quota.Ledgers
}

// Validate returns an [meeting.ErrInvalid] error that names the member that is
// wrong.
func (c Config) Validate() error {
	if err := zoho.Validate(c.Auth, c.Store, c.DataCenter, c.BaseURL); err != nil {
		return err
	}
	if c.CalendarID != "" && (strings.TrimSpace(c.CalendarID) != c.CalendarID || strings.ContainsFunc(c.CalendarID, unicode.IsControl)) {
		return meeting.Invalidf("options.calendar_id", "it is not an id")
	}
	return c.Limits.Validate()
}

// withDefaults fills what was left open.
func (c Config) withDefaults(dc zoho.DataCenter) Config {
	if c.Name == "" {
		c.Name = Kind
	}
	if c.BaseURL == "" {
		c.BaseURL = dc.Cliq
	}
	if c.Transport == nil {
		c.Transport = transport.NewRoundTripper()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

// client builds the transport below the verbs.
func (c Config) client(dc zoho.DataCenter, keeper *quota.Keeper) *transport.Client {
	return transport.New(transport.Config{
		Provider: c.Name, BaseURL: c.BaseURL, Auth: zoho.Vault(dc, c.vault()),
		Transport: c.Transport, Logger: c.Logger, Observer: c.Observer, Now: c.Now,
		Quota:  keeper,
		Decode: normalize.CliqError, Kind: errorKind, Refusal: refusal,
	})
}

// vault is what the keeper of the credential has from here.
func (c Config) vault() oauth.Config {
	return oauth.Config{
		Credentials: c.Auth, Transport: c.Transport, Now: c.Now,
		Store: c.Store, Key: c.StoreKey, OnStoreError: c.OnStoreError,
	}
}
