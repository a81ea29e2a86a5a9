package migrate

import "github.com/libmeet/meeting"

// Event is one step of [Migration.Apply] or [Migration.Rollback].
type Event struct {
	Event    string         `json:"event"`
	SourceID string         `json:"source_id"`
	TargetID string         `json:"target_id,omitempty"`
	JoinURL  string         `json:"join_url,omitempty"` // of the target
	Reason   string         `json:"reason,omitempty"`
	Error    *meeting.Error `json:"error,omitempty"`

	Title string `json:"-"` // of the source, for people
}

// The events.
const (
	EventCreated   = "created"
	EventAdopted   = "adopted"
	EventSkipped   = "skipped" // Reason says why
	EventFailed    = "failed"  // the next run tries again
	EventUnknown   = "unknown" // the create may have happened; the next run finds out
	EventCancelled = "source_cancelled"
	EventAnnotated = "source_annotated"
	EventRemoved   = "removed"         // rollback: the target is gone
	EventRestored  = "source_restored" // rollback: the source's description is what it was
	EventKept      = "kept"            // rollback: the target stays; Reason says why
)

// Totals count a plan's items by where they stand.
type Totals struct {
	Total   int `json:"total"`
	Created int `json:"created"`
	Adopted int `json:"adopted"`
	Skipped int `json:"skipped"`
	Failed  int `json:"failed"`
	Unknown int `json:"unknown,omitempty"`
	Pending int `json:"pending"`
	Removed int `json:"removed"`
}

// totals counts the items of p by their records.
func totals(p *Plan, records map[string]*record) Totals {
	t := Totals{Total: len(p.Items)}
	for _, item := range p.Items {
		at := statePending
		if r := records[item.Source.ID]; r != nil {
			at = r.State
		}
		switch {
		case item.Action == ActionSkip && at != stateCreated && at != stateAdopted:
			t.Skipped++
		case at == stateCreated:
			t.Created++
		case at == stateAdopted:
			t.Adopted++
		case at == stateSkipped:
			t.Skipped++
		case at == stateFailed:
			t.Failed++
		case at == stateUnknown:
			t.Unknown++
		case at == stateRemoved:
			t.Removed++
		default:
			t.Pending++
		}
	}
	return t
}
