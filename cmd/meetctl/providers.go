package main

import (
	"context"

	"github.com/libmeet/meeting/provider"
	"github.com/spf13/cobra"
)

func (a *app) providersCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "providers",
		Short: "Print what the configured providers can do",
		Long: `Prints the capability matrix of what is configured: one row for each operation, one
column for each provider. Nothing is sent to a vendor. --json adds the request
members that each provider takes, and its limits.`,
		Example: `  meetctl providers
  meetctl providers --provider work --json`,
		Args: takes(),
		RunE: a.do(func(context.Context, []string) error {
			set, err := a.open()
			if err != nil {
				return err
			}
			clients := set.Clients()
			if a.flags.provider != "" {
				client, err := set.Client(a.flags.provider)
				if err != nil {
					return err
				}
				clients = []*provider.Client{client}
			}
			infos := make([]provider.Info, len(clients))
			for i, c := range clients {
				infos[i] = c.Info()
			}
			return a.printObject(infos, func(s *sheet) { s.matrix(infos) })
		}),
	}
}

func (s *sheet) matrix(infos []provider.Info) {
	head := []string{"OPERATION"}
	for _, info := range infos {
		head = append(head, info.Name+" ("+info.Vendor+")")
	}
	s.row(head...)
	for _, op := range provider.Ops() {
		row := []string{string(op)}
		for _, info := range infos {
			cell := "-"
			if info.Capabilities.Can(op) {
				cell = "yes"
			}
			row = append(row, cell)
		}
		s.row(row...)
	}
	for _, info := range infos {
		for _, note := range info.Notes {
			s.line(info.Name + ": " + note)
		}
	}
}
