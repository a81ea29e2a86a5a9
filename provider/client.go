package provider

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/libmeet/meeting"
)

// Client is what applications hold: one provider behind checks that are the same
// for all. It is safe for use by many goroutines.
type Client struct {
	provider Provider
	info     Info
	onLoss   meeting.LossPolicy
}

// ClientConfig configures a [Client]. The zero value is ready to use.
type ClientConfig struct {
	// OnLoss applies to requests that don't say.
	OnLoss meeting.LossPolicy
}

// NewClient returns a client of p.
func NewClient(p Provider, cfg ClientConfig) *Client {
	return &Client{provider: p, info: p.Info(), onLoss: cfg.OnLoss}
}

// Info describes the provider.
func (c *Client) Info() Info { return c.info }

// Provider returns the adapter, for what is outside the contract.
func (c *Client) Provider() Provider { return c.provider }

// CreateMeeting creates a meeting at a time. It returns [meeting.ErrInvalid] for a
// request that is wrong and [meeting.ErrUnsupported], with a [*meeting.LossError]
// as its cause, for one that the vendor can't fulfil under the request's loss
// policy; in both cases nothing was sent. Accepted losses stand in
// [meeting.Meeting.Losses]. A start that the vendor ignores is kept as asked.
func (c *Client) CreateMeeting(ctx context.Context, req meeting.CreateRequest) (meeting.Meeting, error) {
	return invoke(c, OpCreate, "", func() (meeting.Meeting, error) {
		req, losses, err := c.prepareCreate(req)
		if err != nil {
			return meeting.Meeting{}, err
		}
		fitted := fit(c.info, req, losses)
		m, err := c.provider.CreateMeeting(ctx, fitted)
		if err != nil {
			return meeting.Meeting{}, err
		}
		m.Losses = losses
		if m.Media == "" { // most vendors don't echo it
			m.Media = fitted.Media
		}
		if c.info.Capabilities.Create[FieldStart].Lost {
			m.Start, m.End, m.Duration = req.Start, req.End, req.Duration
		}
		return c.checked(m)
	})
}

// Check resolves req and lists its losses without sending anything. The error is
// the one that CreateMeeting would return before its call, if any; the losses are
// listed in either case.
func (c *Client) Check(req meeting.CreateRequest) (meeting.CreateRequest, []meeting.Loss, error) {
	if !c.info.Capabilities.Can(OpCreate) {
		return req, nil, c.complete(OpCreate, "", Unsupported(c.info, OpCreate))
	}
	req, losses, err := c.prepareCreate(req)
	return req, losses, c.complete(OpCreate, "", err)
}

func (c *Client) prepareCreate(req meeting.CreateRequest) (meeting.CreateRequest, []meeting.Loss, error) {
	req, err := req.Resolve()
	if err != nil {
		return req, nil, err
	}
	if err := missing(c.info.Capabilities.Create, req.Title); err != nil {
		return req, nil, err
	}
	if err := c.keyed(req.Key); err != nil {
		return req, nil, err
	}
	losses := Preflight(c.info, req)
	return req, losses, c.refuse(req.OnLoss, losses)
}

// Instant starts a meeting now. Errors are as in [Client.CreateMeeting].
func (c *Client) Instant(ctx context.Context, req meeting.InstantRequest) (meeting.Meeting, error) {
	return invoke(c, OpInstant, "", func() (meeting.Meeting, error) {
		req, err := req.Resolve()
		if err != nil {
			return meeting.Meeting{}, err
		}
		if err := missing(c.info.Capabilities.Instant, req.Title); err != nil {
			return meeting.Meeting{}, err
		}
		if err := c.keyed(req.Key); err != nil {
			return meeting.Meeting{}, err
		}
		losses := PreflightInstant(c.info, req)
		if err := c.refuse(req.OnLoss, losses); err != nil {
			return meeting.Meeting{}, err
		}
		fitted := fitInstant(c.info, req, losses)
		m, err := c.provider.Instant(ctx, fitted)
		if err != nil {
			return meeting.Meeting{}, err
		}
		m.Losses = losses
		if m.Media == "" {
			m.Media = fitted.Media
		}
		return c.checked(m)
	})
}

