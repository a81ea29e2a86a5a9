package providertest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	memorystore "github.com/libmeet/meeting/store/memory"
)

// printFaults are about what must not be seen. That errors and the debug log hold no
// secret is looked at in every row; these try to make them.
func printFaults() []fault {
	const unseen = "no credential, host link or passcode stands in an error, the debug log, fmt output or JSON"
	return []fault{
		{"secrets/echo", "the vendor's errors quote the request, credential and passcode included", unseen, echoed},
		{"secrets/cut", "the answer, with its links and passcodes, ends early or is no JSON", unseen, cutSecrets},
		{"secrets/shown", "a meeting is printed in every way that is not asked to show secrets", unseen, shown},
		{"secrets/panic", "the transport panics with what it was about to send", unseen, panics},
		{"secrets/journal", "keyed creates succeed, fail and get lost", "no credential and no token stands in the store; a meeting's own secrets do, for the key's next caller", journal},
		{"secrets/token", "the token endpoint quotes the client's secret in its error", unseen, tokenEcho},
	}
}

// echo is an error in all the vendors' forms that quotes a text.
func echo(text string) string {
	quoted, _ := json.Marshal("it is wrong: " + text) // a string always has a form
	return fmt.Sprintf(`{"status":"error","code":300,"message":%s,"reason":%[1]s,"error_description":%[1]s,"error":{"code":"WRONG","message":%[1]s}}`, quoted)
}

func echoed(p *rig) {
	for _, w := range p.warm() {
		for _, status := range []int{400, 401, 403, 404, 409, 429, 500, 200} {
			p.line.set(on(createCall, func(x *exchange) (*http.Response, error) {
				return respond(x, status, nil, echo(x.r.Header.Get("Authorization")+" "+string(x.body))), nil
			}))
			_, err := w.send(p.t.Context(), p.c, "")
			p.failed(fmt.Sprintf("%s answered with %d", w.op, status), err)
		}
	}
	p.line.set(nil)
	if !p.can(provider.OpCreate) || !p.takes(provider.FieldPasscode) {
		return
	}
	req := p.with(p.request(0), provider.FieldPasscode)
	p.secrets = append(p.secrets, req.Passcode.Reveal())
	p.line.set(on(createCall, func(x *exchange) (*http.Response, error) { return respond(x, 400, nil, echo(string(x.body))), nil }))
	_, err := p.note(p.c.CreateMeeting(p.t.Context(), req))
	p.failed("create with a passcode", err)
}

// cutSecrets learns the secrets of a meeting first, so that it knows what to look
// for when the same answer is spoilt.
func cutSecrets(p *rig) {
	for _, w := range p.warm() {
		var whole string
		p.line.set(on(createCall, alterBody(func(body string) string { whole = body; return body })))
		if _, err := w.send(p.t.Context(), p.c, ""); err != nil {
			p.fatalf("%s: %v", w.op, err)
		}
		for _, spoilt := range []string{whole[:len(whole)*9/10], whole + "}", strings.ReplaceAll(whole, ":", "="), "[" + whole + "]"} {
			for _, status := range []int{200, 400, 500} {
				p.line.set(on(createCall, answer(status, nil, spoilt)))
				m, err := w.send(p.t.Context(), p.c, "")
				p.show(m, err)
			}
		}
	}
}

// show prints values in every way that is not asked for secrets, into the log that
// is looked through when the row settles.
func (p *rig) show(values ...any) {
	for _, v := range values {
		_, _ = fmt.Fprintf(p.log, "%v %+v %#v %s %q\n", v, v, v, v, v) // it takes all
		if encoded, err := json.Marshal(v); err == nil {
			_, _ = p.log.Write(encoded)
		}
		for _, e := range []meeting.Encoding{{}, {Raw: true}} {
			if encoded, err := e.Marshal(v); err == nil {
				_, _ = p.log.Write(encoded)
			}
		}
	}
}

func shown(p *rig) {
	p.show(p.p, p.c, p.in)
	for _, w := range p.warm() {
		m, err := w.send(p.t.Context(), p.c, "")
		p.show(m, err, &m, []meeting.Meeting{m})
		if p.can(provider.OpGet) {
			m, err = p.note(p.c.GetMeeting(p.t.Context(), m.ID))
			p.show(m, err)
		}
	}
}

// panics takes the adapter down with a value that holds the request. A panic of a
// bare goroutine would end the program; one in a call is an error.
func panics(p *rig) {
	for _, w := range p.warm() {
		p.line.set(on(createCall, func(x *exchange) (*http.Response, error) {
			panic(fmt.Sprint(x.r.Header, string(x.body)))
		}))
		m, err := w.send(p.t.Context(), p.c, "")
		p.failed(string(w.op), err)
		p.show(m, err)
	}
}

func tokenEcho(p *rig) {
	p.renewable()
	for _, status := range []int{200, 400, 401, 500} {
		p.line.set(on(tokenCall, func(x *exchange) (*http.Response, error) {
			text := string(x.body) + " " + strings.Join(p.h.Secrets, " ")
			return respond(x, status, nil, echo(text)), nil
		}))
		op := p.in.Capabilities.Operations[0]
		_, err := p.note(meeting.Meeting{}, p.call(p.t.Context(), op, p.unknown()))
		p.failed(string(op), err)
		p.show(err)
	}
}

// journal looks through the store. The host link and the passcode of a meeting are
// in it: the same key must give the same meeting.
func journal(p *rig) {
	state := memorystore.New(nil)
	c := provider.NewClient(p.p, provider.ClientConfig{Store: state})
	for _, w := range p.warm() {
		for key, f := range map[string]spoiler{"fine": nil, "lost": once(createCall, after(fail(io.EOF))), "refused": once(createCall, answer(400, nil, echo("no")))} {
			p.line.set(f)
			_, _ = w.send(p.t.Context(), c, key) // whatever becomes of it
		}
	}
	records, err := state.List(p.t.Context(), "", "", 1000)
	if err != nil || len(records) == 0 {
		p.fatalf("the store: %d records, %v", len(records), err)
	}
	p.secrets = nil
	p.line.mu.Lock()
	defer p.line.mu.Unlock()
	for _, r := range records {
		p.unprinted("the store", r.Key+" "+string(r.Value))
	}
}
