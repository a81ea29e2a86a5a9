package providertest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	memorystore "github.com/libmeet/meeting/store/memory"
)

// keyedFaults are about creates that must happen once.
func keyedFaults() []fault {
	const once = "where the vendor can be searched, one meeting and one create; else the outcome is unknown, and one create"
	var out []fault
	for name, f := range map[string]spoiler{
		"dropped": after(fail(io.EOF)), "500": after(answer(500, nil, "{}")), "502 page": after(html(502)), "503": after(answer(503, nil, "{}")),
		"no body": after(answer(201, nil, "")), "page with 200": after(html(200)), "cut": cut(0.5), "half JSON": alterBody(half), "{}": after(answer(200, nil, "{}")),
		"408": after(answer(408, nil, "{}")), "a byte a second": drip,
	} {
		out = append(out, fault{"keyed/made, answer lost/" + name, "the vendor makes the meeting, and its answer does not arrive", once, madeOnce(f)})
	}
	for name, f := range map[string]spoiler{"dropped": fail(errReset), "502 page": html(502), "silence": silence, "page with 200": html(200)} {
		out = append(out, fault{"keyed/not made, answer lost/" + name, "the request goes out, nothing is made, and nobody says so",
			"where the vendor can be searched, one meeting, sent again only when its absence is proved; else unknown, and one create", sentAgain(f)})
	}
	return append(out,
		fault{"keyed/list lags", "the answer is lost, and the vendor lists the meeting seconds later only", once, listLags},
		fault{"keyed/search fails", "the answer is lost, and the search fails too", "unknown, one create; the next run finds it", searchFails(answer(500, nil, "{}"))},
		fault{"keyed/search is a page", "the answer is lost, and the search is answered by a log-in page", "unknown, one create; the next run finds it", searchFails(html(200))},
		fault{"keyed/search is {}", "the answer is lost, and the search is answered with {}", "unknown, one create; the next run finds it", searchFails(answer(200, nil, "{}"))},
		fault{"keyed/search is cut", "the answer is lost, and the search answers half its JSON", "unknown, one create; the next run finds it", searchFails(alterBody(half))},
		fault{"keyed/refused", "the vendor answers 429 to the create", "rate limited; the same key works later, and one meeting is made", later(answer(429, nil, "{}"), meeting.ErrRateLimited)},
		fault{"keyed/not sent", "nobody listens", "unavailable; the same key works later, and one meeting is made", later(unsent(errRefused), meeting.ErrUnavailable)},
		fault{"keyed/deadline", "the vendor makes the meeting and does not answer before the deadline", "unknown; the next run with the key finds it, or says unknown again; one create", deadlinePassed},
		fault{"keyed/gave up", "the caller gives up while the create is on the way", "unknown; the next run with the key finds it, or says unknown again; one create", gaveUp},
		fault{"keyed/other content", "a key is used again for something else", "conflict, and nothing is sent", otherContent},
		fault{"keyed/storm", "forty keys, eight at a time; every other create goes wrong in one of six ways", "each key ends with a meeting of its own, or unknown and one create", storm},
	)
}

// keyed gives the row a client with a journal.
func (p *rig) keyed() *provider.Client {
	return provider.NewClient(p.p, provider.ClientConfig{Store: memorystore.New(nil)})
}

// searchable reports whether a lost meeting of this sort can be found.
func (p *rig) searchable(w maker) bool {
	if w.op == provider.OpInstant && w.search.By == provider.SearchContent && !takes(p.in.Capabilities.Instant, provider.FieldTitle) {
		return false
	}
	return w.search.By != ""
}

// total counts the meetings that the vendor lists when nothing is wrong; -1 is a
// vendor that lists nothing.
func (p *rig) total() int {
	if !p.can(provider.OpList) {
		return -1
	}
	p.line.set(nil)
	return len(p.all(meeting.ListQuery{}))
}

// keyedRow runs body for each way to make a meeting, and checks what it left: one
// meeting more where the vendor can be searched.
func keyedRow(body func(p *rig, w maker, c *provider.Client)) func(p *rig) {
	return func(p *rig) {
		for _, w := range p.warm() {
			before := p.total()
			p.line.set(nil)
			body(p, w, p.keyed())
			p.line.set(nil)
			if n := p.total() - before; p.searchable(w) && n != 1 {
				p.errorf("%s: %d meetings were made", w.op, n)
			}
		}
	}
}

// outcome checks a keyed create whose answer was lost.
func (p *rig) outcome(what string, w maker, m meeting.Meeting, err error) {
	switch {
	case p.searchable(w) && err != nil:
		p.errorf("%s %s: %v", w.op, what, err)
	case p.searchable(w) && m.ID == "":
		p.errorf("%s %s: no id", w.op, what)
	case !p.searchable(w):
		p.failed(string(w.op)+" "+what, err, meeting.ErrOutcomeUnknown)
		var unknown *provider.OutcomeError
		if !errors.As(err, &unknown) {
			p.errorf("%s %s: there is no way to resolve %v", w.op, what, err)
		}
	}
}

func madeOnce(f spoiler) func(p *rig) {
	return keyedRow(func(p *rig, w maker, c *provider.Client) {
		p.line.set(once(createCall, f))
		ctx, check := p.within(10 * time.Minute)
		m, err := w.send(ctx, c, "k1")
		check(string(w.op))
		p.outcome("", w, m, err)
		again, err := w.send(p.t.Context(), c, "k1")
		p.outcome("again", w, again, err)
		if again.ID != m.ID {
			p.errorf("%s: the second time it is %q, not %q", w.op, again.ID, m.ID)
		}
		p.sends(string(w.op), createCall, 1)
	})
}

