package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting/internal/simulator"
)

// vendors starts simulators whose account is a.
func vendors(t *testing.T, a simulator.Account) *simulator.Server {
	t.Helper()
	server, err := simulator.Start(simulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	server.SetAccount(a)
	return server
}

// finding is one element of doctor's JSON.
type finding struct{ provider, check, status, message, remedy string }

func findings(t *testing.T, document any) []finding {
	t.Helper()
	var list []finding
	for _, item := range document.([]any) {
		members := item.(map[string]any)
		text := func(name string) string { s, _ := members[name].(string); return s }
		f := finding{text("provider"), text("check"), text("status"), text("message"), text("remedy")}
		if f.provider == "" || f.check == "" || f.message == "" || !slices.Contains([]string{"ok", "warn", "fail"}, f.status) || (f.status != "ok" && f.remedy == "") {
			t.Errorf("not a whole finding: %v", members)
		}
		list = append(list, f)
	}
	return list
}

// TestDoctorNamesSevenFaults: a config with one fault for each provider; each is
// named, with its remedy, and nothing else of that provider fails.
func TestDoctorNamesSevenFaults(t *testing.T) {
	elsewhere := vendors(t, simulator.Account{ZohoDataCenter: "eu"})
	published := vendors(t, simulator.Account{ZohoDialect: "sessions"})
	skewed := vendors(t, simulator.Account{})
	skewed.Advance(-12*time.Minute - 30*time.Second)
	plain := vendors(t, simulator.Account{ZoomScopes: []string{"meeting:read", "recording:read", "recording:write", "report:read"}})
	zoho := func(name, kind, url, refresh, more string) string {
		return fmt.Sprintf("  %s:\n    kind: %s\n    base_url: %s\n    auth: {flow: refresh_token, token_url: %s/oauth/v2/token, client_id: 1000.SIM, client_secret: sim-zoho-secret, refresh_token: %s}\n%s",
			name, kind, url, url, refresh, more)
	}
	const good = "1000.sim.refresh"
	config := "store: ./state.db\nproviders:\n" +
		zoho("dc", "zoho-meeting", elsewhere.URL(), good, "    data_center: us\n") +
		zoho("dialect", "zoho-meeting", published.URL(), good, "    options: {dialect: meetings}\n") +
		zoho("revoked", "zoho-meeting", plain.URL(), "1000.sim.gone", "") +
		zoho("org", "zoho-sdk", plain.URL(), good, "    options: {org_id: \"7654321\"}\n") +
		fmt.Sprintf("  scope:\n    kind: zoom\n    base_url: %[1]s\n    auth: {flow: account_credentials, token_url: %[1]s/oauth/token, account_id: sim-account, client_id: sim-client, client_secret: sim-secret}\n", plain.URL()) +
		"  clock:\n    kind: whereby\n    base_url: " + skewed.URL() + "\n    auth: {flow: api_key, api_key: sim-whereby-key}\n" +
		"  key:\n    kind: whereby\n    base_url: " + plain.URL() + "\n    auth: {flow: api_key, api_key: sim-whereby-kex}\n"
	b := newBench(t, config)
	got := b.run("doctor", "--json")
	if got.code != 2 || !strings.Contains(got.err, "checks failed") { // the dialect is a word of the config
		t.Errorf("exit %d: %s", got.code, got.err)
	}
	list := findings(t, got.document(t))
	for name, want := range map[string]struct{ check, message, remedy string }{
		"dc":      {"data_center", "the data centre eu", "set data_center: eu"},
		"dialect": {"dialect", "does not answer the configured dialect meetings, but sessions", "set options.dialect: sessions"},
		"revoked": {"token", "revoked, spent or expired", "meetctl --provider revoked auth login"},
		"scope":   {"scopes", "create needs the scope meeting:write or meeting:write:meeting", "marketplace.zoom.us"},
		"clock":   {"clock", "12m3", "NTP"},
		"key":     {"token", "refuses the API key", "make a new API key"},
		"org":     {"organisation", "options.org_id is 7654321, the account's organisation is 1234567", `set options.org_id: "1234567"`},
	} {
		named := false
		for _, f := range list {
			if f.provider != name || f.status != "fail" {
				continue
			}
			named = named || (strings.Contains(f.message, want.message) && strings.Contains(f.remedy, want.remedy))
			if f.check != want.check {
				t.Errorf("%s: this fails too: %+v", name, f)
			}
		}
		if !named {
			t.Errorf("%s is not named; found %+v", name, list)
		}
	}
	for _, op := range []string{"create", "instant", "update", "cancel"} { // each that can't work, by its name, and no other
		if !slices.ContainsFunc(list, func(f finding) bool {
			return f.provider == "scope" && strings.HasPrefix(f.message, op+" needs the scope")
		}) {
			t.Errorf("the missing scope of %s is not named", op)
		}
	}
	if i := slices.IndexFunc(list, func(f finding) bool { return f.provider == "scope" && strings.HasPrefix(f.message, "list needs") }); i >= 0 {
		t.Errorf("%+v", list[i])
	}
	for _, secret := range []string{"sim-secret", "sim-zoho-secret", "1000.sim", "sim-whereby"} {
		if strings.Contains(got.out+got.err, secret) {
			t.Errorf("%s is printed", secret)
		}
	}
	for _, server := range []*simulator.Server{elsewhere, published, skewed, plain} {
		for _, kind := range []string{"zoom", "zoho-meeting", "zoho-sdk", "whereby"} {
			if n := server.Meetings(kind); n != 0 {
				t.Errorf("%d meetings were made at %s", n, kind)
			}
		}
	}
	if text := b.run("doctor", "--provider=key"); text.code != 4 || !strings.Contains(text.out, "-> make a new API key") {
		t.Errorf("exit %d\n%s", text.code, text.out)
	}
}

// TestDoctorIsContent: nothing is held against a config that works, in either dialect.
func TestDoctorIsContent(t *testing.T) {
	server := vendors(t, simulator.Account{})
	for _, config := range []string{server.ConfigYAML(), strings.Replace(server.ConfigYAML(), "dialect: meetings", "dialect: sessions", 1)} {
		b := newBench(t, config+"store: ./state.db\n")
		list := findings(t, b.run("doctor", "--json").want(t, 0).document(t))
		checks := map[string]string{}
		for _, f := range list {
			checks[f.provider] += f.check + " "
			if f.status == "fail" || f.status == "warn" {
				t.Errorf("%+v", f)
			}
		}
		for name, want := range map[string]string{
			"zoom": "config token access scopes clock limits webhook ", "rooms": "config token access clock limits webhook ",
			"chat": "config token access data_center scopes clock limits ", "sdk": "config token data_center organisation access scopes clock limits ",
		} {
			if checks[name] != want {
				t.Errorf("%s: checked %s", name, checks[name])
			}
		}
		if !strings.Contains(checks["zoho"], "dialect") {
			t.Errorf("zoho: checked %s", checks["zoho"])
		}
	}
}

// TestDoctorOtherFaults: what has no place among the seven.
func TestDoctorOtherFaults(t *testing.T) {
	server := vendors(t, simulator.Account{ZohoDialect: "meetings"})
	silent := vendors(t, simulator.Account{})
	_ = silent.Close()
	config := server.ConfigYAML()
	for name, tt := range map[string]struct {
		config, provider string
		code             int
		check, message   string
	}{
		"not signed in":    {strings.ReplaceAll(config, ", refresh_token: 1000.sim.refresh", ""), "zoho", 4, "token", "nobody has signed in"},
		"Zoho's client":    {strings.Replace(config, "client_secret: sim-zoho-secret", "client_secret: sim-zoho-secrex", 1), "zoho", 4, "data_center", "those of another data centre may"},
		"wrong client":     {strings.Replace(config, "client_secret: sim-secret", "client_secret: sim-secrex", 1), "zoom", 4, "token", "refuses the client"},
		"unknown user":     {strings.Replace(config, "user_id: host@example.com", "user_id: nobody", 1), "zoom", 3, "config", "knows no user nobody"},
		"nobody answers":   {strings.ReplaceAll(config, server.URL(), silent.URL()), "rooms", 8, "access", "can't be reached"},
		"token endpoint":   {strings.ReplaceAll(config, server.URL(), silent.URL()), "zoho", 8, "token", "there is no token"},
		"dialect sessions": {strings.Replace(config, "dialect: meetings", "dialect: sessions", 1), "zoho", 2, "dialect", "but meetings"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, tt.config+"store: ./state.db\n")
			got := b.run("doctor", "--json", "--provider="+tt.provider)
			list := findings(t, got.document(t))
			if got.code != tt.code || !slices.ContainsFunc(list, func(f finding) bool {
				return f.status == "fail" && f.check == tt.check && strings.Contains(f.message, tt.message)
			}) {
				t.Errorf("exit %d: %+v\n%s", got.code, list, got.err)
			}
		})
	}
	b := newBench(t, benchConfig)
	if list := findings(t, b.run("doctor", "--json", "--provider=work").document(t)); len(list) != 1 || list[0].status != "warn" {
		t.Errorf("an adapter that can't: %+v", list)
	}
}

