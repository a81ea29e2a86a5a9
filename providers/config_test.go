package providers_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
)

// fake is an adapter that does nothing.
type fake struct{ settings providers.Settings }

func (f fake) Info() provider.Info {
	return provider.Info{Name: f.settings.Name, Vendor: f.settings.Kind}
}

func (fake) CreateMeeting(context.Context, meeting.CreateRequest) (meeting.Meeting, error) {
	return meeting.Meeting{}, errors.New("not here")
}

func (fake) Instant(context.Context, meeting.InstantRequest) (meeting.Meeting, error) {
	return meeting.Meeting{}, errors.New("not here")
}

func (fake) ListParticipants(context.Context, string, meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	return meeting.ParticipantPage{}, errors.New("not here")
}

func kinds() []providers.Kind {
	open := func(s providers.Settings) (provider.Provider, error) {
		if err := s.Auth.Validate(meeting.FlowRefreshToken, meeting.FlowAPIKey); err != nil {
			return nil, err
		}
		if s.Options["org_id"] == "bad" {
			return nil, meeting.Invalidf("org_id", "it is bad")
		}
		if s.Options["org_id"] == "broken" {
			return nil, errors.New("plainly: broken")
		}
		return fake{s}, nil
	}
	return []providers.Kind{
		{Name: "plain", New: open},
		{Name: "rich", New: open, Options: []string{"org_id", "dialect"}, DataCenters: []string{"us", "eu"}, Plans: []string{"free", "pro"}},
	}
}

func environment(vars map[string]string, files map[string]string) providers.Environment {
	return providers.Environment{
		Lookup: func(name string) (string, bool) { v, ok := vars[name]; return v, ok },
		ReadFile: func(path string) ([]byte, error) {
			if text, ok := files[path]; ok {
				return []byte(text), nil
			}
			return nil, &os.PathError{Op: "open", Path: path, Err: os.ErrNotExist}
		},
	}
}

const whole = `
default: work
store: ./meetctl.db
store_key: env:STORE_KEY
providers:
  work:
    kind: rich
    base_url: https://api.example.com/
    data_center: eu
    auth:
      flow: refresh_token
      token_url: http://127.0.0.1:8080/oauth/v2/token
      account_id: 0123
      client_id: env:ID
      client_secret: file:secret.txt
      refresh_token: file:/abs/token
    options: {org_id: 00700, dialect: env:DIALECT}
    limits: {plan: pro, requests_per_minute: 60, exclusive: true}
  rooms: {kind: plain, auth: {flow: api_key, api_key: env:KEY}}
`

func TestParse(t *testing.T) {
	env := environment(map[string]string{"ID": "id-1", "DIALECT": "meetings", "KEY": "k", "STORE_KEY": "st0re key"},
		map[string]string{"etc/secret.txt": "s3cret\r\n", "/abs/token": "t0ken\n"})
	cfg, err := providers.Parse("etc/meetctl.yaml", []byte(whole), kinds(), env)
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Default != "work" || cfg.Store.Reveal() != "./meetctl.db" || cfg.StoreKey.Reveal() != "st0re key" || len(cfg.Providers) != 2 || len(cfg.Warnings) != 0 {
		t.Fatalf("read %+v", cfg)
	}
	work := cfg.Providers[0]
	auth := meeting.Credentials{
		Flow: meeting.FlowRefreshToken, TokenURL: "http://127.0.0.1:8080/oauth/v2/token", AccountID: "0123", ClientID: "id-1",
		ClientSecret: meeting.NewSecret("s3cret"), RefreshToken: meeting.NewSecret("t0ken"),
	}
	if work.Auth != auth {
		t.Errorf("auth: got %+v, client secret %q", work.Auth, work.Auth.ClientSecret.Reveal())
	}
	if work.Name != "work" || work.Kind != "rich" || work.BaseURL != "https://api.example.com" || work.DataCenter != "eu" {
		t.Errorf("got %+v", work)
	}
	if want := map[string]string{"org_id": "00700", "dialect": "meetings"}; !reflect.DeepEqual(work.Options, want) {
		t.Errorf("options: got %v, want %v", work.Options, want)
	}
	if want := (providers.Limits{Plan: "pro", RequestsPerMinute: 60, Exclusive: true}); work.Limits != want {
		t.Errorf("limits: got %+v, want %+v", work.Limits, want)
	}
	if got := fmt.Sprintf("%v %+v %#v", cfg, cfg, cfg); strings.Contains(got, "s3cret") || strings.Contains(got, "t0ken") || strings.Contains(got, "st0re key") {
		t.Errorf("a secret is printed: %s", got)
	}
	set, err := providers.Open(cfg, providers.OpenOptions{Kinds: kinds()})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(set.Names(), " "); got != "work rooms" {
		t.Errorf("names: %s", got)
	}
	if c, err := set.Client(""); err != nil || c.Info().Name != "work" {
		t.Errorf("default: %v, %v", c, err)
	}
}

