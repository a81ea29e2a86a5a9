package whereby

import (
	"strconv"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/limits"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// Provider talks to one Whereby organisation.
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
	_ provider.Canceler     = (*Provider)(nil)
	_ provider.Recordings   = (*Provider)(nil)
	_ provider.Transcripts  = (*Provider)(nil)
	_ provider.Sessions     = (*Provider)(nil)
	_ provider.EventParser  = (*Provider)(nil)
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
	return &Provider{planner: limits.NewPlanner(keeper, spending, ""), cfg: cfg, http: cfg.client(keeper), info: newInfo(cfg.Name)}, nil
}

// Info describes the provider.
func (p *Provider) Info() provider.Info { return p.info }

// Figures of contracts/whereby-cliq.md 1B.
const (
	maxPage   = 100
	maxNormal = 4   // people in a room of mode normal
	maxGroup  = 200 // in one of mode group, beside 400 viewers
)

// listLag is how long a new room may be missing from the list. Whereby documents
// no figure; until then a lost create is not sent again.
const listLag = 5 * time.Second

func newInfo(name string) provider.Info {
	// The marker is the prefix of the room's name.
	marked := provider.Search{By: provider.SearchMarker, Ref: refRoom, Lag: listLag}
	title := provider.Rule{Lost: true, Reason: "a Whereby room has no title"}
	media := provider.Rule{Values: []string{string(meeting.MediaVideo)}, Reason: "a Whereby room always has video"}
	return provider.Info{
		Name: name, Vendor: Kind,
		Capabilities: provider.Capabilities{
			Operations: []provider.Op{
				provider.OpCreate, provider.OpInstant, provider.OpParticipants, provider.OpGet, provider.OpList, provider.OpCancel,
				provider.OpListRecordings, provider.OpGetRecording, provider.OpDownloadRecording, provider.OpDeleteRecording,
				provider.OpListTranscripts, provider.OpGetTranscript, provider.OpDownloadTranscript, provider.OpDeleteTranscript,
				provider.OpListSessions, provider.OpGetSession,
				provider.OpEvents,
			},
			Create: provider.Fields{
				provider.FieldTitle:       title,
				provider.FieldDescription: {Lost: true, Reason: "a Whereby room has no description"},
				provider.FieldStart: {Lost: true, Severity: meeting.Warn, Got: "at once",
					Reason: "a Whereby room is open from its creation on"},
				provider.FieldDuration: {},
				provider.FieldZone:     {Lost: true, Reason: "a Whereby room has no time zone"},
				provider.FieldPasscode: {Lost: true, Severity: meeting.Warn,
					Reason: "a Whereby room has no passcode; its name can't be guessed"},
				provider.FieldInvitees:        {Lost: true, Reason: "Whereby invites nobody: send the link"},
				provider.FieldRecurrence:      {Lost: true, Reason: "a Whereby room is open once"},
				provider.FieldMedia:           media,
				provider.FieldWaitingRoom:     {},
				provider.FieldLocked:          {},
				provider.FieldRecording:       {},
				provider.FieldMaxParticipants: {},
				provider.FieldSignInRequired:  {Lost: true, Reason: "Whereby lets in whoever has the link"},
			},
			Instant: provider.Fields{
				provider.FieldTitle:    title,
				provider.FieldDuration: {},
				provider.FieldMedia:    media,
			},
			Limits:        provider.Limits{PageSize: maxPage},
			Search:        marked,
			SearchInstant: marked,
			Check:         checkSettings,
		},
		Notes: []string{
			"a room is open from its creation until an hour after its end; a start in the future is not enforced",
			"a locked room is opened with its host link only",
			"a room can't be changed: cancel it and create another, which has a new link",
			"participants and sessions come from insights, 10 to 15 minutes late: who is in a room now can't be asked",
			"an hour after its end a meeting is gone; its participants, sessions and recordings are found by the room's name (ref room_name without the slash) in place of the id",
			"files are fetched where Whereby hosts them; those in a bucket of your own have no link here",
		},
	}
}

// checkSettings finds the losses between members: two switches for one lock, and
// more people than a room holds.
func checkSettings(req meeting.CreateRequest) []meeting.Loss {
	var losses []meeting.Loss
	s := req.Settings
	unlocked := func(field provider.Field) {
		losses = append(losses, meeting.Loss{Field: string(field), Wanted: "false", Got: "true", Severity: meeting.Warn,
			Reason: "a Whereby room has one lock, which is its waiting room too"})
	}
	if s.WaitingRoom == meeting.Off && s.Locked == meeting.On {
		unlocked(provider.FieldWaitingRoom)
	}
	if s.Locked == meeting.Off && s.WaitingRoom == meeting.On {
		unlocked(provider.FieldLocked)
	}
	if s.MaxParticipants > maxGroup {
		losses = append(losses, meeting.Loss{Field: string(provider.FieldMaxParticipants),
			Wanted: strconv.Itoa(s.MaxParticipants), Got: strconv.Itoa(maxGroup), Severity: meeting.Warn,
			Reason: "the largest Whereby room holds " + strconv.Itoa(maxGroup)})
	}
	return losses
}