// keyed refuses a key while no journal stands behind the client: to take it and
// not to keep its promise would make duplicates.
func (c *Client) keyed(key string) error {
	if key == "" {
		return nil
	}
	return &meeting.Error{Kind: meeting.ErrUnsupported, Message: "a key needs a create journal, which this client does not have"}
}

// refuse applies the loss policy.
func (c *Client) refuse(policy meeting.LossPolicy, losses []meeting.Loss) error {
	if policy == meeting.LossDefault {
		policy = c.onLoss
	}
	refused := policy.Refused(losses)
	if len(refused) == 0 {
		return nil
	}
	cause := &meeting.LossError{Losses: refused}
	return &meeting.Error{Kind: meeting.ErrUnsupported, Message: meeting.OneLine(cause.Error()), Err: cause}
}

// Unsupported returns the error of an operation that info disclaims.
func Unsupported(info Info, op Op) *meeting.Error {
	return &meeting.Error{Provider: info.Name, Op: string(op), Kind: meeting.ErrUnsupported,
		Message: fmt.Sprintf("%s does not offer %s", info.Vendor, op)}
}

// invoke runs one operation: it refuses what the provider disclaims, turns a panic
// of the adapter into an error, completes errors, and returns a zero value with
// each of them.
func invoke[T any](c *Client, op Op, id string, call func() (T, error)) (result T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &meeting.Error{Kind: meeting.ErrProtocol, Message: meeting.OneLine(fmt.Sprintf("the adapter panicked: %v", r))}
		}
		if err != nil {
			var zero T
			result, err = zero, c.complete(op, id, err)
		}
	}()
	if !c.info.Capabilities.Can(op) {
		return result, Unsupported(c.info, op)
	}
	return call()
}

// run is invoke for operations without a result.
func run(c *Client, op Op, id string, call func() error) error {
	_, err := invoke(c, op, id, func() (struct{}, error) { return struct{}{}, call() })
	return err
}

// complete makes err a *meeting.Error that names provider, operation and id.
func (c *Client) complete(op Op, id string, err error) error {
	if err == nil {
		return nil
	}
	var known *meeting.Error
	done := meeting.Error{Kind: meeting.ErrProtocol, Message: meeting.OneLine(err.Error()), Err: err}
	switch {
	case errors.As(err, &known):
		done = *known
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		done.Kind = meeting.ErrUnavailable
	}
	if done.Provider == "" {
		done.Provider = c.info.Name
	}
	if done.Op == "" {
		done.Op = string(op)
	}
	if done.ID == "" && done.Kind != meeting.ErrInvalid {
		done.ID = id
	}
	return &done
}

// checked refuses an answer that breaks the contract.
func (c *Client) checked(m meeting.Meeting) (meeting.Meeting, error) {
	m.Provider, m.Vendor = c.info.Name, c.info.Vendor
	if m.ID == "" {
		return m, protocolf("the answer has no id")
	}
	for _, t := range []time.Time{m.Start, m.End, m.Created, m.Updated, m.Expires} {
		if t.Location() != time.UTC {
			return m, protocolf("the answer has a time that is not in UTC")
		}
	}
	for _, link := range []struct{ name, url string }{
		{"join", m.JoinURL}, {"host", m.HostURL.Reveal()}, {"viewer", m.ViewerURL},
	} {
		if !isAbsolute(link.url) {
			return m, protocolf("the answer's %s link is not an absolute URL", link.name)
		}
	}
	return m, nil
}

func protocolf(format string, args ...any) error {
	return &meeting.Error{Kind: meeting.ErrProtocol, Message: fmt.Sprintf(format, args...)}
}

func isAbsolute(link string) bool {
	if link == "" {
		return true
	}
	u, err := url.Parse(link)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}
