package migrate

import (
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/store"
)

// Config configures a [Migration].
type Config struct {
	From *provider.Client // what is moved
	To   *provider.Client // to where; its client needs the same store
	// Store keeps the journal. It must be the one of To, and outlive the process.
	Store store.Store

	// StoreKey encrypts passcodes in the journal, as in [provider.ClientConfig]; zero:
	// they stand in clear, from when a meeting is asked for until it is made.
	StoreKey meeting.Secret

	Now func() time.Time // nil is time.Now

	// LeaseTime is how long the death of a process blocks its plan; 0 is 10 s.
	LeaseTime time.Duration
}

// Migration moves meetings between two providers. It is safe for use by many
// goroutines.
type Migration struct {
	cfg      Config
	from, to *provider.Client
	journal  journal
}

// sealPurpose keeps the journal's key apart from others.
const sealPurpose = "github.com/libmeet/meeting migration journal 1"

const defaultLease = 10 * time.Second

// New returns a migration, or an [meeting.ErrInvalid] error. Nothing is sent.
func New(cfg Config) (*Migration, error) {
	switch {
	case cfg.From == nil || cfg.To == nil:
		return nil, meeting.Invalidf("provider", "a migration needs two")
	case cfg.From.Info().Name == cfg.To.Info().Name:
		return nil, meeting.Invalidf("to", "%s is on both sides", cfg.To.Info().Name)
	case cfg.Store == nil:
		return nil, meeting.Invalidf("store", "a migration needs one for its journal")
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.LeaseTime <= 0 {
		cfg.LeaseTime = defaultLease
	}
	return &Migration{
		cfg: cfg, from: cfg.From, to: cfg.To,
		journal: journal{store: cfg.Store, sealer: store.NewSealer(sealPurpose, cfg.StoreKey), route: cfg.From.Info().Name + "/" + cfg.To.Info().Name},
	}, nil
}

func (m *Migration) now() time.Time { return m.cfg.Now().UTC() }

// fits checks that a plan is for these two providers.
func (m *Migration) fits(p *Plan) error {
	from, to := m.from.Info(), m.to.Info()
	if p.From != from.Name || p.To != to.Name {
		return meeting.Invalidf("plan", "it is from %s to %s, not from %s to %s", p.From, p.To, from.Name, to.Name)
	}
	for _, item := range p.Items {
		if v := item.Source.Vendor; v != from.Vendor {
			return meeting.Invalidf("plan", "the meeting %s is of %q; %s is %s", item.Source.ID, v, from.Name, from.Vendor)
		}
	}
	return nil
}
