package caldav

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/emersion/go-webdav/caldav"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
)

// Config says which calendar, and how to sign in.
type Config struct {
	// URL of the calendar, or of a server, a principal or a home that has one calendar
	// for events. https; plain http to loopback only.
	URL      string
	User     string // "" signs in nowhere
	Password meeting.Secret

	Transport http.RoundTripper // nil is one that reads no proxy from the environment
	MaxBody   int64             // most bytes of an answer; 0 is 64 MiB
}

const defaultMaxBody = 64 << 20

// Client works on one calendar. It is safe for many goroutines.
type Client struct {
	http *http.Client
	cfg  Config
	base *url.URL // of the calendar, with a slash at its end
}

// Open finds the calendar. The errors of the package are *meeting.Error:
// [meeting.ErrInvalid] for a config that can't be right,
// [meeting.ErrUnauthenticated], [meeting.ErrPermission], [meeting.ErrNotFound] for a
// server that has no calendar there, [meeting.ErrConflict] when several could be
// meant, [meeting.ErrUnavailable], [meeting.ErrProtocol].
func Open(ctx context.Context, cfg Config) (*Client, error) {
	if err := transport.CheckURL("caldav", cfg.URL, true); err != nil {
		return nil, err
	}
	if strings.ContainsRune(cfg.User, ':') {
		return nil, meeting.Invalidf("user", "a user name can't hold a colon")
	}
	if cfg.Transport == nil {
		cfg.Transport = transport.NewRoundTripper()
	}
	if cfg.MaxBody <= 0 {
		cfg.MaxBody = defaultMaxBody
	}
	base, err := url.Parse(cfg.URL)
	if err != nil {
		return nil, meeting.Invalidf("caldav", "it is no URL")
	}
	c := &Client{http: transport.NewHTTPClient(cfg.Transport), cfg: cfg, base: base}
	path, err := c.discover(ctx)
	if err != nil {
		return nil, err
	}
	c.base = c.base.JoinPath("/")
	c.base.Path, c.base.RawPath = strings.TrimSuffix(path, "/")+"/", ""
	return c, nil
}

// Path returns the path of the calendar on its server.
func (c *Client) Path() string { return c.base.Path }

// Close lets go of idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// discover returns the path of the calendar: the one at the URL, else the only one
// of the home that the URL leads to.
func (c *Client) discover(ctx context.Context) (path string, err error) {
	defer func() {
		if r := recover(); r != nil { // in the library, over a hostile answer
			path, err = "", protocol("the server's answer can't be understood")
		}
	}()
	dav, err := caldav.NewClient(&origin{c}, c.cfg.URL)
	if err != nil {
		return "", meeting.Invalidf("caldav", "it is no URL")
	}
	start := c.base.Path
	if start == "" {
		start = "/"
	}
	list, failure := dav.FindCalendars(ctx, start)
	for _, calendar := range list {
		if strings.TrimSuffix(calendar.Path, "/") == strings.TrimSuffix(start, "/") {
			return calendar.Path, nil
		}
	}
	if found, err := only(list); found != "" || err != nil {
		return found, err
	}
	if failure != nil && meeting.KindOf(failure) != "" && meeting.KindOf(failure) != meeting.ErrNotFound {
		return "", failure
	}
	home, places := "", []string{start}
	if start == "/" { // a path is meant as it stands: its typing error must not lead to another calendar
		places = append(places, "/.well-known/caldav")
	}
	for _, at := range places {
		if home, err = c.home(ctx, at); home != "" {
			break
		}
		if meeting.KindOf(err) != "" {
			failure = err
		}
	}
	if home == "" {
		if kind := meeting.KindOf(failure); kind != "" && kind != meeting.ErrNotFound {
			return "", failure
		}
		return "", notFound("there is no calendar at that address, and the server names none")
	}
	if list, failure = dav.FindCalendars(ctx, home); failure != nil {
		return "", orProtocol(failure)
	}
	found, err := only(list)
	if found == "" && err == nil {
		return "", notFound("the server has no calendar for events")
	}
	return found, err
}

// home asks a path of the server where the calendars of the user are.
func (c *Client) home(ctx context.Context, at string) (string, error) {
	address := *c.base
	address.Path, address.RawPath = at, ""
	dav, err := caldav.NewClient(&origin{c}, address.String())
	if err != nil {
		return "", err
	}
	principal, err := dav.FindCurrentUserPrincipal(ctx)
	if err != nil {
		return "", err
	}
	return dav.FindCalendarHomeSet(ctx, principal)
}

// only returns the path of the one calendar for events.
func only(list []caldav.Calendar) (string, error) {
	var paths []string
	for _, calendar := range list {
		takes := len(calendar.SupportedComponentSet) == 0
		for _, name := range calendar.SupportedComponentSet {
			takes = takes || strings.EqualFold(name, "VEVENT")
		}
		if takes {
			paths = append(paths, calendar.Path)
		}
	}
	switch len(paths) {
	case 0:
		return "", nil
	case 1:
		return paths[0], nil
	}
	return "", &meeting.Error{Op: op, Kind: meeting.ErrConflict, Message: meeting.OneLine("several calendars, name one: " + strings.Join(paths, ", "))}
}

const op = "push"

func protocol(format string, args ...any) *meeting.Error {
	return &meeting.Error{Op: op, Kind: meeting.ErrProtocol, Message: meeting.OneLine(fmt.Sprintf(format, args...))}
}

func notFound(text string) *meeting.Error {
	return &meeting.Error{Op: op, Kind: meeting.ErrNotFound, Message: text}
}

// orProtocol gives an error of the library a kind.
func orProtocol(err error) error {
	if meeting.KindOf(err) != "" {
		return err
	}
	return protocol("the server's answer can't be understood: %v", err)
}
