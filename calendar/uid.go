package calendar

import (
	"fmt"
	"strings"

	"github.com/libmeet/meeting"
)

// UIDDomain ends the UID of every meeting that came without one. It never changes:
// a calendar that knows a meeting would take it for another one.
const UIDDomain = "libmeet.github.io"

// RefUID names, in [meeting.Meeting.Refs], the UID that a meeting came with.
const RefUID = "ical_uid"

// UID returns the UID of m: the one that it came with (Refs[RefUID]), else
// "<vendor>-<id>@libmeet.github.io", so that every process and machine gives a
// meeting the same one. Bytes of the id other than letters, digits and "._~-" are
// written as %XX. Without a vendor or an id there is none.
//
// A meeting that was moved to another vendor keeps the UID that calendars know:
// see [Event.Revise] and [Moved].
func UID(m meeting.Meeting) string {
	if uid := m.Refs[RefUID]; uid != "" {
		return uid
	}
	if m.Vendor == "" || m.ID == "" {
		return ""
	}
	return uidPart(m.Vendor) + "-" + uidPart(m.ID) + "@" + UIDDomain
}

func uidPart(text string) string {
	var b strings.Builder
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("._~-", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
