package zoom

import (
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/limits"
	"github.com/libmeet/meeting/internal/recurrence"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// Provider talks to one Zoom account.
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
	_ provider.Updater      = (*Provider)(nil)
	_ provider.Canceler     = (*Provider)(nil)
	_ provider.EventParser  = (*Provider)(nil)
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
	cfg = cfg.withDefaults()
	keeper, err := cfg.keeper()
	if err != nil {
		return nil, err
	}
	return &Provider{planner: limits.NewPlanner(keeper, spending, cfg.UserID), cfg: cfg, http: cfg.client(keeper), info: newInfo(cfg.Name)}, nil
}

// Info describes the provider.
func (p *Provider) Info() provider.Info { return p.info }

// Figures of contracts/zoom.md B1 and B3.
const (
	maxTopic    = 200
	maxAgenda   = 2000
	maxPasscode = 10
	maxPage     = 300
)

// listLag is how long a new meeting may be missing from the list. Zoom documents no
// figure; until then a lost create is not sent again.
const listLag = 5 * time.Second

func newInfo(name string) provider.Info {
	settings := provider.Fields{
		provider.FieldWaitingRoom:    {},
		provider.FieldMuteOnEntry:    {},
		provider.FieldJoinBeforeHost: {},
		provider.FieldRecording:      {},
		provider.FieldSignInRequired: {},
	}
	create := provider.Fields{
		provider.FieldTitle:       {Required: true, Max: maxTopic},
		provider.FieldDescription: {Max: maxAgenda},
		provider.FieldStart:       {},
		provider.FieldDuration:    {Minutes: true},
		provider.FieldZone:        {},
		provider.FieldHost:        {},
		provider.FieldPasscode:    {Max: maxPasscode},
		provider.FieldInvitees:    {},
		provider.FieldRecurrence:  {},
		provider.FieldMedia:       {Values: []string{string(meeting.MediaVideo)}, Reason: "a Zoom meeting always has video"},
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
				provider.OpGet, provider.OpList, provider.OpUpdate, provider.OpCancel,
				provider.OpEvents,
			},
			Create: create,
			Update: update,
			Instant: provider.Fields{
				provider.FieldTitle:    {Max: maxTopic},
				provider.FieldDuration: {Lost: true, Reason: "an instant meeting ends when its people leave"},
				provider.FieldHost:     {},
				provider.FieldMedia:    create[provider.FieldMedia],
			},
			Limits: provider.Limits{PageSize: maxPage},
			// Instant meetings are in no list: a lost one can't be found.
			Search: provider.Search{By: provider.SearchContent, Lag: listLag},
			Check:  recurrence.Losses(recurrence.ToZoom),
		},
		Notes: []string{
			"creates and updates are limited to 100 per host and UTC day",
			"host links end after two hours; get the meeting again for a new one",
			"participants of a running meeting need the Business plan",
		},
	}
}
