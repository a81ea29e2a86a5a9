package calendar

import (
	"net/url"
	"strings"

	"github.com/libmeet/meeting"
)

// noAddress is what stands for an organizer whose address isn't known: a calendar
// shows no one to answer to.
const noAddress = "invalid:nomail"

var inMailto = strings.NewReplacer("%", "%25", " ", "%20", "?", "%3F", "#", "%23", `"`, "%22")

// mailto returns the calendar address of somebody, or "" without an e-mail
// address.
func mailto(email string) string {
	email = oneLine(email)
	if at := strings.LastIndexByte(email, '@'); at <= 0 || at == len(email)-1 {
		return ""
	}
	return "mailto:" + inMailto.Replace(email)
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
	seen := map[string]bool{}
	for _, who := range m.Invitees {
		address := mailto(who.Email)
		if address == "" || seen[strings.ToLower(address)] {
			continue
		}
		seen[strings.ToLower(address)] = true
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

// keptPeople is what another file said of people: an answer, a role.
type keptPeople map[string]Property

func newKeptPeople(kept []Property) keptPeople {
	people := keptPeople{}
	for _, p := range kept {
		if p.Name != "ORGANIZER" && p.Name != "ATTENDEE" {
			continue
		}
		if key := personKey(p.Name, p.Value); people[key].Name == "" {
			people[key] = p
		}
	}
	return people
}

func personKey(name, address string) string { return name + ":" + strings.ToLower(readMailto(address)) }

// line returns what was said of the person of l, else l.
func (k keptPeople) line(l line) line {
	if p, ok := k[personKey(l.name, l.value)]; ok {
		return keptLine(p)
	}
	return l
}
