package calendar

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// wrapper is a service that puts a link into one of its own, to check it or to
// count clicks.
type wrapper struct {
	hosts  []string
	path   string   // start of the path
	params []string // of the query that hold the link
	decode func(string) string
	prefix string // what the link is relative to
}

// wrappers whose form is known. What stands in the query of any other host is found
// too, but then the link is only that part of the text.
var wrappers = []wrapper{
	{hosts: []string{"*.safelinks.protection.outlook.com", "*.safelinks.protection.office365.us", "*.safelinks.protection.partner.outlook.cn"}, params: []string{"url"}},
	{hosts: googleHosts(), path: "/url", params: []string{"q", "url"}},
	{hosts: []string{"meet.google.com"}, path: "/linkredirect", params: []string{"dest"}},
	{hosts: []string{"urldefense.proofpoint.com", "urldefense.com", "urldefense.us"}, path: "/v1", params: []string{"u"}},
	{hosts: []string{"urldefense.proofpoint.com", "urldefense.com", "urldefense.us"}, path: "/v2", params: []string{"u"}, decode: proofpoint2},
	{hosts: []string{"*.protection.sophos.com", "protection.sophos.com"}, params: []string{"u"}, decode: base64Text},
	{hosts: []string{"linkprotect.cudasvc.com"}, path: "/url", params: []string{"a"}},
	{hosts: []string{"*.trendmicro.com"}, path: "/wis/clicktime", params: []string{"url"}},
	{hosts: []string{"protect.fireeye.com", "protect2.fireeye.com", "protect.trellix.com"}, params: []string{"u"}},
	{hosts: []string{"slack-redir.net"}, path: "/link", params: []string{"url"}},
	{hosts: []string{"l.facebook.com", "lm.facebook.com", "l.messenger.com", "l.instagram.com"}, params: []string{"u"}},
	{hosts: []string{"www.linkedin.com", "linkedin.com"}, path: "/safety/go", params: []string{"url"}},
	{hosts: []string{"www.linkedin.com", "linkedin.com"}, path: "/redir/redirect", params: []string{"url"}},
	{hosts: []string{"statics.teams.cdn.office.net"}, params: []string{"url"}},
	{hosts: []string{"teams.microsoft.com", "teams.live.com", "gov.teams.microsoft.us", "dod.teams.microsoft.us"}, path: "/dl/launcher", params: []string{"url"}, prefix: "https://teams.microsoft.com"},
	{hosts: []string{"www.youtube.com"}, path: "/redirect", params: []string{"q"}},
	{hosts: []string{"out.reddit.com"}, params: []string{"url"}},
	{hosts: []string{"vk.com", "away.vk.com"}, path: "/away.php", params: []string{"to"}},
	{hosts: []string{"secure-web.cisco.com", "urldefense.com", "urldefense.us", "urldefense.proofpoint.com"}}, // in the path
}

func googleHosts() []string {
	hosts := []string{"google.com", "www.google.com"}
	for _, tld := range []string{"de", "fr", "it", "es", "nl", "at", "ch", "be", "pl", "ca", "co.uk", "co.in", "co.jp", "com.au", "com.br", "com.mx"} {
		hosts = append(hosts, "www.google."+tld)
	}
	return hosts
}

// unwrap looks for a link inside another one.
func (s *scanner) unwrap(p *piece, a address, host, end int, at, outer *span, depth int) {
	for _, w := range wrappers {
		if !hasHost(w.hosts, a.host) || !strings.HasPrefix(a.path, w.path) {
			continue
		}
		if w.params == nil {
			s.inPath(a, at, depth)
			continue
		}
		all := values(a.query)
		for _, name := range w.params {
			if inner := all.Get(name); inner != "" {
				if w.decode != nil {
					inner = w.decode(inner)
				}
				if strings.HasPrefix(inner, "/") {
					inner = w.prefix + inner
				}
				s.inner(inner, at, depth)
				return
			}
		}
	}
	if len(s.links) > 0 && s.links[len(s.links)-1].Start == at.start { // found in the path
		return
	}
	if q := bytes.IndexAny(p.text[host:end], "?#"); q >= 0 {
		s.inQuery(p, host+q, end, outer, depth)
	}
}

// inner looks for the one link that text is.
func (s *scanner) inner(text string, at *span, depth int) {
	s.steps += len(text)
	p := piece{text: []byte(text)}
	if len(text) < len("http") || !strings.EqualFold(text[:len("http")], "http") {
		return
	}
	p.from, p.end = make([]int, len(text)), len(text)
	before := len(s.links)
	s.walk(&p, at, depth+1, true)
	if len(s.links) > before+1 { // what stands behind the first one is part of it
		s.links = s.links[:before+1]
	}
}

// inPath looks for a link in the path, as Proofpoint (between two double underscores)
// and Cisco (percent-encoded) write it.
func (s *scanner) inPath(a address, at *span, depth int) {
	text := decoded(a.path)
	if i := strings.Index(text, "__http"); i >= 0 {
		text = a.whole[strings.Index(a.whole, "__http")+2:]
		if i := strings.LastIndex(text, "__"); i >= 0 {
			text = text[:i]
		}
		s.inner(text, at, depth)
		return
	}
	for i := 0; i < len(text); i++ {
		if text[i] == '/' && strings.HasPrefix(text[i+1:], "http") {
			s.inner(text[i+1:], at, depth)
			return
		}
	}
}

// inQuery looks for links in the values of a query or fragment.
func (s *scanner) inQuery(p *piece, start, end int, outer *span, depth int) {
	for i := start; i < end; i++ {
		s.steps++
		if p.text[i] != '=' || !bytes.HasPrefix(bytes.ToLower(p.text[i+1:min(end, i+5)]), []byte("http")) {
			continue
		}
		to := i + 1
		for to < end && p.text[to] != '&' {
			to++
		}
		at := outer
		if at == nil {
			from, end := p.span(i+1, to)
			at = &span{from, end}
		}
		s.inner(decoded(string(p.text[i+1:to])), at, depth)
		i = to
	}
}

// encoded handles a link of which :// is percent-encoded, once or more, with the
// first % at i. It returns where to go on.
func (s *scanner) encoded(p *piece, i int, outer *span, depth int) (int, bool) {
	rest := p.text[i:]
	n := 0
	for _, form := range []string{"%3a%2f%2f", "%253a%252f%252f"} {
		if len(rest) > len(form) && strings.EqualFold(string(rest[:len(form)]), form) {
			n = len(form)
		}
	}
	if n == 0 {
		return 0, false
	}
	scheme, start := schemeBefore(append(bytes.Clone(p.text[max(0, i-12):i]), "://"...))
	if scheme == "" {
		return 0, false
	}
	start += max(0, i-12)
	end := i + n
	for end < len(p.text) && strings.IndexByte("&,;()*", p.text[end]) < 0 {
		end++
	}
	if p.cut && end == len(p.text) {
		return end, true
	}
	at := outer
	if at == nil {
		from, to := p.span(start, end)
		at = &span{from, to}
	}
	text := string(p.text[start:end])
	if strings.HasPrefix(string(rest), "%25") {
		text = decoded(text)
	}
	s.inner(decoded(text), at, depth)
	return end, true
}

// proofpoint2 undoes Proofpoint's own encoding of version 2.
func proofpoint2(text string) string {
	return decoded(strings.NewReplacer("-", "%", "_", "/").Replace(text))
}

func base64Text(text string) string {
	text = strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(text), "=")
	plain, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return ""
	}
	return string(plain)
}
