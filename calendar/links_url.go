package calendar

import (
	"bytes"
	"net/url"
	"strings"
)

// maxWraps bounds how often a link is taken out of another.
const maxWraps = 4

// address is a link in its parts, not decoded.
type address struct {
	scheme   string // lower case
	host     string // lower case; "" when it is not one that a link of ours has
	path     string
	query    string
	fragment string
	whole    string // as it stands, with a scheme
}

// token looks for links in a piece of text without blanks.
func (s *scanner) token(p *piece, before rune) {
	if len(p.text) >= len("t.me/c") {
		s.walk(p, nil, 0, before != '\\')
	}
}

// span is where the outermost link stands.
type span struct{ start, end int }

// walk looks for links in p. Those that it finds stand at outer, if that is set.
// Bare says that a link may begin p without a scheme.
func (s *scanner) walk(p *piece, outer *span, depth int, bare bool) {
	for i := 0; i < len(p.text); {
		s.steps++
		c := p.text[i]
		switch {
		case c == '%' && depth < maxWraps:
			if n, ok := s.encoded(p, i, outer, depth); ok {
				i = n
				continue
			}
		case hostByte(c) && (i == 0 || !hostByte(p.text[i-1])):
			n := i
			for n < len(p.text) && hostByte(p.text[n]) {
				n++
			}
			s.steps += n - i
			if scheme, start := schemeBefore(p.text[:i]); scheme != "" {
				i = max(n, s.link(p, start, i, scheme, outer, depth))
			} else if (i == 0 && bare || i > 0 && strings.IndexByte("(:=,;*!", p.text[i-1]) >= 0) && known(string(p.text[i:n])) {
				i = max(n, s.link(p, i, i, "", outer, depth))
			} else {
				i = n
			}
			continue
		}
		i++
	}
}

func hostByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_'
}

// schemes that lead to a host. The text before a link may run into it.
var schemes = []string{"https", "http", "zoommtg", "zoomus", "msteams"}

// schemeBefore returns the scheme that ends text with "://", and its start.
func schemeBefore(text []byte) (scheme string, start int) {
	rest, ok := bytes.CutSuffix(text, []byte("://"))
	if !ok {
		return "", 0
	}
	for _, scheme := range schemes {
		if n := len(rest) - len(scheme); n >= 0 && strings.EqualFold(string(rest[n:]), scheme) {
			return scheme, n
		}
	}
	return "", 0
}

// link handles the link that starts at start and whose host starts at host. It
// returns where to go on.
func (s *scanner) link(p *piece, start, host int, scheme string, outer *span, depth int) int {
	end := linkEnd(p.text, host)
	s.steps += end - start
	if p.cut && end == len(p.text) {
		return end
	}
	if start > 0 {
		end = trimPair(p.text, start, end)
	}
	a := parseAddress(string(p.text[host:end]), scheme)
	if scheme == "" {
		a.whole = "https://" + string(p.text[start:end])
	} else {
		a.whole = string(p.text[start:end])
	}
	at := outer
	if at == nil {
		from, to := p.span(start, end)
		at = &span{from, to}
	}
	if a.host == "" {
		return end
	}
	if found, ok := match(a); ok {
		found.Start, found.End = at.start, at.end
		s.links = append(s.links, found)
		return end
	}
	if depth < maxWraps {
		s.unwrap(p, a, host, end, at, outer, depth)
	}
	return end
}

// linkEnd returns where the link ends whose host starts at i.
func linkEnd(text []byte, i int) int {
	depth, inQuery := 0, false
	end := i
loop:
	for ; end < len(text); end++ {
		switch text[end] {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				break loop
			}
		case '?', '#':
			inQuery = true
		case 'h', 'H':
			if !inQuery && end > i && (isAlnum(text[end-1]) || text[end-1] == '.') && startsLink(text[end:]) { // two without a blank between them
				break loop
			}
		case ',', ';':
			next := text[end+1:]
			if bytes.HasPrefix(next, []byte("!!")) { // Proofpoint
				continue
			}
			if !inQuery || bytes.HasPrefix(next, []byte("http")) {
				break loop
			}
		}
	}
	for end > i && strings.IndexByte(".,;:!?", text[end-1]) >= 0 {
		end--
	}
	return end
}

func startsLink(text []byte) bool {
	text = text[:min(len(text), len("https://"))]
	return bytes.EqualFold(text, []byte("https://")) || len(text) >= len("http://") && bytes.EqualFold(text[:len("http://")], []byte("http://"))
}

// trimPair cuts the mark of emphasis that also stands before the link.
func trimPair(text []byte, start, end int) int {
	for i := start - 1; i >= 0 && end > start && strings.IndexByte("*_~", text[i]) >= 0 && text[end-1] == text[i]; i-- {
		end--
	}
	return end
}

// parseAddress takes a link without its scheme apart. The host is left empty when there is
// a user or a port that changes where the link leads.
func parseAddress(text, scheme string) address {
	a := address{scheme: scheme}
	rest, fragment, _ := strings.Cut(text, "#")
	rest, a.query, _ = strings.Cut(rest, "?")
	a.fragment = fragment
	host := rest
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		host, a.path = rest[:i], rest[i:]
	}
	for _, port := range []string{":443", ":80"} {
		host = strings.TrimSuffix(host, port)
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for i := range len(host) {
		if !hostByte(host[i]) {
			return a
		}
	}
	if strings.Contains("."+host, "..") {
		return a
	}
	a.host = host
	return a
}

// values reads a query. A name that was escaped for HTML twice still counts.
func values(query string) url.Values {
	all := url.Values{}
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		all.Add(strings.ToLower(strings.TrimPrefix(name, "amp;")), decoded(value))
	}
	return all
}

// decoded undoes percent-encoding, where that is what it is.
func decoded(text string) string {
	if strings.IndexByte(text, '%') < 0 {
		return text
	}
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}
