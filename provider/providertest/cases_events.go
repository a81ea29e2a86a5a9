package providertest

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// event has the provider read a request that the vendor signed just now, if the
// harness has one.
func (p *probe) event() error {
	header, body := map[string][]string{}, []byte("{}")
	if p.h.Event != nil {
		header, body = p.h.Event(p.now())
	}
	_, err := p.c.ParseEvent(header, body)
	if p.h.Event == nil && errors.Is(err, meeting.ErrUnauthenticated) {
		return nil // as it must be, for it is not signed
	}
	return err
}

// remote lists the operations that are claimed and take a context: they go to the
// vendor.
func (p *probe) remote() []provider.Op {
	return slices.DeleteFunc(slices.Clone(p.in.Capabilities.Operations), func(op provider.Op) bool { return op == provider.OpEvents })
}

// eventsSigned believes what is signed, as it came, and nothing else.
func eventsSigned(p *probe) {
	p.need(provider.OpEvents)
	refused := func(what string, header map[string][]string, body []byte) {
		p.quiet(what, func() {
			if d, err := p.c.ParseEvent(header, body); !errors.Is(err, meeting.ErrUnauthenticated) {
				p.errorf("%s: %+v, %v", what, d, err)
			}
		})
	}
	refused("a request without a signature", nil, []byte(`{"event":"meeting.started"}`))
	if p.h.Event == nil {
		return
	}
	header, body := p.h.Event(p.now())
	p.quiet("a signed event", func() {
		d, err := p.c.ParseEvent(header, body)
		again, _ := p.c.ParseEvent(header, body)
		e := d.Event
		switch {
		case err != nil:
			p.errorf("a signed event: %v", err)
		case e.Key == "" || e.Key != again.Event.Key:
			p.errorf("the keys of one event are %q and %q", e.Key, again.Event.Key)
		case e.TypeNative == "" || e.Provider != p.in.Name || e.Vendor != p.in.Vendor || len(e.Raw) == 0:
			p.errorf("the event is %+v", e)
		case e.Time.Location() != time.UTC:
			p.errorf("the event's time is not in UTC")
		}
	})
	spaced := append([]byte(" "), body...) // the same JSON in other bytes
	refused("an event with a blank in front", header, spaced)
	refused("a signed event with another body", header, bytes.Replace(body, []byte("{"), []byte(`{"a":1,`), 1))
	refused("a signed event without its headers", nil, body)
	header, body = p.h.Event(p.now().Add(-time.Hour))
	refused("an event that was signed an hour ago", header, body)
	header, body = p.h.Event(p.now().Add(time.Hour))
	refused("an event that was signed in an hour", header, body)
}
