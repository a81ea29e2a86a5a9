package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"sync"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/events"
	"github.com/spf13/cobra"
)

func (a *app) eventsCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:     "events",
		Short:   "What vendors tell by webhook",
		Long:    `Receives what vendors tell by themselves: meetings started, people who joined, recordings done.`,
		Example: `  meetctl events serve --listen 127.0.0.1:8090`,
	}, a.eventsServeCommand())
}

func (a *app) eventsServeCommand() *cobra.Command {
	var listen string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Receive webhooks and print their events, one JSON object a line",
		Long: `Listens for the vendors' webhooks and prints each event as one line of JSON on stdout,
until Ctrl-C (or --timeout). Only what a vendor signed is believed, with a secret that
stands in the config, two of them while one is replaced:

  webhook: {secrets: [env:ZOOM_WEBHOOK, env:ZOOM_WEBHOOK_OLD], tolerance: 5m}

An event that comes again is printed once; the store remembers it for a day. Zoom's
question whether the address is yours is answered.

The address of a provider's webhook is /NAME, of the only one or with --provider also
any other path. Vendors send to https addresses: put a proxy with a certificate in front,
which leaves the body as it is.`,
		Example: `  meetctl events serve --listen 127.0.0.1:8090
  meetctl --provider work events serve | jq .type`,
		Args: takes(),
	}
	cmd.RunE = a.doUnlimited(func(ctx context.Context, _ []string) error { return a.serveEvents(ctx, listen) })
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8090", "`ADDRESS` and port, 0 for any free one")
	return cmd
}

func (a *app) serveEvents(ctx context.Context, listen string) error {
	clients, err := a.listeners()
	if err != nil {
		return err
	}
	var printing sync.Mutex // one line at a time
	handlers := make(map[string]http.Handler, len(clients))
	for _, client := range clients {
		h, err := events.NewHandler(events.Config{
			Client: client, Store: a.state, OnError: func(err error) { a.warn(err.Error()) },
			Handle: func(_ context.Context, e meeting.Event) error {
				printing.Lock()
				defer printing.Unlock()
				return a.printLine(e)
			},
		})
		if err != nil {
			return err
		}
		handlers["/"+client.Info().Name] = h
		if len(clients) == 1 {
			handlers[""] = h
		}
	}
	return a.listen(ctx, listen, clients, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, path := range []string{r.URL.Path, ""} {
			if h, ok := handlers[path]; ok {
				h.ServeHTTP(w, r)
				return
			}
		}
		http.NotFound(w, r)
	}))
}

// listeners are the providers whose events can be believed.
func (a *app) listeners() ([]*provider.Client, error) {
	set, err := a.open()
	if err != nil {
		return nil, err
	}
	if a.flags.provider != "" {
		client, err := set.Client(a.flags.provider)
		if err != nil {
			return nil, err
		}
		return []*provider.Client{client}, a.believable(client)
	}
	var clients []*provider.Client
	for _, client := range set.Clients() {
		if a.believable(client) == nil {
			clients = append(clients, client)
		}
	}
	if len(clients) == 0 {
		return nil, &meeting.Error{Op: string(provider.OpEvents), Kind: meeting.ErrUnauthenticated,
			Message: "no provider in the config has webhook.secrets: no event could be believed"}
	}
	return clients, nil
}

// believable returns why no event of a provider could be believed, nil if one could.
func (a *app) believable(client *provider.Client) error {
	info := client.Info()
	if !info.Capabilities.Can(provider.OpEvents) {
		return provider.Unsupported(info, provider.OpEvents)
	}
	if s, _ := a.settings(info.Name); len(s.Webhook.Secrets) > 0 {
		return nil
	}
	return &meeting.Error{Provider: info.Name, Op: string(provider.OpEvents), Kind: meeting.ErrUnauthenticated,
		Message: "webhook.secrets is missing in the config: no event could be believed"}
}

// printLine writes one event on a line of its own.
func (a *app) printLine(e meeting.Event) error {
	data, err := a.encoding().Marshal(e)
	if err != nil {
		return localError("encoding the event", err)
	}
	return a.write(append(data, '\n'))
}

// listen serves until ctx ends, and then until what is under way has ended.
func (a *app) listen(ctx context.Context, address string, clients []*provider.Client, h http.Handler) error {
	listener, err := listenOn(ctx, address)
	if err != nil {
		return err
	}
	for _, client := range clients {
		_, _ = fmt.Fprintf(a.err, "%s: webhook at http://%s/%s\n",
			meeting.OneLine(client.Info().Name), listener.Addr(), url.PathEscape(client.Info().Name)) // nowhere else to say it
	}
	return serveUntil(ctx, listener, h)
}
