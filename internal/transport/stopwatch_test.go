package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/libmeet/meeting"
)

// drip is a body that sends a byte every so often, as long as its request lives.
type drip struct {
	every time.Duration
	ctx   context.Context
	left  int
}

func (d *drip) Read(p []byte) (int, error) {
	if d.left == 0 {
		return 0, io.EOF
	}
	timer := time.NewTimer(d.every)
	defer timer.Stop()
	select {
	case <-timer.C:
		d.left--
		p[0] = 'x'
		return 1, nil
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	}
}

// dripping answers at once with a body of n bytes, one every so often.
func dripping(every time.Duration, n int) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		trace(r, true)
		return &http.Response{StatusCode: 200, Header: http.Header{}, ContentLength: -1, Request: r,
			Body: io.NopCloser(&drip{every, r.Context(), n})}, nil
	}
}

// TestAttemptTimeout: a vendor that hangs costs an attempt, not the call.
func TestAttemptTimeout(t *testing.T) {
	const limit = 10 * time.Second
	for name, tt := range map[string]struct {
		rt      http.RoundTripper
		took    time.Duration
		kind    meeting.ErrorKind
		creates meeting.ErrorKind
	}{
		"answers late":      {&script{steps: []step{{status: 200, takes: 9 * time.Second}}}, 9 * time.Second, "", ""},
		"never answers":     {&script{steps: []step{{status: 200, takes: time.Hour}}}, limit, meeting.ErrUnavailable, meeting.ErrOutcomeUnknown},
		"a byte a second":   {dripping(time.Second, 3600), limit, meeting.ErrUnavailable, meeting.ErrOutcomeUnknown},
		"a byte a second,5": {dripping(time.Second, 5), 5 * time.Second, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				c := New(Config{BaseURL: "https://api.example", Transport: tt.rt, AttemptTimeout: limit})
				began := time.Now()
				_, err := c.Do(t.Context(), request(http.MethodPost))
				if took := time.Since(began); took != tt.took || meeting.KindOf(err) != tt.creates {
					t.Errorf("create: %v after %v", err, took)
				}
				if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("nobody ended the call: %v", err)
				}
				began = time.Now()
				_, err = c.Do(t.Context(), request(http.MethodGet))
				if took := time.Since(began); meeting.KindOf(err) != tt.kind || (tt.kind != "" && (took < 3*limit || took > 3*limit+time.Second)) {
					t.Errorf("get: %v after %v", err, took)
				}
			})
		})
	}
}

// A call without any deadline ends within two minutes, whatever the vendor does.
func TestDefaultTimeouts(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, c := scripted(step{status: 200, takes: 24 * time.Hour})
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			began := time.Now()
			_, err := c.Do(t.Context(), request(method))
			if took := time.Since(began); err == nil || took < time.Minute || took > 2*time.Minute {
				t.Errorf("%s: %v after %v", method, err, took)
			}
		}
	})
}

// TestSinkTimeout: a long download is no hanging one.
func TestSinkTimeout(t *testing.T) {
	const limit = 10 * time.Second
	for name, tt := range map[string]struct {
		rt   http.RoundTripper
		sink io.Writer
		took time.Duration
		ok   bool
	}{
		"an hour long":       {dripping(9*time.Second, 400), &bytes.Buffer{}, time.Hour, true},
		"stalls":             {dripping(11*time.Second, 400), &bytes.Buffer{}, limit, false},
		"no headers":         {&script{steps: []step{{status: 200, takes: time.Hour}}}, &bytes.Buffer{}, limit, false},
		"the sink takes its": {dripping(time.Second, 3), slowWriter{}, 3*time.Second + 3*time.Hour, true},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				c := New(Config{BaseURL: "https://api.example", Transport: tt.rt, AttemptTimeout: limit})
				req := request(http.MethodGet)
				req.Sink = tt.sink
				began := time.Now()
				_, err := c.Do(t.Context(), req)
				if took := time.Since(began); took != tt.took || (err == nil) != tt.ok {
					t.Errorf("%v after %v", err, took)
				}
			})
		})
	}
}

type slowWriter struct{}

func (slowWriter) Write(p []byte) (int, error) {
	time.Sleep(time.Hour) // virtual
	return len(p), nil
}

// A vendor that quotes the credential in its error does not get it printed.
func TestQuotedCredential(t *testing.T) {
	body := `{"message":"token zoom-secret-1 is not valid"}`
	c := New(Config{BaseURL: "https://api.example", Auth: &fixedAuth{value: "Bearer zoom-secret-1"},
		Transport: &script{steps: []step{{status: 403, body: bytes.NewBufferString(body)}}},
		Decode:    func(body []byte) meeting.Error { return meeting.Error{Message: string(body)} }})
	_, err := c.Do(t.Context(), request(http.MethodGet))
	if e := failure(t, err); e.Message != `{"message":"token [redacted] is not valid"}` {
		t.Errorf("%v", err)
	}
}
