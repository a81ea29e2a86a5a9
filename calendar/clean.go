package calendar

import (
	"strings"

	"github.com/libmeet/meeting"
)

// clean takes hosts' links out of a text that may hold them: that of m, and what
// [FindLinks] takes for one, encoded or wrapped as it may stand there. A link that m
// gives to participants stays.
func clean(m meeting.Meeting, text string) string {
	if strings.ContainsAny(text, "/%&=") {
		text = withoutHosts(m, text)
	}
	if host := m.HostURL.Reveal(); host != "" {
		text = strings.ReplaceAll(text, host, meeting.Redacted)
	}
	return text
}

func withoutHosts(m meeting.Meeting, text string) string {
	var b strings.Builder
	done := 0
	for _, link := range FindLinks(text) {
		if link.Role != LinkHost || link.Start < done || strings.HasPrefix(m.JoinURL, link.URL) || strings.HasPrefix(m.ViewerURL, link.URL) {
			continue
		}
		b.WriteString(text[done:link.Start])
		b.WriteString(meeting.Redacted)
		done = link.End
	}
	if done == 0 {
		return text
	}
	return b.String() + text[done:]
}
