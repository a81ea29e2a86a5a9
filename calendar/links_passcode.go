package calendar

import (
	"strings"

	"github.com/libmeet/meeting"
)

// passcodeLabels name what follows them as a passcode. Longer ones come first.
var passcodeLabels = []string{
	"meeting password", "access code", "passcode", "pass code", "password", "kenncode", "kennwort", "passwort",
	"mot de passe", "code secret", "código de acceso", "contraseña", "wachtwoord", "toegangscode", "senha", "passord", "lösenord", "hasło", "codice d’accesso", "codice di accesso", "パスコード", "密码", "암호",
}

// near is how far behind its link a labelled passcode may stand.
const near = 600

// labelPasscodes gives a link that has no passcode of its own the one that is
// labelled in the text behind it, before the next link, or else that of the next
// link if it leads to the same meeting.
func (s *scanner) labelPasscodes() {
	end := len(s.in)
	for i := len(s.links) - 1; i >= 0; i-- {
		l := &s.links[i]
		if l.Passcode.IsZero() && l.End <= end {
			to := min(end, l.End+near)
			s.steps += to - l.End
			l.Passcode = meeting.NewSecret(labelled(s.in[l.End:to]))
		}
		if l.Passcode.IsZero() && i+1 < len(s.links) {
			if next := s.links[i+1]; next.Vendor == l.Vendor && next.ID == l.ID && next.Start < l.End+near {
				l.Passcode = next.Passcode
			}
		}
		end = l.Start
	}
}

// labelled returns the passcode that text names first.
func labelled(text string) string {
	lower := strings.ToLower(text)
	if len(lower) != len(text) { // a letter whose small form is longer
		lower = text
	}
	first, after := len(text), 0
	for _, label := range passcodeLabels {
		if i := strings.Index(lower, label); i >= 0 && i < first {
			first, after = i, i+len(label)
		}
	}
	rest := text[after:]
	if after == 0 {
		return ""
	}
	rest, ok := strings.CutPrefix(strings.TrimLeft(rest, " \t*_"), ":")
	if !ok {
		if rest, ok = strings.CutPrefix(rest, "："); !ok {
			return ""
		}
	}
	rest = strings.TrimLeft(rest, " \t*_\u00a0")
	for strings.HasPrefix(rest, "<") { // a tag
		_, behind, ok := strings.Cut(rest, ">")
		if !ok {
			return ""
		}
		rest = strings.TrimLeft(behind, " \t")
	}
	if i := strings.IndexAny(rest, " \t\r\n<>&\\\"'"); i >= 0 {
		rest = rest[:i]
	}
	rest = strings.TrimRight(rest, ".,;)*_")
	const longest = 64
	if len(rest) < 3 || len(rest) > longest {
		return ""
	}
	return rest
}
