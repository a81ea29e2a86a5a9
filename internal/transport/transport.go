// Package transport is the one place that does HTTP. A verb of an adapter hands it
// a [Request]; it escapes the path, adds the credential, sends once, reads a
// bounded answer, and turns every failure into a *meeting.Error. It follows no
// redirect, but for those of a download between hosts that the adapter trusts: a
// credential or a body never travels anywhere else.
package transport

import (
	"bytes"
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/quota"
)

// Authorizer supplies the Authorization header.
type Authorizer interface {
	// Authorization returns the value of the header.
	Authorization(ctx context.Context) (string, error)

	// Refused says that the vendor did not take value. It reports whether another
	// value can be had, so that the request is worth one repetition.
	Refused(value string) bool
}

// follower is an Authorizer that shares its values with other processes.
type follower interface {
	// Newer reports that one of them has another value than this one, which the
	// vendor refused although it had just been had.
	Newer(ctx context.Context, value string) bool
}

// Config configures a [Client].
type Config struct {
	Provider  string            // configured name, for errors and logs
	BaseURL   string            // scheme and host
	Auth      Authorizer        // nil sends none
	Transport http.RoundTripper // nil is NewRoundTripper
	Logger    *slog.Logger      // nil logs nothing
	Observer  meeting.Observer  // nil is nobody
	Now       func() time.Time  // nil is time.Now
	Hosts     []string          // domains, with all below them, that a request's URL may name besides BaseURL's
	MaxBody   int64             // most bytes of an answer after decompression; 0 is 16 MiB; a Sink has no bound

	// AttemptTimeout bounds each attempt; the context bounds the call. For a request
	// with a Sink it bounds the wait for the answer and each wait for more of it,
	// not the whole. 0 is a minute.
	AttemptTimeout time.Duration

	// Quota keeps the vendor's limits: a request waits for its turn. Nil keeps none.
	Quota *quota.Keeper

	// Scope says that an answer speaks of a limit of the day, and of the host's,
	// where its figures don't tell; e is nil unless it is an error. Nil: none does.
	Scope func(h http.Header, e *meeting.Error) (daily, host bool)

	// Decode reads code, message and wait from the vendor's error body.
	Decode func(body []byte) meeting.Error

	// Kind maps a decoded error, whose Status is set; "" leaves it to the status.
	// It may set RetryAfter where the vendor documents a wait that its answers
	// don't carry.
	Kind func(e *meeting.Error) meeting.ErrorKind

	// Refusal reports that a body that came with a 2xx status is an error.
	Refusal func(body []byte) bool
}

const (
	defaultMaxBody        = 16 << 20
	defaultAttemptTimeout = time.Minute
)

// Client sends the requests of one provider. It is safe for many goroutines.
type Client struct {
	cfg    Config
	resty  *resty.Client
	budget *budget
}

// New returns a client. The base URL must have passed [CheckURL].
func New(cfg Config) *Client {
	if cfg.Transport == nil {
		cfg.Transport = NewRoundTripper()
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.MaxBody == 0 {
		cfg.MaxBody = defaultMaxBody
	}
	if cfg.AttemptTimeout == 0 {
		cfg.AttemptTimeout = defaultAttemptTimeout
	}
	rc := resty.NewWithClient(NewHTTPClient(cfg.Transport))
	rc.SetLogger(silent{}) // its warnings can hold URLs
	return &Client{cfg: cfg, resty: rc, budget: newBudget()}
}

// NewRoundTripper returns the bottom of the stack: pooled connections, HTTP/2,
// TLS 1.2 at least. It reads no proxy from the environment; pass a RoundTripper of
// your own for that.
func NewRoundTripper() *http.Transport {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		DialContext:           dialer.DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          256,
		MaxIdleConnsPerHost:   64, // the default of 2 opens a new connection for nearly every request at 16 goroutines
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 60 * time.Second,

		// The default of 10 MB is what a hostile answer may take before its body.
		MaxResponseHeaderBytes: 256 << 10,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
	}
}

