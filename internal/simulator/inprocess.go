package simulator

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
)

// inProcessURL is under a name that is reserved for never existing (RFC 2606).
const inProcessURL = "https://simulator.invalid"

// Transport reaches the vendors without a socket: a request is a function call.
// Under testing/synctest, where waiting for a socket would stop the clock, time is
// virtual on both sides.
func (s *Server) Transport() http.RoundTripper { return inProcess{s} }

type inProcess struct{ s *Server }

// RoundTrip serves the request as net/http's server would. A handler that aborts
// is a connection that was closed before the answer.
func (t inProcess) RoundTrip(out *http.Request) (answer *http.Response, err error) {
	if out.Body != nil {
		defer func() { _ = out.Body.Close() }()
	}
	if err := out.Context().Err(); err != nil {
		return nil, context.Cause(out.Context())
	}
	in := out.Clone(out.Context())
	in.RequestURI = out.URL.RequestURI()
	if in.URL, err = url.ParseRequestURI(in.RequestURI); err != nil {
		return nil, err
	}
	if in.Host == "" {
		in.Host = out.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	defer func() {
		switch v := recover(); v {
		case nil:
		case http.ErrAbortHandler:
			answer, err = nil, io.EOF
		default:
			panic(v)
		}
	}()
	recorder := httptest.NewRecorder()
	t.s.handler.ServeHTTP(recorder, in)
	answer = recorder.Result()
	answer.Request = out
	return answer, nil
}
