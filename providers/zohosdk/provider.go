package zohosdk

import (
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/limits"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/provider"
)

// Provider talks to one Zoho organisation.
type Provider struct {
	*planner // see limits.go

	cfg  Config
	http *transport.Client
	info provider.Info
	who  *zoho.Who
	now  func() time.Time
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
	p := &Provider{cfg: cfg, planner: limits.NewPlanner(keeper, nil, ""), http: cfg.client(dc, keeper), info: newInfo(cfg.Name), now: cfg.Now}
	p.who = zoho.NewWho(zoho.Identity{Org: cfg.OrgID, User: cfg.Presenter}, p.currentUser)
	return p, nil
}

// Info describes the provider.
func (p *Provider) Info() provider.Info { return p.info }

// Figures of contracts/zoho.md B4 and B7.
const (
	maxPage     = 100
	maxInvitees = 100
)

// listLag is how long a new session may be missing from the list. Zoho documents no
// figure; until then a lost create is not sent again.
const listLag = 5 * time.Second

func newInfo(name string) provider.Info {
	return provider.Info{
		Name: name, Vendor: Kind,
		Capabilities: provider.Capabilities{
			Operations: []provider.Op{provider.OpCreate, provider.OpInstant, provider.OpGet, provider.OpList},
			Create: provider.Fields{
				provider.FieldTitle:       {Required: true},
				provider.FieldDescription: {Untold: true},
				provider.FieldStart:       {},
				provider.FieldDuration:    {},
				provider.FieldZone:        {},
				provider.FieldInvitees:    {Untold: true, Unnamed: true},
				provider.FieldMedia:       {Lost: true, Reason: "only an instant session can be audio or video"},
				provider.FieldPasscode:    {Lost: true, Severity: meeting.Warn, Reason: "Zoho makes a passcode of its own"},
			},
			Instant: provider.Fields{
				provider.FieldTitle:    {Lost: true, Severity: meeting.Warn, Reason: "the SDK's request has no title"},
				provider.FieldDuration: {Lost: true, Severity: meeting.Note, Reason: "an instant session ends when its people leave"},
				provider.FieldMedia:    {Values: []string{string(meeting.MediaAudio), string(meeting.MediaVideo)}},
			},
			Limits: provider.Limits{PageSize: maxPage, MaxInvitees: maxInvitees},
			// Instant sessions are in no list: a lost one can't be found.
			Search: provider.Search{By: provider.SearchContent, Lag: listLag},
			Check:  zoho.ClockLosses,
		},
		Notes: []string{
			"a session can't be changed or cancelled, and an instant one can't be read back: keep the answer, its invitees included",
			"get walks the lists: Zoho has no call for one session, and a list leaves out host link, passcode and invitees",
			"the SDK must be enabled for the organisation, with a verified domain",
		},
	}
}
