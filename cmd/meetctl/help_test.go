package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

func TestHelpIsComplete(t *testing.T) {
	b := newBench(t, benchConfig)
	a := &app{env: b.environment()}
	root := a.rootCommand()
	walk(root, func(cmd *cobra.Command) {
		path := cmd.CommandPath()
		if cmd.Short == "" || cmd.Long == "" || cmd.Example == "" {
			t.Errorf("%s: Short, Long or Example is missing", path)
		}
		for line := range strings.SplitSeq(cmd.Long, "\n") {
			if len(line) > 125 {
				t.Errorf("%s: a line of %d characters", path, len(line))
			}
		}
		for line := range strings.SplitSeq(cmd.Example, "\n") {
			_, words, ok := strings.Cut(line, "meetctl ")
			if !ok {
				continue
			}
			if about, _, err := root.Find(strings.Fields(words)); err != nil || (about == root && !strings.HasPrefix(words, "--")) {
				t.Errorf("%s: the example %q is no command: %v", path, line, err)
			}
		}
		args := append(strings.Fields(path)[1:], "--help")
		got := b.bare(args...).want(t, 0)
		if !strings.HasPrefix(got.out, cmd.Long) || !strings.Contains(got.out, "Usage:") {
			t.Errorf("%s --help: %s", path, got.out)
		}
		if help := b.bare(append([]string{"help"}, strings.Fields(path)[1:]...)...).want(t, 0); help.out != got.out {
			t.Errorf("help %s differs from --help", path)
		}
	})
	if got := b.bare().want(t, 0); !strings.Contains(got.out, "Usage:") {
		t.Errorf("without a command: %s", got.out)
	}
	if got := b.bare("--version").want(t, 0); !strings.HasPrefix(got.out, "meetctl ") || strings.Count(got.out, "\n") != 1 {
		t.Errorf("--version: %q", got.out)
	}
}

func walk(cmd *cobra.Command, visit func(*cobra.Command)) {
	visit(cmd)
	for _, below := range cmd.Commands() {
		walk(below, visit)
	}
}

func TestCompletion(t *testing.T) {
	b := newBench(t, benchConfig+"  secret: {kind: fake, auth: {flow: api_key, api_key: env:NOT_SET}}\n")
	for line, want := range map[string]string{
		"--provider ":           "work other secret",
		"get 1 --provider ":     "work other secret",
		"create --media ":       "video audio",
		"create --record ":      "none local cloud",
		"create --on-loss ":     "default strict best-effort",
		"list --status ":        "scheduled live ended cancelled",
		"participants --state ": "live invited joined left",
		"normalize --as ":       "meeting page participants",
		"completion ":           "bash zsh fish powershell",
		"settings ":             "get set",
		"settings set ":         "default_duration_seconds= default_time_zone= auto_recording=true auto_recording=false waiting_room=true waiting_room=false",
	} {
		args := append([]string{"--config", b.config}, strings.Split(line, " ")...)
		got := b.bare(append([]string{"__complete"}, args...)...)
		var words []string
		for row := range strings.SplitSeq(got.out, "\n") {
			if word, _, _ := strings.Cut(row, "\t"); word != "" && !strings.HasPrefix(word, ":") {
				words = append(words, word)
			}
		}
		if got := strings.Join(words, " "); got != want {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
	}
	kinds := b.bare("__complete", "normalize", "--vendor", "")
	if !strings.Contains(kinds.out, "fake\n") || !strings.Contains(kinds.out, "zoom\n") {
		t.Errorf("kinds: %s", kinds.out)
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if got := b.bare("completion", shell).want(t, 0); !strings.Contains(got.out, "meetctl") {
			t.Errorf("%s: %s", shell, got.out)
		}
	}
}
