// Package canary stands between a client and a simulator, for tests: it plants
// secrets in what the vendors answer and notes those that pass, so that a test can
// look for them wherever none may be.
package canary

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Bird is a proxy in front of a simulator.
type Bird struct {
	URL string

	mu      sync.Mutex
	secrets []string
	planted int
	echo    bool
}

// New returns a bird in front of target that ends with the test. The secrets are
// those that the client is configured with.
func New(t testing.TB, target string, secrets ...string) *Bird {
	t.Helper()
	to, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	b := &Bird{secrets: secrets}
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.ModifyResponse = b.plant
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if b.echoes() && !strings.Contains(r.URL.Path, "/oauth/") {
			quote(w, r)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	b.URL = server.URL
	return b
}

// Echo makes the vendors' APIs refuse everything and quote what they were sent.
func (b *Bird) Echo(on bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.echo = on
}

func (b *Bird) echoes() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.echo
}

// Seen returns how many secrets the vendors have given out, and those that stand in
// a text.
func (b *Bird) Seen(text string) (planted int, found []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, secret := range b.secrets {
		if strings.Contains(text, secret) {
			found = append(found, secret)
		}
	}
	return b.planted, found
}

func (b *Bird) plant(r *http.Response) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	_ = r.Body.Close()
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var payload any
	if dec.Decode(&payload) == nil {
		b.mu.Lock()
		b.walk(payload)
		b.mu.Unlock()
		if body, err = json.Marshal(payload); err != nil {
			return err
		}
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	r.Header.Set("Content-Length", fmt.Sprint(len(body)))
	return nil
}

// given are members that nobody may read without asking: tokens stay as they are,
// the vendor must know them again.
var (
	tokens = []string{"access_token", "refresh_token"}
	given  = []string{
		"password", "meeting_password", "pwd", "encryptPwd", "encrypted_password", "startLink", "start_url", "hostRoomUrl",
		"download_url", "play_url",
	}
)

func (b *Bird) walk(v any) {
	switch v := v.(type) {
	case []any:
		for _, each := range v {
			b.walk(each)
		}
	case map[string]any:
		for name, value := range v {
			text, isText := value.(string)
			switch {
			case isText && text != "" && slices.Contains(tokens, name):
				b.planted++
				b.secrets = append(b.secrets, text)
			case isText && text != "" && slices.Contains(given, name):
				b.planted++
				secret := fmt.Sprintf("CANARY%dx", b.planted)
				b.secrets = append(b.secrets, secret)
				if v[name] = secret; strings.HasPrefix(text, "https://") {
					v[name] = text + "#" + secret
				}
			default:
				b.walk(value)
			}
		}
	}
}

// quote is a refusal, in the forms of all vendors, that quotes the request.
func quote(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	said := "it is wrong: " + r.Header.Get("Authorization") + " " + string(body)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)
	_ = json.NewEncoder(w).Encode(map[string]any{ // the client may be gone
		"status": "error", "code": 300, "message": said, "error": map[string]any{"code": "WRONG", "message": said},
	})
}