func sentAgain(f spoiler) func(p *rig) {
	return keyedRow(func(p *rig, w maker, c *provider.Client) {
		p.line.set(once(createCall, f))
		ctx, check := p.within(10 * time.Minute)
		m, err := w.send(ctx, c, "k2")
		check(string(w.op))
		p.outcome("", w, m, err)
		calls := p.line.sent(createCall)
		switch {
		case !p.searchable(w):
			p.sends(string(w.op), createCall, 1)
		case len(calls) != 2:
			p.errorf("%s was sent %d times", w.op, len(calls))
		case calls[1].at.Sub(calls[0].at) < w.search.Lag:
			p.errorf("%s was sent again after %v; the list may lag for %v", w.op, calls[1].at.Sub(calls[0].at), w.search.Lag)
		}
	})
}

// listLags shows the list of before the create for nearly as long as the provider
// says that its list may lag.
func listLags(p *rig) {
	keyedRow(func(p *rig, w maker, c *provider.Client) {
		var stale string
		if p.can(provider.OpList) {
			p.line.set(on(readCall, alterBody(func(body string) string { stale = body; return body })))
			if _, err := p.ids(p.t.Context(), meeting.ListQuery{Filter: p.in.Capabilities.Search.Filter}); err != nil {
				p.fatalf("list: %v", err)
			}
		}
		shown := time.Now().Add(w.search.Lag - 100*time.Millisecond)
		p.line.set(func(x *exchange) (*http.Response, error) {
			switch {
			case x.sort == createCall && x.n == 0:
				return after(fail(io.EOF))(x)
			case x.sort == readCall && time.Now().Before(shown):
				return respond(x, http.StatusOK, nil, stale), nil
			}
			return x.pass()
		})
		m, err := w.send(p.t.Context(), c, "k3")
		p.outcome("", w, m, err)
		p.sends(string(w.op), createCall, 1)
	})(p)
}

func searchFails(f spoiler) func(p *rig) {
	return keyedRow(func(p *rig, w maker, c *provider.Client) {
		p.line.set(func(x *exchange) (*http.Response, error) {
			switch {
			case x.sort == createCall && x.n == 0:
				return after(fail(io.EOF))(x)
			case x.sort == readCall:
				return f(x)
			}
			return x.pass()
		})
		ctx, check := p.within(10 * time.Minute)
		_, err := w.send(ctx, c, "k4")
		check(string(w.op))
		p.failed(string(w.op), err, meeting.ErrOutcomeUnknown)
		p.sends(string(w.op), createCall, 1)
		p.line.set(nil)
		m, err := w.send(p.t.Context(), c, "k4")
		p.outcome("in the next run", w, m, err)
		p.sends(string(w.op)+" in the next run", createCall, 0)
	})
}

func later(f spoiler, kind meeting.ErrorKind) func(p *rig) {
	return keyedRow(func(p *rig, w maker, c *provider.Client) {
		p.line.set(on(createCall, f))
		_, err := w.send(p.t.Context(), c, "k5")
		p.failed(string(w.op), err, kind)
		p.sends(string(w.op), createCall, 1)
		p.line.set(nil)
		time.Sleep(11 * time.Minute) // longer than any lock, shorter than any meeting
		if _, err := w.send(p.t.Context(), c, "k5"); err != nil {
			p.errorf("%s later: %v", w.op, err)
		}
		p.sends(string(w.op)+" later", createCall, 1)
	})
}

func interrupted(p *rig, w maker, c *provider.Client, call func() error, ends error) {
	p.line.set(once(createCall, after(silence)))
	err := call()
	p.failed(string(w.op), err, meeting.ErrOutcomeUnknown)
	if !errors.Is(err, ends) {
		p.errorf("%s: %v is not %v", w.op, err, ends)
	}
	m, err := w.send(p.t.Context(), c, "k6")
	p.outcome("in the next run", w, m, err)
	p.sends(string(w.op), createCall, 1)
}

func deadlinePassed(p *rig) {
	keyedRow(func(p *rig, w maker, c *provider.Client) {
		interrupted(p, w, c, func() error {
			ctx, check := p.within(4 * time.Second)
			defer check(string(w.op))
			_, err := w.send(ctx, c, "k6")
			return err
		}, context.DeadlineExceeded)
	})(p)
}

func gaveUp(p *rig) {
	keyedRow(func(p *rig, w maker, c *provider.Client) {
		interrupted(p, w, c, func() error {
			ctx, end := context.WithCancel(p.t.Context())
			defer end()
			time.AfterFunc(4*time.Second, end)
			_, err := w.send(ctx, c, "k6")
			return err
		}, context.Canceled)
	})(p)
}

func otherContent(p *rig) {
	p.need(provider.OpCreate)
	c, req := p.keyed(), p.request(0)
	req.Key = "k7"
	if _, err := c.CreateMeeting(p.t.Context(), req); err != nil {
		p.fatalf("create: %v", err)
	}
	p.line.set(nil)
	req.Duration += time.Hour
	_, err := p.note(c.CreateMeeting(p.t.Context(), req))
	p.failed("create with the key of another", err, meeting.ErrConflict)
	if n := p.line.count(); n != 0 {
		p.errorf("%d requests were sent", n)
	}
}
