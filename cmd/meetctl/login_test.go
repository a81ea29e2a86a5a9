package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting/internal/simulator"
)

// signedOut is a bench on simulators whose config has no refresh token, and a
// browser.
func signedOut(t *testing.T, browser func(page string) error) (*bench, *simulator.Server) {
	t.Helper()
	b, server := useSim(t)
	config := strings.ReplaceAll(server.ConfigYAML(), ", refresh_token: 1000.sim.refresh", "")
	config = strings.Replace(strings.Replace(config, "flow: account_credentials", "flow: refresh_token", 1), "      account_id: sim-account\n", "", 1)
	if err := os.WriteFile(b.config, []byte(config+"store: ./state.db\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.browse = browser
	return b, server
}

// visit opens a page as a browser whose user agrees to everything, and returns what
// it shows in the end.
func visit(t *testing.T, page string) string {
	t.Helper()
	res, err := http.Get(page)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer func() { _ = res.Body.Close() }()
	text, _ := io.ReadAll(res.Body)
	return res.Status + " " + string(text)
}

// follow returns a browser that opens the page beside the command.
func follow(t *testing.T, seen chan<- string) func(string) error {
	return func(page string) error {
		go func() { seen <- visit(t, page) }()
		return nil
	}
}

// TestLogin: after the whole way through the browser the next command works, and
// nothing printed or stored in clear text elsewhere is a token.
func TestLogin(t *testing.T) {
	for name, command := range map[string]string{"zoho": "list", "zoom": "list", "chat": "list", "sdk": "instant"} {
		t.Run(name, func(t *testing.T) {
			seen := make(chan string, 1)
			b, server := signedOut(t, follow(t, seen))
			e := b.run(command, "--provider="+name, "--json").want(t, 4).failure(t)
			if message := e["message"].(string); !strings.Contains(message, "meetctl.yaml:") || !strings.Contains(message, "providers."+name+".auth.refresh_token") ||
				!strings.Contains(message, "meetctl --provider "+name+" auth login") || server.Requests() != 0 {
				t.Errorf("%v after %d requests", e, server.Requests())
			}
			got := b.run("auth", "login", "--provider="+name, "--listen=127.0.0.1:0", "--json")
			if got.code != 0 {
				t.Fatalf("exit %d: %s", got.code, got.err)
			}
			result := got.document(t).(map[string]any)
			if page := <-seen; !strings.HasPrefix(page, "200 OK You are signed in") || result["provider"] != name || result["signed_in"] != true || result["note"] != nil {
				t.Errorf("%v; the browser shows %s", result, page)
			}
			if name == "chat" && !strings.Contains(got.out, "ZohoCliq.MediaSession.READ") {
				t.Errorf("scopes: %s", got.out)
			}
			b.run(command, "--provider="+name, "--json").want(t, 0)
			status := b.run("auth", "status", "--provider="+name, "--json").want(t, 0)
			row := status.document(t).([]any)[0].(map[string]any)
			if row["signed_in"] != true || row["source"] != "store" || row["expires"] == nil || row["store"] != filepath.Join(filepath.Dir(b.config), "state.db") {
				t.Errorf("%v", row)
			}
			for _, text := range []string{got.out, got.err, status.out} {
				for _, secret := range []string{"sim-secret", "sim-zoho-secret", "1000.sim", "sim-zoom-refresh", "-code-"} {
					if strings.Contains(text, secret) {
						t.Errorf("%s is printed: %s", secret, text)
					}
				}
			}
		})
	}
}

// One credential serves several providers: a new refresh token must do for all.
func TestLoginAsksForAllThatShareTheCredential(t *testing.T) {
	var page string
	b, _ := signedOut(t, nil)
	b.browse = func(p string) error { page = p; go visit(t, p); return nil }
	if got := b.run("auth", "login", "--provider=zoho", "--listen=127.0.0.1:0"); got.code != 0 {
		t.Fatal(got.err)
	}
	u, err := url.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, scope := range []string{"ZohoMeeting.meeting.ALL", "ZohoMeeting.sdk.CREATE", "ZohoCliq.MediaSession.READ"} {
		if !strings.Contains(u.Query().Get("scope"), scope) {
			t.Errorf("%s is not asked for: %s", scope, u.Query().Get("scope"))
		}
	}
	b.run("list", "--provider=chat").want(t, 0)
}

func TestLoginWithScope(t *testing.T) {
	var page string
	b, _ := signedOut(t, nil)
	b.browse = func(p string) error { page = p; go visit(t, p); return nil }
	got := b.run("auth", "login", "--provider=zoho", "--listen=localhost:0", "--scope=ZohoMeeting.meeting.READ", "--json")
	if got.code != 0 || !strings.Contains(page, "scope=ZohoMeeting.meeting.READ&") || !strings.Contains(page, "redirect_uri=http%3A%2F%2Flocalhost%3A") ||
		!strings.Contains(got.out, `"ZohoMeeting.meeting.READ"`) {
		t.Errorf("exit %d, page %s\n%s%s", got.code, page, got.out, got.err)
	}
}

func TestLoginFails(t *testing.T) {
	for name, tt := range map[string]struct {
		account simulator.Account
		code    int
		says    string
		page    string
	}{
		"denied":  {simulator.Account{DenyConsent: true}, 4, "consent was denied", "400 Bad Request Signing in failed"},
		"foreign": {simulator.Account{AccountsServer: "https://accounts.evil.example"}, 4, "another accounts server", "400 Bad Request Signing in failed"},
	} {
		t.Run(name, func(t *testing.T) {
			seen := make(chan string, 1)
			b, server := signedOut(t, follow(t, seen))
			server.SetAccount(tt.account)
			got := b.run("auth", "login", "--provider=zoho", "--listen=127.0.0.1:0")
			if page := <-seen; got.code != tt.code || !strings.Contains(got.err, tt.says) || !strings.HasPrefix(page, tt.page) || got.out != "" {
				t.Errorf("exit %d: %s; the browser shows %s", got.code, got.err, page)
			}
			if server.TokenRequests() != 0 {
				t.Error("the client's secret was sent")
			}
			b.run("list", "--provider=zoho", "--json").want(t, 4).failure(t)
		})
	}
	b, _ := signedOut(t, func(string) error { t.Error("a browser was opened"); return nil })
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	if e := b.run("auth", "login", "--provider=zoho", "--json", "--listen="+taken.Addr().String()).want(t, 8).failure(t); !strings.Contains(e["message"].(string), "--listen") {
		t.Errorf("%v", e)
	}
	b.run("auth", "login", "--provider=rooms", "--json").want(t, 6).failure(t)
	b.run("auth", "login", "--provider=zoho", "--listen=0.0.0.0:0", "--json").want(t, 2).failure(t)
	b.run("auth", "login", "--provider=zoho", "--listen=127.0.0.1:0", "--scope=a b", "--json").want(t, 2).failure(t)
}

// A code that is too old fails; a redirect that anybody sends in between changes
// nothing; without a browser the address is only printed.
func TestLoginRedirects(t *testing.T) {
	b, server := signedOut(t, func(string) error { t.Error("a browser was opened"); return nil })
	r, w := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(t.Context(), []string{"--config", b.config, "auth", "login", "--provider=zoho", "--listen=127.0.0.1:0", "--no-browser"},
			streams{in: b.stdin, out: io.Discard, err: w}, b.environment())
		_ = w.Close()
	}()
	text := make([]byte, 4096)
	n, err := r.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	rest := make(chan string, 1)
	go func() { all, _ := io.ReadAll(r); rest <- string(all) }()
	page := strings.TrimSpace(strings.TrimPrefix(string(text[:n]), "Sign in on this page:"))
	u, err := url.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	back := u.Query().Get("redirect_uri")
	for _, forged := range []string{back + "?code=x&state=guessed", back + "?error=access_denied", strings.Replace(back, "/callback", "/other", 1)} {
		if shown := visit(t, forged); !strings.HasPrefix(shown, "400 ") && !strings.HasPrefix(shown, "404 ") {
			t.Errorf("%s: %s", forged, shown)
		}
	}
	// The browser stops at the last step for longer than the code lives.
	stop := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := stop.Get(page)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	server.Advance(3 * time.Minute)
	if shown := visit(t, res.Header.Get("Location")); !strings.HasPrefix(shown, "400 Bad Request Signing in failed") {
		t.Error(shown)
	}
	if code, said := <-done, <-rest; code != 4 || !strings.Contains(said, "another state") || !strings.Contains(said, "spent, revoked or expired") {
		t.Errorf("exit %d: %s", code, said)
	}
}

// A browser on another machine ends at an address that is pasted.
func TestLoginPasted(t *testing.T) {
	b, _ := signedOut(t, nil)
	stdin, paste := io.Pipe()
	stderr, w := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run(t.Context(), []string{"--config", b.config, "auth", "login", "--provider=zoho", "--listen=127.0.0.1:0", "--no-browser"},
			streams{in: stdin, out: io.Discard, err: w}, b.environment())
		_ = w.Close()
		_ = stdin.Close()
	}()
	text := make([]byte, 4096)
	n, err := stderr.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	rest := make(chan string, 1)
	go func() { all, _ := io.ReadAll(stderr); rest <- string(all) }()
	stop := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := stop.Get(strings.TrimSpace(strings.TrimPrefix(string(text[:n]), "Sign in on this page:")))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	for _, line := range []string{"what now?", "http://127.0.0.1/callback?code=x&state=guessed", res.Header.Get("Location")} {
		if _, err := io.WriteString(paste, line+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	if code, said := <-done, <-rest; code != 0 || !strings.Contains(said, "not the address") || !strings.Contains(said, "another state") {
		t.Errorf("exit %d: %s", code, said)
	}
	b.run("list", "--provider=zoho").want(t, 0)
}

func TestLoginEndsWithItsTime(t *testing.T) {
	b, _ := signedOut(t, nil)
	if e := b.run("auth", "login", "--provider=zoho", "--listen=127.0.0.1:0", "--timeout=20ms"); e.code != 8 || !strings.Contains(e.err, "nobody has consented in time") {
		t.Errorf("exit %d: %s", e.code, e.err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	b.browse = func(string) error { cancel(); return nil }
	if e := b.with(ctx, "--config", b.config, "auth", "login", "--provider=zoho", "--listen=127.0.0.1:0"); e.code != 8 {
		t.Errorf("exit %d: %s", e.code, e.err)
	}
}

func TestAuthStatus(t *testing.T) {
	b, server := signedOut(t, nil)
	rows := b.run("auth", "status", "--json").want(t, 0).document(t).([]any)
	if len(rows) != 5 || server.Requests() != 0 {
		t.Fatalf("%d rows, %d requests", len(rows), server.Requests())
	}
	for _, row := range rows {
		row := row.(map[string]any)
		if (row["signed_in"] == true) != (row["vendor"] == "whereby") {
			t.Errorf("%v", row)
		}
	}
	text := b.run("auth", "status").want(t, 0).out
	if !strings.Contains(text, "zoho: sign in with: meetctl --provider zoho auth login") || !strings.Contains(text, "yes, from the config") {
		t.Error(text)
	}
	// A refused credential is told from the store, by another process.
	config := strings.Replace(server.ConfigYAML(), "refresh_token: 1000.sim.refresh", "refresh_token: 1000.sim.revoked", 1) + "store: ./state.db\n"
	if err := os.WriteFile(b.config, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	b.run("list", "--provider=zoho", "--json").want(t, 4)
	if text := b.run("auth", "status", "--provider=zoho").want(t, 0).out; !strings.Contains(text, "refused") || !strings.Contains(text, "last failure") || strings.Contains(text, "1000.sim.revoked") {
		t.Error(text)
	}
}
