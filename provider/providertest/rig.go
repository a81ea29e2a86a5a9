package providertest

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// maker is one way of the provider to make a meeting.
type maker struct {
	op     provider.Op
	search provider.Search // how a lost one is found
	send   func(ctx context.Context, c *provider.Client, key string) (meeting.Meeting, error)
}

// makers lists the ways, at least one, or skips the row.
func (p *rig) makers() []maker {
	var out []maker
	caps := p.in.Capabilities
	if p.can(provider.OpCreate) {
		out = append(out, maker{provider.OpCreate, caps.Search, func(ctx context.Context, c *provider.Client, key string) (meeting.Meeting, error) {
			req := p.request(0)
			if req.Key = keyFor(provider.OpCreate, key); req.Title != "" {
				req.Title += " " + key
			}
			return p.note(c.CreateMeeting(ctx, req))
		}})
	}
	if p.can(provider.OpInstant) {
		rules := caps.Instant
		out = append(out, maker{provider.OpInstant, caps.SearchInstant, func(ctx context.Context, c *provider.Client, key string) (meeting.Meeting, error) {
			req := meeting.InstantRequest{Key: keyFor(provider.OpInstant, key)}
			if takes(rules, provider.FieldTitle) {
				req.Title = "Now " + key
			}
			return p.note(c.Instant(ctx, req))
		}})
	}
	if len(out) == 0 {
		p.skip(p.h.Vendor + " makes no meetings")
	}
	return out
}

// keyFor keeps the keys of two operations apart: a vendor remembers their markers
// from one journal to the next.
func keyFor(op provider.Op, key string) string {
	if key == "" {
		return ""
	}
	return string(op) + "-" + key
}

// note keeps a result for the look at what is printed.
func (p *rig) note(m meeting.Meeting, err error) (meeting.Meeting, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		p.errors = append(p.errors, err)
	}
	for _, s := range []meeting.Secret{m.HostURL, m.Passcode} {
		if !s.IsZero() {
			p.secrets = append(p.secrets, s.Reveal())
		}
	}
	return m, err
}

// reader prepares a read and returns it: the get of a meeting, else a list. What it
// returns is the result as text, to be compared.
func (p *rig) reader() func(ctx context.Context) (string, error) {
	switch {
	case p.can(provider.OpGet):
		id := p.any()
		p.line.set(nil) // the record of preparing it
		return func(ctx context.Context) (string, error) {
			m, err := p.note(p.c.GetMeeting(ctx, id))
			if err != nil {
				return "", err
			}
			text, err := meeting.Encoding{}.Marshal(m)
			return string(text), err
		}
	case p.can(provider.OpList):
		return func(ctx context.Context) (string, error) { return p.ids(ctx, meeting.ListQuery{}) }
	}
	p.skip(p.h.Vendor + " reads nothing")
	return nil
}

// ids lists what q says to the end.
func (p *rig) ids(ctx context.Context, q meeting.ListQuery) (string, error) {
	var ids []string
	for m, err := range p.c.Meetings(ctx, q) {
		if _, err := p.note(m, err); err != nil {
			return strings.Join(ids, " "), err
		}
		if ids = append(ids, m.ID); len(ids) > 10_000 {
			p.fatalf("the list does not end")
		}
	}
	return strings.Join(ids, " "), nil
}

// five makes meetings enough for several pages of two, where it can.
func (p *rig) five() {
	if p.can(provider.OpCreate) {
		for i := range 5 {
			p.create(i)
		}
	}
}

// warm makes one meeting of each sort, so that tokens and the like are there, and
// forgets the calls.
func (p *rig) warm() []maker {
	ways := p.makers()
	for _, w := range ways {
		if _, err := w.send(p.t.Context(), p.c, ""); err != nil {
			p.fatalf("%s before any fault: %v", w.op, err)
		}
	}
	p.line.set(nil)
	return ways
}

// failed checks an error: typed, of one of the kinds, naming provider and
// operation, and short.
func (p *rig) failed(what string, err error, kinds ...meeting.ErrorKind) *meeting.Error {
	var e *meeting.Error
	if err == nil {
		p.errorf("%s: no error", what)
		return &meeting.Error{}
	}
	if !errors.As(err, &e) {
		p.errorf("%s: %v is no *meeting.Error", what, err)
		return &meeting.Error{}
	}
	fits := len(kinds) == 0
	for _, k := range kinds {
		fits = fits || e.Kind == k
	}
	if !fits {
		p.errorf("%s: the kind is %s, not %v: %v", what, e.Kind, kinds, err)
	}
	if e.Provider != p.in.Name || e.Op == "" {
		p.errorf("%s: the error names provider %q and operation %q", what, e.Provider, e.Op)
	}
	if e.RetryAfter < 0 || len(err.Error()) > 2000 {
		p.errorf("%s: it says to wait %v, in %d bytes of text", what, e.RetryAfter, len(err.Error()))
	}
	return e
}

// sends checks how many requests of a sort went out.
func (p *rig) sends(what, sort string, want int) {
	if n := p.line.count(sort); n != want {
		p.errorf("%s: %d requests of sort %q were sent, not %d", what, n, sort, want)
	}
}

// within returns a context that ends after d, and a check that the call ended by
// then.
func (p *rig) within(d time.Duration) (ctx context.Context, check func(what string)) {
	ctx, end := context.WithTimeout(p.t.Context(), d)
	began := time.Now()
	return ctx, func(what string) {
		end()
		if took := time.Since(began); took > d+10*time.Millisecond {
			p.errorf("%s returned %v after its deadline", what, took-d)
		}
	}
}