// TestDoctorNamesZohosScopes: Zoho does not tell a token's scopes; what a read shows
// is told by operation.
func TestDoctorNamesZohosScopes(t *testing.T) {
	server := vendors(t, simulator.Account{})
	server.SetTokenRules(simulator.TokenRules{ZohoScopes: []string{"ZohoMeeting.meeting.CREATE"}})
	b := newBench(t, strings.Replace(server.ConfigYAML(), "dialect: meetings", "dialect: sessions, org_id: \"1234567\"", 1)+"store: ./state.db\n")
	got := b.run("doctor", "--json", "--provider=zoho")
	if got.code != 4 {
		t.Errorf("exit %d: %s", got.code, got.err)
	}
	list := findings(t, got.document(t))
	for _, want := range []string{"list needs the scope ZohoMeeting.meeting.READ", "create needs the scope ZohoMeeting.manageOrg.READ"} {
		if !slices.ContainsFunc(list, func(f finding) bool {
			return f.check == "scopes" && f.status == "fail" && strings.HasPrefix(f.message, want) && strings.Contains(f.remedy, "auth login")
		}) {
			t.Errorf("%s: not named in %+v", want, list)
		}
	}
}

// TestDoctorOnAForeignOrganisation: in Zoho's own dialect too, with and without the
// scope to look the right one up.
func TestDoctorOnAForeignOrganisation(t *testing.T) {
	server := vendors(t, simulator.Account{})
	config := strings.Replace(server.ConfigYAML(), "dialect: meetings", "dialect: sessions, org_id: \"7654321\"", 1)
	for name, scopes := range map[string][]string{"looked up": nil, "not looked up": {"ZohoMeeting.meeting.ALL"}} {
		server.SetTokenRules(simulator.TokenRules{ZohoScopes: scopes})
		b := newBench(t, config+"store: ./state.db\n")
		got := b.run("doctor", "--json", "--provider=zoho")
		if got.code != 4 || !slices.ContainsFunc(findings(t, got.document(t)), func(f finding) bool {
			return f.check == "organisation" && f.status == "fail" && strings.Contains(f.remedy, "options.org_id")
		}) {
			t.Errorf("%s: exit %d\n%s", name, got.code, got.out)
		}
	}
}
