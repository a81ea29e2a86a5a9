package zoom

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/limits"
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
	_ provider.Ender        = (*Provider)(nil)
	_ provider.Recordings   = (*Provider)(nil)
	_ provider.Sessions     = (*Provider)(nil)
	_ provider.Registrants  = (*Provider)(nil)
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
	return &Provider{planner: limits.NewPlanner(keeper, spending, cfg.UserID), cfg: cfg, http: cfg.client(keeper), info: newInfo(cfg.Name, cfg.Limits.Plan)}, nil
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

// The plans that lack something (contracts/zoom.md B1). Of an account whose plan is
// not configured everything is tried.
const (
	planFree = "free"
	planPro  = "pro"
)

// unpaid are the operations of a free account.
var unpaid = []provider.Op{
	provider.OpCreate, provider.OpInstant, provider.OpGet, provider.OpList, provider.OpUpdate, provider.OpUpdateOccurrence,
	provider.OpCancel, provider.OpCancelOccurrence, provider.OpEnd, provider.OpListSessions,
}

func operations(plan string) []provider.Op {
	if plan == planFree {
		return slices.Clone(unpaid)
	}
	return append(slices.Clone(unpaid), provider.OpParticipants,
		provider.OpListRecordings, provider.OpGetRecording, provider.OpDownloadRecording, provider.OpDeleteRecording,
		provider.OpGetSession, provider.OpListRegistrants, provider.OpAddRegistrant, provider.OpDecideRegistrants, provider.OpEvents)
}

func notes(plan string) []string {
	lines := []string{
		"creates and updates are limited to 100 per host and UTC day",
		"host links end after two hours; get the meeting again for a new one",
		"participants, recordings and registrants need a paid plan; who is in a running meeting needs the Business plan",
	}
	switch plan {
	case planFree:
		lines[2] = "on the free plan Zoom tells neither participants nor recordings, and takes no registrants"
	case planPro:
		lines[2] = "on this plan participants are told when the meeting is over"
	}
	return lines
}

// isUUID reports Zoom's name for one sitting: 16 bytes in base64. Some hold a slash.
func isUUID(id string) bool {
	raw, err := base64.StdEncoding.Strict().DecodeString(id)
	return err == nil && len(raw) == 16 && len(id) == 24 // line ends, which the decoder skips, make it longer
}

// sittingArg is a path argument that names a meeting or a sitting. A UUID that
// begins with a slash or holds two in a row is encoded once more than others
// (contracts/zoom.md B1).
func sittingArg(id string) string {
	if isUUID(id) && (strings.HasPrefix(id, "/") || strings.Contains(id, "//")) {
		return url.QueryEscape(id)
	}
	return id
}

func newInfo(name, plan string) provider.Info {
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
		provider.FieldInvitees:    {Unnamed: true},
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
	occurrence := provider.Fields{} // contracts/zoom.md B3
	for _, field := range []provider.Field{
		provider.FieldDescription, provider.FieldStart, provider.FieldDuration, provider.FieldWaitingRoom,
		provider.FieldMuteOnEntry, provider.FieldJoinBeforeHost, provider.FieldRecording,
	} {
		occurrence[field] = create[field]
	}
	return provider.Info{
		Name: name, Vendor: Kind,
		Capabilities: provider.Capabilities{
			Operations: operations(plan),
			Create:     create,
			Update:     update,
			Occurrence: occurrence,
			Instant: provider.Fields{
				provider.FieldTitle:    {Max: maxTopic},
				provider.FieldDuration: {Lost: true, Reason: "an instant meeting ends when its people leave"},
				provider.FieldHost:     {},
				provider.FieldMedia:    create[provider.FieldMedia],
			},
			Limits: provider.Limits{PageSize: maxPage},
			// Instant meetings are in no list: a lost one can't be found.
			Search: provider.Search{By: provider.SearchContent, Lag: listLag},
			Check:  losses, InstanceID: isUUID,
		},
		Notes: notes(plan),
	}
}
