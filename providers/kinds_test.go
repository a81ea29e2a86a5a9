package providers_test

import (
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/providers"
)

// TestKinds: each of our kinds opens from the config that the simulators print,
// under its own name, and is a value that a caller can change without harm.
func TestKinds(t *testing.T) {
	cfg, err := providers.Parse("sim.yaml", []byte(simulator.ConfigFor("http://127.0.0.1:1")), nil, providers.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	set, err := providers.Open(cfg, providers.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	opened := map[string]bool{}
	for i, c := range set.Clients() {
		if s := cfg.Providers[i]; c.Info().Name != s.Name || c.Info().Vendor != s.Kind {
			t.Errorf("%s of kind %s opened as %s, %s", s.Name, s.Kind, c.Info().Name, c.Info().Vendor)
		}
		opened[c.Info().Vendor] = true
	}
	for _, k := range providers.Kinds() {
		if !opened[k.Name] {
			t.Errorf("the simulators have no %s", k.Name)
		}
		if k.New == nil || k.Read.Meeting == nil || k.Read.Detect == nil {
			t.Errorf("%s is not complete", k.Name)
		}
	}
	kinds := providers.Kinds()
	kinds[0].Name = "mine"
	if got := providers.Kinds()[0].Name; got == "mine" {
		t.Error("Kinds gave away its own slice")
	}
}

// TestKindsRefuse: what an adapter refuses names file, line and key.
func TestKindsRefuse(t *testing.T) {
	oauth := "auth: {flow: refresh_token, client_id: i, client_secret: s, refresh_token: r}"
	for name, c := range map[string]struct{ members, want string }{
		"zoom flow":            {"kind: zoom\nauth: {flow: api_key, api_key: k}", "c.yaml:4: providers.a.auth.flow: "},
		"zoom user":            {"kind: zoom\n" + oauth + "\noptions: {user_id: ../me}", "c.yaml:5: providers.a.options.user_id: "},
		"whereby flow":         {"kind: whereby\n" + oauth, "c.yaml:4: providers.a.auth.flow: "},
		"zoho-meeting flow":    {"kind: zoho-meeting\nauth: {flow: api_key, api_key: k}", "c.yaml:4: providers.a.auth.flow: "},
		"zoho-meeting dialect": {"kind: zoho-meeting\n" + oauth + "\noptions: {dialect: klingon}", "c.yaml:5: providers.a.options.dialect: "},
		"zoho-meeting org":     {"kind: zoho-meeting\n" + oauth + "\noptions: {dialect: sessions, org_id: acme}", "c.yaml:5: providers.a.options.org_id: "},
		"zoho-meeting zuid":    {"kind: zoho-meeting\n" + oauth + "\noptions: {presenter: a@example.com}", "c.yaml:5: providers.a.options.presenter: "},
		"zoho-sdk org":         {"kind: zoho-sdk\n" + oauth + "\noptions: {org_id: a/b}", "c.yaml:5: providers.a.options.org_id: "},
		"zoho-cliq flow":       {"kind: zoho-cliq\nauth:\n  flow: account_credentials\n  account_id: a\n  client_id: i\n  client_secret: s", "c.yaml:5: providers.a.auth.flow: "},
		"zoho-cliq option":     {"kind: zoho-cliq\n" + oauth + "\noptions: {org_id: 1}", "c.yaml:5: providers.a.options.org_id: unknown option; zoho-cliq has calendar_id"},
		"whereby option":       {"kind: whereby\nauth: {flow: api_key, api_key: k}\noptions: {org_id: 1}", "c.yaml:5: providers.a.options.org_id: whereby has no options"},
		"zoho-sdk presenter":   {"kind: zoho-sdk\n" + oauth + "\noptions: {presenter: a@example.com}", "c.yaml:5: providers.a.options.presenter: "},
		"zoho-cliq plan":       {"kind: zoho-cliq\n" + oauth + "\nlimits: {plan: free}", "c.yaml:5: providers.a.limits.plan: this kind has no plans"},
		"zoom data center":     {"kind: zoom\n" + oauth + "\ndata_center: eu", "c.yaml:5: providers.a.data_center: this kind has no data centres"},
		"zoho data center":     {"kind: zoho-sdk\n" + oauth + "\ndata_center: uk", "c.yaml:5: providers.a.data_center: \"uk\" is none of us, eu, in, au, jp, ca, sa, cn"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, err := providers.Parse("c.yaml", []byte(one(c.members)), nil, providers.Environment{})
			if err == nil {
				_, err = providers.Open(cfg, providers.OpenOptions{})
			}
			wantError(t, err, c.want)
			if err != nil && strings.Contains(err.Error(), "client_secret: s") {
				t.Error("it quotes the file")
			}
		})
	}
}

// TestZohoDialects: a stored payload of Zoho Meeting is told by its envelope.
func TestZohoDialects(t *testing.T) {
	read := providers.Kinds()[0].Read
	for _, payload := range []string{
		`{"session":{"meetingKey":1169128522,"topic":"T","startTime":"Jun 19, 2020 07:00 PM IST","timezone":"Asia/Calcutta","duration":3600000}}`,
		`{"status":"success","data":{"meeting_key":"1169128522","topic":"T","start_time":"2020-06-19T13:30:00Z","duration":60}}`,
	} {
		m, err := read.Meeting([]byte(payload))
		if err != nil || m.ID != "1169128522" || m.Start.Format(time.RFC3339) != "2020-06-19T13:30:00Z" || m.Duration != time.Hour || read.Detect([]byte(payload)) != "meeting" {
			t.Errorf("%s: %+v, %v", payload, m, err)
		}
	}
	for _, payload := range []string{`{"session":[{"meetingKey":1}],"count":1}`, `{"data":[{"meeting_key":"1"}]}`} {
		if page, err := read.Page([]byte(payload)); err != nil || len(page.Meetings) != 1 || read.Detect([]byte(payload)) != "page" {
			t.Errorf("%s: %+v, %v", payload, page, err)
		}
	}
	for _, payload := range []string{`{"participantsCount":1,"participants":[{"memberId":"1"}]}`, `{"data":[{"participant_id":"1"}]}`} {
		if page, err := read.Participants([]byte(payload)); err != nil || len(page.Participants) != 1 || read.Detect([]byte(payload)) != "participants" {
			t.Errorf("%s: %+v, %v", payload, page, err)
		}
	}
}
