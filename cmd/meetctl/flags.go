package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/libmeet/meeting"
	"github.com/spf13/cobra"
)

// choice is a flag that takes one of a few words.
type choice struct {
	into  *string
	words []string
}

func (c choice) String() string { return *c.into }
func (c choice) Type() string   { return strings.Join(c.words, "|") }

func (c choice) Set(word string) error {
	if !slices.Contains(c.words, word) {
		return fmt.Errorf("it is none of %s", strings.Join(c.words, ", "))
	}
	*c.into = word
	return nil
}

// addChoice adds a flag that is checked when it is parsed and completed by the
// shell; *into is the default.
func addChoice(cmd *cobra.Command, into *string, name, usage string, words ...string) {
	cmd.Flags().Var(choice{into, words}, name, usage)
	complete(cmd, name, fixed(words...))
}

// toggle is a switch that knows whether it was given.
type toggle struct{ into *meeting.Flag }

func (t toggle) String() string { return t.into.String() }
func (t toggle) Type() string   { return "bool" }

func (t toggle) Set(text string) error {
	on, err := strconv.ParseBool(text)
	if err != nil {
		return fmt.Errorf("it is neither true nor false")
	}
	*t.into = meeting.FlagOf(on)
	return nil
}

func addToggle(cmd *cobra.Command, into *meeting.Flag, name, usage string) {
	flag := cmd.Flags().VarPF(toggle{into}, name, "", usage)
	flag.NoOptDefVal = "true"
}

// settingFlags are the rules of a meeting.
type settingFlags struct {
	settings meeting.Settings
	record   string
}

func (f *settingFlags) add(cmd *cobra.Command) {
	addToggle(cmd, &f.settings.WaitingRoom, "waiting-room", "people wait until the host lets them in (=false: they don't)")
	addToggle(cmd, &f.settings.MuteOnEntry, "mute-on-entry", "people enter muted")
	addToggle(cmd, &f.settings.JoinBeforeHost, "join-before-host", "people may enter before the host")
	addToggle(cmd, &f.settings.Locked, "locked", "nobody enters without being let in")
	addChoice(cmd, &f.record, "record", "record it by itself", "none", "local", "cloud")
}

func (f *settingFlags) read() meeting.Settings {
	s := f.settings
	s.Recording = meeting.RecordingMode(f.record)
	return s
}

// lossFlag is --on-loss.
type lossFlag struct{ word string }

func (f *lossFlag) add(cmd *cobra.Command) {
	f.word = "default"
	addChoice(cmd, &f.word, "on-loss", "what the vendor lacks stops the request: default if it matters, strict always, best-effort never",
		"default", "strict", "best-effort")
}

func (f *lossFlag) read() meeting.LossPolicy {
	policy, _ := meeting.ParseLossPolicy(f.word) // the flag takes no other word
	return policy
}

const maxNative = 1 << 20

// readNative reads the value of --native: JSON, @FILE, or @- for stdin.
func (a *app) readNative(ctx context.Context, value string) (json.RawMessage, error) {
	name, isFile := strings.CutPrefix(value, "@")
	switch {
	case value == "":
		return nil, nil
	case !isFile:
		return json.RawMessage(value), nil
	case name == "-":
		return a.readStdin(ctx, "native", maxNative)
	}
	data, err := readBounded(name, maxNative)
	switch {
	case err != nil:
		return nil, meeting.Invalidf("native", "%s", err)
	case len(data) > maxNative:
		return nil, meeting.Invalidf("native", "%s is larger than %d bytes", name, maxNative)
	case strings.TrimSpace(string(data)) == "":
		return nil, meeting.Invalidf("native", "%s is empty", name)
	}
	return data, nil
}

// readStart reads --start: an instant, or a wall clock whose zone stands beside it.
func readStart(text string) (time.Time, meeting.WallClock, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, "", nil
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if _, err := time.Parse(layout, text); err == nil {
			return time.Time{}, meeting.WallClock(text), nil
		}
	}
	return time.Time{}, "", meeting.Invalidf("start", "%q is neither RFC 3339 (2026-12-01T09:30:00Z) nor a wall clock (2026-12-01T09:30, with --zone)", text)
}

// readDay reads --from and --to: RFC 3339, or a date, which is its midnight in UTC.
func readDay(name, text string) (time.Time, error) { return readDayIn(name, text, time.UTC) }

// readDayIn is readDay with midnight in loc.
func readDayIn(name, text string, loc *time.Location) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.ParseInLocation(layout, text, loc); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, meeting.Invalidf(name, "%q is neither RFC 3339 nor a date such as 2026-12-01", text)
}

// readPeople reads addresses, with or without a name: Ada <ada@example.com>.
func readPeople(list []string) ([]meeting.Person, error) {
	var people []meeting.Person
	for _, text := range list {
		address, err := mail.ParseAddress(text)
		if err != nil || strings.ContainsFunc(text, unicode.IsControl) {
			return nil, meeting.Invalidf("invitees", "%q is not an e-mail address such as ada@example.com or Ada <ada@example.com>", text)
		}
		people = append(people, meeting.Person{Name: address.Name, Email: address.Address})
	}
	return people, nil
}

// readPairs reads KEY=VALUE words.
func readPairs(name string, list []string) (map[string]string, error) {
	pairs := make(map[string]string, len(list))
	for _, text := range list {
		key, value, ok := strings.Cut(text, "=")
		if !ok || key == "" {
			return nil, meeting.Invalidf(name, "%q is not KEY=VALUE", text)
		}
		if _, twice := pairs[key]; twice {
			return nil, meeting.Invalidf(name, "%s is given twice", key)
		}
		pairs[key] = value
	}
	return pairs, nil
}
