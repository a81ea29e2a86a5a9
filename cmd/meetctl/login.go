package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/spf13/cobra"
)

type loginFlags struct {
	listen, redirect string
	noBrowser        bool
	scopes           []string
}

// loginWithin is how long a user has to consent, unless --timeout says otherwise.
const loginWithin = 10 * time.Minute

// callbackPath is where the vendor sends the browser back to.
const callbackPath = "/callback"

func (a *app) authLoginCommand() *cobra.Command {
	var f loginFlags
	cmd := &cobra.Command{
		Use:   "login",
		Short: "Sign in to a vendor in the browser",
		Long: `Opens the vendor's page of consent in the browser, takes the code that the vendor sends
back to an address of this machine, trades it for a refresh token and puts that into the
store, for every command and program that uses the same client. It is never printed. In
the config, auth has flow: refresh_token, client_id and client_secret; refresh_token may
be left out. Two accounts of one client are kept apart by account_id, any word.

Register http://127.0.0.1:8765/callback with the vendor as the address to redirect to,
or what --redirect-url says. Zoho names the data centre of the account: its accounts
server is believed only if it is one of Zoho's.

With --no-browser the browser may be on another machine: it ends at an address that it
can't open there, which is pasted into the terminal.

The command gives up after ten minutes, or --timeout.`,
		Example: `  meetctl --provider zoho auth login
  meetctl --provider zoho auth login --no-browser --scope ZohoMeeting.meeting.READ
  meetctl --provider work auth login --listen 127.0.0.1:9000`,
		Args: takes(),
	}
	cmd.RunE = a.doUnlimited(func(ctx context.Context, _ []string) error {
		within, cancel := ctx, context.CancelFunc(func() {})
		if _, limited := ctx.Deadline(); !limited {
			within, cancel = context.WithTimeout(ctx, loginWithin)
		}
		defer cancel()
		return a.login(within, f)
	})
	flags := cmd.Flags()
	flags.StringVar(&f.listen, "listen", "127.0.0.1:8765", "loopback `ADDRESS` and port that the vendor redirects to")
	flags.StringVar(&f.redirect, "redirect-url", "", "`URL` that was registered with the vendor, if it only leads to the address of --listen")
	flags.BoolVar(&f.noBrowser, "no-browser", false, "only print the page's address, and take the one that the browser ends at from stdin too")
	flags.StringArrayVar(&f.scopes, "scope", nil, "`SCOPE` to ask for, repeated for more (default: what the operations need)")
	return cmd
}

// loginResult is what is printed of a sign-in: never a token.
type loginResult struct {
	Provider string   `json:"provider"`
	Vendor   string   `json:"vendor"`
	SignedIn bool     `json:"signed_in"`
	Scopes   []string `json:"scopes,omitempty"`
	Store    string   `json:"store"`
	Note     string   `json:"note,omitempty"`
}

func (a *app) login(ctx context.Context, f loginFlags) error {
	if !isLoopback(f.listen) {
		return meeting.Invalidf("listen", "%q is not a loopback address with a port, such as 127.0.0.1:8765", f.listen)
	}
	set, err := a.open()
	if err != nil {
		return err
	}
	client, err := set.Client(a.flags.provider)
	if err != nil {
		return err
	}
	if f.scopes == nil {
		f.scopes = a.scopesFor(set, client)
	}
	listener, err := listenOn(ctx, f.listen)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // the server has done it already
	req := provider.AuthorizeRequest{RedirectURL: f.redirect, State: rand.Text(), Verifier: rand.Text() + rand.Text(), Scopes: f.scopes}
	if req.RedirectURL == "" {
		req.RedirectURL = redirectURL(f.listen, listener.Addr())
	}
	page, err := client.AuthorizeURL(req)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(a.err, "Sign in on this page:\n\n%s\n\n", page) // nowhere else to say it
	if f.noBrowser {
		_, _ = fmt.Fprintf(a.err, "If that browser is on another machine, paste here the address that it ends at.\n")
	}
	if !f.noBrowser && a.env.browse != nil {
		if err := a.env.browse(page); err != nil {
			a.warn("no browser could be started: open the page yourself")
		}
	}
	got, err := a.awaitConsent(ctx, listener, client, req, f.noBrowser)
	if err != nil {
		return err
	}
	info := client.Info()
	result := loginResult{info.Name, info.Vendor, true, got.Scopes, a.storePlace(), got.Note}
	if got.Note != "" {
		a.warn(got.Note)
	}
	return a.printObject(result, func(s *sheet) {
		s.line("signed in to " + info.Name + "; the token is kept in " + result.Store)
		if len(result.Scopes) > 0 {
			s.line("scopes: " + strings.Join(result.Scopes, " "))
		}
	})
}

