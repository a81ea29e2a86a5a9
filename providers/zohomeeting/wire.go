package zohomeeting

import (
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
	"github.com/libmeet/meeting/internal/transport"
)

// instantLayout is ISO 8601 in UTC; the zone stands beside it (contracts/zoho.md
// A2.1).
const instantLayout = "2006-01-02T15:04:05Z"

// meetingBody is the body of create and update (A2.5). A nil member is not sent.
type meetingBody struct {
	Topic            *string              `json:"topic,omitempty"`
	Agenda           *string              `json:"agenda,omitempty"`
	StartTime        string               `json:"start_time,omitempty"`
	Duration         int64                `json:"duration,omitempty"` // minutes
	Timezone         meeting.Zone         `json:"timezone,omitempty"`
	Participants     []personBody         `json:"participants,omitempty"`
	RecordingEnabled *bool                `json:"recording_enabled,omitempty"`
	Settings         *settingsBody        `json:"settings,omitempty"`
	IsRecurring      bool                 `json:"is_recurring,omitempty"`
	Recurrence       *recurrence.ZohoRule `json:"recurrence,omitempty"`
}

type settingsBody struct {
	AllowParticipantScreenShare *bool `json:"allow_participant_screen_share,omitempty"`
	MuteParticipantsOnEntry     *bool `json:"mute_participants_on_entry,omitempty"`
	EnableWaitingRoom           *bool `json:"enable_waiting_room,omitempty"`
}

type personBody struct {
	Email          string `json:"email"`
	Name           string `json:"name,omitempty"`
	SendInvitation bool   `json:"send_invitation,omitempty"`
}

func newCreateBody(req meeting.CreateRequest, _ string) ([]byte, error) {
	body := meetingBody{
		Topic: text(req.Title), Agenda: text(req.Description),
		StartTime: instant(req.Start), Duration: minutes(req.Duration), Timezone: req.Zone,
		Participants:     newPeople(req.Invitees, false),
		RecordingEnabled: recording(req.Settings.Recording), Settings: newSettings(req.Settings),
	}
	if !req.Recurrence.IsZero() {
		rule, err := recurrence.Say(recurrence.ToZoho, req.Recurrence, req.Start, req.Zone)
		if err != nil {
			return nil, err
		}
		body.IsRecurring, body.Recurrence = true, &rule
	}
	return transport.Body(body, req.Native)
}

// What an instant meeting is when the request doesn't say.
const (
	instantTitle    = "Instant meeting"
	instantDuration = time.Hour
)

func newInstantBody(req meeting.InstantRequest, now time.Time, _ string) ([]byte, error) {
	if req.Title == "" {
		req.Title = instantTitle
	}
	if req.Duration == 0 {
		req.Duration = instantDuration
	}
	return transport.Body(meetingBody{Topic: &req.Title, StartTime: instant(now), Duration: minutes(req.Duration)}, req.Native)
}

func newUpdateBody(p meeting.Patch) ([]byte, error) {
	body := meetingBody{
		Topic: p.Title, Agenda: p.Description, Timezone: p.Zone,
		RecordingEnabled: recording(p.Settings.Recording), Settings: newSettings(p.Settings),
	}
	if p.Start != nil {
		body.StartTime = instant(*p.Start)
	}
	if p.Duration != nil {
		body.Duration = minutes(*p.Duration)
	}
	if p.Recurrence != nil {
		if p.Start == nil {
			return nil, meeting.Invalidf("recurrence", "Zoho counts a changed rule from the start: give the start too")
		}
		rule, err := recurrence.Say(recurrence.ToZoho, *p.Recurrence, *p.Start, p.Zone)
		if err != nil {
			return nil, err
		}
		body.IsRecurring, body.Recurrence = true, &rule
	}
	return transport.Body(body, p.Native)
}

// newInviteBody always says send_invitation, as the reference advises (A2.5).
func newInviteBody(people []meeting.Person) ([]byte, error) {
	return transport.Body(struct {
		Participants []personBody `json:"participants"`
	}{newPeople(people, true)}, nil)
}

func newPeople(people []meeting.Person, send bool) []personBody {
	var out []personBody
	for _, p := range people {
		out = append(out, personBody{p.Email, p.Name, send})
	}
	return out
}

// webinarBody is A2.6.
type webinarBody struct {
	Topic                string       `json:"topic"`
	Description          string       `json:"description,omitempty"`
	StartTime            string       `json:"start_time"`
	Duration             int64        `json:"duration"` // minutes
	Timezone             meeting.Zone `json:"timezone,omitempty"`
	MaxAttendees         int          `json:"max_attendees,omitempty"`
	RegistrationRequired *bool        `json:"registration_required,omitempty"`
}

func newWebinarBody(req meeting.WebinarRequest, _ string) ([]byte, error) {
	if err := wholeMinutes(req.Duration); err != nil {
		return nil, err
	}
	return transport.Body(webinarBody{
		req.Title, req.Description, instant(req.Start), minutes(req.Duration), req.Zone, req.MaxAttendees, flag(req.RegistrationRequired),
	}, req.Native)
}

// accountBody is A2.6.
type accountBody struct {
	DefaultMeetingDuration int64        `json:"default_meeting_duration,omitempty"` // minutes
	DefaultTimezone        meeting.Zone `json:"default_timezone,omitempty"`
	AutoRecording          *bool        `json:"auto_recording,omitempty"`
	WaitingRoomEnabled     *bool        `json:"waiting_room_enabled,omitempty"`
}

func newAccountBody(p meeting.AccountPatch) ([]byte, error) {
	body := accountBody{DefaultTimezone: p.DefaultZone, AutoRecording: flag(p.AutoRecording), WaitingRoomEnabled: flag(p.WaitingRoom)}
	if p.DefaultDuration != nil {
		if err := wholeMinutes(*p.DefaultDuration); err != nil {
			return nil, err
		}
		body.DefaultMeetingDuration = minutes(*p.DefaultDuration)
	}
	return transport.Body(body, nil)
}

func newSettings(s meeting.Settings) *settingsBody {
	body := settingsBody{flag(s.ScreenShare), flag(s.MuteOnEntry), flag(s.WaitingRoom)}
	if body == (settingsBody{}) {
		return nil
	}
	return &body
}

// recording is nil for what Zoho has no word for.
func recording(mode meeting.RecordingMode) *bool {
	switch mode {
	case meeting.RecordCloud:
		return flag(meeting.On)
	case meeting.RecordNone:
		return flag(meeting.Off)
	}
	return nil
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

func instant(t time.Time) string { return t.UTC().Format(instantLayout) }

// minutes rounds up: a meeting is never cut short.
func minutes(d time.Duration) int64 { return int64((d + time.Minute - 1) / time.Minute) }

// wholeMinutes refuses a length that would be rounded where no loss can tell.
func wholeMinutes(d time.Duration) error {
	if d%time.Minute == 0 {
		return nil
	}
	return &meeting.Error{Kind: meeting.ErrUnsupported, Message: "duration_seconds: Zoho Meeting takes whole minutes only"}
}
