package providertest

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// answerFaults are about answers that are not what was asked for.
func answerFaults() []fault {
	const (
		again  = "the read is sent again and succeeds"
		doubt  = "the outcome is unknown, and the create was sent once"
		broken = "the error says that the answer can't be understood; the read is not sent again"
		fine   = "the answer is read as if nothing had happened"
	)
	out := []fault{
		{"answer/500/read", "the vendor answers 500", "the error says unavailable; it is not sent again", reports(answer(500, nil, "{}"), 1, meeting.ErrUnavailable)},
		{"answer/500/create", "the vendor makes the meeting and answers 500", doubt, doubtful(after(answer(500, nil, "{}")))},
		{"answer/500 with a meeting", "the vendor answers 500 with the meeting as body", doubt,
			doubtful(alter(func(res *http.Response, body []byte) []byte { res.StatusCode = 500; return body }))},
		{"answer/403 page/create", "a firewall answers 403 with a page", "it was refused: the error says so", refused(html(403), meeting.ErrPermission)},
		{"answer/no body/create", "the vendor makes the meeting and answers 201 without a body", doubt, doubtful(after(answer(201, nil, "")))},
		{"answer/204/create", "the vendor makes the meeting and answers 204", doubt, doubtful(after(answer(204, nil, "")))},
		{"answer/no body/read", "the vendor answers 200 without a body", "a meeting is an error; a list is one, or empty where the vendor documents that", noBody},
		{"answer/cut/read", "the connection breaks in the middle of the body", again, recovers(cut(0.5))},
		{"answer/cut/create", "the connection breaks in the middle of the body", doubt, doubtful(cut(0.5))},
		{"answer/half JSON/read", "the body is half of the JSON, and ends in good order", broken, reports(alterBody(half), 1, meeting.ErrProtocol)},
		{"answer/half JSON/create", "the body is half of the JSON, and ends in good order", doubt, doubtful(alterBody(half))},
		{"answer/garbage after/read", "something follows the JSON", broken, reports(alterBody(func(b string) string { return b + "}{" }), 1, meeting.ErrProtocol)},
		{"answer/garbage after/create", "something follows the JSON", doubt, doubtful(alterBody(func(b string) string { return b + "x" }))},
		{"answer/page/read", "a log-in page comes with 200", broken, reports(html(200), 1, meeting.ErrProtocol)},
		{"answer/page/create", "a log-in page comes with 200", doubt, doubtful(html(200))},
		{"answer/nested/read", "the body is a million brackets", broken, reports(answer(200, nil, strings.Repeat("[", 1_000_000)), 1, meeting.ErrProtocol)},
		{"answer/nested/create", "the body is a million braces", doubt, doubtful(answer(200, nil, strings.Repeat(`{"a":`, 1_000_000)))},
		{"answer/error with 200", "the vendor's own error comes with status 200", "it is an error with the vendor's code, and no meeting", errorWithSuccess},
		{"answer/endless/read", "the body never ends", "it is given up after at most 32 MB", bounded(readCall, endless)},
		{"answer/endless/create", "the body never ends", "it is given up after at most 32 MB, unknown, sent once", bounded(createCall, endless)},
		{"answer/gzip bomb/read", "a little gzip stands for half a gigabyte", "it is given up after at most 32 MB", bounded(readCall, bomb)},
		{"answer/gzip bomb/create", "a little gzip stands for half a gigabyte", "it is given up after at most 32 MB, unknown, sent once", bounded(createCall, bomb)},
		{"answer/huge header", "an error comes with headers of a megabyte", "the error is as short as ever", reports(answer(400, hugeHeader(), `{"message":"no"}`), 1)},
		{"answer/mark/read", "a byte order mark stands before the JSON", fine, unmoved(alterBody(func(b string) string { return "\ufeff" + b }))},
		{"answer/mark/create", "a byte order mark stands before the JSON", fine, made(alterBody(func(b string) string { return "\ufeff" + b }))},
		{"answer/unknown members", "members nobody knows stand before the others, deeply nested ones too", fine, unmoved(alterBody(strange))},
		{"answer/doubled members", "every member of the answer comes twice", fine, unmoved(alterBody(doubled))},
	}
	for _, status := range []int{502, 503, 504} {
		out = append(out,
			fault{fmt.Sprintf("answer/%d page/read", status), "a proxy answers with a page", again, recovers(html(status))},
			fault{fmt.Sprintf("answer/%d page/create", status), "a proxy answers with a page, after the vendor made the meeting", doubt, doubtful(after(html(status)))})
	}
	for _, kind := range []string{"", "text/plain", "text/html; charset=utf-8", "application/octet-stream", "application/json; charset=latin1", "/;;"} {
		f := alter(func(res *http.Response, body []byte) []byte { res.Header.Set("Content-Type", kind); return body })
		out = append(out,
			fault{fmt.Sprintf("answer/type %q/read", kind), "the JSON comes under another content type", fine, unmoved(f)},
			fault{fmt.Sprintf("answer/type %q/create", kind), "the JSON comes under another content type", fine, made(f)})
	}
	for _, body := range []string{"{}", "null", "[]", `""`, "0", "true", `{"data":null}`, `{"data":{}}`, `{"session":{}}`} {
		out = append(out,
			fault{"answer/" + body + "/list", "the whole body of a list is " + body, "it is an error, for an empty list would prove that a lost meeting is not there; a bare [] or a list of null is empty", hollowList(body)},
			fault{"answer/" + body + "/read", "the whole body is " + body, "it is an error, and never a meeting without an id, nor a list", hollow(body)},
			fault{"answer/" + body + "/create", "the whole body is " + body, doubt, doubtful(after(answer(200, nil, body)))})
	}
	return out
}

