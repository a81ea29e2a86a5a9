package providers_test

import (
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/providers"
)

func TestConfigWebhook(t *testing.T) {
	hooks := append(kinds(), providers.Kind{Name: "told", New: kinds()[0].New, Webhooks: true})
	env := environment(map[string]string{"A": "one", "B": "two"}, map[string]string{"/s": "three\n"})
	parse := func(webhook string) (*providers.Config, error) {
		return providers.Parse("c.yaml", []byte("providers:\n  a:\n    kind: told\n    auth: {flow: api_key, api_key: k}\n    webhook: "+webhook+"\n"), hooks, env)
	}
	for text, want := range map[string]providers.Webhook{
		"{secrets: [env:A, env:B, file:/s], tolerance: 90s}": {Secrets: []meeting.Secret{meeting.NewSecret("one"), meeting.NewSecret("two"), meeting.NewSecret("three")}, Tolerance: 90 * time.Second},
		"{secrets: env:A}": {Secrets: []meeting.Secret{meeting.NewSecret("one")}},
	} {
		cfg, err := parse(text)
		if err != nil {
			t.Fatal(err)
		}
		got := cfg.Providers[0].Webhook
		if len(got.Secrets) != len(want.Secrets) || got.Tolerance != want.Tolerance {
			t.Fatalf("%s: %v", text, got)
		}
		for i := range got.Secrets {
			if got.Secrets[i] != want.Secrets[i] {
				t.Errorf("%s: secret %d is another", text, i)
			}
		}
	}
	for text, want := range map[string]string{
		"{secret: env:A}":                  "c.yaml:5: providers.a.webhook.secret: unknown key; known here: secrets, tolerance",
		"{secrets: []}":                    "c.yaml:5: providers.a.webhook.secrets: the list is empty",
		"{secrets: [env:A, env:NONE]}":     "c.yaml:5: providers.a.webhook.secrets: environment variable NONE is not set",
		"{secrets: [[env:A]]}":             "providers.a.webhook.secrets: it must be text",
		"{secrets: env:A, tolerance: 5}":   "providers.a.webhook.tolerance: \"5\" is no length of time",
		"{secrets: env:A, tolerance: -5m}": "is no length of time",
		"env:A":                            "providers.a.webhook: it must be a mapping",
	} {
		if _, err := parse(text); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "one") {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := providers.Parse("c.yaml", []byte("providers:\n  a:\n    kind: plain\n    auth: {flow: api_key, api_key: k}\n    webhook: {secrets: x}\n"), hooks, env); err == nil ||
		!strings.Contains(err.Error(), "c.yaml:5: providers.a.webhook: plain has no webhooks") {
		t.Errorf("%v", err)
	}
}
