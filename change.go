package meeting

import (
	"encoding/json"
	"strings"
	"time"
)

// Patch changes a meeting. Nil members and unset flags are left alone.
type Patch struct {
	// Occurrence is the id of the one meeting of a series that is changed; "" changes
	// the meeting, and of a series all of it.
	Occurrence string

	Title       *string
	Description *string
	Start       *time.Time // an instant, or Wall in Zone
	Wall        WallClock
	Zone        Zone // "" leaves it alone, unless Wall is given
	Duration    *time.Duration
	Passcode    *Secret
	Recurrence  *Recurrence
	Settings    Settings
	Native      json.RawMessage // merged (RFC 7396) over the adapter's body
	OnLoss      LossPolicy
}

// Resolve checks the patch and returns it with the wall clock turned into an
// instant. A patch that changes nothing is an [ErrInvalid].
func (p Patch) Resolve() (Patch, error) {
	if p.Title != nil && strings.TrimSpace(*p.Title) == "" {
		return p, Invalidf("title", "it is blank")
	}
	if p.Occurrence != "" {
		if err := ValidateID("occurrence", p.Occurrence); err != nil {
			return p, err
		}
	}
	if p.Zone != "" {
		if _, err := p.Zone.Location(); err != nil {
			return p, err
		}
	}
	if p.Wall != "" {
		if p.Start != nil {
			return p, Invalidf("start", "an instant and a wall clock are both given")
		}
		if p.Zone == "" {
			return p, Invalidf("time_zone", "a wall clock needs a zone")
		}
		start, err := p.Wall.In(p.Zone)
		if err != nil {
			return p, err
		}
		p.Start, p.Wall = &start, ""
		if p.Occurrence != "" { // its zone is the series'; this one was there to read the clock
			p.Zone = ""
		}
	}
	if p.Start != nil {
		start := p.Start.UTC().Truncate(time.Second)
		if p.Start.IsZero() {
			return p, Invalidf("start", "it is the zero time")
		}
		p.Start = &start
	}
	if p.Duration != nil && *p.Duration <= 0 {
		return p, Invalidf("duration_seconds", "it must be more than zero")
	}
	if p.Settings.MaxParticipants < 0 {
		return p, Invalidf("settings.max_participants", "it is negative")
	}
	if p.Recurrence != nil {
		if err := p.Recurrence.Validate(); err != nil {
			return p, err
		}
	}
	if err := checkWords("", p.Settings.Recording, p.OnLoss); err != nil {
		return p, err
	}
	if p.changesNothing() {
		return p, Invalidf("", "nothing to change")
	}
	return p, checkNative(p.Native)
}

func (p Patch) changesNothing() bool {
	return p.Title == nil && p.Description == nil && p.Start == nil && p.Zone == "" && p.Duration == nil &&
		p.Passcode == nil && p.Recurrence == nil && p.Settings == Settings{} && len(p.Native) == 0
}

// CancelOptions says how a meeting is cancelled.
type CancelOptions struct {
	Notify     Flag   // tell the participants; Unset leaves it to the vendor
	Occurrence string // the one meeting of a series to cancel; "" is all of it
}

// RegistrantRequest signs somebody up for a meeting with registration.
type RegistrantRequest struct {
	Email     string
	FirstName string
	LastName  string
	Native    json.RawMessage // merged (RFC 7396) over the adapter's body
}

// Validate returns an [ErrInvalid] error that names the member that is wrong.
func (r RegistrantRequest) Validate() error {
	if err := ValidateEmail(r.Email); err != nil {
		return Invalidf("email", "%q is not an e-mail address", r.Email)
	}
	if strings.TrimSpace(r.FirstName) == "" {
		return Invalidf("first_name", "it is missing")
	}
	return checkNative(r.Native)
}

// WebinarRequest asks for a webinar.
type WebinarRequest struct {
	Title                string
	Description          string
	Start                time.Time // an instant, or Wall in Zone
	Wall                 WallClock
	Zone                 Zone
	Duration             time.Duration
	MaxAttendees         int // 0 leaves it to the vendor
	RegistrationRequired Flag
	Native               json.RawMessage // merged (RFC 7396) over the adapter's body
}

// Resolve checks the request and returns it with Start as an instant in UTC.
func (r WebinarRequest) Resolve() (WebinarRequest, error) {
	if strings.TrimSpace(r.Title) == "" {
		return r, Invalidf("title", "a webinar needs one")
	}
	if r.MaxAttendees < 0 {
		return r, Invalidf("max_attendees", "it is negative")
	}
	create, err := CreateRequest{Title: r.Title, Start: r.Start, Wall: r.Wall, Zone: r.Zone, Duration: r.Duration, Native: r.Native}.Resolve()
	if err != nil {
		return r, err
	}
	r.Start, r.Wall = create.Start, ""
	return r, nil
}

// AccountPatch changes an account's defaults. Nil members and unset flags are
// left alone.
type AccountPatch struct {
	DefaultDuration *time.Duration
	DefaultZone     Zone
	AutoRecording   Flag
	WaitingRoom     Flag
}

// Validate returns an [ErrInvalid] error that names the member that is wrong.
func (p AccountPatch) Validate() error {
	if p.DefaultDuration != nil && *p.DefaultDuration <= 0 {
		return Invalidf("default_duration_seconds", "it must be more than zero")
	}
	if p.DefaultZone != "" {
		if _, err := p.DefaultZone.Location(); err != nil {
			return err
		}
	}
	if p == (AccountPatch{}) {
		return Invalidf("", "nothing to change")
	}
	return nil
}
