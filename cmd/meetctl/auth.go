package main

import (
	"context"
	"errors"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/oauth"
	"github.com/libmeet/meeting/provider"
	"github.com/spf13/cobra"
)

func (a *app) authCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "auth",
		Short: "Sign in, and see how providers are signed in",
		Long: `Signs in to vendors with the flow refresh_token, for a user who consents once, and tells
how each provider is signed in. Keys and server-to-server apps need no sign-in.`,
		Example: `  meetctl --provider zoho auth login
  meetctl auth status`,
	}, a.authLoginCommand(), a.authStatusCommand())
}

// authRow is how one provider is signed in.
type authRow struct {
	Provider string `json:"provider"`
	Vendor   string `json:"vendor"`
	meeting.CredentialStatus
	Store     string         `json:"store,omitempty"`     // where tokens are kept
	Encrypted bool           `json:"encrypted,omitempty"` // there
	Error     *meeting.Error `json:"error,omitempty"`     // why it is not known
}

func (a *app) authStatusCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Tell how each provider is signed in",
		Long: `Tells for each provider, or the one of --provider, whether there is something to sign in
with, until when the access token at hand is good, its scopes as far as the vendor told
them, where tokens are kept, and what went wrong last. Nothing is sent: whether a vendor
still takes a credential is what "meetctl doctor" finds out.`,
		Example: `  meetctl auth status
  meetctl --provider zoho auth status --json`,
		Args: takes(),
		RunE: a.do(func(ctx context.Context, _ []string) error { return a.authStatus(ctx) }),
	}
}

func (a *app) authStatus(ctx context.Context) error {
	clients, err := a.chosen()
	if err != nil {
		return err
	}
	rows := make([]authRow, len(clients))
	var failed failures
	for i, client := range clients {
		info := client.Info()
		rows[i] = authRow{Provider: info.Name, Vendor: info.Vendor}
		status, err := client.AuthStatus(ctx)
		if err != nil {
			failed = append(failed, err)
			rows[i].Error = asError(err)
			continue
		}
		rows[i].CredentialStatus = status
		if status.Flow == meeting.FlowRefreshToken || status.Flow == meeting.FlowAccountCredentials {
			rows[i].Store, rows[i].Encrypted = a.storePlace(), !a.cfg.StoreKey.IsZero()
		}
	}
	if err := a.printObject(rows, func(s *sheet) { s.authRows(rows) }); err != nil {
		return err
	}
	if len(failed) > 0 {
		return failed
	}
	return nil
}

// chosen are the providers that the command is about: that of --provider, or all.
func (a *app) chosen() ([]*provider.Client, error) {
	set, err := a.open()
	if err != nil {
		return nil, err
	}
	if a.flags.provider == "" {
		return set.Clients(), nil
	}
	client, err := set.Client(a.flags.provider)
	return []*provider.Client{client}, err
}

func (s *sheet) authRows(rows []authRow) {
	s.row("PROVIDER", "VENDOR", "FLOW", "SIGNED IN", "TOKEN UNTIL", "SCOPES", "KEPT IN")
	for _, r := range rows {
		state := "no"
		switch {
		case r.Error != nil:
			state = "unknown"
		case r.Failure != nil && r.Failure.Kind == meeting.ErrUnauthenticated:
			state = "refused"
		case r.SignedIn:
			state = "yes, from the " + r.Source
		}
		s.row(r.Provider, r.Vendor, string(r.Flow), state, utc(r.Expires), strings.Join(r.Scopes, " "), r.Store)
	}
	for _, r := range rows {
		switch {
		case r.Failure != nil:
			s.line(r.Provider + ": last failure: " + r.Failure.Error())
		case r.Error == nil && !r.SignedIn:
			s.line(r.Provider + ": sign in with: meetctl --provider " + r.Provider + " auth login")
		}
	}
}

// explainSignIn adds where the missing token would stand in the config, and whom to
// sign in.
func (a *app) explainSignIn(err error) error {
	var known *meeting.Error
	if a.cfg == nil || !oauth.NotSignedIn(err) || !errors.As(err, &known) {
		return err
	}
	told := *known
	if s, ok := a.settings(known.Provider); ok {
		told.Message = s.Place("auth.refresh_token") + `: it is missing, and nobody has signed in: run "meetctl --provider ` + s.Name + ` auth login"`
	}
	return &told
}
