package events_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// vendor believes what has the header Signature: good. The body is the key; "?" is
// no event, "challenge" wants an answer.
type vendor struct{ provider.Provider }

func (vendor) Info() provider.Info {
	return provider.Info{Name: "work", Vendor: "fake", Capabilities: provider.Capabilities{Operations: []provider.Op{provider.OpEvents}}}
}

func (vendor) ParseEvent(header map[string][]string, body []byte) (provider.Delivery, error) {
	switch {
	case http.Header(header).Get("Signature") != "good":
		return provider.Delivery{}, &meeting.Error{Kind: meeting.ErrUnauthenticated, Message: "not signed"}
	case string(body) == "?":
		return provider.Delivery{}, &meeting.Error{Kind: meeting.ErrProtocol, Message: "no event"}
	case string(body) == "challenge":
		return provider.Delivery{Reply: []byte(`{"answer":1}`)}, nil
	}
	return provider.Delivery{Event: meeting.Event{Key: string(body), TypeNative: "x"}}, nil
}

func client() *provider.Client { return provider.NewClient(vendor{}, provider.ClientConfig{}) }

// post sends a request to the handler; headers are name and value in turn.
func post(ctx context.Context, h http.Handler, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("Signature", "good")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// want fails unless the answer has the status.
func want(t *testing.T, w *httptest.ResponseRecorder, status int) {
	t.Helper()
	if w.Code != status {
		t.Errorf("status %d, want %d: %s", w.Code, status, w.Body)
	}
}

var errBroken = errors.New("broken")
