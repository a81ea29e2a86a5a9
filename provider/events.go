package provider

import (
	"github.com/libmeet/meeting"
)

// EventParser reads what a vendor sends to a webhook.
type EventParser interface {
	// ParseEvent checks that the vendor signed body, with one of the configured
	// secrets and not long ago, and returns what it says. header and body are those
	// of the request: body is hashed as it arrived, byte by byte. It is
	// [meeting.ErrUnauthenticated] when the signature is missing, wrong or old, and
	// when no secret is configured; [meeting.ErrProtocol] when a signed body can't be
	// understood. It does no I/O.
	//
	// The same event may come several times and out of order; package events has
	// what remembers those that came.
	ParseEvent(header map[string][]string, body []byte) (Delivery, error)
}

// Delivery is one request of a vendor to a webhook.
type Delivery struct {
	Event meeting.Event

	// Reply is set instead of the event when the vendor only wants to see that the
	// address belongs to the holder of the secret: answer with it, as JSON, and 200.
	Reply []byte
}

// ParseEvent checks and reads a request of the vendor's to a webhook. header is an
// http.Header. Errors are as in [EventParser].
func (c *Client) ParseEvent(header map[string][]string, body []byte) (Delivery, error) {
	return invoke(c, OpEvents, "", func() (Delivery, error) {
		p, err := ability[EventParser](c, OpEvents)
		if err != nil {
			return Delivery{}, err
		}
		d, err := p.ParseEvent(header, body)
		if err != nil {
			return Delivery{}, err
		}
		if d.Reply != nil {
			return Delivery{Reply: d.Reply}, nil
		}
		if d.Event.Key == "" {
			return Delivery{}, protocolf("the event has no key")
		}
		d.Event.Provider, d.Event.Vendor = c.info.Name, c.info.Vendor
		if d.Event.Meeting.Vendor != "" {
			d.Event.Meeting.Provider, d.Event.Meeting.Vendor = c.info.Name, c.info.Vendor
		}
		return d, nil
	})
}
