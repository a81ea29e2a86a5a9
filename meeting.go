package meeting

import (
	"time"
)

// Meeting is one meeting of any vendor. Members that the vendor didn't say are
// zero; the mapping of each vendor's members stands in the docs of its adapter.
type Meeting struct {
	Provider string            // configured name of the provider that answered
	Vendor   string            // kind of the provider: "zoom", "zoho-meeting", …
	ID       string            // the id that every call about the meeting takes
	Refs     map[string]string // the vendor's other ids, by the vendor's name for them
	Kind     Kind
	Media    Media // only where the payload or the request says it
	Status   Status

	Title       string
	Description string
	Start       time.Time     // UTC; zero for a meeting without a fixed time
	End         time.Time     // UTC
	Duration    time.Duration // 0 when not known
	Zone        Zone          // zone of the wall clock that was agreed on, kept as the vendor wrote it
	Host        Person

	JoinURL   string // for participants
	HostURL   Secret // makes its user the host; often short-lived (Zoom: two hours), so fetch it when needed
	ViewerURL string // for an audience without camera and microphone
	Passcode  Secret
	DialIn    []DialIn

	Invitees         []Person
	ParticipantCount int // 0 when not known
	Recurrence       Recurrence
	Occurrences      []Occurrence
	Settings         Settings

	Created time.Time // UTC
	Updated time.Time // UTC
	Expires time.Time // UTC; when the vendor removes it by itself

	Losses []Loss // what was asked for at creation and accepted as lost
	Raw    Raw    // the vendor's own object, unredacted: print it through [Encoding]
}

// Kind tells what sort of meeting it is.
type Kind string

// The kinds of meeting.
const (
	KindScheduled Kind = "scheduled" // once, at a time
	KindInstant   Kind = "instant"   // started at once
	KindRecurring Kind = "recurring" // a series, with or without fixed times
	KindRoom      Kind = "room"      // a place that is open until it expires
	KindCall      Kind = "call"      // a call or meeting that was started in a chat
	KindWebinar   Kind = "webinar"
)

// Media tells whether a meeting has pictures.
type Media string

// The media of a meeting.
const (
	MediaVideo Media = "video"
	MediaAudio Media = "audio"
)

// Status is where a meeting stands.
type Status string

// The states of a meeting.
const (
	StatusScheduled Status = "scheduled"
	StatusLive      Status = "live"
	StatusEnded     Status = "ended"
	StatusCancelled Status = "cancelled"
)

// Person is a host or an invitee. Any member may be empty.
type Person struct {
	ID    string `json:"id,omitempty"`
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
}

// IsZero reports whether nothing is known of the person.
func (p Person) IsZero() bool { return p == Person{} }

// DialIn is a way in by telephone. AccessCode is for participants, no secret.
type DialIn struct {
	Label      string `json:"label,omitempty"`
	Country    string `json:"country,omitempty"` // ISO 3166 code where the vendor gives one
	Number     string `json:"number,omitempty"`
	URL        string `json:"url,omitempty"` // page that lists the numbers
	AccessCode string `json:"access_code,omitempty"`
}

// Occurrence is one meeting of a series.
type Occurrence struct {
	ID       string
	Start    time.Time // UTC
	Duration time.Duration
	Status   Status
}

// Settings are a meeting's rules. Unset members are not known in results and not
// asked for in requests.
type Settings struct {
	WaitingRoom     Flag          `json:"waiting_room,omitzero"`
	MuteOnEntry     Flag          `json:"mute_on_entry,omitzero"`
	JoinBeforeHost  Flag          `json:"join_before_host,omitzero"`
	Locked          Flag          `json:"locked,omitzero"`
	Recording       RecordingMode `json:"recording,omitempty"`
	ScreenShare     Flag          `json:"screen_share,omitzero"`
	MaxParticipants int           `json:"max_participants,omitempty"`
	SignInRequired  Flag          `json:"sign_in_required,omitzero"`
}

// RecordingMode says where a meeting is recorded by itself.
type RecordingMode string

// The recording modes.
const (
	RecordNone  RecordingMode = "none"
	RecordLocal RecordingMode = "local"
	RecordCloud RecordingMode = "cloud"
)

// Participant is somebody who was invited to a meeting, is in it, or was.
type Participant struct {
	ID         string
	Name       string
	Email      string
	Role       Role
	RoleNative string // the vendor's word, where it is another
	State      ParticipantState
	Joined     time.Time     // UTC
	Left       time.Time     // UTC
	Duration   time.Duration // 0 when not known
	Device     string
	Location   string
	Raw        Raw // the vendor's own object
}

// Role is what a participant may do.
type Role string

// The roles of a participant.
const (
	RoleHost      Role = "host"
	RoleCohost    Role = "cohost"
	RolePresenter Role = "presenter"
	RoleAttendee  Role = "attendee"
)

// ParticipantState is where a participant stands. Joined is used only where the
// vendor says no more than that; a time of leaving makes it Left.
type ParticipantState string

// The states of a participant.
const (
	ParticipantInvited ParticipantState = "invited"
	ParticipantLive    ParticipantState = "live"
	ParticipantLeft    ParticipantState = "left"
	ParticipantJoined  ParticipantState = "joined"
)
