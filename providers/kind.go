package providers

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/quota"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/store"
)

// Kind is one vendor's adapter as a value.
type Kind struct {
	Name        string   // what stands at kind: in the config file, for example "zoom"
	Options     []string // keys allowed under options:
	DataCenters []string // words allowed at data_center:, nil when the vendor has none
	Plans       []string // words allowed at limits.plan, nil when the vendor's plans don't differ; "none" is allowed everywhere
	Webhooks    bool     // webhook: is allowed

	// New returns the adapter. It checks the settings ([meeting.ErrInvalid]) and
	// does no I/O.
	New func(Settings) (provider.Provider, error)

	Read Readers
}

// Readers normalise a vendor's stored payloads, offline. A nil reader means that
// the vendor has no such payload.
type Readers struct {
	Meeting      func(payload []byte) (meeting.Meeting, error)
	Page         func(payload []byte) (meeting.Page, error)
	Participants func(payload []byte) (meeting.ParticipantPage, error)

	// Detect tells by the envelope which of the three a payload is: "meeting",
	// "page" or "participants", or "" when it can't tell.
	Detect func(payload []byte) string
}

// Settings are what one provider of a config file is made from. Text is as
// written in the file, with references resolved; "" is not given.
type Settings struct {
	Name       string // configured name
	Kind       string // name of the Kind
	BaseURL    string // scheme and host that replace the vendor's
	DataCenter string
	Auth       meeting.Credentials
	Options    map[string]string
	Limits     Limits
	Webhook    Webhook

	Transport http.RoundTripper // nil: the default
	Now       func() time.Time  // nil: time.Now
	Logger    *slog.Logger      // nil: no log
	Observer  meeting.Observer  // nil: nobody

	Store        store.Store     // of tokens and limits, for all processes; nil: in this one
	StoreKey     meeting.Secret  // encrypts them there; zero: in clear
	OnStoreError func(err error) // what went wrong with the store while calls went on; nil: nobody is told

	ledgers *quota.Ledgers // of limits, for the providers of this process
	lines   lines          // where it stands, for errors
}

// Webhook says which events of the vendor are believed.
type Webhook struct {
	Secrets   []meeting.Secret // any of them signs; none: no event is believed
	Tolerance time.Duration    // how old a signature may be; 0: five minutes
}

// Limits say what is known of the vendor's limits for this account.
type Limits = meeting.AccountLimits
