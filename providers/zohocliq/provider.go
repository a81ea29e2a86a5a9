package zohocliq

import (
	"github.com/libmeet/meeting/internal/limits"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/provider"
)

// Provider talks to Cliq for one user.
type Provider struct {
	*planner // see limits.go

	cfg  Config
	http *transport.Client
	info provider.Info
}

var (
	_ provider.Provider     = (*Provider)(nil)
	_ provider.Getter       = (*Provider)(nil)
	_ provider.Lister       = (*Provider)(nil)
	_ provider.Authorizer   = (*Provider)(nil)
	_ provider.AuthReporter = (*Provider)(nil)
	_ provider.Examiner     = (*Provider)(nil)
	_ provider.Planner      = (*Provider)(nil)
)

// New returns a provider, or an [meeting.ErrInvalid] error. Nothing is sent.
func New(cfg Config) (*Provider, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	dc, err := zoho.Find(cfg.DataCenter)
	if err != nil {
		return nil, err
	}
	cfg = cfg.withDefaults(dc)
	keeper, err := cfg.keeper()
	if err != nil {
		return nil, err
	}
	return &Provider{cfg: cfg, planner: limits.NewPlanner(keeper, nil, ""), http: cfg.client(dc, keeper), info: newInfo(cfg.Name)}, nil
}

// Info describes the provider.
func (p *Provider) Info() provider.Info { return p.info }

// maxPage is the largest page in use; Cliq publishes none
// (contracts/whereby-cliq.md 2B).
const maxPage = 100

func newInfo(name string) provider.Info {
	return provider.Info{
		Name: name, Vendor: Kind,
		Capabilities: provider.Capabilities{
			Operations: []provider.Op{provider.OpParticipants, provider.OpGet, provider.OpList},
			Limits:     provider.Limits{PageSize: maxPage},
		},
		Notes: []string{
			"calls can be read, not made: Cliq publishes no way to start one",
			"20 requests a minute for the whole account; more, and Cliq refuses all for ten minutes",
			"get walks the list: Cliq has no call for one session",
		},
	}
}
