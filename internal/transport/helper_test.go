package transport

import (
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// script is a vendor that gives its answers one after the other; the last one
// stays. It fires net/http's hooks, as a transport of net/http does.
type script struct {
	steps []step
	sent  []time.Time
	asked []*http.Request
}

type step struct {
	status int
	header map[string]string
	err    error         // instead of an answer, after the request went out
	unsent bool          // err came before
	takes  time.Duration // until the answer
	body   io.Reader
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	next := s.steps[min(len(s.sent), len(s.steps)-1)]
	s.sent = append(s.sent, time.Now())
	s.asked = append(s.asked, r)
	trace(r, !next.unsent)
	if next.takes > 0 {
		timer := time.NewTimer(next.takes)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	if next.err != nil {
		return nil, next.err
	}
	if next.body == nil {
		next.body = strings.NewReader("{}")
	}
	res := &http.Response{StatusCode: next.status, Header: http.Header{}, Body: io.NopCloser(next.body), Request: r, ContentLength: -1}
	for name, value := range next.header {
		res.Header.Set(name, value)
	}
	return res, nil
}

// bubble runs test in virtual time, in the year 2030: headers with Unix seconds
// need a clock that is not before 2001.
func bubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)))
		test(t)
	})
}

func scripted(steps ...step) (*script, *Client) {
	s := &script{steps: steps}
	return s, New(Config{Provider: "work", BaseURL: "https://api.example", Transport: s})
}

func request(method string) Request {
	req := Request{Op: "op", ID: "1", Method: method, Path: "/v1/{id}", Args: []string{"1"}}
	if method == http.MethodPost {
		req.Create, req.Body = true, []byte("{}")
	}
	return req
}

// trace tells the client's hooks what net/http's transport tells them.
func trace(r *http.Request, left bool) {
	if hooks := httptrace.ContextClientTrace(r.Context()); hooks != nil {
		hooks.GetConn(r.URL.Host)
		if left {
			hooks.WroteHeaders()
		}
	}
}
