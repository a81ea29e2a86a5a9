package zoom

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
	"github.com/libmeet/meeting/internal/transport"
)

// Meeting types (contracts/zoom.md B3).
const (
	typeInstant   = 1
	typeScheduled = 2
	typeSeries    = 8
)

// instantLayout is Zoom's form for an instant; the zone beside it sets what
// clocks show, and where a series repeats.
const instantLayout = "2006-01-02T15:04:05Z"

// meetingBody is the body of create and update. A nil member is not sent.
type meetingBody struct {
	Topic      *string              `json:"topic,omitempty"`
	Type       int                  `json:"type,omitempty"`
	StartTime  string               `json:"start_time,omitempty"`
	Duration   int64                `json:"duration,omitempty"`
	Timezone   meeting.Zone         `json:"timezone,omitempty"`
	Agenda     *string              `json:"agenda,omitempty"`
	Password   *string              `json:"password,omitempty"`
	Recurrence *recurrence.ZoomRule `json:"recurrence,omitempty"`
	Settings   *settingsBody        `json:"settings,omitempty"`
}

type settingsBody struct {
	WaitingRoom           *bool                 `json:"waiting_room,omitempty"`
	MuteUponEntry         *bool                 `json:"mute_upon_entry,omitempty"`
	JoinBeforeHost        *bool                 `json:"join_before_host,omitempty"`
	MeetingAuthentication *bool                 `json:"meeting_authentication,omitempty"`
	AutoRecording         meeting.RecordingMode `json:"auto_recording,omitempty"`
	MeetingInvitees       []inviteeBody         `json:"meeting_invitees,omitempty"`
}

type inviteeBody struct {
	Email string `json:"email"`
}

func newCreateBody(req meeting.CreateRequest) ([]byte, error) {
	title := req.Title // a pointer into req would keep all of it
	body := meetingBody{
		Topic: &title, Type: typeScheduled,
		StartTime: req.Start.UTC().Format(instantLayout), Duration: minutes(req.Duration),
		Agenda: text(req.Description), Password: text(req.Passcode.Reveal()),
		Settings: newSettings(req.Settings, req.Invitees),
	}
	body.Timezone, _ = listedZone(req.Zone) // of others Zoom has no equal, which is a loss
	if !req.Recurrence.IsZero() {
		rule, err := recurrence.Say(recurrence.ToZoom, req.Recurrence, req.Start, req.Zone)
		if err != nil {
			return nil, err
		}
		body.Type, body.Recurrence = typeSeries, &rule
		if body.Timezone == "" { // else the days would be counted in the account's zone (B3)
			body.Timezone = "UTC"
		}
	}
	return transport.Body(body, req.Native)
}

func newInstantBody(req meeting.InstantRequest) ([]byte, error) {
	return transport.Body(meetingBody{Topic: text(req.Title), Type: typeInstant}, req.Native)
}

func newUpdateBody(p meeting.Patch) ([]byte, error) {
	body := meetingBody{Topic: p.Title, Agenda: p.Description, Settings: newSettings(p.Settings, nil)}
	if p.Zone != "" {
		zone, ok := listedZone(p.Zone)
		if !ok {
			return nil, &meeting.Error{Kind: meeting.ErrUnsupported, Message: "time_zone: Zoom lists no time zone with the same clocks as " + string(p.Zone)}
		}
		body.Timezone = zone
	}
	if p.Start != nil {
		body.StartTime = p.Start.UTC().Format(instantLayout)
	}
	if p.Duration != nil {
		body.Duration = minutes(*p.Duration)
	}
	if p.Passcode != nil {
		code := p.Passcode.Reveal() // "" takes it away
		body.Password = &code
	}
	if p.Recurrence != nil {
		if p.Start == nil {
			return nil, meeting.Invalidf("recurrence", "Zoom counts a changed rule from the start: give the start too")
		}
		if p.Zone == "" {
			return nil, meeting.Invalidf("recurrence", "Zoom counts a changed rule's days in the meeting's zone: give the zone too")
		}
		rule, err := recurrence.Say(recurrence.ToZoom, *p.Recurrence, *p.Start, p.Zone)
		if err != nil {
			return nil, err
		}
		body.Type, body.Recurrence = typeSeries, &rule
	}
	return transport.Body(body, p.Native)
}

// occurrenceMembers are those that Zoom takes for one meeting of a series
// (contracts/zoom.md B3).
var (
	occurrenceMembers  = []string{"agenda", "start_time", "duration", "settings"}
	occurrenceSettings = []string{"host_video", "participant_video", "join_before_host", "mute_upon_entry", "waiting_room", "watermark", "auto_recording"}
)

// newOccurrenceBody checks what Native added too.
func newOccurrenceBody(p meeting.Patch) ([]byte, error) {
	body, err := newUpdateBody(p)
	if err != nil {
		return nil, err
	}
	var members, settings map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, err
	}
	if raw, ok := members["settings"]; ok && json.Unmarshal(raw, &settings) != nil {
		return nil, meeting.Invalidf("native", "settings is not a JSON object")
	}
	for _, part := range []struct {
		given   map[string]json.RawMessage
		allowed []string
	}{{members, occurrenceMembers}, {settings, occurrenceSettings}} {
		for name := range part.given {
			if !slices.Contains(part.allowed, name) {
				return nil, meeting.Invalidf("native", "Zoom changes %s for a whole series only", name)
			}
		}
	}
	return body, nil
}

func newSettings(s meeting.Settings, invitees []meeting.Person) *settingsBody {
	body := settingsBody{
		WaitingRoom: flag(s.WaitingRoom), MuteUponEntry: flag(s.MuteOnEntry), JoinBeforeHost: flag(s.JoinBeforeHost),
		MeetingAuthentication: flag(s.SignInRequired), AutoRecording: s.Recording,
	}
	for _, p := range invitees {
		body.MeetingInvitees = append(body.MeetingInvitees, inviteeBody{p.Email})
	}
	if encoded, err := json.Marshal(body); err == nil && string(encoded) == "{}" {
		return nil
	}
	return &body
}

// flag sends false as well as true: left out means the account's default.
func flag(f meeting.Flag) *bool {
	on, known := f.Bool()
	if !known {
		return nil
	}
	return &on
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// minutes rounds up, as the Client has done: a meeting is never cut short.
func minutes(d time.Duration) int64 { return int64((d + time.Minute - 1) / time.Minute) }
