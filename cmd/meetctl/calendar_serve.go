package main

import (
	"context"
	"crypto/rand"
	"net/url"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
	"github.com/spf13/cobra"
)

type serveFlags struct {
	listen, token, public, name, zone, since string
	refresh, past, ahead                     time.Duration
}

func (a *app) calendarServeCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the meetings as a feed that calendars subscribe to, and as a page",
		Long: `Serves the meetings of every provider that can list (or of --provider) over HTTP until
Ctrl-C (or --timeout), and prints two addresses: of a feed, to paste into "Subscribe to calendar"
(Apple), "From URL" (Google) or "Subscribe from web" (Outlook), and of a page with the agenda by
day. Both begin with a secret: whoever has an address can read the meetings, their links and
passcodes (never a host link). Without --token it is made anew at every start.

The vendors are asked when somebody comes, and at most every --refresh, however many subscribe.
When one fails, its last answer is served on, with a warning. Sequences of entries are remembered in
the store.

For other machines put TLS in front, and name the address outside with --public-url.`,
		Example: `  meetctl calendar serve
  CALENDAR_TOKEN=$(openssl rand -hex 16) meetctl calendar serve --listen 127.0.0.1:8080 --token env:CALENDAR_TOKEN \
    --public-url https://calendar.example.com`,
		Args: takes(),
	}
	cmd.RunE = a.doUnlimited(func(ctx context.Context, _ []string) error { return a.serve(ctx, &f) })
	flags := cmd.Flags()
	flags.StringVar(&f.listen, "listen", "127.0.0.1:0", "`ADDRESS` and port, port 0 for any free one")
	flags.StringVar(&f.token, "token", "", "secret of the addresses: env:`NAME` or file:PATH (default: a new one)")
	flags.StringVar(&f.public, "public-url", "", "`URL` under which others reach it")
	flags.StringVar(&f.name, "name", "", "`NAME` of the calendar (default Meetings)")
	flags.StringVar(&f.zone, "zone", "UTC", "IANA `ZONE` of the page")
	flags.StringVar(&f.since, "since", "", sinceUsage)
	flags.DurationVar(&f.refresh, "refresh", 15*time.Minute, "how old what is served may be")
	flags.DurationVar(&f.past, "past", 30*24*time.Hour, "how far it reaches back")
	flags.DurationVar(&f.ahead, "ahead", 180*24*time.Hour, "how far it reaches ahead")
	return cmd
}

func (a *app) serve(ctx context.Context, f *serveFlags) error {
	token, err := a.serveToken(f.token)
	if err != nil {
		return err
	}
	if f.refresh <= 0 || f.past <= 0 || f.ahead <= 0 {
		return meeting.Invalidf("", "--refresh, --past and --ahead are longer than nothing")
	}
	if err := checkPublic(f.public); err != nil {
		return err
	}
	since, err := readDay("since", f.since)
	if err != nil {
		return err
	}
	clients, err := a.listingClients()
	if err != nil {
		return err
	}
	cfg := calendar.HandlerConfig{
		Clients: clients, Token: token, Name: f.name, Zone: meeting.Zone(f.zone), Past: f.past, Ahead: f.ahead, Refresh: f.refresh, Since: since,
		OnError: func(err error) { a.warn(err.Error()) },
	}
	if _, err := calendar.NewHandler(cfg); err != nil { // before anything is opened
		return err
	}
	listener, err := listenOn(ctx, f.listen)
	if err != nil {
		return err
	}
	cfg.History = a.feedHistory(ctx)
	handler, err := calendar.NewHandler(cfg)
	if err != nil {
		_ = listener.Close() // the first error counts
		return err
	}
	base := f.public
	if base == "" {
		base = "http://" + listener.Addr().String()
		if !isLoopback(listener.Addr().String()) {
			a.warn("others can read what is sent without TLS, the secret in the address included: put TLS in front")
		}
	}
	page := strings.TrimSuffix(base, "/") + "/" + token.Reveal() + "/"
	if err := a.printAddresses(page); err != nil {
		_ = listener.Close() // the first error counts
		return err
	}
	return serveUntil(ctx, listener, handler)
}

// printAddresses prints the addresses. They are secrets, and what was asked for.
func (a *app) printAddresses(page string) error {
	addresses := struct {
		Feed string `json:"feed"`
		Page string `json:"page"`
	}{page + "meetings.ics", page}
	return a.printObject(addresses, func(s *sheet) {
		s.pair("feed", addresses.Feed)
		s.pair("page", addresses.Page)
	})
}

// serveToken reads --token, or makes a token of 128 bits and more.
func (a *app) serveToken(value string) (meeting.Secret, error) {
	name, fromEnv := strings.CutPrefix(value, "env:")
	path, fromFile := strings.CutPrefix(value, "file:")
	switch {
	case value == "":
		return meeting.NewSecret(rand.Text()), nil
	case fromEnv:
		text, ok := a.env.lookup(name)
		if !ok || text == "" {
			return meeting.Secret{}, meeting.Invalidf("token", "$%s is not set", name)
		}
		return meeting.NewSecret(text), nil
	case fromFile:
		data, err := readReferred(path)
		if err != nil {
			return meeting.Secret{}, meeting.Invalidf("token", "%s", err)
		}
		return meeting.NewSecret(strings.TrimSpace(string(data))), nil
	}
	return meeting.Secret{}, meeting.Invalidf("token", "a command line is seen by others: write env:NAME or file:PATH")
}

func checkPublic(text string) error {
	if text == "" {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return meeting.Invalidf("public-url", "it is no address such as https://calendar.example.com")
	}
	return nil
}
