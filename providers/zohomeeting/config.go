package zohomeeting

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/oauth"
	"github.com/libmeet/meeting/internal/quota"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/store"
)

// Kind is the name of this adapter in a config file.
const Kind = normalize.VendorZohoMeeting

// Config configures a [Provider].
type Config struct {
	Name       string // configured name; "" is [Kind]
	BaseURL    string // scheme and host; "" is the data centre's
	DataCenter string // us eu in au jp ca sa cn; "" is us
	Auth       meeting.Credentials
	Dialect    string                // [DialectMeetings], also where it is "", or [DialectSessions]
	OrgID      string                // of the sessions dialect: the organisation (zsoid); "" asks user.json once
	Presenter  string                // of the sessions dialect: who presents (zuid); "" is the user who signed in
	Limits     meeting.AccountLimits // plans: free standard professional enterprise
	Transport  http.RoundTripper     // bottom of the HTTP stack; nil is a pooled one
	Logger     *slog.Logger          // debug log of requests, without secrets; nil logs nothing
	Observer   meeting.Observer      // told of every request; nil is nobody
	Now        func() time.Time      // nil is time.Now; an instant meeting starts then

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
	if err := c.Limits.Validate(zoho.Plans()...); err != nil {
		return err
	}
	switch c.Dialect {
	case "", DialectMeetings, DialectSessions:
	default:
		return meeting.Invalidf("options.dialect", "%q is none of %s, %s", c.Dialect, DialectMeetings, DialectSessions)
	}
	for _, option := range []struct{ name, value string }{{"options.org_id", c.OrgID}, {"options.presenter", c.Presenter}} {
		if strings.Trim(option.value, "0123456789") != "" {
			return meeting.Invalidf(option.name, "it is a number, from Zoho's user.json; an e-mail address won't do")
		}
	}
	return nil
}

// withDefaults fills what was left open.
func (c Config) withDefaults(dc zoho.DataCenter) Config {
	if c.Name == "" {
		c.Name = Kind
	}
	if c.BaseURL == "" {
		c.BaseURL = dc.Meeting
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
		Transport: c.Transport, Logger: c.Logger, Observer: c.Observer, Now: c.Now, Hosts: zoho.Domains(),
		Quota:  keeper,
		Decode: decodeError, Kind: errorKind, Refusal: refusal,
	})
}

// vault is what the keeper of the credential has from here.
func (c Config) vault() oauth.Config {
	return oauth.Config{
		Credentials: c.Auth, Transport: c.Transport, Now: c.Now,
		Store: c.Store, Key: c.StoreKey, OnStoreError: c.OnStoreError,
	}
}
