package main

import (
	"github.com/libmeet/meeting/providers"
	"github.com/spf13/cobra"
)

// complete sets what the shell offers as values of a flag.
func complete(cmd *cobra.Command, flag string, fn cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, fn); err != nil {
		panic(err) // the flag does not exist: every test finds it
	}
}

func fixed(words ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)
}

// completeProviders offers the names in the config file, also when a variable that
// the file refers to is not set.
func (a *app) completeProviders(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	path, err := a.configFile()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	data, err := readBounded(path, maxConfigSize)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return providers.Names(data), cobra.ShellCompDirectiveNoFileComp
}

func (a *app) kindNames() []string {
	names := make([]string, len(a.env.kinds))
	for i, k := range a.env.kinds {
		names[i] = k.Name
	}
	return names
}
