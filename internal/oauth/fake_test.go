package oauth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/memory"
	"github.com/libmeet/meeting/store/sqlite"
)

// endpoint is a token endpoint below the HTTP client, so that its slowness is
// virtual time.
type endpoint struct {
	slow time.Duration // before the answer; the request was taken at its start

	mu      sync.Mutex
	reply   func(n int, form url.Values) string // "status|body", or a body with 200; "drop" loses the answer
	forms   []url.Values
	headers []http.Header
}

// replies answers in turn, the last again and again.
func replies(list ...string) *endpoint {
	return &endpoint{reply: func(n int, _ url.Values) string { return list[min(n, len(list))-1] }}
}

// minting gives token-1, token-2 and so on, each for an hour.
func minting() *endpoint {
	return &endpoint{reply: func(n int, _ url.Values) string { return tokenAnswer(n) }}
}

// rotating wants the newest refresh token, and revokes the consent when another is
// used, as vendors do that take that for a theft.
func rotating() *endpoint {
	newest := "refresh-0"
	return &endpoint{reply: func(n int, form url.Values) string {
		if form.Get("refresh_token") != newest {
			newest = "revoked"
			return `400|{"reason":"Invalid Token!","error":"invalid_grant"}`
		}
		newest = fmt.Sprintf("refresh-%d", n)
		return fmt.Sprintf(`{"access_token":"token-%d","expires_in":3600,"refresh_token":"%s"}`, n, newest)
	}}
}

func tokenAnswer(n int) string {
	return fmt.Sprintf(`{"access_token":"token-%d","expires_in":3600,"token_type":"Bearer"}`, n)
}

func (e *endpoint) calls() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.forms)
}

// RoundTrip implements [http.RoundTripper].
func (e *endpoint) RoundTrip(r *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	e.mu.Lock()
	e.forms, e.headers = append(e.forms, form), append(e.headers, r.Header)
	text := e.reply(len(e.forms), form)
	e.mu.Unlock()
	if err := sleep(r.Context(), e.slow); err != nil {
		return nil, err
	}
	if text == "drop" {
		return nil, errors.New("connection reset")
	}
	status := 200
	if before, after, ok := strings.Cut(text, "|"); ok {
		_, _ = fmt.Sscan(before, &status)
		text = after
	}
	header := http.Header{"Content-Type": {"application/json"}}
	if status == http.StatusFound {
		header.Set("Location", "https://evil.example/")
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(text)), Request: r, ContentLength: int64(len(text))}, nil
}

func (e *endpoint) config(s store.Store) Config {
	return Config{
		Credentials: meeting.Credentials{
			Flow: meeting.FlowRefreshToken, TokenURL: "https://accounts.example/token", ClientID: "client",
			ClientSecret: meeting.NewSecret("client-secret"), RefreshToken: meeting.NewSecret("refresh-0"),
		},
		TokenURL: "https://never.example", Style: oauth2.AuthStyleInParams, Scheme: "Zoho-oauthtoken", Transport: e, Store: s,
	}
}

func (e *endpoint) vault(s store.Store) *Vault { return New(e.config(s)) }

// want fails unless the vault gives this token.
func want(t *testing.T, v *Vault, token string) {
	t.Helper()
	if got, err := v.Authorization(t.Context()); err != nil || got != "Zoho-oauthtoken "+token {
		t.Errorf("got %q, %v; want %s", got, err, token)
	}
}

// wantError fails unless the vault fails with the kind.
func wantError(t *testing.T, v *Vault, kind meeting.ErrorKind, words ...string) *meeting.Error {
	t.Helper()
	value, err := v.Authorization(t.Context())
	var got *meeting.Error
	if value != "" || !errors.As(err, &got) || got.Kind != kind {
		t.Fatalf("got %q, %v; want %s", value, err, kind)
	}
	for _, word := range words {
		if !strings.Contains(got.Message, word) {
			t.Errorf("%q does not say %q", got.Message, word)
		}
	}
	return got
}

func wantCalls(t *testing.T, e *endpoint, n int) {
	t.Helper()
	if got := e.calls(); got != n {
		t.Errorf("%d token calls, want %d", got, n)
	}
}

// virtual runs a test in virtual time, over a store in memory and one on disk. open
// returns another handle on the same state.
func virtual(t *testing.T, test func(t *testing.T, open func() store.Store)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := memory.New(nil)
			test(t, func() store.Store { return s })
		})
	})
	t.Run("sqlite", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "state.db")
			test(t, func() store.Store {
				s, err := sqlite.Open(t.Context(), sqlite.Config{Path: path})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = s.Close() })
				return s
			})
		})
	})
}

// broken is a store of which parts can be switched off.
type broken struct {
	store.Store
	mu          sync.Mutex
	read, write error
	held        atomic.Int64
}

func (b *broken) set(read, write error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.read, b.write = read, write
}

func (b *broken) Get(ctx context.Context, key string) (store.Record, error) {
	b.mu.Lock()
	err := b.read
	b.mu.Unlock()
	if err != nil {
		return store.Record{}, store.Unavailable(err)
	}
	return b.Store.Get(ctx, key)
}

func (b *broken) Update(ctx context.Context, keys []string, change func(time.Time, []store.Record) error) error {
	b.mu.Lock()
	err := b.write
	b.mu.Unlock()
	if err != nil {
		return store.Unavailable(err)
	}
	return b.Store.Update(ctx, keys, change)
}

var errDisk = errors.New("the disk is full")

// stored reads the record as it is.
func stored(t *testing.T, v *Vault, s store.Store) state {
	t.Helper()
	r, err := s.Get(t.Context(), v.key)
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := v.codec.decode(r.Value)
	if err != nil {
		t.Fatal(err)
	}
	return got
}
