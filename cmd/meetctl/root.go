package main

import (
	"runtime/debug"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/spf13/cobra"
)

const rootHelp = `meetctl creates, finds, changes, cancels and inspects online meetings at
several vendors through one interface.

Which vendors, and how to sign in to them, stands in a config file, looked for at
--config, $MEETCTL_CONFIG, ./meetctl.yaml and meetctl/meetctl.yaml in the user's
config directory. "meetctl sim" starts simulated vendors and prints such a file.

Results go to stdout, everything else to stderr. --json prints one JSON document.
Secrets (host links, passcodes) print as [redacted] unless --show-secrets is given.

Exit codes: 0 done; 1 other (conflict, answer not understood); 2 wrong input or
config; 3 not found; 4 not signed in or not permitted; 5 rate limited;
6 unsupported by the vendor; 7 outcome unknown; 8 unavailable or not ready.`

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "meetctl",
		Short: "Online meetings of many vendors, through one interface",
		Long:  rootHelp,
		Example: `  meetctl create --title Review --start 2026-12-01T09:30 --zone Europe/Berlin --duration 45m
  meetctl --provider rooms --json list --status scheduled
  meetctl normalize --vendor zoom < payload.json`,
		Version:                    version(),
		SilenceErrors:              true,
		SilenceUsage:               true,
		SuggestionsMinimumDistance: 2,
		Args:                       cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && !a.flags.json {
				return cmd.Help()
			}
			return needsCommand(cmd, args)
		},
	}
	root.SetVersionTemplate("meetctl {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return meeting.Invalidf("", "%s; see %s --help", err, cmd.CommandPath())
	})
	root.CompletionOptions.DisableDefaultCmd = true // ours checks its argument
	root.SetHelpCommand(helpCommand())
	a.addGlobalFlags(root)
	root.AddCommand(
		a.providersCommand(), a.createCommand(), a.instantCommand(), a.getCommand(), a.listCommand(), a.updateCommand(),
		a.cancelCommand(), a.endCommand(), a.participantsCommand(), a.registrantsCommand(), a.inviteCommand(), a.uninviteCommand(), a.recordingsCommand(), a.transcriptsCommand(),
		a.sessionsCommand(), a.reportCommand(), a.webinarsCommand(), a.settingsCommand(), a.normalizeCommand(),
		a.calendarCommand(), a.eventsCommand(), a.authCommand(), a.doctorCommand(),
		a.migrateCommand(), a.simCommand(), a.completionCommand(),
	)
	return root
}

func (a *app) addGlobalFlags(root *cobra.Command) {
	flags := root.PersistentFlags()
	flags.StringVar(&a.flags.config, "config", "", "`FILE` that configures the providers")
	flags.StringVar(&a.flags.provider, "provider", "", "`NAME` of a provider in the config file (default: as the file says)")
	flags.BoolVar(&a.flags.json, "json", false, "print JSON")
	flags.BoolVar(&a.flags.secrets, "show-secrets", false, "reveal host links, passcodes and recording links")
	flags.BoolVar(&a.flags.raw, "raw", false, "add the vendor's own object to JSON, as \"raw\"")
	flags.BoolVar(&a.flags.debug, "debug", false, "log requests to stderr, without secrets")
	flags.DurationVar(&a.flags.timeout, "timeout", 30*time.Second, "deadline of the whole command, waits for the vendor's limits included; 0 for none")
	complete(root, "provider", a.completeProviders)
	_ = root.MarkPersistentFlagFilename("config", "yaml", "yml", "json") // the flag exists
}

// group is a command that only has commands below it.
func group(cmd *cobra.Command, below ...*cobra.Command) *cobra.Command {
	cmd.Args = cobra.ArbitraryArgs
	cmd.RunE = needsCommand
	cmd.SuggestionsMinimumDistance = 2
	cmd.AddCommand(below...)
	return cmd
}

func needsCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		var names []string
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() {
				names = append(names, sub.Name())
			}
		}
		return meeting.Invalidf("", "a command is missing after %s: %s", cmd.CommandPath(), strings.Join(names, ", "))
	}
	hint := ""
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = "; did you mean " + strings.Join(near, " or ") + "?"
	}
	return meeting.Invalidf("", "unknown command %q for %s%s", args[0], cmd.CommandPath(), hint)
}

// takes checks the number of arguments; the last name may be followed by "…" for
// one or more, or stand in brackets for none or one.
func takes(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		most := len(names)
		for i, name := range names {
			if strings.HasSuffix(name, "…") {
				most = len(args)
			}
			if i >= len(args) && !strings.HasPrefix(name, "[") {
				return meeting.Invalidf("", "the argument %s is missing; see %s --help", strings.TrimSuffix(name, "…"), cmd.CommandPath())
			}
		}
		if len(args) > most {
			return meeting.Invalidf("", "unexpected argument %q; see %s --help", args[most], cmd.CommandPath())
		}
		return nil
	}
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