func half(body string) string { return body[:len(body)/2] }

// strange puts new members into the outermost object.
func strange(body string) string {
	rest, ok := strings.CutPrefix(strings.TrimSpace(body), "{")
	if !ok {
		return body
	}
	return `{"x_new":` + strings.Repeat("[", 2000) + strings.Repeat("]", 2000) + `,"x_null":null,"":1,` + rest
}

func doubled(body string) string {
	body = strings.TrimSpace(body)
	if inner, ok := strings.CutPrefix(body, "{"); ok && len(inner) > 1 {
		return strings.TrimSuffix(body, "}") + "," + inner
	}
	return body
}

func hugeHeader() http.Header {
	huge := strings.Repeat("9", 1<<20)
	return http.Header{"Content-Type": {"application/json"}, "X-Request-Id": {huge}, "Retry-After": {huge}, "X-Ratelimit-Reset": {huge}}
}

// unmoved is a row in which every answer to a read is odd, and is read all the same.
func unmoved(f spoiler) func(p *rig) {
	return func(p *rig) {
		read := p.reader()
		want, err := read(p.t.Context())
		if err != nil {
			p.fatalf("before any fault: %v", err)
		}
		p.line.set(on(readCall, f))
		if got, err := read(p.t.Context()); err != nil {
			p.errorf("the read failed: %v", err)
		} else if got != want {
			p.errorf("it reads\n%s\nnot\n%s", got, want)
		}
	}
}

// made is unmoved for creates.
func made(f spoiler) func(p *rig) {
	return func(p *rig) {
		for _, w := range p.warm() {
			p.line.set(on(createCall, f))
			if _, err := w.send(p.t.Context(), p.c, ""); err != nil {
				p.errorf("%s: %v", w.op, err)
			}
			p.sends(string(w.op), createCall, 1)
			p.line.set(nil)
		}
	}
}

