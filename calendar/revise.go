package calendar

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/libmeet/meeting"
)

// Revise returns the event after its meeting became m: moved to another time,
// renamed, cancelled, or moved to another vendor. The UID and what a file said
// beyond the meeting stay.
//
// Sequence is raised by one when the change is significant: the start, the length,
// the zone, the recurrence or its exceptions, whether it is cancelled (RFC 5546,
// section 2.1.4), and the link to join, without which nobody arrives. It is never
// lowered. Other changes (title, description, passcode, dial-in, people) leave it,
// but ask for a new stamp, which orders revisions of one sequence (section 2.1.5):
// Stamp becomes zero, so that Encode stamps it. An event that says the same as
// before keeps both.
func (e Event) Revise(m meeting.Meeting) Event {
	before, after := digestOf(e.Meeting), digestOf(m)
	revised := e
	revised.Meeting = m
	if before != after {
		revised.Stamp = time.Time{}
	}
	if before.Significant != after.Significant {
		revised.Sequence++
	}
	return revised
}

// digest tells whether two meetings are the same to a calendar.
type digest struct {
	Significant string // of what raises the sequence
	Rest        string // of everything else that a file shows
}

func digestOf(m meeting.Meeting) digest {
	type occurrence struct {
		ID        string
		Start     time.Time
		Length    time.Duration
		Cancelled bool
	}
	var occurrences []occurrence
	for _, o := range m.Occurrences {
		occurrences = append(occurrences, occurrence{o.ID, o.Start.UTC(), o.Duration, o.Status == meeting.StatusCancelled})
	}
	zone := m.Zone
	if zone == "UTC" {
		zone = "" // written the same
	}
	// The passcode is hashed with all the rest: a digest of it alone could be guessed.
	return digest{
		Significant: hashOf(m.Start.UTC(), length(m), zone, m.Recurrence.String(), occurrences, m.Status == meeting.StatusCancelled, m.JoinURL),
		Rest:        hashOf(m.Title, m.Description, m.Passcode.Reveal(), m.ViewerURL, m.DialIn, m.Host.Name, m.Host.Email, m.Invitees, m.Media),
	}
}

func hashOf(values ...any) string {
	data, _ := json.Marshal(values) // of plain values: never fails
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}
