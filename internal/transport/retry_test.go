package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
)

// TestAttempts says how often a request is sent that fails in the same way each
// time.
func TestAttempts(t *testing.T) {
	reset := &net.OpError{Op: "read", Err: errors.New("connection reset by peer")}
	safe := []string{http.MethodGet, http.MethodDelete}
	other := []string{http.MethodPost, http.MethodPut, http.MethodPatch}
	for _, tt := range []struct {
		name  string
		step  step
		sends int // of reads and deletes; the others go out once, whatever happens
	}{
		{"400", step{status: 400}, 1},
		{"401", step{status: 401}, 1},
		{"403", step{status: 403}, 1},
		{"404", step{status: 404}, 1},
		{"408", step{status: 408}, 1},
		{"409", step{status: 409}, 1},
		{"410", step{status: 410}, 1},
		{"422", step{status: 422}, 1},
		{"425", step{status: 425}, 1},
		{"429", step{status: 429}, 3},
		{"500", step{status: 500}, 1},
		{"501", step{status: 501}, 1},
		{"502", step{status: 502}, 3},
		{"503", step{status: 503}, 3},
		{"504", step{status: 504}, 3},
		{"302", step{status: 302}, 1},
		{"reset", step{err: reset}, 3},
		{"closed", step{err: io.EOF}, 3},
		{"refused", step{err: &net.OpError{Op: "dial", Err: errors.New("connection refused")}, unsent: true}, 3},
		{"body cut", step{status: 200, body: broken{}}, 3},
		{"error body cut", step{status: 400, body: broken{}}, 1},
		{"200", step{status: 200}, 1},
	} {
		for _, method := range append(safe, other...) {
			t.Run(tt.name+"/"+method, func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					s, c := scripted(tt.step)
					_, err := c.Do(t.Context(), request(method))
					want := 1
					if method == http.MethodGet || method == http.MethodDelete {
						want = tt.sends
					}
					if len(s.sent) != want || (err == nil) != (tt.step.status == 200 && tt.step.body == nil) {
						t.Errorf("sent %d times, not %d: %v", len(s.sent), want, err)
					}
					if took := time.Since(s.sent[0]); took > 600*time.Millisecond {
						t.Errorf("it took %v", took)
					}
				})
			})
		}
	}
}

// broken is a body that ends early.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// A stream into a sink is not begun a second time: its bytes are with the caller.
func TestSinkIsNotRepeated(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, c := scripted(step{status: 503})
		req := request(http.MethodGet)
		req.Sink = io.Discard
		if _, err := c.Do(t.Context(), req); err == nil || len(s.sent) != 1 {
			t.Errorf("sent %d times: %v", len(s.sent), err)
		}
	})
}

// TestBackoff looks at many waits: each lies between 0 and its cap, and they
// differ.
func TestBackoff(t *testing.T) {
	bubble(t, func(t *testing.T) {
		waits := [2]map[time.Duration]bool{{}, {}}
		longest := [2]time.Duration{}
		for range 200 {
			s, c := scripted(step{status: 503})
			_, _ = c.Do(t.Context(), request(http.MethodGet))
			for i := range waits {
				wait := s.sent[i+1].Sub(s.sent[i])
				waits[i][wait] = true
				longest[i] = max(longest[i], wait)
			}
		}
		for i, most := range []time.Duration{backoff, 2 * backoff} {
			if longest[i] > most || longest[i] < most*3/4 || len(waits[i]) < 150 {
				t.Errorf("before attempt %d: %d different waits, the longest %v of %v", i+2, len(waits[i]), longest[i], most)
			}
		}
	})
}