// scopesFor are those of every provider that uses the credential: the new refresh
// token takes the place of the old one for all of them.
func (a *app) scopesFor(set *provider.Set, client *provider.Client) []string {
	mine, _ := a.settings(client.Info().Name)
	var scopes []string
	for _, other := range set.Clients() {
		s, _ := a.settings(other.Info().Name)
		if p, ok := other.Provider().(provider.Authorizer); ok && s.Auth == mine.Auth && s.DataCenter == mine.DataCenter {
			scopes = append(scopes, p.Scopes()...)
		}
	}
	slices.Sort(scopes)
	return slices.Compact(scopes)
}

// redirectURL keeps the name of the host as it was given: vendors compare letters.
func redirectURL(listen string, bound net.Addr) string {
	host, _, _ := net.SplitHostPort(listen)
	_, port, _ := net.SplitHostPort(bound.String())
	return "http://" + net.JoinHostPort(host, port) + callbackPath
}

// outcome is what came of the one redirect that answers the request.
type outcome struct {
	got provider.Authorization
	err error
}

// awaitConsent serves until the vendor's redirect was answered. Others are refused
// and change nothing: any page in the browser can send one.
//
// With paste an address that is typed in does as well: the browser may be on a machine
// from which this one is not reached.
func (a *app) awaitConsent(ctx context.Context, listener net.Listener, client *provider.Client, req provider.AuthorizeRequest, paste bool) (provider.Authorization, error) {
	done := make(chan outcome, 1)
	taken := make(chan struct{}, 1)
	settle := func(query url.Values) (status int, sentence string) {
		if subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(req.State)) != 1 {
			a.warn("a redirect with another state was refused; still waiting for the vendor's")
			return http.StatusBadRequest, "This does not answer the sign-in that meetctl waits for."
		}
		select {
		case taken <- struct{}{}:
		default:
			return http.StatusConflict, "This sign-in was answered before."
		}
		got, err := client.Authorize(ctx, req, query)
		defer func() { done <- outcome{got, err} }()
		if err != nil {
			return http.StatusBadRequest, "Signing in failed; the terminal says why."
		}
		return http.StatusOK, "You are signed in. This page can be closed."
	}
	if paste {
		go a.readPasted(settle)
	}
	path := callbackPath
	if u, err := url.Parse(req.RedirectURL); err == nil && u.Path != "" {
		path = u.Path
	}
	server := &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != path || r.Method != http.MethodGet {
			http.NotFound(w, r)
			return
		}
		status, sentence := settle(r.URL.Query())
		tell(w, status, sentence)
	})}
	served := make(chan struct{})
	go func() { _ = server.Serve(listener); close(served) }() // ends with Shutdown
	var result outcome
	select {
	case <-ctx.Done():
		result.err = &meeting.Error{Provider: client.Info().Name, Op: "auth.login", Kind: meeting.ErrUnavailable, Message: "nobody has consented in time", Err: ctx.Err()}
		if errors.Is(ctx.Err(), context.Canceled) {
			result.err = ctx.Err()
		}
	case result = <-done:
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if server.Shutdown(last) != nil {
		_ = server.Close() // a browser that holds a connection open
	}
	<-served
	return result.got, result.err
}

// readPasted takes lines of stdin for addresses that a browser ended at. It ends with
// stdin, at the latest with the process.
func (a *app) readPasted(settle func(url.Values) (int, string)) {
	for lines := bufio.NewScanner(a.in); lines.Scan(); {
		text := strings.TrimSpace(lines.Text())
		u, err := url.Parse(text)
		switch {
		case text == "":
		case err != nil || u.RawQuery == "":
			a.warn("that is not the address that the browser ended at")
		default:
			settle(u.Query())
		}
	}
}

// tell shows a sentence in the browser, which keeps nothing of the address with the
// code in it.
func tell(w http.ResponseWriter, status int, sentence string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Connection", "close")
	w.WriteHeader(status)
	_, _ = fmt.Fprintln(w, sentence) // the browser may be gone
}