// hollow is a row in which a get is answered with nothing. Where a get walks a list,
// a list that is null is empty.
func hollow(body string) func(p *rig) {
	kinds := []meeting.ErrorKind{meeting.ErrProtocol}
	if strings.HasSuffix(body, ":null}") {
		kinds = append(kinds, meeting.ErrNotFound)
	}
	return func(p *rig) {
		read := p.reader()
		p.line.set(on(readCall, answer(200, nil, body)))
		got, err := read(p.t.Context())
		p.failed("the read", err, kinds...)
		if got != "" {
			p.errorf("it reads %s", got)
		}
	}
}

func hollowList(body string) func(p *rig) {
	return func(p *rig) {
		if !p.can(provider.OpList) {
			p.skip(p.h.Vendor + " lists nothing")
		}
		p.line.set(on(readCall, answer(200, nil, body)))
		ids, err := p.ids(p.t.Context(), meeting.ListQuery{Filter: p.in.Capabilities.Search.Filter})
		if ids != "" || (err == nil && body != "[]" && !strings.HasSuffix(body, ":null}")) {
			p.errorf("it lists %q without an error", ids)
		} else if err != nil {
			p.failed("the list", err, meeting.ErrProtocol)
		}
	}
}

func noBody(p *rig) {
	read := p.reader()
	p.line.set(on(readCall, answer(200, nil, "")))
	got, err := read(p.t.Context())
	if got != "" {
		p.errorf("it reads %s", got)
	}
	if e := p.failed("the read", err); e.Kind != meeting.ErrProtocol && !(e.Kind == meeting.ErrNotFound && e.Status == 0) {
		p.errorf("the read: %v", err)
	}
}

// errorWithSuccess makes the vendor refuse a create, and shows its error twice: with
// its status, and with 200.
func errorWithSuccess(p *rig) {
	for _, w := range p.warm() {
		spoiled := func(status int) spoiler {
			return on(createCall, func(x *exchange) (*http.Response, error) {
				x.body = []byte(`"not an object"`)
				res, body, err := x.answered()
				if err != nil {
					return nil, err
				}
				if status == 0 {
					status = res.StatusCode
				}
				return respond(x, status, nil, string(body)), nil
			})
		}
		p.line.set(spoiled(0))
		_, err := w.send(p.t.Context(), p.c, "")
		plain := p.failed(string(w.op)+" that is refused", err)
		p.line.set(spoiled(200))
		_, err = w.send(p.t.Context(), p.c, "")
		hidden := p.failed(string(w.op)+" that is refused with 200", err)
		if hidden.Code != plain.Code {
			p.errorf("%s: the code is %q, and was %q under the error's own status", w.op, hidden.Code, plain.Code)
		}
		if hidden.Message != plain.Message && !strings.Contains(hidden.Message, plain.Message) {
			p.errorf("%s: the message is %q, and was %q", w.op, hidden.Message, plain.Message)
		}
		p.sends(string(w.op), createCall, 1)
	}
}

// bounded is a row with an answer that does not fit into memory.
func bounded(sort string, f spoiler) func(p *rig) {
	const most = 32 << 20
	kind := meeting.ErrProtocol
	if sort == createCall {
		kind = meeting.ErrOutcomeUnknown
	}
	return func(p *rig) {
		done := false
		calls := func(what string, call func() error) {
			if done { // one is enough: it takes a second
				return
			}
			done = true
			p.line.set(on(sort, f))
			before := len(p.line.bodies)
			err := call()
			p.failed(what, err, kind)
			p.sends(what, sort, 1)
			for _, b := range p.line.bodies[before:] {
				if n := b.read.Load(); n > most {
					p.errorf("%s read %d bytes", what, n)
				}
			}
			p.line.set(nil)
		}
		ctx, check := p.within(time.Hour)
		if sort == readCall {
			read := p.reader()
			calls("the read", func() error { _, err := read(ctx); return err })
		} else {
			for _, w := range p.warm() {
				calls(string(w.op), func() error { _, err := w.send(ctx, p.c, ""); return err })
			}
		}
		check("the call")
	}
}
