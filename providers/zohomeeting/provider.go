package zohomeeting

import (
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/limits"
	"github.com/libmeet/meeting/internal/recurrence"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/provider"
)

// Provider talks to one account of Zoho Meeting.
type Provider struct {
	*planner // see limits.go

	cfg     Config
	http    *transport.Client
	dialect dialect
	info    provider.Info
	who     *zoho.Who
}

var (
	_ provider.Provider     = (*Provider)(nil)
	_ provider.Getter       = (*Provider)(nil)
	_ provider.Lister       = (*Provider)(nil)
	_ provider.Updater      = (*Provider)(nil)
	_ provider.Canceler     = (*Provider)(nil)
	_ provider.Inviter      = (*Provider)(nil)
	_ provider.Recordings   = (*Provider)(nil)
	_ provider.Sessions     = (*Provider)(nil)
	_ provider.Reporter     = (*Provider)(nil)
	_ provider.Webinars     = (*Provider)(nil)
	_ provider.Registrants  = (*Provider)(nil)
	_ provider.Settings     = (*Provider)(nil)
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
	p := &Provider{planner: limits.NewPlanner(keeper, nil, ""), cfg: cfg, http: cfg.client(dc, keeper), dialect: newDialect(cfg.Dialect)}
	p.info = p.dialect.info(cfg.Name)
	p.who = zoho.NewWho(zoho.Identity{Org: cfg.OrgID, User: cfg.Presenter}, p.currentUser)
	return p, nil
}

// Info describes the provider.
func (p *Provider) Info() provider.Info { return p.info }

// Figures of contracts/zoho.md A2.3 and A2.4.
const (
	maxPage   = 100
	maxPeople = 100
)

// listLag is how long a new meeting may be missing from the list. Zoho documents no
// figure; until then a lost create is not sent again.
const listLag = 5 * time.Second

func newInfo(name string) provider.Info {
	listed := provider.Search{By: provider.SearchContent, Lag: listLag}
	settings := provider.Fields{
		provider.FieldWaitingRoom: {},
		provider.FieldMuteOnEntry: {},
		provider.FieldScreenShare: {},
		provider.FieldRecording: {
			Values: []string{string(meeting.RecordNone), string(meeting.RecordCloud)}, Reason: "Zoho Meeting records in its cloud",
		},
		provider.FieldMaxParticipants: {Lost: true, Severity: meeting.Warn, Reason: "the plan sets it"},
	}
	create := provider.Fields{
		provider.FieldTitle:       {Required: true},
		provider.FieldDescription: {},
		provider.FieldStart:       {},
		provider.FieldDuration:    {Minutes: true},
		provider.FieldZone:        {},
		provider.FieldHost:        {Lost: true, Reason: "the user who signed in is the presenter"},
		provider.FieldPasscode:    {Lost: true, Severity: meeting.Warn, Reason: "Zoho Meeting makes its own passcode"},
		provider.FieldInvitees:    {},
		provider.FieldRecurrence:  {},
		provider.FieldMedia:       {Values: []string{string(meeting.MediaVideo)}, Reason: "a Zoho meeting always has video"},
	}
	update := provider.Fields{}
	for field, rule := range settings {
		create[field], update[field] = rule, rule
	}
	for _, field := range []provider.Field{
		provider.FieldTitle, provider.FieldDescription, provider.FieldStart, provider.FieldDuration,
		provider.FieldZone, provider.FieldPasscode, provider.FieldRecurrence,
	} {
		update[field] = create[field]
	}
	return provider.Info{
		Name: name, Vendor: Kind,
		Capabilities: provider.Capabilities{
			Operations: []provider.Op{
				provider.OpCreate, provider.OpInstant, provider.OpParticipants,
				provider.OpGet, provider.OpList, provider.OpUpdate, provider.OpCancel, provider.OpInvite, provider.OpUninvite,
				provider.OpListRecordings, provider.OpGetRecording, provider.OpDownloadRecording, provider.OpDeleteRecording,
				provider.OpListSessions, provider.OpGetSession, provider.OpReport,
				provider.OpCreateWebinar, provider.OpListRegistrations, provider.OpApproveRegistration,
				provider.OpGetSettings, provider.OpUpdateSettings,
			},
			Create: create,
			Update: update,
			Instant: provider.Fields{
				provider.FieldTitle:    {},
				provider.FieldDuration: create[provider.FieldDuration],
				provider.FieldHost:     create[provider.FieldHost],
				provider.FieldMedia:    create[provider.FieldMedia],
			},
			Limits:        provider.Limits{PageSize: maxPage, MaxInvitees: maxPeople},
			Search:        listed,
			SearchInstant: listed,
			Check:         recurrence.Losses(recurrence.ToZoho),
		},
		Notes: []string{
			"no page of Zoho's own describes the meetings dialect",
			"a meeting that is over can't be changed or cancelled",
			"there are no host links: the presenter starts the meeting from Zoho's own pages",
		},
	}
}
