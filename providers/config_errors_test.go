package providers_test

import (
	"strings"
	"testing"

	"github.com/libmeet/meeting/providers"
)

// one wraps the members of one provider "a", whose first member is in line 3.
func one(members string) string {
	return "providers:\n  a:\n    " + strings.ReplaceAll(strings.TrimSpace(members), "\n", "\n    ") + "\n"
}

const signed = "\nauth: {flow: api_key, api_key: k}"

func TestParseErrors(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty file":            {"", "c.yaml:1: the file is empty"},
		"comments only":         {"# nothing\n", "c.yaml:1: the file is empty"},
		"null document":         {"---\n", "c.yaml:2: it must be a mapping"},
		"list":                  {"- a\n", "c.yaml:1: it must be a mapping"},
		"too large":             {"# " + strings.Repeat("x", 1<<20), "c.yaml:1: the file is larger"},
		"not UTF-8":             {"a: b\nc: s3cret\xff\n", "c.yaml:2: it is not UTF-8"},
		"control character":     {"a: b\nc: s3cret\x01\n", "c.yaml:2: it holds a control character"},
		"bad syntax":            {"default: a\nproviders: [s3cret\n", "c.yaml:"},
		"secret like an alias":  {one("kind: plain\nauth: {flow: api_key, api_key: *s3cret}"), "c.yaml:"},
		"secret like a tag":     {one("kind: plain\nauth: {flow: api_key, api_key: !s3cret x}"), "c.yaml:4: providers.a.auth.api_key: a YAML tag"},
		"second document":       {one("kind: plain"+signed) + "---\ndefault: a\n", "c.yaml:5: a second YAML document"},
		"no providers":          {"default: a\n", "c.yaml:1: providers: the file configures no provider"},
		"empty providers":       {"providers: {}\n", "c.yaml:1: providers: the file configures no provider"},
		"providers without":     {"providers:\n", "c.yaml:1: providers: it must be a mapping"},
		"unknown key at top":    {"defualt: a\n", "c.yaml:1: defualt: unknown key; known here: default, store, store_key, providers"},
		"unknown key":           {one("kind: plain\nurl: x"), "c.yaml:4: providers.a.url: unknown key"},
		"unknown key in auth":   {one("kind: plain\nauth:\n  secret: s3cret"), "c.yaml:5: providers.a.auth.secret: unknown key"},
		"unknown key in limits": {one("kind: rich\nlimits: {rpm: 3}"), "c.yaml:4: providers.a.limits.rpm: unknown key"},
		"merge key":             {"x: &x {a: b}\n", "c.yaml:1: x: unknown key"},
		"duplicate provider":    {"providers:\n  a: {kind: plain" + strings.ReplaceAll(signed, "\n", ", ") + "}\n  a: {kind: plain}\n", "c.yaml:3: providers.a: the key stands here twice, first in line 2"},
		"duplicate key":         {one("kind: plain\nkind: rich"), "c.yaml:4: providers.a.kind: the key stands here twice, first in line 3"},
		"key is a list":         {"? [a]\n: b\n", "c.yaml:1: a key must be text"},
		"blank name":            {"providers:\n  ' ': {kind: plain}\n", "c.yaml:2: providers. : a provider's name"},
		"control in name":       {"providers:\n  \"a\\nb\": {kind: plain}\n", "c.yaml:2: providers.a b: a provider's name"},
		"default names nobody":  {"default: b\n" + one("kind: plain"+signed), `c.yaml:1: default: no provider is called "b"`},
		"default is a list":     {"default: [a]\n", "c.yaml:1: default: it must be text"},
		"store without a value": {"store:\n", "c.yaml:1: store: it has no value"},

		"no kind":              {one("base_url: https://a.example"), "c.yaml:2: providers.a.kind: it is missing; the kinds are plain, rich"},
		"unknown kind":         {one("kind: zooom"), `c.yaml:3: providers.a.kind: "zooom" is none of plain, rich`},
		"boolean for text":     {one("kind: rich\noptions: {org_id: true}"), "c.yaml:4: providers.a.options.org_id: it must be text"},
		"mapping for text":     {one("kind: rich\noptions: {org_id: {}}"), "c.yaml:4: providers.a.options.org_id: it must be text"},
		"binary":               {one("kind: rich\noptions: {org_id: !!binary aGk=}"), "c.yaml:4: providers.a.options.org_id: a YAML tag"},
		"unknown option":       {one("kind: rich\noptions: {org: 1}"), "c.yaml:4: providers.a.options.org: unknown option; rich has org_id, dialect"},
		"no options":           {one("kind: plain\noptions: {org: 1}"), "c.yaml:4: providers.a.options.org: plain has no options"},
		"line break in option": {one("kind: rich\noptions: {org_id: \"1\\n2\"}"), "c.yaml:4: providers.a.options.org_id: it holds a line break"},
		"unknown data center":  {one("kind: rich\ndata_center: moon"), `c.yaml:4: providers.a.data_center: "moon" is none of us, eu`},
		"no data centers":      {one("kind: plain\ndata_center: eu"), "c.yaml:4: providers.a.data_center: this kind has no data centres"},
		"unknown plan":         {one("kind: rich\nlimits: {plan: gold}"), `c.yaml:4: providers.a.limits.plan: "gold" is none of free, pro`},
		"no plans":             {one("kind: plain\nlimits: {plan: pro}"), "c.yaml:4: providers.a.limits.plan: this kind has no plans"},
		"zero rate":            {one("kind: rich\nlimits: {requests_per_minute: 0}"), `c.yaml:4: providers.a.limits.requests_per_minute: "0" is not a whole number`},
		"odd rate":             {one("kind: rich\nlimits: {requests_per_minute: 1e3}"), `c.yaml:4: providers.a.limits.requests_per_minute: "1e3" is not a whole number`},
		"odd boolean":          {one("kind: rich\nlimits: {exclusive: 1}"), `c.yaml:4: providers.a.limits.exclusive: "1" is neither`},
		"forced boolean":       {one("kind: rich\nlimits: {exclusive: !!bool x}"), `c.yaml:4: providers.a.limits.exclusive: a YAML tag`},

		"env not set":        {one("kind: plain\nauth:\n  flow: api_key\n  api_key: env:NOT_SET"), "c.yaml:6: providers.a.auth.api_key: environment variable NOT_SET is not set"},
		"env empty":          {one("kind: plain\nauth: {api_key: env:EMPTY}"), "c.yaml:4: providers.a.auth.api_key: environment variable EMPTY is empty"},
		"env without a name": {one("kind: plain\nauth: {api_key: \"env:\"}"), "c.yaml:4: providers.a.auth.api_key: the reference env:"},
		"env breaks a line":  {one("kind: plain\nauth: {client_id: env:BROKEN}"), "c.yaml:4: providers.a.auth.client_id: it holds a line break"},
		"env is not a kind":  {one("kind: env:SECRET"), "c.yaml:3: providers.a.kind: the value of env:SECRET is none of plain, rich"},
		"env is no rate":     {one("kind: rich\nlimits: {requests_per_minute: env:SECRET}"), "c.yaml:4: providers.a.limits.requests_per_minute: the value of env:SECRET is not"},
		"file missing":       {one("kind: plain\nauth: {api_key: file:no.txt}"), "c.yaml:4: providers.a.auth.api_key: file:no.txt can't be read: file does not exist"},
		"file empty":         {one("kind: plain\nauth: {api_key: file:empty.txt}"), "c.yaml:4: providers.a.auth.api_key: file:empty.txt is empty"},
		"file large":         {one("kind: plain\nauth: {api_key: file:large.txt}"), "c.yaml:4: providers.a.auth.api_key: file:large.txt is larger"},
		"file binary":        {one("kind: plain\nauth: {api_key: file:binary.txt}"), "c.yaml:4: providers.a.auth.api_key: file:binary.txt is not UTF-8"},
		"file without name":  {one("kind: plain\nauth: {api_key: \"file:\"}"), "c.yaml:4: providers.a.auth.api_key: the reference file:"},
		"secret missing":     {one("kind: plain\nauth: {flow: refresh_token, client_id: i}"), "c.yaml:4: providers.a.auth.client_secret: the flow refresh_token needs it"},
		"secret with blank":  {one("kind: plain\nauth:\n  flow: api_key\n  api_key: s3 cret"), "c.yaml:6: providers.a.auth.api_key: it holds a blank"},
		"store key unset":    {"store_key: env:NOWHERE\n" + one("kind: plain"), "c.yaml:1: store_key: environment variable NOWHERE is not set"},
		"secret empty":       {one("kind: plain\nauth:\n  flow: api_key\n  api_key: ''"), "c.yaml:6: providers.a.auth.api_key: it is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			env := environment(map[string]string{"EMPTY": "", "BROKEN": "s3cret\nx", "SECRET": "s3cret"},
				map[string]string{"empty.txt": "\n", "large.txt": strings.Repeat("s3cret", 1<<16), "binary.txt": "s3cret\xff"})
			_, err := providers.Parse("c.yaml", []byte(c.text), kinds(), env)
			wantError(t, err, c.want)
		})
	}
}

func TestParseAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"https://api.example.com":       "",
		"https://api.example.com:8443/": "",
		"http://127.0.0.1:1":            "",
		"http://127.8.9.1":              "",
		"http://[::1]:80":               "",
		"http://LocalHost:80":           "",
		"http://api.example.com":        "plain http",
		"http://127.0.0.1.evil.example": "plain http",
		"http://localhost.evil.example": "plain http",
		"http://[::ffff:10.0.0.1]":      "plain http",
		"https://api.example.com/v2":    "it must be scheme and host only",
		"https://api.example.com//":     "it must be scheme and host only",
		"https://a.example/?":           "it must not have a query",
		"https://a.example?q=s3cret":    "it must not have a query",
		"https://a.example#s3cret":      "it must not have a query",
		"https://u:s3cret@a.example":    "it must not hold a user",
		"ftp://a.example":               "it must start with https",
		"a.example":                     "it must start with https",
		"https:a.example":               "its host or port",
		"https://":                      "its host or port",
		"https://a.example:":            "its host or port",
		"https://a.example:0":           "its host or port",
		"https://a.example:70000":       "its host or port",
		"https://a_b.example\u00e9":     "its host or port",
		"https://s3cret%zz":             "it is not a URL",
	} {
		text := one("kind: plain\nbase_url: '" + address + "'" + signed)
		_, err := providers.Parse("c.yaml", []byte(text), kinds(), providers.Environment{})
		if want == "" && err != nil {
			t.Errorf("%s: %v", address, err)
		}
		if want != "" {
			wantError(t, err, "c.yaml:4: providers.a.base_url: "+want)
		}
		text = one("kind: plain\nauth: {flow: api_key, api_key: k, token_url: '" + strings.TrimSuffix(address, "/") + "'}")
		_, err = providers.Parse("c.yaml", []byte(text), kinds(), providers.Environment{})
		if want != "" && !strings.HasPrefix(want, "it must be scheme and host") {
			wantError(t, err, "c.yaml:4: providers.a.auth.token_url: "+want)
		} else if err != nil {
			t.Errorf("token_url %s: %v", address, err)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	for name, c := range map[string]struct{ members, want string }{
		"wrong flow":    {"kind: plain\nauth:\n  flow: access_token\n  access_token: s3cret", `c.yaml:5: providers.a.auth.flow: "access_token" is none of`},
		"no auth":       {"kind: plain", `c.yaml:2: providers.a.auth.flow: "" is none of`},
		"no flow":       {"kind: plain\nauth: {api_key: s3cret}", `c.yaml:4: providers.a.auth.flow: "" is none of`},
		"option":        {"kind: rich\noptions: {org_id: bad}" + signed, "c.yaml:4: providers.a.options.org_id: it is bad"},
		"other failure": {"kind: rich\noptions: {org_id: broken}" + signed, "c.yaml:2: providers.a: plainly: broken"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, err := providers.Parse("c.yaml", []byte(one(c.members)), kinds(), providers.Environment{})
			if err != nil {
				t.Fatal(err)
			}
			_, err = providers.Open(cfg, providers.OpenOptions{Kinds: kinds()})
			wantError(t, err, c.want)
		})
	}
	t.Run("made by hand", func(t *testing.T) {
		cfg := &providers.Config{Providers: []providers.Settings{{Name: "a", Kind: "moon"}}}
		_, err := providers.Open(cfg, providers.OpenOptions{Kinds: kinds()})
		wantError(t, err, `providers.a.kind: "moon" is none of plain, rich`)
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte(one("kind: plain" + signed)))
	f.Add([]byte("a: &a [*a]\n? {x: y}\n: *a\n"))
	f.Add([]byte(`{"providers": {"a\/b": {"kind": "plain"}}}`))
	env := environment(map[string]string{"ID": "i", "KEY": "k"}, nil)
	f.Fuzz(func(t *testing.T, data []byte) {
		cfg, err := providers.Parse("c.yaml", data, kinds(), env)
		if (cfg == nil) == (err == nil) {
			t.Fatalf("config %v with error %v", cfg, err)
		}
		if err != nil {
			wantError(t, err, "c.yaml:")
			if strings.ContainsAny(err.Error(), "\n\r\x1b\x00") {
				t.Errorf("a control character in %q", err)
			}
			return
		}
		_, _ = providers.Open(cfg, providers.OpenOptions{Kinds: kinds()})
	})
}
