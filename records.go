package meeting

import (
	"time"
)

// Recording is one recorded file, or the recording of one session.
type Recording struct {
	ID          string
	MeetingID   string
	Title       string
	Type        string    // what the file holds, in the vendor's words, where a sitting gives several: "audio_only"
	Start       time.Time // UTC
	Duration    time.Duration
	Size        int64 // bytes, 0 when not known
	Status      RecordingStatus
	DownloadURL Secret
	PlayURL     Secret
	Created     time.Time // UTC
	Raw         Raw
}

// RecordingStatus says whether a recording can be fetched.
type RecordingStatus string

// The states of a recording.
const (
	RecordingAvailable  RecordingStatus = "available"
	RecordingProcessing RecordingStatus = "processing"
)

// Transcript is what was said in a session, written down.
type Transcript struct {
	ID          string
	MeetingID   string
	SessionID   string
	Title       string
	Start       time.Time // UTC
	Duration    time.Duration
	Status      TranscriptStatus
	DownloadURL Secret
	Created     time.Time // UTC
	Raw         Raw
}

// TranscriptStatus says whether a transcript can be fetched.
type TranscriptStatus string

// The states of a transcript.
const (
	TranscriptAvailable  TranscriptStatus = "available"
	TranscriptProcessing TranscriptStatus = "processing"
	TranscriptFailed     TranscriptStatus = "failed"
)

// Session is one sitting of a meeting: from the first person in to the last out.
type Session struct {
	ID               string
	MeetingID        string
	Start            time.Time // UTC
	End              time.Time // UTC
	Duration         time.Duration
	ParticipantCount int
	MaxConcurrent    int // most people in it at one moment
	HasRecording     Flag
	Raw              Raw
}

// Report sums up a meeting after the fact.
type Report struct {
	MeetingID         string
	Title             string
	SessionCount      int
	ParticipantCount  int
	Duration          time.Duration // of all sessions together
	AverageAttendance float64       // people per session
	Participants      []Participant
	Raw               Raw
}

// Registration is somebody's application to attend a webinar or a meeting.
type Registration struct {
	ID      string
	Name    string
	Email   string
	Status  RegistrationStatus
	JoinURL Secret // lets its user in under this name, where the vendor gives each person one
	Raw     Raw
}

// RegistrationStatus is where a registration stands.
type RegistrationStatus string

// The states of a registration.
const (
	RegistrationPending   RegistrationStatus = "pending"
	RegistrationApproved  RegistrationStatus = "approved"
	RegistrationDenied    RegistrationStatus = "denied"
	RegistrationCancelled RegistrationStatus = "cancelled"
)

// AccountSettings are the defaults of the user who signed in.
type AccountSettings struct {
	DefaultDuration time.Duration
	DefaultZone     Zone
	AutoRecording   Flag
	WaitingRoom     Flag
	Raw             Raw
}
