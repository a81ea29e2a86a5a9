package main

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/libmeet/meeting/calendar"
	"github.com/spf13/cobra"
)

// maxText bounds a text that is searched for links.
const maxText = 64 << 20

func (a *app) calendarLinksCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "links",
		Short: "Find the links into meetings in a text",
		Long: `Reads a text from stdin (plain, HTML, JSON, iCalendar, an e-mail in quoted-printable) and
prints a JSON array of the links that lead into a meeting, with vendor, id, passcode, role
(host, attendee, viewer), url, and the bytes that each takes up (start, end). Links that are
wrapped by Outlook, Proofpoint, Google and others are taken out of them. Offline.

A passcode that stands in the text is printed as it stands there.`,
		Example: `  meetctl calendar links < invitation.eml
  pbpaste | meetctl calendar links`,
		Args: takes(),
	}
	cmd.RunE = a.doUnlimited(func(ctx context.Context, _ []string) error { return a.findLinks(ctx) })
	return cmd
}

func (a *app) findLinks(ctx context.Context) error {
	text, err := a.readAll(ctx, "text", maxText)
	if err != nil {
		return err
	}
	links := calendar.FindLinks(string(text))
	if links == nil {
		links = []calendar.Link{}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(links); err != nil {
		return localError("encoding the result", err)
	}
	return a.writeJSON(out.Bytes())
}
