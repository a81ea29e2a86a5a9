package oauth

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// Consent is the page of a vendor on which a user lets an application in.
type Consent struct {
	URL       string
	Separator string            // between scopes; "" is a blank
	Params    map[string]string // beside OAuth's own
	PKCE      bool              // the vendor takes a challenge
}

// Ask is one request for consent. The same value goes into [Vault.SignIn].
type Ask struct {
	RedirectURL string
	State       string // that nobody can guess
	Verifier    string // of PKCE
	Scopes      []string
}

// Validate returns an [meeting.ErrInvalid] error that names the member that is
// wrong.
func (a Ask) Validate() error {
	u, err := url.Parse(a.RedirectURL)
	switch {
	case err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.User != nil || u.Fragment != "":
		return meeting.Invalidf("redirect_url", "it must be an absolute URL")
	case len(a.State) < 16:
		return meeting.Invalidf("state", "it must be 16 random characters or more")
	case a.Verifier != "" && (len(a.Verifier) < 43 || len(a.Verifier) > 128):
		return meeting.Invalidf("verifier", "it must be 43 to 128 characters")
	}
	for _, scope := range a.Scopes {
		if scope == "" || strings.ContainsAny(scope, " ,\t\r\n") {
			return meeting.Invalidf("scopes", "%q is not one scope", scope)
		}
	}
	return nil
}

// Beside returns path at the place of another address: the pages of an accounts
// server stand beside its token endpoint.
func Beside(address, path string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host + path
}

// AuthorizeURL is the page to send the user to.
func (v *Vault) AuthorizeURL(a Ask) (string, error) {
	if v.cfg.Credentials.Flow != meeting.FlowRefreshToken {
		return "", noSignIn(v.cfg.Credentials.Flow)
	}
	if err := a.Validate(); err != nil {
		return "", err
	}
	consent := v.cfg.Consent
	cfg := v.endpoint()
	cfg.Endpoint.AuthURL, cfg.RedirectURL = consent.URL, a.RedirectURL
	if len(a.Scopes) > 0 {
		separator := consent.Separator
		if separator == "" {
			separator = " "
		}
		cfg.Scopes = []string{strings.Join(a.Scopes, separator)}
	}
	var options []oauth2.AuthCodeOption
	for name, value := range consent.Params {
		options = append(options, oauth2.SetAuthURLParam(name, value))
	}
	if consent.PKCE && a.Verifier != "" {
		options = append(options, oauth2.S256ChallengeOption(a.Verifier))
	}
	return cfg.AuthCodeURL(a.State, options...), nil
}

// Code returns the authorization code that a redirect brought, if it answers the
// request and the user consented.
func (a Ask) Code(query url.Values) (string, error) {
	if subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(a.State)) != 1 || a.State == "" {
		return "", &meeting.Error{Kind: meeting.ErrUnauthenticated, Message: "the redirect does not answer this request for consent: its state is another"}
	}
	if word := query.Get("error"); word != "" {
		e := &meeting.Error{Kind: meeting.ErrUnauthenticated, Code: meeting.OneLine(word), Message: "the vendor did not let the application in"}
		if strings.EqualFold(word, "access_denied") {
			e.Kind, e.Message = meeting.ErrPermission, "consent was denied"
		}
		if said := query.Get("error_description"); said != "" {
			e.Message = meeting.OneLine(e.Message + ": " + said)
		}
		return "", e
	}
	code := query.Get("code")
	if code == "" {
		return "", &meeting.Error{Kind: meeting.ErrProtocol, Message: "the redirect holds no code"}
	}
	return code, nil
}

// SignIn trades the code that a redirect brought and stores the refresh token, so
// that every vault of the credential uses it from now on. It returns the scopes, as
// far as they are known.
func (v *Vault) SignIn(ctx context.Context, a Ask, query url.Values) ([]string, error) {
	if v.cfg.Credentials.Flow != meeting.FlowRefreshToken {
		return nil, noSignIn(v.cfg.Credentials.Flow)
	}
	if v.cfg.Store == nil {
		return nil, meeting.Invalidf("store", "there is none to keep the refresh token in")
	}
	code, err := a.Code(query)
	if err != nil {
		return nil, err
	}
	// A code is good once: better to find a broken store before it is spent.
	if _, err := v.cfg.Store.Get(ctx, v.key); err != nil && !errors.Is(err, meeting.ErrNotFound) {
		return nil, err
	}
	verifier := a.Verifier
	if !v.cfg.Consent.PKCE {
		verifier = ""
	}
	got, failed := v.exchange(ctx, code, a.RedirectURL, verifier)
	if failed != nil {
		return nil, failed
	}
	if got.scope == "" {
		got.scope = strings.Join(a.Scopes, " ") // what OAuth means by silence
	}
	return splitScopes(got.scope), v.retain(context.WithoutCancel(ctx), got)
}

// retain stores what a sign-in gave, in the place of whatever was there: also of a
// record that can't be read any more.
func (v *Vault) retain(ctx context.Context, got answer) error {
	ctx, cancel := context.WithTimeout(ctx, storeWithin)
	defer cancel()
	return v.cfg.Store.Update(ctx, []string{v.key}, func(now time.Time, records []store.Record) error {
		var s state
		if records[0].Version != 0 {
			if old, _, err := v.codec.decode(records[0].Value); err == nil {
				s = old
			}
		}
		s.succeed(got, now)
		if v.cfg.Budget.Mints > 0 {
			s.mints = append(s.mints, now)
		}
		value, err := v.codec.encode(s)
		records[0].Value, records[0].Expires = value, s.kept(now)
		return err
	})
}

// errNotSignedIn is the cause of errors that a sign-in mends.
var errNotSignedIn = errors.New("not signed in")

// NotSignedIn reports an error that "meetctl auth login" mends: there is no refresh
// token anywhere.
func NotSignedIn(err error) bool { return errors.Is(err, errNotSignedIn) }

func notSignedIn() *meeting.Error {
	return &meeting.Error{Kind: meeting.ErrUnauthenticated, Err: errNotSignedIn,
		Message: `no refresh token is configured and none is stored: sign in with "meetctl auth login", or set auth.refresh_token`}
}

func noSignIn(flow meeting.Flow) error {
	return &meeting.Error{Kind: meeting.ErrUnsupported,
		Message: "the flow " + string(flow) + " needs no sign-in; that is for the flow " + string(meeting.FlowRefreshToken)}
}

// Validate checks credentials as [meeting.Credentials.Validate] does, but for a
// refresh token that a store may hold.
func Validate(c meeting.Credentials, s store.Store, allowed ...meeting.Flow) error {
	if c.Flow == meeting.FlowRefreshToken && c.RefreshToken.IsZero() && s != nil {
		c.RefreshToken = meeting.NewSecret("in-the-store")
	}
	return c.Validate(allowed...)
}

// splitScopes takes the vendors' two ways of writing them.
func splitScopes(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' })
}
