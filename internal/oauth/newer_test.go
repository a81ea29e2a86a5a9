package oauth

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/store"
)

// api refuses every token but one, and has another process renew each that it
// refuses: after the refusal was sent if late is set.
type api struct {
	good  string
	other *Vault
	late  time.Duration
	sent  atomic.Int32
}

func (a *api) RoundTrip(r *http.Request) (*http.Response, error) {
	a.sent.Add(1)
	status, value := http.StatusOK, r.Header.Get("Authorization")
	if value != a.good {
		status = http.StatusUnauthorized
		if a.other != nil {
			renew := func() {
				time.Sleep(a.late)
				_, _ = a.other.Authorization(context.Background()) // as the store has it
				a.other.Refused(value)
				_, _ = a.other.Authorization(context.Background())
			}
			if a.late > 0 {
				go renew()
				time.Sleep(a.late + 10*time.Millisecond) // it is asking now
			} else {
				renew()
			}
		}
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}")), Request: r, ContentLength: -1}, nil
}

func (a *api) call(t *testing.T, v *Vault) error {
	c := transport.New(transport.Config{BaseURL: "https://api.example", Auth: v, Transport: a})
	_, err := c.Do(t.Context(), transport.Request{Op: "create", Method: http.MethodPost, Path: "/", Create: true})
	return err
}

// Two refusals in a row are no failure when other processes were renewing all the
// while; this one asks for no token then.
func TestRefusedTwice(t *testing.T) {
	for _, late := range []time.Duration{0, time.Millisecond} {
		virtual(t, func(t *testing.T, open func() store.Store) {
			e := minting()
			e.slow = 200 * time.Millisecond
			a := &api{good: "Zoho-oauthtoken token-4", other: e.vault(open()), late: late}
			v := e.vault(open())
			want(t, v, "token-1")
			if err := a.call(t, v); err != nil || a.sent.Load() != 4 {
				t.Errorf("late %v: %v after %d requests", late, err, a.sent.Load())
			}
			wantCalls(t, e, 4)
		})
	}
}

// A vendor that refuses every token is asked for one of them by one call, and is
// not called on and on however many others bring.
func TestRefusedForEver(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := minting()
		a := &api{}
		v := e.vault(open())
		want(t, v, "token-1")
		if err := a.call(t, v); meeting.KindOf(err) != meeting.ErrUnauthenticated || a.sent.Load() != 2 {
			t.Errorf("%v after %d requests", err, a.sent.Load())
		}
		wantCalls(t, e, 2)
		if v := e.vault(nil); a.call(t, v) == nil || v.Newer(t.Context(), "Zoho-oauthtoken token-4") {
			t.Error("without a store nobody has a newer one")
		}
		a = &api{other: e.vault(open())}
		if err := a.call(t, v); meeting.KindOf(err) != meeting.ErrUnauthenticated || a.sent.Load() != 4 {
			t.Errorf("with others that renew: %v after %d requests", err, a.sent.Load())
		}
		fixed := e.config(nil)
		fixed.Credentials = meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("x")}
		if New(fixed).Newer(t.Context(), fmt.Sprint("Zoho-oauthtoken ", "x")) {
			t.Error("a fixed token has no successor")
		}
	})
}
