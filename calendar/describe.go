package calendar

import (
	"slices"
	"strings"

	"github.com/libmeet/meeting"
)

// joinHeading begins what Encode adds to a description: how to join, for clients
// that show nothing else. Decode finds it by this line.
const joinHeading = "--- How to join ---"

const (
	joinWord     = "Join: "
	passcodeWord = "Passcode: "
	watchWord    = "Watch: "
	phoneWord    = "Dial in: "
)

// describe returns the description of m with the ways to join below it. The last
// heading is always ours, also where the description has one of its own.
func describe(m meeting.Meeting) string {
	text := strings.TrimRight(plainText(m.Description), "\n")
	lines := joinLines(m)
	if len(lines) == 0 && !strings.Contains(text, joinHeading) {
		return text
	}
	block := strings.Join(append([]string{joinHeading}, lines...), "\n")
	if text == "" {
		return block
	}
	return text + "\n\n" + block
}

func joinLines(m meeting.Meeting) []string {
	var lines []string
	add := func(word, text string) {
		if text != "" {
			lines = append(lines, word+text)
		}
	}
	add(joinWord, joinURL(m))
	add(passcodeWord, oneLine(m.Passcode.Reveal()))
	add(watchWord, viewerURL(m))
	for _, d := range m.DialIn {
		if phoneTarget(m, d) != "" {
			add(phoneWord, dialInText(d))
		}
	}
	return lines
}

// joinURL returns the link for participants, or "" when it can't stand in a file
// or is the host's.
func joinURL(m meeting.Meeting) string { return forParticipants(m, m.JoinURL) }

func viewerURL(m meeting.Meeting) string { return forParticipants(m, m.ViewerURL) }

func forParticipants(m meeting.Meeting, link string) string {
	if link == "" || link == m.HostURL.Reveal() {
		return ""
	}
	return safeURI(link)
}

func dialInText(d meeting.DialIn) string {
	var notes []string
	for _, note := range []string{oneLine(d.Label), oneLine(d.Country)} {
		if note != "" {
			notes = append(notes, note)
		}
	}
	parts := []string{oneLine(d.Number)}
	if len(notes) > 0 {
		parts[0] = strings.TrimSpace(parts[0] + " (" + strings.Join(notes, ", ") + ")")
	}
	if code := oneLine(d.AccessCode); code != "" {
		parts = append(parts, "code "+code)
	}
	parts = append(parts, safeURI(d.URL))
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// undescribe takes from text what describe would add for m, whose links and
// dial-in are known. It returns the description itself, the passcode, and whether
// the lines were ours: when somebody changed them they stay.
func undescribe(text string, m meeting.Meeting) (description string, passcode meeting.Secret, ours bool) {
	at := strings.LastIndex("\n"+text+"\n", "\n"+joinHeading+"\n") // a line of its own
	if at < 0 || (at > 0 && !strings.HasSuffix(text[:at], "\n\n")) {
		return text, meeting.Secret{}, false
	}
	for line := range strings.SplitSeq(text[at:], "\n") {
		if code, ok := strings.CutPrefix(line, passcodeWord); ok {
			passcode = meeting.NewSecret(code)
		}
	}
	m.Passcode = passcode
	m.Description = strings.TrimSuffix(text[:at], "\n\n")
	if describe(m) != text {
		return text, passcode, false
	}
	return m.Description, passcode, true
}
