package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/libmeet/meeting"
)

// classify returns the error that an answer stands for, or nil. A vendor that
// quotes the credential in its error does not get it printed.
func (c *Client) classify(res Response, authorization string) *meeting.Error {
	ok := res.Status >= 200 && res.Status < 300
	if ok && isHTML(res) { // a log-in page, or a proxy's
		return &meeting.Error{Kind: meeting.ErrProtocol, Status: res.Status, Message: summary(res), RequestID: requestID(res.Header)}
	}
	if ok && (c.cfg.Refusal == nil || len(res.Body) == 0 || !c.cfg.Refusal(res.Body)) {
		return nil
	}
	var e meeting.Error
	if c.cfg.Decode != nil && len(res.Body) > 0 {
		e = c.cfg.Decode(conceal(res.Body, authorization))
	}
	e.Status = res.Status
	e.RequestID = requestID(res.Header)
	if c.cfg.Kind != nil {
		e.Kind = c.cfg.Kind(&e)
	}
	if e.Kind == "" {
		e.Kind = kindOfStatus(res.Status)
	}
	if e.Message == "" {
		e.Message = summary(res)
	}
	if e.Kind == meeting.ErrRateLimited || res.Status == http.StatusServiceUnavailable {
		e.RetryAfter = res.Rate.wait(e.RetryAfter)
	} else {
		e.RetryAfter = 0
	}
	return &e
}

// conceal replaces the credential of an Authorization header, without its scheme.
func conceal(body []byte, authorization string) []byte {
	_, token, _ := strings.Cut(authorization, " ")
	if token == "" {
		return body
	}
	return bytes.ReplaceAll(body, []byte(token), []byte(meeting.Redacted))
}

func kindOfStatus(status int) meeting.ErrorKind {
	switch status {
	case http.StatusUnauthorized:
		return meeting.ErrUnauthenticated
	case http.StatusForbidden, http.StatusPaymentRequired:
		return meeting.ErrPermission
	case http.StatusNotFound, http.StatusGone:
		return meeting.ErrNotFound
	case http.StatusConflict, http.StatusPreconditionFailed:
		return meeting.ErrConflict
	case http.StatusTooManyRequests:
		return meeting.ErrRateLimited
	case http.StatusRequestTimeout, http.StatusTooEarly:
		return meeting.ErrUnavailable
	}
	switch {
	case status >= 500:
		return meeting.ErrUnavailable
	case status >= 400:
		return meeting.ErrInvalid
	}
	return meeting.ErrProtocol // 1xx, 3xx, or an error inside a 2xx
}

// summary says what an answer without a readable error is, without its body.
func summary(res Response) string {
	switch {
	case res.Status >= 300 && res.Status < 400:
		return "the vendor redirects; redirects are not followed"
	case isHTML(res):
		return "the vendor answered with an HTML page"
	case http.StatusText(res.Status) != "":
		return strings.ToLower(http.StatusText(res.Status))
	}
	return fmt.Sprintf("HTTP status %d", res.Status)
}

// isHTML goes by the type that the answer claims, and by its first byte: some
// vendors send JSON under any type.
func isHTML(res Response) bool {
	return strings.Contains(res.Header.Get("Content-Type"), "html") && bytes.HasPrefix(bytes.TrimSpace(res.Body), []byte("<"))
}

func requestID(h http.Header) string {
	for _, name := range []string{"X-Zm-Trackingid", "X-Request-Id", "X-Correlation-Id"} {
		if id := h.Get(name); id != "" {
			return meeting.OneLine(id)
		}
	}
	return ""
}

// fill names provider, operation and id.
func (c *Client) fill(req Request, e *meeting.Error) *meeting.Error {
	e.Provider, e.Op = c.cfg.Provider, req.Op
	if e.Kind != meeting.ErrInvalid || e.Status != 0 {
		e.ID = req.ID
	}
	return e
}

// networkError describes a failed exchange. The URL stays out: its query may hold
// what nobody should read.
func networkError(ctx context.Context, err error) *meeting.Error {
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	e := &meeting.Error{Kind: meeting.ErrUnavailable, Message: meeting.OneLine(err.Error()), Err: err}
	var netErr net.Error
	switch {
	case ctx.Err() != nil:
		e.Err = ctx.Err()
		e.Message = "the call was cancelled"
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			e.Message = "the call ran out of time"
		}
	case errors.As(err, &netErr) && netErr.Timeout():
		e.Message = "the vendor did not answer in time"
	}
	return e
}

func bodyError(ctx context.Context, status int, err error) *meeting.Error {
	e := networkError(ctx, err)
	if errors.Is(err, errTooLarge) {
		e = &meeting.Error{Kind: meeting.ErrProtocol, Message: err.Error(), Err: err}
	}
	e.Status = status
	return e
}

// beforehand keeps the errors of credentials and limits and turns those of contexts.
func beforehand(ctx context.Context, err error) *meeting.Error {
	var known *meeting.Error
	if errors.As(err, &known) {
		copied := *known
		return &copied
	}
	return networkError(ctx, err)
}
