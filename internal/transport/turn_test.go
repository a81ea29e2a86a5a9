package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/quota"
	"github.com/libmeet/meeting/store/memory"
)

// counted is a script whose client keeps limits.
func counted(t *testing.T, limits []quota.Limit, steps ...step) (*script, *Client, *quota.Keeper) {
	t.Helper()
	s, c := scripted(steps...)
	keeper, err := quota.NewKeeper(quota.Config{Vendor: "Sim", Account: "sim/1", Limits: limits, Patience: time.Hour}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	c.cfg.Quota = keeper
	return s, c, keeper
}

func minute(n int) []quota.Limit {
	return []quota.Limit{{Name: "minute", Amount: n, Every: time.Minute}}
}

func headroom(t *testing.T, k *quota.Keeper, c quota.Call) int {
	t.Helper()
	h, err := k.Headroom(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return h.Calls
}

func limited(t *testing.T, err error, wait time.Duration) {
	t.Helper()
	var e *meeting.Error
	var unsent interface{ NotSent() bool }
	if !errors.As(err, &e) || e.Kind != meeting.ErrRateLimited || e.Provider != "work" || e.Op != "op" || e.Status != 0 {
		t.Fatalf("got %v", err)
	}
	if !errors.As(err, &unsent) || !unsent.NotSent() {
		t.Errorf("it does not say that nothing was sent: %v", err)
	}
	if e.RetryAfter < wait || e.RetryAfter > wait+time.Second {
		t.Errorf("it says to come back in %v, not %v", e.RetryAfter, wait)
	}
}

// A call whose turn comes after its deadline fails at once and sends nothing; one
// with more time waits and is sent.
func TestTurn(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		bubble(t, func(t *testing.T) {
			s, c, _ := counted(t, minute(1), step{status: 200})
			if _, err := c.Do(t.Context(), request(method)); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			_, err := c.Do(ctx, request(method))
			limited(t, err, time.Minute)
			if len(s.sent) != 1 || time.Since(began) != 0 {
				t.Errorf("%d requests, after %v", len(s.sent), time.Since(began))
			}
			if _, err := c.Do(t.Context(), request(method)); err != nil || time.Since(began) < time.Minute || len(s.sent) != 2 {
				t.Errorf("%v after %v", err, time.Since(began))
			}
		})
	}
}

func TestTurnIsCancelled(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, c, k := counted(t, minute(1), step{status: 200})
		_, _ = c.Do(t.Context(), request(http.MethodPost))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Second, cancel)
		began := time.Now()
		_, err := c.Do(ctx, request(http.MethodPost))
		if !errors.Is(err, meeting.ErrUnavailable) || !errors.Is(err, context.Canceled) || time.Since(began) != 5*time.Second || len(s.sent) != 1 {
			t.Errorf("%v after %v, %d requests", err, time.Since(began), len(s.sent))
		}
		if time.Sleep(time.Minute); headroom(t, k, quota.Call{}) != 1 {
			t.Error("its place is lost")
		}
	})
}

