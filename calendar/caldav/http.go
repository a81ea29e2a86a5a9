package caldav

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// origin is the HTTP client of the library: it signs in, and follows redirects on
// the server itself only.
type origin struct{ c *Client }

// maxHops is how many redirects are followed.
const maxHops = 5

// Do implements the interface that go-webdav wants. What the server refuses is an
// error of ours.
func (o *origin) Do(req *http.Request) (*http.Response, error) {
	for range maxHops {
		res, err := o.c.send(req)
		if err != nil {
			return nil, err
		}
		if res.StatusCode/100 != 3 {
			if failure := statusError(res); failure != nil {
				_ = res.Body.Close() // its body is not read
				return nil, failure
			}
			return res, nil
		}
		_ = res.Body.Close() // a redirect's body says nothing
		next, err := o.c.redirect(req, res)
		if err != nil {
			return nil, err
		}
		req = next
	}
	return nil, protocol("the server redirects without end")
}

// redirect repeats a reading request where the server says, if that is the server
// itself: neither credential nor content travels to another.
func (c *Client) redirect(req *http.Request, res *http.Response) (*http.Request, error) {
	to, err := req.URL.Parse(res.Header.Get("Location"))
	if err != nil || res.Header.Get("Location") == "" {
		return nil, protocol("a redirect to nowhere (HTTP %d)", res.StatusCode)
	}
	if to.Scheme != c.base.Scheme || to.Host != c.base.Host {
		return nil, protocol("the server redirects to another one, %s: give that address if it is yours", to.Host)
	}
	next := req.Clone(req.Context())
	next.URL = to
	if req.GetBody != nil {
		if next.Body, err = req.GetBody(); err != nil {
			return nil, protocol("the request can't be repeated")
		}
	}
	return next, nil
}

// send does one exchange; the answer's body is bounded.
func (c *Client) send(req *http.Request) (*http.Response, error) {
	if req.URL.Scheme != c.base.Scheme || req.URL.Host != c.base.Host {
		return nil, protocol("the server leads to another one, %s", req.URL.Host)
	}
	req.URL.User = nil
	if c.cfg.User != "" || !c.cfg.Password.IsZero() {
		req.SetBasicAuth(c.cfg.User, c.cfg.Password.Reveal())
	}
	res, err := c.http.Do(req)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err // without the address
		}
		return nil, &meeting.Error{Op: op, Kind: meeting.ErrUnavailable, Message: meeting.OneLine(err.Error()), Err: err}
	}
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(res.Body, c.cfg.MaxBody+1), res.Body}
	return res, nil
}

// exchange is a request of our own for a path on the server.
type exchange struct {
	method string
	path   string
	header map[string]string
	body   []byte
	id     string // what it is about, for errors
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

// do sends and reads the whole answer. Statuses that refuse are errors.
func (c *Client) do(ctx context.Context, x exchange) (answer, error) {
	target := *c.base
	target.Path, target.RawPath = x.path, ""
	req, err := http.NewRequestWithContext(ctx, x.method, target.String(), bytes.NewReader(x.body))
	if err != nil {
		return answer{}, protocol("the server names an address that can't be asked")
	}
	for name, value := range x.header {
		req.Header.Set(name, value)
	}
	res, err := c.send(req)
	if err != nil {
		return answer{}, withID(err, x.id)
	}
	defer func() { _ = res.Body.Close() }() // it was read
	body, err := io.ReadAll(res.Body)
	switch {
	case err != nil:
		return answer{}, withID(&meeting.Error{Op: op, Kind: meeting.ErrUnavailable, Message: meeting.OneLine(err.Error()), Err: err}, x.id)
	case int64(len(body)) > c.cfg.MaxBody:
		return answer{}, protocol("the answer is larger than %d bytes", c.cfg.MaxBody)
	}
	if failure := statusError(res); failure != nil {
		return answer{status: res.StatusCode}, withID(failure, x.id)
	}
	return answer{res.StatusCode, res.Header, body}, nil
}

func withID(err error, id string) error {
	if e, ok := err.(*meeting.Error); ok && id != "" {
		e.ID = id
	}
	return err
}

// statusError is the failure that a status means, nil for 2xx.
func statusError(res *http.Response) error {
	status := res.StatusCode
	if status/100 == 2 {
		return nil
	}
	e := &meeting.Error{Op: op, Status: status, Kind: meeting.ErrProtocol}
	switch {
	case status/100 == 3:
		e.Message = "the server redirects: give the address of the calendar itself"
	case status == http.StatusUnauthorized:
		e.Kind = meeting.ErrUnauthenticated
	case status == http.StatusForbidden:
		e.Kind = meeting.ErrPermission
	case status == http.StatusNotFound, status == http.StatusGone:
		e.Kind = meeting.ErrNotFound
	case status == http.StatusConflict, status == http.StatusPreconditionFailed, status == http.StatusLocked:
		e.Kind = meeting.ErrConflict
	case status == http.StatusTooManyRequests:
		e.Kind = meeting.ErrRateLimited
	case status >= 500:
		e.Kind = meeting.ErrUnavailable
	}
	if wait, err := strconv.Atoi(strings.TrimSpace(res.Header.Get("Retry-After"))); err == nil && wait > 0 {
		e.RetryAfter = time.Duration(min(wait, 86400)) * time.Second
	}
	if e.Message == "" {
		e.Message = fmt.Sprintf("the CalDAV server answered %d %s", status, http.StatusText(status))
	}
	return e
}