// NewHTTPClient returns a client on rt that hands redirects to its caller instead
// of following them.
func NewHTTPClient(rt http.RoundTripper) *http.Client {
	return &http.Client{
		Transport:     rt,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Auth is what signs the requests, nil for nothing.
func (c *Client) Auth() Authorizer { return c.cfg.Auth }

// Quota keeps the limits that the requests spend, nil for none.
func (c *Client) Quota() *quota.Keeper { return c.cfg.Quota }

// Do sends the request and returns a 2xx answer, or a *meeting.Error. A request
// whose credential was refused is sent once more with a new one, the vendor has
// not acted on it; and again where another process has a newer one still. Reads and
// deletes are repeated after failures that may pass.
func (c *Client) Do(ctx context.Context, req Request) (Response, error) {
	res, err := c.do(ctx, req)
	res.Body = bytes.Clone(res.Body)
	res.giveBack()
	return res, err
}

// Read is Do for an answer that is turned into a value. The body is lent to read:
// what it keeps, it copies.
func Read[T any](ctx context.Context, c *Client, req Request, read func(body []byte) (T, error)) (T, error) {
	res, err := c.do(ctx, req)
	if err != nil {
		var zero T
		return zero, err
	}
	defer res.giveBack()
	return read(res.Body)
}

// do is Do with a Body that is lent.
func (c *Client) do(ctx context.Context, req Request) (Response, error) {
	url, invalid := c.url(req)
	if invalid != nil {
		return Response{}, c.fill(req, invalid)
	}
	c.budget.earn()
	renewed, lost, until := 0, false, patience(ctx)
	var last *meeting.Error // of an attempt that was worth another
	for attempt, tries := 1, 1; ; attempt++ {
		if ctx.Err() != nil { // not even a token is fetched for it
			return Response{}, c.fill(req, networkError(ctx, ctx.Err()))
		}
		turn, err := c.turn(ctx, req)
		switch {
		case err != nil && last != nil && err.Kind == meeting.ErrRateLimited:
			last.RetryAfter = err.RetryAfter // it has no turn any more
			return Response{}, c.fill(req, last)
		case err != nil:
			return Response{}, NotSent(c.fill(req, err))
		}
		res, failure := c.attempt(ctx, req, url, turn, attempt)
		c.settle(turn, res, failure)
		if failure != nil {
			res.giveBack() // what it says has been read
		}
		switch {
		case failure == nil:
			return res, nil
		case gone(req, lost, failure):
			return Response{Status: res.Status, Header: res.Header}, nil
		case failure.Kind == meeting.ErrUnauthenticated && c.renewable(ctx, turn.authorization, renewed):
			renewed++
		case c.retry(ctx, req, tries, until, failure):
			tries++
			last = failure
			lost = lost || (failure.Kind == meeting.ErrUnavailable && !res.unsent)
		default:
			return Response{Sunk: res.Sunk}, c.fill(req, failure)
		}
	}
}

var (
	byteOrderMark = []byte("\ufeff")
	acceptJSON    = []string{"application/json"}
	sendsJSON     = []string{"application/json; charset=utf-8"}
)

// send does one exchange.
func (c *Client) send(ctx context.Context, req Request, url string, turn turn) (Response, *meeting.Error) {
	authorization := turn.authorization
	if !printable(authorization) {
		return Response{unsent: true}, &meeting.Error{Kind: meeting.ErrInvalid, Message: "the credential holds characters that no header can carry"}
	}
	var trace sending
	watch := startWatch(ctx, c.cfg.AttemptTimeout, req.Sink != nil)
	defer watch.stop()
	r := c.resty.R().SetContext(trace.in(watch.ctx)).SetDoNotParseResponse(true)
	r.Header["Accept"] = acceptJSON
	for name, value := range req.Header {
		r.Header.Set(name, value)
	}
	if authorization != "" {
		r.Header["Authorization"] = []string{authorization}
	}
	if req.Body != nil {
		r.Header["Content-Type"] = sendsJSON
		r.SetBody(bytes.NewReader(req.Body)) // of bytes resty makes three copies
	}
	answer, err := r.Execute(req.Method, url)
	for hops := 0; err == nil; hops++ {
		next, ok := c.redirected(req, answer.StatusCode(), answer.Header().Get("Location"), url, hops)
		if !ok {
			break
		}
		_ = answer.RawBody().Close()
		url = next
		answer, err = r.Execute(req.Method, url)
	}
	if err != nil {
		left := trace.began()
		return Response{unsent: !left}, c.doubt(req, 0, left, networkError(ctx, watch.explain(err)))
	}
	body := answer.RawBody()
	defer func() { _ = body.Close() }()
	res := Response{Status: answer.StatusCode(), Header: answer.Header(), at: c.cfg.Now()}
	res.Rate = readRate(res.Header, res.at)
	if req.Sink != nil && res.Status >= 200 && res.Status < 300 {
		c.settle(turn, res, nil) // the stream may take longer than a limit's window
		res.settled = true
		failure := c.drain(ctx, req, &res, watch.stream(body), watch.explain, authorization)
		return res, failure
	}
	if res.lent, err = borrow(body, c.cfg.MaxBody, answer.RawResponse.ContentLength); err != nil {
		return res, c.doubt(req, res.Status, true, bodyError(ctx, res.Status, watch.explain(err)))
	}
	res.Body = bytes.TrimPrefix(res.lent.Bytes(), byteOrderMark) // no JSON, but some proxies put it there
	return res, c.doubt(req, res.Status, true, c.classify(res, authorization))
}

type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}
