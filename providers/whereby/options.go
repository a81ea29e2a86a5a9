package whereby

import (
	"encoding/json"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
)

// Words of Whereby's request (contracts/whereby-cliq.md 1A, 1B).
const (
	RoomModeNormal = "normal" // up to 4 people
	RoomModeGroup  = "group"  // up to 200, and 400 viewers

	RoomNameUUID       = "uuid"
	RoomNameHumanShort = "human-short" // six characters: easier to say, and to guess

	TemplateViewerMode = "viewerMode" // locked, group, both links in the answer

	FieldHostRoomURL   = "hostRoomUrl"
	FieldViewerRoomURL = "viewerRoomUrl"

	TriggerNone       = "none"
	TriggerPrompt     = "prompt" // of recording and streaming
	TriggerManual     = "manual" // of transcription
	TriggerAutomatic  = "automatic"
	TriggerAutomatic2 = "automatic-2nd-participant" // of recording and transcription

	StorageS3      = "s3"
	StorageWhereby = "whereby"
	AuthAccessKey  = "accessKey"
	AuthRoleBased  = "roleBased"
)

// Options is Whereby's own request, member by member (contracts/whereby-cliq.md
// 1A, 1B), for [meeting.CreateRequest.Native]. Members left nil or empty are not
// sent. It holds secrets: encode it with [Options.Native] only.
type Options struct {
	EndDate           string // RFC 3339; without an offset it is UTC
	IsLocked          *bool
	RoomMode          string
	RoomNamePrefix    string // a-z, 0-9 and -, at most 39; no separator is put after it
	RoomNamePattern   string
	TemplateType      string
	Recording         *Recording
	LiveTranscription *Transcription
	Streaming         *Streaming
	Fields            []string // replaces what the Config asks for
}

// Recording says how a room is recorded. Destination nil and StartTrigger "" are
// sent as null: the organisation's setting.
type Recording struct {
	Type         meeting.RecordingMode
	Destination  *Storage
	StartTrigger string // counts for cloud only
}

// Transcription says how speech is written down. Destination is required.
type Transcription struct {
	Destination  Storage
	StartTrigger string // "" is sent as null: the organisation's setting
	Language     string // BCP 47, for example "en"; "" leaves it to Whereby
	LiveCaptions *bool
}

// Streaming says where a room is streamed to.
type Streaming struct {
	URL          meeting.Secret // RTMP address, stream key included
	StartTrigger string         // "" is sent as null: the organisation's setting
}

// Storage is a place for recordings or transcripts.
type Storage struct {
	Provider           string
	AuthenticationType string // of s3
	Bucket             string // of s3; a folder may follow after a slash
	AccessKeyID        meeting.Secret
	AccessKeySecret    meeting.Secret
	OIDCRoleARN        string // of s3 with roleBased
	Region             string // of transcripts only
	FileFormat         string // of recordings only: mkv, mp4
}

// Native encodes the options, secrets included. It returns a [meeting.ErrInvalid]
// error for a prefix that is too long or holds other characters than Whereby is
// known to take; capitals and blanks are turned into what Whereby makes of them.
func (o Options) Native() (json.RawMessage, error) {
	prefix, err := roomNamePrefix(o.RoomNamePrefix)
	if err != nil {
		return nil, err
	}
	return transport.Body(optionsBody{
		EndDate: o.EndDate, IsLocked: o.IsLocked, RoomMode: o.RoomMode, RoomNamePrefix: prefix,
		RoomNamePattern: o.RoomNamePattern, TemplateType: o.TemplateType,
		Recording: o.Recording.wire(), LiveTranscription: o.LiveTranscription.wire(), Streaming: o.Streaming.wire(),
		Fields: o.Fields,
	}, nil)
}

const maxPrefix = 39

// roomNamePrefix follows contracts/whereby-cliq.md 1B, roomNamePrefix rules.
func roomNamePrefix(text string) (string, error) {
	prefix := strings.Join(strings.Fields(strings.ToLower(text)), "")
	other := func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }
	switch {
	case len(prefix) > maxPrefix:
		return "", meeting.Invalidf("native.roomNamePrefix", "it is longer than %d characters", maxPrefix)
	case strings.ContainsFunc(prefix, other):
		return "", meeting.Invalidf("native.roomNamePrefix", "it holds other characters than a-z, 0-9 and -")
	}
	return prefix, nil
}

type optionsBody struct {
	EndDate           string             `json:"endDate,omitempty"`
	IsLocked          *bool              `json:"isLocked,omitempty"`
	RoomMode          string             `json:"roomMode,omitempty"`
	RoomNamePrefix    string             `json:"roomNamePrefix,omitempty"`
	RoomNamePattern   string             `json:"roomNamePattern,omitempty"`
	TemplateType      string             `json:"templateType,omitempty"`
	Recording         *destinationBody   `json:"recording,omitempty"`
	LiveTranscription *transcriptionBody `json:"liveTranscription,omitempty"`
	Streaming         *destinationBody   `json:"streaming,omitempty"`
	Fields            []string           `json:"fields,omitempty"`
}

type destinationBody struct {
	Type         meeting.RecordingMode `json:"type,omitempty"`
	Destination  *storageBody          `json:"destination,omitempty"`
	StartTrigger string                `json:"startTrigger,omitempty"`
}

type transcriptionBody struct {
	destinationBody
	Language     string `json:"language,omitempty"`
	LiveCaptions *bool  `json:"liveCaptions,omitempty"`
}

type storageBody struct {
	Provider           string `json:"provider,omitempty"`
	AuthenticationType string `json:"authenticationType,omitempty"`
	Bucket             string `json:"bucket,omitempty"`
	AccessKeyID        string `json:"accessKeyId,omitempty"`
	AccessKeySecret    string `json:"accessKeySecret,omitempty"`
	OIDCRoleARN        string `json:"oidcRoleArn,omitempty"`
	Region             string `json:"region,omitempty"`
	FileFormat         string `json:"fileFormat,omitempty"`
	URL                string `json:"url,omitempty"`
}

func (r *Recording) wire() *destinationBody {
	if r == nil {
		return nil
	}
	body := &destinationBody{Type: r.Type, StartTrigger: r.StartTrigger}
	if r.Destination != nil {
		body.Destination = r.Destination.wire()
	}
	return body
}

func (t *Transcription) wire() *transcriptionBody {
	if t == nil {
		return nil
	}
	return &transcriptionBody{
		destinationBody: destinationBody{Destination: t.Destination.wire(), StartTrigger: t.StartTrigger},
		Language:        t.Language, LiveCaptions: t.LiveCaptions,
	}
}

func (s *Streaming) wire() *destinationBody {
	if s == nil {
		return nil
	}
	return &destinationBody{Destination: &storageBody{URL: s.URL.Reveal()}, StartTrigger: s.StartTrigger}
}

func (s Storage) wire() *storageBody {
	return &storageBody{
		Provider: s.Provider, AuthenticationType: s.AuthenticationType, Bucket: s.Bucket,
		AccessKeyID: s.AccessKeyID.Reveal(), AccessKeySecret: s.AccessKeySecret.Reveal(),
		OIDCRoleARN: s.OIDCRoleARN, Region: s.Region, FileFormat: s.FileFormat,
	}
}
