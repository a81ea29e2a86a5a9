package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
)

// bench runs the command in-process against the fake vendor.
type bench struct {
	t      *testing.T
	calls  *calls
	vars   map[string]string
	config string
	stdin  io.Reader
	browse func(page string) error
}

const benchConfig = `default: work
providers:
  work: {kind: fake, auth: {flow: api_key, api_key: k}}
  other: {kind: fake, auth: {flow: api_key, api_key: k}, options: {mode: empty}}
`

func newBench(t *testing.T, config string) *bench {
	t.Helper()
	path := filepath.Join(t.TempDir(), "meetctl.yaml")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return &bench{t: t, calls: &calls{}, vars: map[string]string{}, config: path, stdin: strings.NewReader("")}
}

type result struct {
	code     int
	out, err string
}

func (b *bench) kinds() []providers.Kind {
	return append(providers.Kinds(), providers.Kind{
		Name: "fake", Options: []string{"mode"},
		New: func(s providers.Settings) (provider.Provider, error) {
			if err := s.Auth.Validate(meeting.FlowAPIKey); err != nil {
				return nil, err
			}
			return &fake{settings: s, calls: b.calls}, nil
		},
		Read: providers.Readers{
			Meeting: func(payload []byte) (meeting.Meeting, error) {
				if !json.Valid(payload) {
					return meeting.Meeting{}, &meeting.Error{Kind: meeting.ErrProtocol, Message: "not JSON at byte 3"}
				}
				return meeting.Meeting{ID: "1", Passcode: meeting.NewSecret("p4ss"), Raw: payload}, nil
			},
			Page:   func([]byte) (meeting.Page, error) { return meeting.Page{NextPage: "n"}, nil },
			Detect: func(payload []byte) string { return strings.TrimSpace(string(payload[:min(len(payload), 4)])) },
		},
	})
}

// run executes one command line with the bench's config.
func (b *bench) run(args ...string) result {
	b.t.Helper()
	return b.bare(append([]string{"--config", b.config}, args...)...)
}

func (b *bench) bare(args ...string) result { return b.with(b.t.Context(), args...) }

func (b *bench) with(ctx context.Context, args ...string) result {
	var out, err bytes.Buffer
	code := run(ctx, args, streams{in: b.stdin, out: &out, err: &err}, b.environment())
	return result{code, out.String(), err.String()}
}

func (b *bench) environment() environment {
	return environment{
		lookup:    func(name string) (string, bool) { v, ok := b.vars[name]; return v, ok },
		configDir: func() (string, error) { return filepath.Join(filepath.Dir(b.config), "home"), nil },
		kinds:     b.kinds(),
		browse:    b.browse,
	}
}

// last returns the last call that reached a provider.
func (b *bench) last() any {
	b.t.Helper()
	if len(b.calls.got) == 0 {
		b.t.Fatal("nothing reached the provider")
	}
	return b.calls.got[len(b.calls.got)-1]
}

// want fails unless the command ended with code, and with nothing on stderr when
// that is 0.
func (r result) want(t *testing.T, code int) result {
	t.Helper()
	if r.code != code || (code == 0 && r.err != "") {
		t.Fatalf("exit %d, want %d\nstdout: %s\nstderr: %s", r.code, code, r.out, r.err)
	}
	return r
}

// document decodes stdout, which must be one JSON document.
func (r result) document(t *testing.T) any {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(r.out))
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("stdout is no JSON: %v\n%s", err, r.out)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		t.Fatalf("stdout is more than one JSON document:\n%s", r.out)
	}
	return v
}

// failure decodes stderr, which must be one error on one line, with nothing on
// stdout.
func (r result) failure(t *testing.T) map[string]any {
	t.Helper()
	if r.out != "" {
		t.Errorf("stdout of a failed command: %s", r.out)
	}
	if strings.Count(r.err, "\n") != 1 || !strings.HasSuffix(r.err, "\n") {
		t.Fatalf("stderr is not one line: %q", r.err)
	}
	var v struct {
		Error map[string]any `json:"error"`
	}
	if err := json.Unmarshal([]byte(r.err), &v); err != nil || v.Error == nil {
		t.Fatalf("stderr is no error document: %v\n%s", err, r.err)
	}
	return v.Error
}
