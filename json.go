package meeting

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// Encoding writes the model as JSON. The zero Encoding is what json.Marshal
// gives for every type here: secrets print as [Redacted] and the vendors' own
// objects are left out.
type Encoding struct {
	Secrets bool // reveal secrets, so that what is stored can be read back whole
	Raw     bool // add the vendor's object as "raw"; redacted too unless Secrets is set
}

// Marshal encodes a value of this package, a page, a slice of values, or an
// [*Error].
func (e Encoding) Marshal(v any) ([]byte, error) {
	wire, err := e.wire(v)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(wire); err != nil {
		return nil, err
	}
	return bytes.TrimRight(out.Bytes(), "\n"), nil
}

func (e Encoding) wire(v any) (any, error) {
	switch v := v.(type) {
	case Meeting:
		return e.meeting(v), nil
	case Participant:
		return e.participant(v), nil
	case Recording:
		return e.recording(v), nil
	case Transcript:
		return e.transcript(v), nil
	case Session:
		return e.session(v), nil
	case Report:
		return e.report(v), nil
	case Registration:
		return e.registration(v), nil
	case AccountSettings:
		return e.account(v), nil
	case Event:
		return e.event(v), nil
	case []Meeting:
		return each(v, e.meeting), nil
	case []Participant:
		return each(v, e.participant), nil
	case []Recording:
		return each(v, e.recording), nil
	case []Transcript:
		return each(v, e.transcript), nil
	case []Session:
		return each(v, e.session), nil
	case []Registration:
		return each(v, e.registration), nil
	case Page:
		return pageJSON{Meetings: each(v.Meetings, e.meeting), NextPage: v.NextPage}, nil
	case ParticipantPage:
		return participantPageJSON{Participants: each(v.Participants, e.participant), NextPage: v.NextPage}, nil
	case *Error:
		return v, nil
	}
	return nil, fmt.Errorf("meeting: no JSON form for %T", v)
}

type pageJSON struct {
	Meetings []meetingJSON `json:"meetings"`
	NextPage string        `json:"next_page,omitempty"`
}

type participantPageJSON struct {
	Participants []participantJSON `json:"participants"`
	NextPage     string            `json:"next_page,omitempty"`
}

// each never returns nil: an empty list prints [].
func each[T, W any](list []T, convert func(T) W) []W {
	out := make([]W, len(list))
	for i, v := range list {
		out[i] = convert(v)
	}
	return out
}

func (e Encoding) secret(s Secret) string {
	if e.Secrets {
		return s.Reveal()
	}
	return s.String()
}

func (e Encoding) raw(payload Raw) json.RawMessage {
	switch {
	case !e.Raw || len(payload) == 0:
		return nil
	case e.Secrets:
		return json.RawMessage(payload)
	}
	return RedactRaw(json.RawMessage(payload))
}

// stamp prints an instant; fractions of a second are cut off.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func readStamp(name, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("meeting: %s: %q is not an RFC 3339 time", name, text)
	}
	return t.UTC(), nil
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }

func fromSeconds(n int64) time.Duration { return time.Duration(n) * time.Second }

// MarshalJSON writes the redacted form. See [Encoding].
func (m Meeting) MarshalJSON() ([]byte, error) { return Encoding{}.Marshal(m) }

// MarshalJSON writes the model's form. See [Encoding].
func (p Participant) MarshalJSON() ([]byte, error) { return Encoding{}.Marshal(p) }

// MarshalJSON writes the redacted form. See [Encoding].
func (r Recording) MarshalJSON() ([]byte, error) { return Encoding{}.Marshal(r) }

// MarshalJSON writes the redacted form. See [Encoding].
func (t Transcript) MarshalJSON() ([]byte, error) { return Encoding{}.Marshal(t) }

// MarshalJSON writes the model's form. See [Encoding].
func (s Session) MarshalJSON() ([]byte, error) { return Encoding{}.Marshal(s) }

// MarshalJSON writes the model's form. See [Encoding].
func (r Report) MarshalJSON() ([]byte, error) { return Encoding{}.Marshal(r) }

// MarshalJSON writes the model's form. See [Encoding].
func (r Registration) MarshalJSON() ([]byte, error) { return Encoding{}.Marshal(r) }

// MarshalJSON writes the model's form. See [Encoding].
func (a AccountSettings) MarshalJSON() ([]byte, error) { return Encoding{}.Marshal(a) }
