package meeting

import (
	"encoding/json"
	"net/mail"
	"strings"
	"time"
	"unicode"
)

// CreateRequest asks for a meeting at a time. Title, a start and a duration are
// enough; members that a vendor can't take are losses, found before the call.
type CreateRequest struct {
	// Key makes the create repeatable: the same key gives the same meeting. It
	// needs a store (see provider.ClientConfig).
	Key string

	// Marker is set by the Client from Key: 14 lower-case letters and digits for
	// the vendor to keep, so that the meeting can be found again.
	Marker string

	Title       string
	Description string

	// The start is an instant (Start), or a wall clock in Zone (Wall). Zone is
	// kept beside either.
	Start time.Time
	Wall  WallClock
	Zone  Zone

	// Duration or End; both must agree when both are given.
	Duration time.Duration
	End      time.Time

	Host       string // the vendor's id or e-mail address of the host, where one may schedule for others
	Passcode   Secret
	Invitees   []Person
	Recurrence Recurrence
	Media      Media
	Settings   Settings

	// Native is a JSON object that is merged (RFC 7396) over the body that the
	// adapter builds, so that every member of the vendor's API can be set. Each
	// adapter offers a typed struct for it.
	Native json.RawMessage

	OnLoss LossPolicy
}

// InstantRequest asks for a meeting that starts now.
type InstantRequest struct {
	Key      string        // as in CreateRequest
	Marker   string        // as in CreateRequest
	Title    string        // optional
	Media    Media         // empty: the vendor's default
	Duration time.Duration // planned; 0 lets the vendor decide, or is one hour where an end must be given
	Host     string        // as in CreateRequest
	Native   json.RawMessage
	OnLoss   LossPolicy
}

// Resolve checks the request and returns it with Start as an instant in UTC and
// with both Duration and End set. It returns an [ErrInvalid] error that names the
// member; whether a title is required is the provider's to say.
func (r CreateRequest) Resolve() (CreateRequest, error) {
	if r.Title != "" && strings.TrimSpace(r.Title) == "" {
		return r, Invalidf("title", "it is blank")
	}
	if r.Zone != "" {
		if _, err := r.Zone.Location(); err != nil {
			return r, err
		}
	}
	switch {
	case r.Wall != "" && !r.Start.IsZero():
		return r, Invalidf("start", "an instant and a wall clock are both given")
	case r.Wall != "" && r.Zone == "":
		return r, Invalidf("time_zone", "a wall clock needs a zone")
	case r.Wall != "":
		start, err := r.Wall.In(r.Zone)
		if err != nil {
			return r, err
		}
		r.Start, r.Wall = start, ""
	case r.Start.IsZero():
		return r, Invalidf("start", "it is missing; a meeting that starts now is an instant meeting")
	}
	r.Start = r.Start.UTC().Truncate(time.Second)
	if err := r.resolveDuration(); err != nil {
		return r, err
	}
	if err := checkInvitees(r.Invitees); err != nil {
		return r, err
	}
	if r.Host != "" {
		if err := ValidateID("host", r.Host); err != nil {
			return r, err
		}
	}
	if r.Settings.MaxParticipants < 0 {
		return r, Invalidf("settings.max_participants", "it is negative")
	}
	if err := checkWords(r.Media, r.Settings.Recording, r.OnLoss); err != nil {
		return r, err
	}
	if !r.Recurrence.IsZero() {
		if err := r.Recurrence.Validate(); err != nil {
			return r, err
		}
	}
	return r, checkNative(r.Native)
}

func (r *CreateRequest) resolveDuration() error {
	if !r.End.IsZero() {
		span := r.End.Truncate(time.Second).Sub(r.Start)
		if span <= 0 {
			return Invalidf("end", "it is not after the start")
		}
		if r.Duration != 0 && r.Duration != span {
			return Invalidf("duration_seconds", "duration and end disagree")
		}
		r.Duration = span
	}
	if r.Duration <= 0 {
		return Invalidf("duration_seconds", "it must be more than zero")
	}
	r.End = r.Start.Add(r.Duration)
	return nil
}

// Resolve checks the request. A title that is given must not be blank.
func (r InstantRequest) Resolve() (InstantRequest, error) {
	if r.Title != "" && strings.TrimSpace(r.Title) == "" {
		return r, Invalidf("title", "it is blank")
	}
	if r.Duration < 0 {
		return r, Invalidf("duration_seconds", "it must not be negative")
	}
	if r.Host != "" {
		if err := ValidateID("host", r.Host); err != nil {
			return r, err
		}
	}
	if err := checkWords(r.Media, "", r.OnLoss); err != nil {
		return r, err
	}
	return r, checkNative(r.Native)
}

func checkWords(media Media, recording RecordingMode, policy LossPolicy) error {
	switch media {
	case "", MediaAudio, MediaVideo:
	default:
		return Invalidf("media", "%q is neither video nor audio", media)
	}
	switch recording {
	case "", RecordNone, RecordLocal, RecordCloud:
	default:
		return Invalidf("settings.recording", "%q is none of none, local, cloud", recording)
	}
	_, err := ParseLossPolicy(string(policy))
	return err
}

func checkNative(native json.RawMessage) error {
	if len(native) == 0 {
		return nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(native, &members); err != nil || members == nil {
		return Invalidf("native", "it is not a JSON object")
	}
	return nil
}

func checkInvitees(people []Person) error {
	for _, p := range people {
		if err := ValidateEmail(p.Email); err != nil {
			return err
		}
	}
	return nil
}

// ValidateEmail returns an [ErrInvalid] error unless address is one bare e-mail
// address, without a name and without control characters.
func ValidateEmail(address string) error {
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address {
		return Invalidf("invitees", "%q is not an e-mail address", address)
	}
	return nil
}

// ValidateID returns an [ErrInvalid] error for an id that could leave its place
// in a URL or a header: empty, dots only, or with a slash, a query or fragment
// mark, an escape, a blank or a control character.
func ValidateID(field, id string) error {
	switch {
	case id == "":
		return Invalidf(field, "it is empty")
	case strings.Trim(id, ".") == "":
		return Invalidf(field, "%q is not an id", id)
	case len(id) > 512:
		return Invalidf(field, "it is longer than 512 bytes")
	}
	for _, r := range id {
		if unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`/\?#%`, r) {
			return Invalidf(field, "%q is not an id", id)
		}
	}
	return nil
}
