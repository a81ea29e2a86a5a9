package calendar

import (
	"net/url"
	"slices"
	"strings"

	"github.com/libmeet/meeting"
)

// noAddress is what stands for an organizer whose address isn't known: a calendar
// shows no one to answer to.
const noAddress = "invalid:nomail"

// mailto returns the calendar address of somebody, or "" without an e-mail
// address.
func mailto(email string) string {
	email = oneLine(email)
	if at := strings.LastIndexByte(email, '@'); at <= 0 || at == len(email)-1 {
		return ""
	}
	return "mailto:" + strings.NewReplacer("%", "%25", " ", "%20", "?", "%3F", "#", "%23", "\"", "%22").Replace(email)
}

// readMailto is the reverse.
func readMailto(address string) string {
	if len(address) < len("mailto:") || !strings.EqualFold(address[:len("mailto:")], "mailto:") {
		return ""
	}
	email := address[len("mailto:"):]
	if plain, err := url.PathUnescape(email); err == nil {
		email = plain
	}
	return plainText(email)
}

// organizer is the host, or who stands in for him.
func organizer(m meeting.Meeting, opt EncodeOptions) (line, bool) {
	who := m.Host
	if mailto(who.Email) == "" && mailto(opt.Organizer.Email) != "" {
		who = opt.Organizer
	}
	address := mailto(who.Email)
	if address == "" {
		if opt.Method == Stored {
			return line{}, false
		}
		address = noAddress // RFC 5546 wants one
	}
	agent := ""
	if opt.Method == Stored {
		agent = agentClient
	}
	return newLine("ORGANIZER", address, "CN", who.Name, "SCHEDULE-AGENT", agent), true
}

// agentClient keeps a CalDAV server from mailing the attendees (RFC 6638, section
// 7.1): whoever made the meeting has told them.
const agentClient = "CLIENT"

// attendees are the invitees that have an address.
func attendees(m meeting.Meeting, opt EncodeOptions) []line {
	if opt.Method == Publish {
		return nil // RFC 5546, section 3.2.1
	}
	var out []line
	var seen []string
	for _, who := range m.Invitees {
		address := mailto(who.Email)
		if address == "" || slices.Contains(seen, strings.ToLower(address)) {
			continue
		}
		seen = append(seen, strings.ToLower(address))
		switch opt.Method {
		case Cancel:
			out = append(out, newLine("ATTENDEE", address, "CN", who.Name))
		case Request:
			out = append(out, newLine("ATTENDEE", address, "CN", who.Name, "CUTYPE", "INDIVIDUAL", "ROLE", "REQ-PARTICIPANT",
				"PARTSTAT", "NEEDS-ACTION", "RSVP", "TRUE"))
		default:
			out = append(out, newLine("ATTENDEE", address, "CN", who.Name, "PARTSTAT", "NEEDS-ACTION", "SCHEDULE-AGENT", agentClient))
		}
	}
	return out
}

// isPerson reports whether an ATTENDEE is somebody, with an address, and no room.
func isPerson(p Property) bool {
	kind := strings.ToUpper(p.param("CUTYPE"))
	return kind != "ROOM" && kind != "RESOURCE" && mailto(readMailto(p.Value)) != ""
}

// keptPerson returns what another file said of the person of l: an answer, a role.
func keptPerson(l line, kept []Property) line {
	for _, p := range kept {
		if p.Name == l.name && strings.EqualFold(readMailto(p.Value), readMailto(l.value)) {
			return keptLine(p)
		}
	}
	return l
}
