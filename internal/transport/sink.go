package transport

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/libmeet/meeting"
)

// sink passes a file on. What begins like JSON or HTML is held back until it is
// known whether it is an error that came with a success.
type sink struct {
	w       io.Writer
	written int64
	held    []byte
	open    bool
}

const maxHeld = 64 << 10

// Write passes b on, or holds it back.
func (s *sink) Write(b []byte) (int, error) {
	if s.open {
		n, err := s.w.Write(b)
		s.written += int64(n)
		return n, err
	}
	s.held = append(s.held, b...)
	if first := bytes.TrimLeft(s.held, " \t\r\n"); len(s.held) <= maxHeld && (len(first) == 0 || first[0] == '{' || first[0] == '<') {
		return len(b), nil
	}
	return len(b), s.flush()
}

func (s *sink) flush() error {
	held := s.held
	s.open, s.held = true, nil
	_, err := s.Write(held)
	return err
}

// drain streams the body of a 2xx answer into the request's sink and checks the
// whole: no error page, and as long as the vendor announced.
func (c *Client) drain(ctx context.Context, req Request, res *Response, body io.Reader, explain func(error) error, authorization string) *meeting.Error {
	s := &sink{w: req.Sink}
	n, err := io.Copy(s, body)
	defer func() { res.Sunk = s.written }()
	if err != nil {
		return networkError(ctx, explain(err))
	}
	page := Response{Status: res.Status, Header: res.Header, Body: s.held}
	announced, err := strconv.ParseInt(res.Header.Get("Content-Length"), 10, 64)
	switch {
	case isHTML(page), len(s.held) > 0 && c.cfg.Refusal != nil && c.cfg.Refusal(s.held):
		return c.classify(page, authorization)
	case strings.Contains(res.Header.Get("Content-Type"), "html"):
		return &meeting.Error{Kind: meeting.ErrProtocol, Status: res.Status, Message: "the vendor answered with an HTML page"}
	case err == nil && announced != n && res.Header.Get("Content-Encoding") == "":
		return &meeting.Error{Kind: meeting.ErrUnavailable, Status: res.Status, Message: fmt.Sprintf("the stream ended after %d of %d bytes", n, announced)}
	case n == 0:
		return &meeting.Error{Kind: meeting.ErrProtocol, Status: res.Status, Message: "the answer holds no file"}
	case s.open:
		return nil
	}
	if err := s.flush(); err != nil {
		return networkError(ctx, err)
	}
	return nil
}

// redirected reports where an answer to a request with a URL leads, if it leads to
// where the credential may go. Elsewhere it is the error that any redirect is.
func (c *Client) redirected(req Request, status int, location, from string, hops int) (string, bool) {
	if req.URL == "" || hops >= maxHops {
		return "", false
	}
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return "", false
	}
	return c.trusted(from, location)
}

const maxHops = 5
