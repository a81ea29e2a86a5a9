// Package events receives what vendors tell by webhook: an [http.Handler] to mount
// at the address that the vendor was given, and [Once], which keeps an event that
// comes again from being handled again.
//
//	handler, err := events.NewHandler(events.Config{
//		Client: client, Store: store,
//		Handle: func(ctx context.Context, e meeting.Event) error {
//			if e.Type == meeting.EventRecordingCompleted { … }
//			return nil
//		},
//	})
//	http.Handle("POST /webhooks/zoom", handler)
//
// What is not signed by the vendor, or not just now, never reaches Handle. Events
// may come out of order; their Time says when they happened.
package events

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/store"
)

// Config configures a handler.
type Config struct {
	Client *provider.Client // whose events these are

	// Handle is called for each event, by many goroutines at once. When it returns
	// nil the vendor is told that the event arrived; after an error or a panic the
	// vendor sends it again (Zoom after 5, 20 and 60 minutes, Whereby at once). Its
	// context ends after Limit, and not when the vendor hangs up: Zoom waits three
	// seconds, Whereby five, and sends again what took longer.
	Handle func(ctx context.Context, e meeting.Event) error

	// Store remembers the events that were handled, for Window (0: a day), so that
	// each is handled once. Nil remembers nothing.
	Store  store.Store
	Window time.Duration

	Limit   time.Duration   // how long Handle may take; 0 is a minute
	MaxBody int64           // most bytes of a request; 0 is 1 MiB
	OnError func(err error) // told why a request was refused or failed, without secrets; nil: nobody is
}

const defaultMaxBody = 1 << 20

// NewHandler returns the handler, or an [meeting.ErrInvalid] or
// [meeting.ErrUnsupported] error.
func NewHandler(cfg Config) (http.Handler, error) {
	switch {
	case cfg.Client == nil:
		return nil, meeting.Invalidf("client", "it is missing")
	case cfg.Handle == nil:
		return nil, meeting.Invalidf("handle", "it is missing")
	}
	info := cfg.Client.Info()
	if !info.Capabilities.Can(provider.OpEvents) {
		return nil, provider.Unsupported(info, provider.OpEvents)
	}
	if cfg.MaxBody == 0 {
		cfg.MaxBody = defaultMaxBody
	}
	if cfg.Limit == 0 {
		cfg.Limit = defaultLimit
	}
	if cfg.OnError == nil {
		cfg.OnError = func(error) {}
	}
	return handler{cfg}, nil
}

type handler struct{ cfg Config }

// ServeHTTP implements [http.Handler].
func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		h.refuse(w, http.StatusMethodNotAllowed, nil)
		return
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		h.refuse(w, http.StatusUnsupportedMediaType, nil)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.cfg.MaxBody))
	if err != nil {
		var large *http.MaxBytesError
		status := http.StatusBadRequest
		if errors.As(err, &large) {
			status = http.StatusRequestEntityTooLarge
		}
		h.refuse(w, status, &meeting.Error{Kind: meeting.ErrInvalid, Message: meeting.OneLine("webhook: " + err.Error()), Err: err})
		return
	}
	d, err := h.cfg.Client.ParseEvent(r.Header, body)
	switch {
	case err != nil:
		h.refuse(w, statusOf(err), err)
	case d.Reply != nil:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(d.Reply) // the vendor may be gone
	default:
		h.deliver(w, r.Context(), d.Event)
	}
}

// statusOf is what the vendor is told of a request that was not read. It repeats
// what had a 5xx, so only what may pass gets one.
func statusOf(err error) int {
	switch meeting.KindOf(err) {
	case meeting.ErrUnauthenticated:
		return http.StatusUnauthorized
	case meeting.ErrProtocol, meeting.ErrInvalid:
		return http.StatusBadRequest
	case meeting.ErrUnsupported:
		return http.StatusNotFound
	}
	return http.StatusInternalServerError
}

func (h handler) deliver(w http.ResponseWriter, ctx context.Context, e meeting.Event) {
	handled, err := h.once(context.WithoutCancel(ctx), e)
	switch {
	case err == nil:
		w.WriteHeader(http.StatusNoContent)
	case handled:
		h.refuse(w, http.StatusInternalServerError, err)
	default: // the store fails, or another delivery of the event is at it, which may yet fail
		var known *meeting.Error
		if errors.As(err, &known) && known.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.FormatInt(int64((known.RetryAfter+time.Second-1)/time.Second), 10))
		}
		h.refuse(w, http.StatusServiceUnavailable, err)
	}
}

func (h handler) once(ctx context.Context, e meeting.Event) (handled bool, err error) {
	handle := func(ctx context.Context) error { return h.call(ctx, e) }
	if h.cfg.Store == nil {
		within, cancel := context.WithTimeout(ctx, h.cfg.Limit)
		defer cancel()
		return true, handle(within)
	}
	return Once{Store: h.cfg.Store, Scope: e.Provider, Window: h.cfg.Window, Limit: h.cfg.Limit}.Do(ctx, e.Key, handle)
}

// call keeps a panic of Handle from ending the connection without an answer.
func (h handler) call(ctx context.Context, e meeting.Event) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &meeting.Error{Provider: e.Provider, Op: string(provider.OpEvents), Kind: meeting.ErrProtocol,
				Message: meeting.OneLine(fmt.Sprintf("the handler panicked: %v", v))}
		}
	}()
	return h.cfg.Handle(ctx, e)
}

// refuse answers without saying why: whoever sent the request may not be the vendor.
func (h handler) refuse(w http.ResponseWriter, status int, err error) {
	if err != nil {
		h.cfg.OnError(err)
	}
	http.Error(w, http.StatusText(status), status)
}
