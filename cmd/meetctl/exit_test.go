package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/libmeet/meeting"
)

func TestExitCodes(t *testing.T) {
	b := newBench(t, benchConfig)
	for kind, code := range map[meeting.ErrorKind]int{
		meeting.ErrInvalid: 2, meeting.ErrUnauthenticated: 4, meeting.ErrPermission: 4, meeting.ErrNotFound: 3,
		meeting.ErrConflict: 1, meeting.ErrRateLimited: 5, meeting.ErrUnsupported: 6, meeting.ErrNotReady: 8,
		meeting.ErrUnavailable: 8, meeting.ErrProtocol: 1, meeting.ErrOutcomeUnknown: 7,
	} {
		id := "fail-" + string(kind)
		got := b.run("get", id, "--json").want(t, code).failure(t)
		if got["kind"] != string(kind) || got["provider"] != "work" || got["op"] != "get" || got["code"] != "7" ||
			got["status"] != 418.0 || got["retry_after_seconds"] != 90.0 || got["request_id"] != "r1" || got["message"] != "as asked" {
			t.Errorf("%s: error %v", kind, got)
		}
		human := b.run("get", id).want(t, code)
		if human.out != "" || !strings.HasPrefix(human.err, "meetctl: work: get: as asked") || strings.Count(human.err, "\n") != 1 {
			t.Errorf("%s: stdout %q, stderr %q", kind, human.out, human.err)
		}
	}
}

func TestUsageErrors(t *testing.T) {
	for _, line := range []string{
		"creat", "--bogus", "create --bogus", "get", "get 1 2", "invite 1", "uninvite 1", "sessions", "sessions 1 2 3", "recordings",
		"recordings foo", "recordings download 1", "transcripts", "transcripts download 1", "transcripts list --meeting=", "recordings list x", "webinars", "settings", "settings set", "settings get x",
		"get 1 --timeout=x", "get 1 --timeout=-1s", "get 1 --json=maybe", "--json", "create --media smell", "create --record tape",
		"create --on-loss shrug", "create --locked=perhaps", "list --status gone", "list --limit -1", "list --limit x", "list --filter x",
		"list --filter =x", "list --filter a=1 --filter a=2", "list --from tomorrow", "list --from 2026-12-02 --to 2026-12-01",
		"list --all --filter a=1", "list --all --provider work", "participants 1 --state asleep", "get 1 --provider nobody",
		"get 1 --provider=", "get 1 --config=", "normalize", "normalize --vendor nobody", "normalize --vendor fake --as poem",
		"sim --listen 0.0.0.0:0", "sim --listen 127.0.0.1:99999", "auth login --listen localhost:65536", "calendar serve --listen 127.0.0.1", "sim --listen 127.0.0.1", "sim --listen example.com:1", "completion", "completion tcsh", "help nothing",
		"update 1", "update 1 --start tomorrow", "update 1 --rrule x", "recordings list --meeting=",
	} {
		t.Run(line, func(t *testing.T) {
			b := newBench(t, benchConfig)
			got := b.run(append(strings.Fields(line), "--json")...).want(t, 2).failure(t)
			if got["kind"] != "invalid" || got["message"] == "" {
				t.Errorf("error %v", got)
			}
			if len(b.calls.got) > 0 {
				t.Errorf("it reached the provider: %v", b.calls.got)
			}
		})
	}
}

func TestUsageErrorNamesTheWay(t *testing.T) {
	b := newBench(t, benchConfig)
	for line, want := range map[string]string{
		"creat":          "did you mean create?",
		"recordings":     "delete, download, get, list",
		"recordings gte": "did you mean get?",
		"get":            "the argument ID is missing; see meetctl get --help",
		"create --bogus": "unknown flag: --bogus; see meetctl create --help",
		"list --limit x": "--limit",
	} {
		if got := b.run(strings.Fields(line)...).want(t, 2); !strings.Contains(got.err, want) || strings.Count(got.err, "\n") != 1 {
			t.Errorf("%s: stderr %q, want %q in it", line, got.err, want)
		}
	}
}

func TestGlobalFlagsAnywhere(t *testing.T) {
	b := newBench(t, benchConfig)
	for _, args := range [][]string{
		{"--config", b.config, "--json", "--provider", "other", "recordings", "get", "r1"},
		{"recordings", "--config", b.config, "--json", "get", "--provider=other", "r1"},
		{"recordings", "get", "r1", "--provider", "other", "--json", "--config=" + b.config},
	} {
		got := b.bare(args...).want(t, 0).document(t).(map[string]any)
		if got["id"] != "r1" {
			t.Errorf("%v: got %v", args, got)
		}
	}
}

func TestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, benchConfig)
		got := b.run("get", "slow", "--json").want(t, 8).failure(t)
		if got["kind"] != "unavailable" {
			t.Errorf("error %v", got)
		}
		b.run("--timeout", "10ms", "get", "slow").want(t, 8)
		b.run("recordings", "download", "slow", "-o", filepath.Join(t.TempDir(), "f"), "--timeout", "1h").want(t, 8)
	})
}

func TestCancelled(t *testing.T) {
	b := newBench(t, benchConfig)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b.with(ctx, "--config", b.config, "--timeout=0", "get", "slow").want(t, 8)
	b.with(ctx, "--config", b.config, "recordings", "download", "slow", "-o-").want(t, 8)
}

func TestFindConfig(t *testing.T) {
	b := newBench(t, benchConfig)
	t.Chdir(t.TempDir())
	got := b.bare("list", "--json").want(t, 2).failure(t)
	for _, place := range []string{"--config", "$MEETCTL_CONFIG", "meetctl.yaml", filepath.Join("home", "meetctl", "meetctl.yaml"), "meetctl sim"} {
		if message := fmt.Sprint(got["message"]); !strings.Contains(message, place) {
			t.Errorf("%s does not name %s", message, place)
		}
	}
	home := filepath.Join(filepath.Dir(b.config), "home", "meetctl")
	if err := os.MkdirAll(home, 0o700); err != nil {
		t.Fatal(err)
	}
	place := func(path, name string) {
		config := "providers: {" + name + ": {kind: fake, auth: {flow: api_key, api_key: k}}}"
		if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// Each is found before those above it.
	place(filepath.Join(home, "meetctl.yaml"), "home")
	wantProvider(t, b, "home")
	place("meetctl.yaml", "here")
	wantProvider(t, b, "here")
	place("variable.yaml", "variable")
	b.vars["MEETCTL_CONFIG"] = "variable.yaml"
	wantProvider(t, b, "variable")
	place("flag.yaml", "flag")
	wantProvider(t, b, "flag", "--config", "flag.yaml")
	b.vars["MEETCTL_CONFIG"] = "missing.yaml"
	b.bare("list").want(t, 2)
}

func wantProvider(t *testing.T, b *bench, name string, args ...string) {
	t.Helper()
	got := b.bare(append(args, "providers", "--json")...).want(t, 0).document(t).([]any)
	if len(got) != 1 || got[0].(map[string]any)["name"] != name {
		t.Errorf("configured is %v, want %s", got, name)
	}
}

func TestConfigErrors(t *testing.T) {
	for name, c := range map[string]struct{ config, want string }{
		"unknown key":      {"providers:\n  a: {kind: fake, autth: {}}\n", ":2: providers.a.autth: unknown key"},
		"unknown kind":     {"providers:\n  a: {kind: moon}\n", ":2: providers.a.kind: "},
		"missing variable": {"providers:\n  a:\n    kind: fake\n    auth: {flow: api_key, api_key: env:NOT_SET}\n", ":4: providers.a.auth.api_key: environment variable NOT_SET is not set"},
		"missing secret":   {"providers:\n  a:\n    kind: fake\n    auth:\n      flow: api_key\n", ":4: providers.a.auth.api_key: the flow api_key needs it"},
		"wrong flow":       {"providers:\n  a:\n    kind: fake\n    auth: {flow: access_token, access_token: t}\n", ":4: providers.a.auth.flow: "},
		"base_url path":    {"providers:\n  a: {kind: fake, base_url: https://x.example/v2}\n", ":2: providers.a.base_url: it must be scheme and host"},
		"plain http":       {"providers:\n  a: {kind: fake, base_url: http://x.example}\n", ":2: providers.a.base_url: plain http"},
		"empty":            {"", ":1: the file is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, c.config)
			got := b.run("get", "1", "--json").want(t, 2).failure(t)
			if message := fmt.Sprint(got["message"]); !strings.HasPrefix(message, b.config+c.want) {
				t.Errorf("got  %s\nwant %s%s", message, b.config, c.want)
			}
		})
	}
}

func TestConfigWarning(t *testing.T) {
	b := newBench(t, benchConfig)
	if err := os.Chmod(b.config, 0o644); err != nil {
		t.Fatal(err)
	}
	got := b.run("get", "1", "--json")
	if got.code != 0 || !strings.HasPrefix(got.err, "warning: "+b.config+":3: providers.work.auth.api_key: a secret (and 1 more) stands in clear") {
		t.Errorf("exit %d, stderr %s", got.code, got.err)
	}
	got.document(t)
}

func TestFailingStdout(t *testing.T) {
	b := newBench(t, benchConfig)
	var err strings.Builder
	code := run(t.Context(), []string{"--config", b.config, "get", "1"}, streams{in: b.stdin, out: broken{}, err: &err}, b.environment())
	if code != 8 || !strings.Contains(err.String(), "writing to stdout: disk full") {
		t.Errorf("exit %d, stderr %s", code, err.String())
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }
