package zohocliq

import (
	"maps"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/limits"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/provider"
)

// Provider talks to Cliq for one user.
type Provider struct {
	*planner // see limits.go

	cfg      Config
	http     *transport.Client
	info     provider.Info
	calendar *calendar
}

var (
	_ provider.Provider     = (*Provider)(nil)
	_ provider.Getter       = (*Provider)(nil)
	_ provider.Lister       = (*Provider)(nil)
	_ provider.Updater      = (*Provider)(nil)
	_ provider.Canceler     = (*Provider)(nil)
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
	client := cfg.client(dc, keeper)
	return &Provider{
		planner: limits.NewPlanner(keeper, spending, ""),
		cfg:     cfg, http: client, info: newInfo(cfg.Name), calendar: newCalendar(client, cfg.CalendarID),
	}, nil
}

// Info describes the provider.
func (p *Provider) Info() provider.Info { return p.info }

// Figures of contracts/whereby-cliq.md 2B; of a page Cliq publishes none, so that is
// the largest in use.
const (
	maxPage        = 100
	maxDescription = 10000
)

// listLag is how long a new event may be missing from the list. Cliq documents no
// figure; until then a lost create is not sent again.
const listLag = 5 * time.Second

func newInfo(name string) provider.Info {
	update := provider.Fields{
		provider.FieldTitle:       {Required: true},
		provider.FieldDescription: {Max: maxDescription},
		provider.FieldStart:       {},
		provider.FieldDuration:    {},
		provider.FieldZone:        {},
	}
	create := maps.Clone(update)
	create[provider.FieldInvitees] = provider.Rule{Unnamed: true}
	create[provider.FieldMedia] = provider.Rule{Values: []string{string(meeting.MediaAudio), string(meeting.MediaVideo)}}
	create[provider.FieldRecurrence] = provider.Rule{Lost: true, Reason: "Cliq publishes no recurrence of its events"}
	return provider.Info{
		Name: name, Vendor: Kind,
		Capabilities: provider.Capabilities{
			Operations: []provider.Op{
				provider.OpCreate, provider.OpParticipants, provider.OpGet, provider.OpList, provider.OpUpdate, provider.OpCancel,
			},
			Create: create,
			Update: update,
			Limits: provider.Limits{PageSize: maxPage, Horizon: horizon},
			Search: provider.Search{By: provider.SearchContent, Filter: map[string]string{paramSource: sourceEvents}, Lag: listLag},
		},
		Notes: []string{
			"what is scheduled are events of a calendar, with an @ in their id; calls and meetings that took place are media sessions, which can be read only",
			"a list is of one of the two: a window that reaches beyond now lists events, any other query sessions; --filter source=events or source=sessions says it",
			"a call can't be started: Cliq publishes no way to",
			"20 requests a minute for the whole account; more, and Cliq refuses all for ten minutes",
			"get walks the list for a session, and asks one calendar for an event: the one of options.calendar_id, else the default one",
		},
	}
}
