package main

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/spf13/cobra"
)

func (a *app) settingsCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "settings",
		Short: "Read and change the defaults of the account",
		Long:  `Reads and changes the defaults of the user who signed in: those that new meetings start from.`,
		Example: `  meetctl settings get
  meetctl settings set default_duration_seconds=2700 waiting_room=true`,
	}, a.settingsGetCommand(), a.settingsSetCommand())
}

func (a *app) settingsGetCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "get",
		Short:   "Print the defaults of the account",
		Long:    `Prints the defaults of the user who signed in.`,
		Example: `  meetctl settings get --json`,
		Args:    takes(),
		RunE: a.do(func(ctx context.Context, _ []string) error {
			client, err := a.client()
			if err != nil {
				return err
			}
			s, err := client.GetSettings(ctx)
			if err != nil {
				return err
			}
			return a.printAccount(s)
		}),
	}
}

func (a *app) settingsSetCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "set KEY=VALUE…",
		Short: "Change the defaults of the account",
		Long: `Changes the defaults of the user who signed in and prints them as they are
afterwards. Keys: default_duration_seconds (a number), default_time_zone (an IANA
name), auto_recording and waiting_room (true or false).`,
		Example:           `  meetctl settings set default_time_zone=Europe/Berlin auto_recording=false`,
		Args:              takes("KEY=VALUE…"),
		ValidArgsFunction: fixed("default_duration_seconds=", "default_time_zone=", "auto_recording=true", "auto_recording=false", "waiting_room=true", "waiting_room=false"),
		RunE: a.do(func(ctx context.Context, args []string) error {
			patch, err := readAccount(args)
			if err != nil {
				return err
			}
			client, err := a.client()
			if err != nil {
				return err
			}
			s, err := client.UpdateSettings(ctx, patch)
			if err != nil {
				return err
			}
			return a.printAccount(s)
		}),
	}
}

func readAccount(args []string) (meeting.AccountPatch, error) {
	var patch meeting.AccountPatch
	pairs, err := readPairs("settings", args)
	if err != nil {
		return patch, err
	}
	for _, key := range slices.Sorted(maps.Keys(pairs)) {
		value := pairs[key]
		switch key {
		case "default_duration_seconds":
			n, err := strconv.Atoi(value)
			if err != nil || n <= 0 || n > 1<<31 {
				return patch, meeting.Invalidf(key, "%q is not a number of seconds above zero", value)
			}
			d := time.Duration(n) * time.Second
			patch.DefaultDuration = &d
		case "default_time_zone":
			patch.DefaultZone = meeting.Zone(value)
			_, err = patch.DefaultZone.Location()
		case "auto_recording":
			patch.AutoRecording, err = readFlag(key, value)
		case "waiting_room":
			patch.WaitingRoom, err = readFlag(key, value)
		default:
			err = meeting.Invalidf("settings", "unknown key %q; known are default_duration_seconds, default_time_zone, auto_recording, waiting_room", key)
		}
		if err != nil {
			return patch, err
		}
	}
	return patch, nil
}

func readFlag(key, value string) (meeting.Flag, error) {
	switch strings.ToLower(value) {
	case "true":
		return meeting.On, nil
	case "false":
		return meeting.Off, nil
	}
	return meeting.Unset, meeting.Invalidf(key, "%q is neither true nor false", value)
}

func (a *app) printAccount(v meeting.AccountSettings) error {
	return a.printModel(v, func(s *sheet) {
		s.pair("default duration", span(v.DefaultDuration))
		s.pair("default time zone", string(v.DefaultZone))
		s.pair("auto recording", onOff(v.AutoRecording))
		s.pair("waiting room", onOff(v.WaitingRoom))
	})
}