// TestRetryAfter gives the time to come back in every form that vendors use.
func TestRetryAfter(t *testing.T) {
	at := time.Date(2030, 1, 1, 12, 0, 30, 0, time.UTC) // in half a minute
	for name, header := range map[string]map[string]string{
		"seconds":                  {"Retry-After": "30"},
		"a fraction":               {"Retry-After": "30.0"},
		"an HTTP date":             {"Retry-After": at.Format(http.TimeFormat)},
		"RFC 850":                  {"Retry-After": "Tuesday, 01-Jan-30 12:00:30 GMT"},
		"asctime":                  {"Retry-After": at.Format(time.ANSIC)},
		"ISO 8601":                 {"Retry-After": at.Format(time.RFC3339)},
		"ISO 8601 with an offset":  {"Retry-After": "2030-01-01T17:30:30+05:30"},
		"Unix seconds":             {"X-RateLimit-Reset": fmt.Sprint(at.Unix())},
		"Unix milliseconds":        {"X-RateLimit-Reset": fmt.Sprint(at.UnixMilli())},
		"reset as a date":          {"X-RateLimit-Reset": at.Format(time.RFC3339)},
		"reset in seconds":         {"X-RateLimit-Reset": "30"},
		"Retry-After before reset": {"Retry-After": "30", "X-RateLimit-Reset": "7"},
		"the vendor's clock is early": {"Retry-After": at.Add(-time.Hour).Format(http.TimeFormat),
			"Date": at.Add(-time.Hour - 30*time.Second).Format(http.TimeFormat)},
		"the vendor's clock is late": {"X-RateLimit-Reset": fmt.Sprint(at.Add(time.Hour).Unix()),
			"Date": at.Add(time.Hour - 30*time.Second).Format(http.TimeFormat)},
	} {
		for _, status := range []int{429, 503} {
			if status == 503 && header["Retry-After"] == "" {
				continue
			}
			t.Run(fmt.Sprint(name, "/", status), func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					s, c := scripted(step{status: status, header: header}, step{status: 200})
					ctx, end := context.WithTimeout(t.Context(), time.Minute)
					defer end()
					if _, err := c.Do(ctx, request(http.MethodGet)); err != nil || len(s.sent) != 2 {
						t.Fatalf("sent %d times: %v", len(s.sent), err)
					}
					if wait := s.sent[1].Sub(s.sent[0]); wait < 30*time.Second || wait > 30*time.Second+backoff {
						t.Errorf("it waited %v", wait)
					}
				})
				bubble(t, func(t *testing.T) {
					s, c := scripted(step{status: status, header: header}, step{status: 200})
					ctx, end := context.WithTimeout(t.Context(), 10*time.Second)
					defer end()
					began := time.Now()
					_, err := c.Do(ctx, request(http.MethodGet))
					e := failure(t, err)
					if len(s.sent) != 1 || time.Since(began) != 0 || e.RetryAfter != 30*time.Second {
						t.Errorf("beyond the deadline: sent %d times in %v: %#v", len(s.sent), time.Since(began), e)
					}
				})
			})
		}
	}
}

// A wait that can't be meant neither stops the program for days nor makes it ask
// again at once for ever.
func TestAbsurdRetryAfter(t *testing.T) {
	for _, value := range []string{"-5", "9223372036854775807", "99999999999999999999999", "1e400", "NaN", "soon", "86400", "0",
		"Mon, 01 Jan 0001 00:00:00 GMT", "9999-12-31T23:59:59Z", strings.Repeat("9", 4000)} {
		t.Run(value[:min(len(value), 30)], func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s, c := scripted(step{status: 429, header: map[string]string{"Retry-After": value, "X-RateLimit-Reset": value}})
				began := time.Now()
				_, err := c.Do(t.Context(), request(http.MethodGet))
				if e := failure(t, err); len(s.sent) > maxAttempts || time.Since(began) > maxPatience || e.RetryAfter < 0 || e.RetryAfter > maxWait {
					t.Errorf("sent %d times in %v: %#v", len(s.sent), time.Since(began), e)
				}
			})
		})
	}
}

// TestBudget sends through an outage: it is not multiplied by the attempts.
func TestBudget(t *testing.T) {
	for _, before := range []int{0, 1000} { // good times don't save up for a storm
		bubble(t, func(t *testing.T) {
			s, c := scripted(step{status: 200})
			for range before {
				_, _ = c.Do(t.Context(), request(http.MethodGet))
			}
			s.sent, s.steps = nil, []step{{status: 503}}
			const calls = 1000
			for range calls {
				_, _ = c.Do(t.Context(), request(http.MethodGet))
			}
			if extra := len(s.sent) - calls; extra > calls/5 || extra < 10 {
				t.Errorf("%d calls made %d requests more", calls, extra)
			}
		})
	}
}

func TestCancelledBackoff(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, c := scripted(step{status: 429, header: map[string]string{"Retry-After": "50"}})
		ctx, end := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, end)
		began := time.Now()
		_, err := c.Do(ctx, request(http.MethodGet))
		if !errors.Is(err, context.Canceled) || time.Since(began) != 3*time.Second || len(s.sent) != 1 {
			t.Errorf("after %v and %d requests: %v", time.Since(began), len(s.sent), err)
		}
	})
}

func TestTotalTimeWithoutDeadline(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, c := scripted(step{status: 503, header: map[string]string{"Retry-After": "20"}, takes: 15 * time.Second})
		began := time.Now()
		_, err := c.Do(t.Context(), request(http.MethodGet))
		if took := time.Since(began); err == nil || took > maxPatience || len(s.sent) != 2 {
			t.Errorf("%d attempts in %v: %v", len(s.sent), took, err)
		}
	})
}

// TestRepeatedDelete: what the second attempt does not find, the first removed; but
// a first attempt that never left removed nothing.
func TestRepeatedDelete(t *testing.T) {
	for name, tt := range map[string]struct {
		first step
		ok    bool
	}{
		"answer lost": {step{err: io.EOF}, true},
		"502":         {step{status: 502}, true},
		"refused":     {step{err: &net.OpError{Op: "dial", Err: errors.New("connection refused")}, unsent: true}, false},
		"429":         {step{status: 429}, false},
		"404":         {step{status: 404}, false},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				_, c := scripted(tt.first, step{status: 404})
				if _, err := c.Do(t.Context(), request(http.MethodDelete)); (err == nil) != tt.ok {
					t.Errorf("%v", err)
				} else if err != nil && !errors.Is(err, meeting.ErrNotFound) {
					t.Errorf("%v", err)
				}
			})
		})
	}
}
