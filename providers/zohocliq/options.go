package zohocliq

import (
	"encoding/json"

	"github.com/libmeet/meeting/internal/transport"
)

// Words of an event's type (contracts/whereby-cliq.md 2B). The first two have no
// link.
const (
	TypeNormal     = "normal_event"
	TypeManagement = "event_management" // an assistant asks the attendees
	TypeAudio      = "audio_conference"
	TypeVideo      = "video_conference"
)

// Options are the members of Cliq's own request for an event, for Native
// (contracts/whereby-cliq.md 2B, Create body). Members left empty are not sent.
type Options struct {
	CalendarID    string     `json:"calendar_id,omitempty"`
	Type          string     `json:"type,omitempty"`
	Location      string     `json:"location,omitempty"` // at most 255 characters
	Reminders     []Reminder `json:"reminders,omitempty"`
	AttachmentIDs []string   `json:"attachment_ids,omitempty"`
}

// Reminder says when and how attendees are reminded.
type Reminder struct {
	Type    string `json:"type"` // email, popup, notification
	Minutes int    `json:"minutes"`
}

// Native encodes the options.
func (o Options) Native() (json.RawMessage, error) { return transport.Body(o, nil) }
