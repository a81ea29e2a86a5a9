package providertest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// pagingFaults are about lists of several pages.
func pagingFaults() []fault {
	return []fault{
		{"paging/token refused in the middle", "the vendor forgets its tokens after the first page", "one new token, and each meeting once", middle(func(p *rig) spoiler {
			p.renewable()
			return func(x *exchange) (*http.Response, error) {
				if x.n == 1 {
					p.h.RevokeTokens()
				}
				return x.pass()
			}
		}, 1)},
		{"paging/page fails once", "a proxy answers the second page with 502", "the page is asked for again, and each meeting is listed once", middle(func(*rig) spoiler {
			return func(x *exchange) (*http.Response, error) {
				if x.n == 1 {
					return html(502)(x)
				}
				return x.pass()
			}
		}, 0)},
		{"paging/looping cursor", "each page is the first one, and names the same next page", "an error, after a few pages", looping},
		{"paging/cursor on an empty page", "the first page is empty and names a next one", "the list ends, and holds nothing twice", emptyPage},
		{"paging/no way back", "the second page can't be had", "the list ends with the error; it is not taken for complete", lastPageFails},
	}
}

// pages prepares meetings, and skips the row where there is but one page of two.
func (p *rig) pages() (all string) {
	if !p.can(provider.OpList) {
		p.skip(p.h.Vendor + " lists nothing")
	}
	p.five()
	p.line.set(nil)
	all, err := p.ids(p.t.Context(), meeting.ListQuery{PageSize: 2})
	if err != nil {
		p.fatalf("before any fault: %v", err)
	}
	if p.line.count(readCall) < 2 {
		p.skip("the vendor has only one page")
	}
	return all
}

func middle(spoil func(p *rig) spoiler, tokens int) func(p *rig) {
	return func(p *rig) {
		want := p.pages()
		usual := p.line.count(readCall)
		p.line.set(on(readCall, spoil(p)))
		got, err := p.ids(p.t.Context(), meeting.ListQuery{PageSize: 2})
		if err != nil || got != want {
			p.errorf("it lists %q, not %q: %v", got, want, err)
		}
		p.sends("the list", readCall, usual+1)
		p.sends("the list", tokenCall, tokens)
	}
}

func looping(p *rig) {
	p.pages()
	var first []byte
	p.line.set(on(readCall, func(x *exchange) (*http.Response, error) {
		if x.n == 0 {
			res, body, err := x.answered()
			if err != nil {
				return nil, err
			}
			first = body
			return respond(x, res.StatusCode, nil, string(first)), nil
		}
		return respond(x, 200, nil, string(first)), nil
	}))
	_, err := p.ids(p.t.Context(), meeting.ListQuery{PageSize: 2})
	p.failed("the list", err, meeting.ErrProtocol)
	if n := p.line.count(readCall); n > 4 {
		p.errorf("%d pages were asked for", n)
	}
}

func emptyPage(p *rig) {
	want := strings.Fields(p.pages())
	p.line.set(on(readCall, func(x *exchange) (*http.Response, error) {
		if x.n == 0 {
			return alterBody(emptied)(x)
		}
		return x.pass()
	}))
	got, err := p.ids(p.t.Context(), meeting.ListQuery{PageSize: 2})
	if err != nil && meeting.KindOf(err) != meeting.ErrProtocol {
		p.errorf("the list: %v", err)
	}
	seen := map[string]bool{}
	for _, id := range strings.Fields(got) {
		if seen[id] {
			p.errorf("%s is listed twice", id)
		}
		seen[id] = true
	}
	if len(seen) > len(want) || p.line.count(readCall) > len(want)+1 {
		p.errorf("%d meetings on %d pages", len(seen), p.line.count(readCall))
	}
}

// emptied takes the elements out of a page and leaves the rest.
func emptied(body string) string {
	dec := json.NewDecoder(bytes.NewReader([]byte(body)))
	dec.UseNumber()
	var members map[string]any
	if dec.Decode(&members) != nil {
		return body
	}
	for name, value := range members {
		if list, ok := value.([]any); ok && len(list) > 0 {
			members[name] = []any{}
		}
	}
	out, err := json.Marshal(members)
	if err != nil {
		return body
	}
	return string(out)
}

func lastPageFails(p *rig) {
	want := p.pages()
	p.line.set(on(readCall, func(x *exchange) (*http.Response, error) {
		if x.n == 0 {
			return x.pass()
		}
		return respond(x, 500, nil, "{}"), nil
	}))
	got, err := p.ids(p.t.Context(), meeting.ListQuery{PageSize: 2})
	p.failed("the list", err, meeting.ErrUnavailable)
	if !strings.HasPrefix(want, got) || got == want {
		p.errorf("it lists %q before the error, of %q", got, want)
	}
}