func TestParseJSON(t *testing.T) {
	const text = "{\n\t\"providers\": {\n\t\t\"chat \\ud83d\\ude00\": {\"kind\": \"plain\", \"base_url\": \"https:\\/\\/a.example\"," +
		"\n\t\t\t\"auth\": {\"flow\": \"api_key\", \"api_key\": \"a\\\"b\", \"x\": 1}}}}"
	_, err := providers.Parse("c.json", []byte(text), kinds(), providers.Environment{})
	wantError(t, err, "c.json:4: providers.chat \U0001F600.auth.x: unknown key")
	cfg, err := providers.Parse("c.json", []byte(strings.Replace(text, `, "x": 1`, "", 1)), kinds(), providers.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	if p := cfg.Providers[0]; p.Name != "chat \U0001F600" || p.BaseURL != "https://a.example" || p.Auth.APIKey.Reveal() != `a"b` {
		t.Errorf("got %+v", p)
	}
}

func TestParseAliases(t *testing.T) {
	const text = "providers:\n  a: &a {kind: plain, auth: &k {flow: api_key, api_key: x}}\n  b: *a\n  c: {kind: plain, auth: *k}\n"
	cfg, err := providers.Parse("c.yaml", []byte(text), kinds(), providers.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range cfg.Providers {
		if p.Auth.APIKey.Reveal() != "x" {
			t.Errorf("%s: got %+v", p.Name, p)
		}
	}
}

func wantError(t *testing.T, err error, prefix string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %s", prefix)
	}
	if !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("not ErrInvalid: %v", err)
	}
	if !strings.HasPrefix(err.Error(), prefix) {
		t.Errorf("got  %s\nwant %s", err, prefix)
	}
	if strings.Contains(err.Error(), "s3cret") {
		t.Errorf("the error tells a secret: %s", err)
	}
}

func TestLoadWarns(t *testing.T) {
	const text = "providers:\n  a:\n    kind: plain\n    auth: {flow: api_key, api_key: s3cret}\n"
	path := filepath.Join(t.TempDir(), "meetctl.yaml")
	for mode, want := range map[os.FileMode]int{0o600: 0, 0o640: 1, 0o604: 1} {
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		cfg, err := providers.Load(path, kinds(), providers.Environment{})
		if err != nil {
			t.Fatal(err)
		}
		if len(cfg.Warnings) != want {
			t.Errorf("mode %o: warnings %q", mode, cfg.Warnings)
		}
		for _, w := range cfg.Warnings {
			if !strings.HasPrefix(w, path+":4: providers.a.auth.api_key: ") || strings.Contains(w, "s3cret") {
				t.Errorf("warning: %s", w)
			}
		}
	}
	_, err := providers.Load(path+".no", kinds(), providers.Environment{})
	wantError(t, err, path+".no: the config file can't be read: no such file")
	_, err = providers.Load(filepath.Dir(path), kinds(), providers.Environment{})
	wantError(t, err, filepath.Dir(path)+": the config file can't be read: ")
}

func TestNames(t *testing.T) {
	if got := strings.Join(providers.Names([]byte(whole)), " "); got != "work rooms" {
		t.Errorf("got %q", got)
	}
	for _, text := range []string{"", "[", "providers: 1", "- a"} {
		if got := providers.Names([]byte(text)); len(got) != 0 {
			t.Errorf("%q: got %q", text, got)
		}
	}
}
