package main

import (
	"cmp"
	"context"
	"net"
	"net/url"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/spf13/cobra"
)

func (a *app) simCommand() *cobra.Command {
	var listen, webhook string
	var history bool
	cmd := &cobra.Command{
		Use:   "sim",
		Short: "Serve simulated vendors and print a config file for them",
		Long: `Starts simulators of all vendors on one loopback address, prints a config file that
is ready to use, and serves until Ctrl-C (or --timeout). The simulators enforce what
the vendors document and keep what is created in memory.

With --webhook they tell of what happens, signed as the vendors sign: Zoom of meetings
made, changed and deleted at URL/zoom, Whereby of a guest in each new room at URL/rooms.
"meetctl events serve" takes both.`,
		Example: `  meetctl sim > sim.yaml &
  meetctl --config sim.yaml providers
  meetctl sim --history > sim.yaml &
  meetctl --config sim.yaml --provider zoho recordings list
  meetctl sim --webhook http://127.0.0.1:8090 > sim.yaml &
  meetctl --config sim.yaml events serve`,
		Args: takes(),
	}
	cmd.RunE = a.doUnlimited(func(ctx context.Context, _ []string) error { return a.sim(ctx, listen, webhook, history) })
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:0", "loopback `ADDRESS` and port, 0 for any free one")
	cmd.Flags().StringVar(&webhook, "webhook", "", "`URL` on this machine that gets the vendors' events")
	cmd.Flags().BoolVar(&history, "history", false, "begin with meetings of yesterday: participants, sessions, a report, recordings, a transcript")
	return cmd
}

func (a *app) sim(ctx context.Context, listen, webhook string, history bool) error {
	if webhook != "" {
		u, err := url.Parse(webhook)
		if err != nil || u.Scheme != "http" || !isLoopback(net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), "80"))) {
			return meeting.Invalidf("webhook", "it is no address on this machine, such as http://127.0.0.1:8090")
		}
	}
	if !isLoopback(listen) {
		return meeting.Invalidf("listen", "%q is not a loopback address with a port, such as 127.0.0.1:8080", listen)
	}
	server, err := simulator.Start(simulator.Config{Listen: listen, History: history, Webhook: webhook})
	if err != nil {
		return localError("starting the simulators", err)
	}
	if err := a.write([]byte(server.ConfigYAML())); err != nil {
		_ = server.Close() // the first error counts
		return err
	}
	<-ctx.Done()
	if err := server.Close(); err != nil {
		return localError("stopping the simulators", err)
	}
	return nil
}
