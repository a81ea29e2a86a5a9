package migrate

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// Version is the version of the plan's form.
const Version = 1

// Plan is what a migration is to do: the content of a plan file.
type Plan struct {
	Version int       `json:"version"`
	ID      string    `json:"id"`
	From    string    `json:"from"` // configured names of the providers
	To      string    `json:"to"`
	Created time.Time `json:"created"`
	Options Options   `json:"options"`
	Items   []Item    `json:"items"`
	Summary Summary   `json:"summary"`
}

// Options are the choices that a plan was made with and is applied with.
type Options struct {
	CancelSource   bool               `json:"cancel_source"`   // cancel it, with notice, once the target exists
	AnnotateSource bool               `json:"annotate_source"` // put the new link into its description
	OnLoss         meeting.LossPolicy `json:"on_loss"`
}

// Item is one meeting of the source and what becomes of it.
type Item struct {
	Source   meeting.Meeting `json:"source"` // as it was read; its secrets are not in a plan file
	Action   Action          `json:"action"`
	Reason   string          `json:"reason,omitempty"`    // of a skip; of others, what else is to be known
	TargetID string          `json:"target_id,omitempty"` // of an adopt
	Host     string          `json:"host,omitempty"`      // at the target; "" is its configured user
	Losses   []meeting.Loss  `json:"losses,omitempty"`
}

// Action is what becomes of an item.
type Action string

// The actions.
const (
	ActionCreate Action = "create" // make it at the target
	ActionAdopt  Action = "adopt"  // it is at the target already
	ActionSkip   Action = "skip"   // leave it; Reason says why
)

// The reasons of a skip begin with one of these words.
const (
	ReasonPast           = "past"
	ReasonCancelled      = "cancelled"
	ReasonNotExpressible = "not expressible"
	ReasonChanged        = "changed" // at the source, since the plan
)

// Summary counts the items, and says what the target's limits make of them.
type Summary struct {
	Create int `json:"create"`
	Adopt  int `json:"adopt"`
	Skip   int `json:"skip"`

	// Calls are the target's that apply needs, Duration what its limits take for
	// them; 0 where no limit is known.
	Calls    int           `json:"calls"`
	Duration time.Duration `json:"-"`

	// Limited names the limit that the duration comes from, for people; it is not
	// in the file.
	Limited string `json:"-"`
	Hosts   int    `json:"-"` // of the target that creates go to

	// Reasons count the skips by the first word of their reason, Lost the losses of
	// the creates by field. Neither is in the
	// file.
	Reasons map[string]int `json:"-"`
	Lost    map[string]int `json:"-"`

	Notes []string `json:"-"` // what is to be known before the plan is applied; not in the file
}

type summaryJSON struct {
	Create   int   `json:"create"`
	Adopt    int   `json:"adopt"`
	Skip     int   `json:"skip"`
	Calls    int   `json:"calls"`
	Duration int64 `json:"duration_seconds"`
}

// MarshalJSON writes the duration in seconds, rounded up.
func (s Summary) MarshalJSON() ([]byte, error) {
	return json.Marshal(summaryJSON{s.Create, s.Adopt, s.Skip, s.Calls, int64((s.Duration + time.Second - 1) / time.Second)})
}

func (s *Summary) count(a Action) {
	switch a {
	case ActionCreate:
		s.Create++
		s.Calls++
	case ActionAdopt:
		s.Adopt++
	case ActionSkip:
		s.Skip++
	}
}

// tally counts what is not in the file.
func (s *Summary) tally(i Item) {
	if s.Reasons == nil {
		s.Reasons, s.Lost = map[string]int{}, map[string]int{}
	}
	if i.Action == ActionSkip {
		word, _, _ := strings.Cut(i.Reason, ":")
		s.Reasons[word]++
		return
	}
	for _, l := range i.Losses {
		s.Lost[l.Field]++
	}
}

// MarshalJSON writes the default policy as a word.
func (o Options) MarshalJSON() ([]byte, error) {
	policy := o.OnLoss
	if policy == meeting.LossDefault {
		policy = "default"
	}
	return json.Marshal(struct {
		CancelSource   bool               `json:"cancel_source"`
		AnnotateSource bool               `json:"annotate_source"`
		OnLoss         meeting.LossPolicy `json:"on_loss"`
	}{o.CancelSource, o.AnnotateSource, policy})
}
