package providertest

import (
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
	"github.com/libmeet/meeting/provider"
)

// compareAsked reports a member of the answer that is not what was asked for.
func (p *probe) compareAsked(req meeting.CreateRequest, m meeting.Meeting, field provider.Field) {
	want, got := asked(req, field), told(m, field)
	if want == got || (got == "" && p.silent(field)) {
		return
	}
	if field == provider.FieldRecurrence && got != "" { // the same days may be said in other words
		if same, err := recurrence.Same(req.Recurrence, m.Recurrence, req.Start, time.UTC); err == nil && same {
			return
		}
	}
	p.errorf("%s: asked for %q, the answer says %q", field, want, got)
}

func createAnswer(p *probe) {
	p.need(provider.OpCreate)
	req := p.request(0)
	m := p.create(0)
	for _, field := range []provider.Field{provider.FieldTitle, provider.FieldStart, provider.FieldDuration} {
		if field != provider.FieldTitle || p.takes(field) {
			p.compareAsked(req, m, field) // a start that is lost is kept as asked
		}
	}
	if m.Provider != p.in.Name || m.Vendor != p.in.Vendor {
		p.errorf("the answer is of %q, %q", m.Provider, m.Vendor)
	}
	if p.takes(provider.FieldTitle) && p.takes(provider.FieldStart) && len(m.Losses) != 0 {
		p.errorf("a title, a start and a duration lost %v", m.Losses)
	}
}

// createRaw looks at the adapter's own answer: the Client would hide a fault as an
// error.
func createRaw(p *probe) {
	p.need(provider.OpCreate)
	req, err := p.request(0).Resolve()
	if err != nil {
		p.fatalf("%v", err)
	}
	m, err := p.p.CreateMeeting(p.t.Context(), req)
	if err != nil {
		p.fatalf("CreateMeeting: %v", err)
	}
	if m.ID == "" || strings.TrimSpace(m.ID) != m.ID {
		p.errorf("the id is %q", m.ID)
	}
	for name, at := range map[string]time.Time{"start": m.Start, "end": m.End, "created": m.Created, "updated": m.Updated, "expires": m.Expires} {
		if at.Location() != time.UTC {
			p.errorf("%s is not in UTC: %v", name, at)
		}
	}
	for name, link := range map[string]string{"join": m.JoinURL, "host": m.HostURL.Reveal(), "viewer": m.ViewerURL} {
		u, err := url.Parse(link)
		if link != "" && (err != nil || u.Scheme == "" || u.Host == "") {
			p.errorf("the %s link is not absolute", name)
		}
	}
	if !json.Valid(m.Raw) {
		p.errorf("Raw is not the vendor's JSON object")
	}
}

func createDistinct(p *probe) {
	p.need(provider.OpCreate)
	if a, b := p.create(0), p.create(0); a.ID == b.ID {
		p.errorf("both have the id %q", a.ID)
	}
}

// createFields asks for one member at a time, so that one can't hide another.
func createFields(p *probe) {
	p.need(provider.OpCreate)
	for i, field := range fields() {
		if !p.takes(field) {
			continue
		}
		req := p.with(p.request(i), field)
		m, err := p.c.CreateMeeting(p.t.Context(), req)
		if err != nil {
			p.errorf("%s: %v", field, err)
			continue
		}
		for _, l := range m.Losses {
			if l.Field == string(field) {
				p.errorf("%s is claimed and was lost: %+v", field, l)
			}
		}
		if told(m, field) == "" && p.can(provider.OpGet) { // an answer may say less than a get
			if m, err = p.c.GetMeeting(p.t.Context(), m.ID); err != nil {
				p.errorf("%s: get: %v", field, err)
				continue
			}
		}
		p.compareAsked(req, m, field)
	}
}

func createNative(p *probe) {
	p.need(provider.OpCreate)
	if len(p.h.Native) == 0 || p.h.NativeArrived == nil {
		p.skip("the harness names no native member")
	}
	req := p.request(0)
	req.Native = p.h.Native
	m, err := p.c.CreateMeeting(p.t.Context(), req)
	if err != nil {
		p.fatalf("create: %v", err)
	}
	if !p.h.NativeArrived(m) {
		p.errorf("%s did not reach the vendor", p.h.Native)
	}
}

func instantStarted(p *probe) {
	p.need(provider.OpInstant)
	m := p.instant()
	off := m.Start.Sub(p.now())
	if !m.Start.IsZero() && (off > time.Minute || off < -90*time.Second) { // some vendors' starts have no seconds
		p.errorf("it starts %v from now", off.Round(time.Second))
	}
	// Some vendors call a meeting scheduled until its host is there.
	if m.Status == meeting.StatusEnded || m.Status == meeting.StatusCancelled || (m.Status == meeting.StatusScheduled && m.Start.IsZero()) {
		p.errorf("its status is %q", m.Status)
	}
	if m.Kind == meeting.KindRecurring {
		p.errorf("its kind is %q", m.Kind)
	}
	if m.JoinURL == "" && m.HostURL.IsZero() {
		p.errorf("it has no link")
	}
}
