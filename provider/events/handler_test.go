package events_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/events"
	"github.com/libmeet/meeting/store/memory"
)

func newHandler(t *testing.T, cfg events.Config) http.Handler {
	t.Helper()
	cfg.Client = client()
	h, err := events.NewHandler(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHandlerAnswers(t *testing.T) {
	var got []string
	var refused []error
	h := newHandler(t, events.Config{
		MaxBody: 16, OnError: func(err error) { refused = append(refused, err) },
		Handle: func(_ context.Context, e meeting.Event) error {
			got = append(got, e.Provider+" "+e.Vendor+" "+e.Key)
			switch e.Key {
			case "fails":
				return errBroken
			case "panics":
				panic("oh")
			case "aborts":
				panic(http.ErrAbortHandler)
			}
			return nil
		},
	})
	ctx := t.Context()
	want(t, post(ctx, h, "k1"), http.StatusNoContent)
	want(t, post(ctx, h, "fails"), http.StatusInternalServerError)
	want(t, post(ctx, h, "panics"), http.StatusInternalServerError)
	want(t, post(ctx, h, "aborts"), http.StatusInternalServerError)
	if want := "work fake k1,work fake fails,work fake panics,work fake aborts"; strings.Join(got, ",") != want {
		t.Errorf("handled %q", got)
	}
	if len(refused) != 3 || !errors.Is(refused[0], errBroken) {
		t.Errorf("told of %v", refused)
	}
	got, refused = nil, nil
	want(t, post(ctx, h, "k2", "Signature", "bad"), http.StatusUnauthorized)
	want(t, post(ctx, h, "?"), http.StatusBadRequest)
	want(t, post(ctx, h, strings.Repeat("x", 17)), http.StatusRequestEntityTooLarge)
	want(t, post(ctx, h, "k3", "Content-Type", "text/plain"), http.StatusUnsupportedMediaType)
	want(t, post(ctx, h, "k3", "Content-Type", ""), http.StatusUnsupportedMediaType)
	answer := post(ctx, h, "challenge")
	want(t, answer, http.StatusOK)
	if answer.Body.String() != `{"answer":1}` || answer.Header().Get("Content-Type") != "application/json" {
		t.Errorf("answered %q, %v", answer.Body, answer.Header())
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	want(t, w, http.StatusMethodNotAllowed)
	if w.Header().Get("Allow") != http.MethodPost {
		t.Error("the allowed method is not said")
	}
	if len(got) > 0 || len(refused) != 3 {
		t.Errorf("handled %q, told of %v", got, refused)
	}
}

// What a vendor sends again is handled again only if it failed.
func TestHandlerOnce(t *testing.T) {
	calls, fail := 0, true
	h := newHandler(t, events.Config{Store: memory.New(nil), Handle: func(context.Context, meeting.Event) error {
		calls++
		if fail {
			return errBroken
		}
		return nil
	}})
	want(t, post(t.Context(), h, "k"), http.StatusInternalServerError)
	fail = false
	want(t, post(t.Context(), h, "k"), http.StatusNoContent)
	want(t, post(t.Context(), h, "k"), http.StatusNoContent)
	if calls != 2 {
		t.Errorf("handled %d times", calls)
	}
	closed := memory.New(nil)
	_ = closed.Close()
	h = newHandler(t, events.Config{Store: closed, Handle: func(context.Context, meeting.Event) error { calls++; return nil }})
	want(t, post(t.Context(), h, "k"), http.StatusServiceUnavailable)
	if calls != 2 {
		t.Error("an event was handled although nothing remembers it")
	}
}

// A delivery beside another of the same event is told to come back; the vendor's
// hanging up doesn't end what is under way, the limit does.
func TestHandlerBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		entered, ended := make(chan struct{}), make(chan error, 1)
		h := newHandler(t, events.Config{Store: memory.New(nil), Limit: 20 * time.Second, Handle: func(ctx context.Context, _ meeting.Event) error {
			close(entered)
			<-ctx.Done()
			ended <- ctx.Err()
			return ctx.Err()
		}})
		ctx, hangUp := context.WithCancel(t.Context())
		first := make(chan *httptest.ResponseRecorder)
		begin := time.Now()
		go func() { first <- post(ctx, h, "k") }()
		<-entered
		hangUp()
		busy := post(t.Context(), h, "k")
		want(t, busy, http.StatusServiceUnavailable)
		if after := busy.Header().Get("Retry-After"); after != "25" {
			t.Errorf("come back after %q", after)
		}
		want(t, <-first, http.StatusInternalServerError)
		if err := <-ended; !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) != 20*time.Second {
			t.Errorf("%v after %v", err, time.Since(begin))
		}
	})
}

func TestNewHandlerRefuses(t *testing.T) {
	handle := func(context.Context, meeting.Event) error { return nil }
	deaf := provider.NewClient(silent{}, provider.ClientConfig{})
	for name, tt := range map[string]struct {
		cfg  events.Config
		kind meeting.ErrorKind
	}{
		"no client":   {events.Config{Handle: handle}, meeting.ErrInvalid},
		"no function": {events.Config{Client: client()}, meeting.ErrInvalid},
		"no webhooks": {events.Config{Client: deaf, Handle: handle}, meeting.ErrUnsupported},
	} {
		if h, err := events.NewHandler(tt.cfg); !errors.Is(err, tt.kind) || h != nil {
			t.Errorf("%s: %v, %v", name, h, err)
		}
	}
}

type silent struct{ provider.Provider }

func (silent) Info() provider.Info { return provider.Info{Name: "deaf"} }
