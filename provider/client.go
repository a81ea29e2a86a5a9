package provider

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// Client is what applications hold: one provider behind checks that are the same
// for all. It is safe for use by many goroutines.
type Client struct {
	provider Provider
	info     Info
	onLoss   meeting.LossPolicy
	journal  journal
	now      func() time.Time

	meetings rooms[meeting.Meeting] // for pages of lists
	people   rooms[meeting.Participant]
}

// ClientConfig configures a [Client]. The zero value is ready to use.
type ClientConfig struct {
	// OnLoss applies to requests that don't say.
	OnLoss meeting.LossPolicy

	// Store holds the create journal. Without it a request with a Key is
	// [meeting.ErrUnsupported].
	Store store.Store

	// StoreKey encrypts the answers that the journal keeps, with their host links and
	// passcodes: any text, as good as it is hard to guess. Zero: they stand there in
	// clear.
	StoreKey meeting.Secret

	// SearchLag overrides how long the vendor's list may lag behind its creates.
	SearchLag time.Duration

	// LeaseTime is how long the death of a process blocks a key that it was creating
	// with; 0 is 10 s.
	LeaseTime time.Duration

	Now func() time.Time // nil is time.Now
}

// NewClient returns a client of p.
func NewClient(p Provider, cfg ClientConfig) *Client {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.LeaseTime <= 0 {
		cfg.LeaseTime = leaseTime
	}
	info := p.Info()
	if cfg.SearchLag > 0 {
		info.Capabilities.Search.Lag, info.Capabilities.SearchInstant.Lag = cfg.SearchLag, cfg.SearchLag
	}
	return &Client{provider: p, info: info, onLoss: cfg.OnLoss, now: cfg.Now, journal: newJournal(cfg, info.Name)}
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
//
// With a Key the create happens once, however often and from however many
// processes on the same store it is asked for: the same key returns the same
// meeting, and [meeting.ErrConflict] when it was used for other content. When the
// answer is lost the client looks for the meeting at the vendor before it sends
// again. Without a key it never sends again. What can't be found out is
// [meeting.ErrOutcomeUnknown], with an [*OutcomeError] as its cause.
func (c *Client) CreateMeeting(ctx context.Context, req meeting.CreateRequest) (meeting.Meeting, error) {
	return invoke(c, OpCreate, "", func() (meeting.Meeting, error) {
		k, err := c.scheduled(req)
		if err != nil {
			return meeting.Meeting{}, err
		}
		return c.create(ctx, k)
	})
}

// scheduled prepares the creation of a meeting at a time.
func (c *Client) scheduled(req meeting.CreateRequest) (creation, error) {
	req, losses, err := c.prepareCreate(req)
	if err != nil {
		return creation{}, err
	}
	content := ""
	if req.Key != "" {
		if content, err = createFingerprint(req); err != nil {
			return creation{}, err
		}
	}
	fitted, search := fit(c.info, req, losses), c.info.Capabilities.Search
	start, end, duration := req.Start, req.End, req.Duration // all that is kept of req
	return creation{
		op: OpCreate, key: req.Key, fingerprint: content,
		wanted: wanted{search: search, title: fitted.Title, host: fitted.Host, start: req.Start, blurry: blurry(search, req.Native)},
		send: func(ctx context.Context, marker string) (meeting.Meeting, error) {
			fitted.Marker = marker
			m, err := c.provider.CreateMeeting(ctx, fitted)
			if err != nil {
				return meeting.Meeting{}, conceal(err, fitted.Passcode)
			}
			if c.info.Capabilities.Create[FieldStart].Lost {
				m.Start, m.End, m.Duration = start, end, duration
			}
			return c.created(m, losses, fitted.Media)
		},
	}, nil
}

// created finishes the answer to a create.
func (c *Client) created(m meeting.Meeting, losses []meeting.Loss, media meeting.Media) (meeting.Meeting, error) {
	m.Losses = losses
	if m.Media == "" { // most vendors don't echo it
		m.Media = media
	}
	return c.checked(m)
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
		losses := PreflightInstant(c.info, req)
		if err := c.refuse(req.OnLoss, losses); err != nil {
			return meeting.Meeting{}, err
		}
		content := ""
		if req.Key != "" {
			if content, err = instantFingerprint(req); err != nil {
				return meeting.Meeting{}, err
			}
		}
		fitted := fitInstant(c.info, req, losses)
		search := c.info.Capabilities.SearchInstant
		if search.By == SearchContent && fitted.Title == "" {
			search = Search{} // nothing to know it by
		}
		return c.create(ctx, creation{
			op: OpInstant, key: req.Key, fingerprint: content, wanted: wanted{search: search, title: fitted.Title, host: fitted.Host, blurry: blurry(search, req.Native)},
			send: func(ctx context.Context, marker string) (meeting.Meeting, error) {
				fitted.Marker = marker
				m, err := c.provider.Instant(ctx, fitted)
				if err != nil {
					return meeting.Meeting{}, err
				}
				return c.created(m, losses, fitted.Media)
			},
		})
	})
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

// invoke runs one operation, unless the provider disclaims it.
func invoke[T any](c *Client, op Op, id string, call func() (T, error)) (T, error) {
	return guard(c, op, id, func() (T, error) {
		if !c.info.Capabilities.Can(op) {
			var zero T
			return zero, Unsupported(c.info, op)
		}
		return call()
	})
}

// guard turns a panic of the adapter into an error, completes errors, and returns a
// zero value with each of them.
func guard[T any](c *Client, op Op, id string, call func() (T, error)) (result T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &meeting.Error{Kind: meeting.ErrProtocol, Message: meeting.OneLine("the adapter panicked: " + panicText(r))}
		}
		if err != nil {
			var zero T
			result, err = zero, c.complete(op, id, err)
		}
	}()
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
	done := meeting.Error{Kind: meeting.KindOf(err), Message: meeting.OneLine(err.Error()), Err: err}
	if errors.As(err, &known) {
		done = *known
	}
	switch {
	case done.Kind != "":
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		done.Kind = meeting.ErrUnavailable
	default:
		done.Kind = meeting.ErrProtocol
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
