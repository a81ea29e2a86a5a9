package zohosdk

import (
	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/provider"
)

// Provider talks to one Zoho organisation.
type Provider struct {
	cfg  Config
	http *transport.Client
	info provider.Info
	org  *organisation
}

var (
	_ provider.Provider     = (*Provider)(nil)
	_ provider.Authorizer   = (*Provider)(nil)
	_ provider.AuthReporter = (*Provider)(nil)
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
	client := cfg.client(dc)
	return &Provider{cfg: cfg, http: client, info: newInfo(cfg.Name), org: &organisation{http: client, id: cfg.OrgID}}, nil
}

// Info describes the provider.
func (p *Provider) Info() provider.Info { return p.info }

func newInfo(name string) provider.Info {
	return provider.Info{
		Name: name, Vendor: Kind,
		Capabilities: provider.Capabilities{
			Operations: []provider.Op{provider.OpInstant},
			Instant: provider.Fields{
				provider.FieldTitle:    {Lost: true, Severity: meeting.Warn, Reason: "the SDK's request has no title"},
				provider.FieldDuration: {Lost: true, Severity: meeting.Note, Reason: "an instant session ends when its people leave"},
				provider.FieldMedia:    {Values: []string{string(meeting.MediaAudio), string(meeting.MediaVideo)}},
			},
		},
		Notes: []string{
			"sessions can't be read back: keep the answer, its invitees included",
			"the SDK must be enabled for the organisation, with a verified domain",
		},
	}
}
