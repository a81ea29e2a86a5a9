package main

import (
	"github.com/libmeet/meeting"
	"github.com/spf13/cobra"
)

func (a *app) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print the completion script of a shell",
		Long: `Prints a script that completes commands, flags, the names of configured providers
and the words that flags take. SHELL is bash, zsh, fish or powershell.`,
		Example: `  source <(meetctl completion bash)
  meetctl completion fish > ~/.config/fish/completions/meetctl.fish`,
		Args:              takes("SHELL"),
		ValidArgsFunction: fixed("bash", "zsh", "fish", "powershell"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			switch root := cmd.Root(); args[0] {
			case "bash":
				err = root.GenBashCompletionV2(a.out, true)
			case "zsh":
				err = root.GenZshCompletion(a.out)
			case "fish":
				err = root.GenFishCompletion(a.out, true)
			case "powershell":
				err = root.GenPowerShellCompletionWithDesc(a.out)
			default:
				return meeting.Invalidf("", "unknown shell %q; known are bash, zsh, fish, powershell", args[0])
			}
			if err != nil {
				return localError("writing to stdout", err)
			}
			return nil
		},
	}
}

func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Explain a command",
		Long:    `Explains a command, its flags and its arguments, with examples.`,
		Example: `  meetctl help recordings download`,
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return needsCommand(about, rest)
			}
			about.InitDefaultHelpFlag()
			about.InitDefaultVersionFlag()
			return about.Help()
		},
	}
}