// Without a deadline a call waits for windows and locks, not for tomorrow.
func TestPatience(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, c, _ := counted(t, []quota.Limit{{Name: "day", Amount: 1, Every: quota.Day, Kind: quota.Fixed}}, step{status: 200})
		_, _ = c.Do(t.Context(), request(http.MethodGet))
		began := time.Now()
		_, err := c.Do(t.Context(), request(http.MethodGet))
		if !errors.Is(err, meeting.ErrRateLimited) || time.Since(began) != 0 {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

// Every attempt spends; one that never left gives its place back.
func TestAttemptsSpend(t *testing.T) {
	bubble(t, func(t *testing.T) {
		refused := errors.New("connection refused")
		_, c, k := counted(t, minute(10), step{status: 503}, step{err: refused, unsent: true}, step{status: 200})
		if _, err := c.Do(t.Context(), request(http.MethodGet)); err != nil {
			t.Fatal(err)
		}
		if n := headroom(t, k, quota.Call{}); n != 8 {
			t.Errorf("%d left of 10", n)
		}
		req := request(http.MethodGet)
		req.Cost = 5
		if _, err := c.Do(t.Context(), req); err != nil || headroom(t, k, quota.Call{}) != 3 {
			t.Errorf("%v: %d left", err, headroom(t, k, quota.Call{}))
		}
	})
}

// What the answer says is heard: here that half of the minute is gone, and that
// the host's day is over.
func TestAnswerIsHeard(t *testing.T) {
	bubble(t, func(t *testing.T) {
		limits := []quota.Limit{
			{Name: "minute", Every: time.Minute},
			{Name: "host", Amount: 100, Every: quota.Day, Kind: quota.Fixed, PerHost: true, Classes: []string{"create"}},
		}
		s, c, k := counted(t, limits, step{status: 200, header: map[string]string{"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "30"}},
			step{status: 429, header: map[string]string{"Date": time.Now().UTC().Format(http.TimeFormat)}})
		c.cfg.Scope = func(h http.Header, e *meeting.Error) (daily, host bool) {
			return e != nil, e != nil && h.Get("Date") != ""
		}
		_, _ = c.Do(t.Context(), request(http.MethodGet))
		if n := headroom(t, k, quota.Call{}); n != 30 {
			t.Errorf("%d left, want 30", n)
		}
		req := request(http.MethodPost)
		req.Class, req.Host = "create", "a"
		if _, err := c.Do(t.Context(), req); !errors.Is(err, meeting.ErrRateLimited) {
			t.Fatal(err)
		}
		_, err := c.Do(t.Context(), req)
		limited(t, err, 12*time.Hour)
		if len(s.sent) != 2 {
			t.Errorf("%d requests", len(s.sent))
		}
		if n := headroom(t, k, quota.Call{Class: "create", Host: "b"}); n < 1 {
			t.Errorf("another host is held back")
		}
	})
}

// A refusal that leaves no time for another try is returned as the vendor said it.
func TestRefusalThatLasts(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, c, _ := counted(t, minute(60), step{status: 429})
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		_, err := c.Do(ctx, request(http.MethodGet))
		var e *meeting.Error
		if !errors.As(err, &e) || e.Kind != meeting.ErrRateLimited || e.Status != 429 || e.RetryAfter < 3*time.Second || len(s.sent) != 1 {
			t.Errorf("%v after %d requests", err, len(s.sent))
		}
	})
}

// tokens counts how often it was asked; it fails when err says so.
type tokens struct {
	asked int
	err   error
}

func (a *tokens) Authorization(context.Context) (string, error) {
	a.asked++
	return "Bearer x", a.err
}

func (*tokens) Refused(string) bool { return false }

// The token comes first, and is looked at again after a long wait.
func TestTokenBeforeTurn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, c, k := counted(t, minute(1), step{status: 200})
		auth := &tokens{err: &meeting.Error{Kind: meeting.ErrUnauthenticated}}
		c.cfg.Auth = auth
		if _, err := c.Do(t.Context(), request(http.MethodGet)); !errors.Is(err, meeting.ErrUnauthenticated) || headroom(t, k, quota.Call{}) != 1 {
			t.Errorf("%v: %d left", err, headroom(t, k, quota.Call{}))
		}
		auth.err, auth.asked = nil, 0
		_, _ = c.Do(t.Context(), request(http.MethodGet))
		if auth.asked != 1 {
			t.Errorf("it was asked %d times without a wait", auth.asked)
		}
		if _, err := c.Do(t.Context(), request(http.MethodGet)); err != nil || auth.asked != 3 {
			t.Errorf("%v: it was asked %d times", err, auth.asked)
		}
	})
}

// A stream counts from its headers on, however long it takes.
func TestStreamSettlesEarly(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, c, k := counted(t, minute(1), step{status: 200, body: slowly{strings.NewReader("recording"), 50 * time.Second}})
		req := request(http.MethodGet)
		req.Sink = sinkFunc(func() {
			time.Sleep(20 * time.Second)
			if n := headroom(t, k, quota.Call{}); n != 1 {
				t.Errorf("%d left a minute after the headers", n)
			}
		})
		if _, err := c.Do(t.Context(), req); err != nil {
			t.Error(err)
		}
	})
}

type slowly struct {
	io.Reader
	by time.Duration
}

func (s slowly) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if n > 0 {
		time.Sleep(s.by)
	}
	return n, err
}

type sinkFunc func()

func (f sinkFunc) Write(p []byte) (int, error) { f(); return len(p), nil }

// A store that fails is complained of; the limit is kept for this process.
func TestTurnWithoutItsStore(t *testing.T) {
	bubble(t, func(t *testing.T) {
		state := memory.New(nil)
		var complaints []error
		keeper, err := quota.NewKeeper(quota.Config{Account: "sim/1", Limits: minute(1), Store: state}, nil, func(err error) { complaints = append(complaints, err) })
		if err != nil {
			t.Fatal(err)
		}
		s, c := scripted(step{status: 200})
		c.cfg.Quota = keeper
		_ = state.Close()
		if _, err := c.Do(t.Context(), request(http.MethodGet)); err != nil || len(complaints) != 1 {
			t.Fatalf("%v, %v", err, complaints)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		_, err = c.Do(ctx, request(http.MethodGet))
		limited(t, err, time.Minute)
		if len(s.sent) != 1 {
			t.Errorf("%d requests", len(s.sent))
		}
		keeper.Close()
	})
}
