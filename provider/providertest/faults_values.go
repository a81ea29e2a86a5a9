package providertest

import (
	"errors"
	"regexp"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// valueFaults are about single values that travel badly.
func valueFaults() []fault {
	var out []fault
	for _, id := range []string{"9007199254740993", "9223372036854775808", "18446744073709551616", "1e5", "1E+5", "100.0", `"0012"`, `"1e5"`,
		`"` + strings.Repeat("7", 200) + `"`} {
		out = append(out, fault{"value/id " + id[:min(len(id), 30)], "the vendor writes an id as " + id[:min(len(id), 30)],
			"the id is that text, digit by digit", idKept(id)})
	}
	for _, title := range []string{"Grüße 👩‍👩‍👧 \U0001F600", "\u202Ereversed", "a\r\nX-Evil: 1", `"quoted" \ {"json":1} </script>`, "e\u0301", "100% %s %d"} {
		out = append(out, fault{"value/title " + strings.Map(plainRune, title), "a title holds what other formats give a meaning to",
			"it arrives as it is, or the request is refused as invalid; nothing leaves its place", titleKept(title)})
	}
	return append(out, fault{"value/ids stay in their place", "an id holds slashes, dots, queries or line ends", "the adapter sends one escaped segment, or refuses", idsStay})
}

func plainRune(r rune) rune {
	if r > ' ' && r < 0x7f && r != '/' {
		return r
	}
	return '_'
}

// idKept rewrites the id of a meeting in what the vendor answers: in a list, or else
// in the answer to a create.
func idKept(token string) func(p *rig) {
	want := strings.Trim(token, `"`)
	rewrite := func(id string) spoiler {
		old := regexp.MustCompile(`([\[{,:]\s*)"?` + regexp.QuoteMeta(id) + `"?(\s*[,}\]])`)
		return alterBody(func(body string) string { return old.ReplaceAllString(body, "${1}"+token+"${2}") })
	}
	return func(p *rig) {
		if p.can(provider.OpList) {
			id := p.any()
			p.line.set(on(readCall, rewrite(id)))
			ids, err := p.ids(p.t.Context(), meeting.ListQuery{Filter: p.in.Capabilities.Search.Filter})
			if err != nil || !strings.Contains(" "+ids+" ", " "+want+" ") {
				p.errorf("the list holds %q: %v", ids, err)
			}
			return
		}
		for _, w := range p.warm() {
			var seen string
			p.line.set(on(createCall, alterBody(func(body string) string { seen = body; return body })))
			m, err := w.send(p.t.Context(), p.c, "")
			if err != nil {
				p.fatalf("%s: %v", w.op, err)
			}
			member := regexp.MustCompile(`"(\w+)"\s*:\s*"?` + regexp.QuoteMeta(m.ID)).FindStringSubmatch(seen)
			if member == nil {
				p.fatalf("%s: the id %q is not in the answer", w.op, m.ID)
			}
			value := regexp.MustCompile(`("` + member[1] + `"\s*:\s*)("[^"]*"|[^,}\s]+)`)
			p.line.set(on(createCall, alterBody(func(body string) string { return value.ReplaceAllString(body, "${1}"+token) })))
			if m, err = w.send(p.t.Context(), p.c, ""); err != nil || m.ID != want {
				p.errorf("%s: the id is %q: %v", w.op, m.ID, err)
			}
		}
	}
}

func titleKept(title string) func(p *rig) {
	return func(p *rig) {
		p.need(provider.OpCreate)
		if !p.takes(provider.FieldTitle) {
			p.skip(p.h.Vendor + " has no titles")
		}
		req := p.request(0)
		req.Title = title
		m, err := p.note(p.c.CreateMeeting(p.t.Context(), req))
		switch {
		case errors.Is(err, meeting.ErrInvalid):
		case err != nil:
			p.errorf("create: %v", err)
		case m.Title != title:
			p.errorf("the title came back as %q", m.Title)
		}
	}
}

// idsStay goes past the Client's check. What is on the line is looked at when the
// row settles.
func idsStay(p *rig) {
	getter, ok := p.p.(provider.Getter)
	if !ok || !p.can(provider.OpGet) {
		p.skip(p.h.Vendor + " gets nothing")
	}
	known := p.any()
	p.line.set(nil)
	for _, id := range []string{"", ".", "..", "../" + known, known + "/../" + known, "a/b", "a?x=y", "a#b", "%2e%2e", "a\r\nX-Evil: 1", "a HTTP/1.1\r\n\r\n", "a\x00b"} {
		if m, err := p.note(getter.GetMeeting(p.t.Context(), id)); err == nil {
			p.errorf("%q gave the meeting %q", id, m.ID)
		}
	}
	depth := 0
	for _, x := range p.line.sent(readCall) {
		slashes := strings.Count(x.r.URL.EscapedPath(), "/")
		if depth == 0 {
			depth = slashes
		}
		if slashes != depth || strings.Contains(x.r.URL.EscapedPath()+"/", "/../") || x.r.URL.Fragment != "" {
			p.errorf("a request went to %q", x.r.URL.EscapedPath())
		}
	}
}
