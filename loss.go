package meeting

import "strings"

// Loss is one thing that was asked for and that a vendor can't give. Preflight
// lists losses before anything is sent; [Meeting.Losses] keeps those accepted.
type Loss struct {
	Field    string   `json:"field"` // JSON name of the member, for example "title" or "settings.waiting_room"
	Wanted   string   `json:"wanted,omitempty"`
	Got      string   `json:"got,omitempty"`
	Severity Severity `json:"severity"`
	Reason   string   `json:"reason,omitempty"`
}

// Severity grades a [Loss].
type Severity string

// The severities. Refuse means that it would change when or whether the meeting
// happens (start, duration, recurrence) or weaken who gets in (passcode, waiting
// room, lock, encryption, required sign-in).
const (
	Note   Severity = "note"
	Warn   Severity = "warn"
	Refuse Severity = "refuse"
)

// LossPolicy says which losses stop a request before anything is sent.
type LossPolicy string

// The policies.
const (
	LossDefault    LossPolicy = ""            // losses of severity Refuse stop it
	LossStrict     LossPolicy = "strict"      // any loss stops it
	LossBestEffort LossPolicy = "best-effort" // none does
)

// ParseLossPolicy reads "default", "strict", "best-effort" or "".
func ParseLossPolicy(word string) (LossPolicy, error) {
	switch word {
	case "", "default":
		return LossDefault, nil
	case string(LossStrict), string(LossBestEffort):
		return LossPolicy(word), nil
	}
	return "", Invalidf("on_loss", "%q is none of default, strict, best-effort", word)
}

// Refused returns the losses that p does not accept.
func (p LossPolicy) Refused(losses []Loss) []Loss {
	var refused []Loss
	for _, l := range losses {
		if p == LossStrict || (p != LossBestEffort && l.Severity == Refuse) {
			refused = append(refused, l)
		}
	}
	return refused
}

// LossError lists the losses that stopped a request. It is the cause (errors.As)
// of an [Error] of kind [ErrUnsupported].
type LossError struct{ Losses []Loss }

// Error names the fields and reasons.
func (e *LossError) Error() string {
	parts := make([]string, len(e.Losses))
	for i, l := range e.Losses {
		parts[i] = l.Field
		if l.Reason != "" {
			parts[i] += " (" + l.Reason + ")"
		}
	}
	return "refused losses: " + strings.Join(parts, ", ")
}
