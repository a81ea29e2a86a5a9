package zohomeeting_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/providers/zohomeeting"
)

func TestConfigErrors(t *testing.T) {
	good := meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("1000.a.b")}
	for want, cfg := range map[string]zohomeeting.Config{
		"auth.flow":             {},
		`auth.flow: "api_key"`:  {Auth: meeting.Credentials{Flow: meeting.FlowAPIKey, APIKey: meeting.NewSecret("k")}},
		"auth.client_id":        {Auth: meeting.Credentials{Flow: meeting.FlowRefreshToken}},
		"auth.access_token":     {Auth: meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("a\nb")}},
		"auth.token_url":        {Auth: meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("a"), TokenURL: "http://x.example"}},
		`data_center: "mars"`:   {Auth: good, DataCenter: "mars"},
		"base_url":              {Auth: good, BaseURL: "http://meeting.zoho.com"},
		"base_url: it must be":  {Auth: good, BaseURL: "https://meeting.zoho.com/api/v2"},
		`dialect: "v3" is none`: {Auth: good, Dialect: "v3"},
		"options.org_id":        {Auth: good, Dialect: "sessions", OrgID: "acme"},
		"options.presenter":     {Auth: good, Dialect: "sessions", Presenter: "a@example.com"},
	} {
		p, err := zohomeeting.New(cfg)
		if !errors.Is(err, meeting.ErrInvalid) || p != nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	for _, dialect := range []string{"", zohomeeting.DialectMeetings, zohomeeting.DialectSessions} {
		if p, err := zohomeeting.New(zohomeeting.Config{Auth: good, Dialect: dialect, OrgID: "1234567", Presenter: "7"}); err != nil || p.Info().Name != "zoho-meeting" {
			t.Errorf("a config that is right, %q: %v", dialect, err)
		}
	}
}

func TestAuthCodeURL(t *testing.T) {
	cfg := zohomeeting.Config{DataCenter: "in", Auth: meeting.Credentials{ClientID: "1000.ID", ClientSecret: meeting.NewSecret("hush")}}
	link, err := cfg.AuthCodeURL("https://app.example/back", "st&te")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{
		"response_type": {"code"}, "client_id": {"1000.ID"}, "redirect_uri": {"https://app.example/back"}, "state": {"st&te"},
		"access_type": {"offline"}, "prompt": {"consent"},
		"scope": {"ZohoMeeting.meeting.ALL,ZohoMeeting.recording.ALL,ZohoMeeting.webinar.ALL,ZohoMeeting.report.READ"},
	}
	if u.Host != "accounts.zoho.in" || u.Path != "/oauth/v2/auth" || u.Query().Encode() != want.Encode() {
		t.Errorf("got %s", link)
	}
	sessions := cfg
	sessions.Dialect = zohomeeting.DialectSessions
	if link, _ := sessions.AuthCodeURL("https://app.example/back", "s"); !strings.Contains(link, "ZohoMeeting.manageOrg.READ") || strings.Contains(link, "report.READ") {
		t.Errorf("the other dialect's scopes: %s", link)
	}
	if link, _ := cfg.AuthCodeURL("http://127.0.0.1:8080/", "s", "ZohoMeeting.meeting.READ"); !strings.Contains(link, "scope=ZohoMeeting.meeting.READ&") {
		t.Errorf("other scopes: %s", link)
	}
	for _, bad := range []string{"", "http://app.example/back", "/back"} {
		if _, err := cfg.AuthCodeURL(bad, "s"); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("redirect to %q: %v", bad, err)
		}
	}
	if _, err := (zohomeeting.Config{}).AuthCodeURL("https://app.example/back", "s"); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("no client: %v", err)
	}
}

func TestExchange(t *testing.T) {
	_, sim, _ := simulated(t, "")
	cfg := zohomeeting.Config{Name: "work", Auth: credentials(sim.URL())}
	cfg.Auth.Flow, cfg.Auth.RefreshToken = "", meeting.Secret{}
	refresh, err := cfg.Exchange(t.Context(), "sim-code", "https://app.example/back")
	if err != nil || refresh.Reveal() != "1000.sim.refresh" {
		t.Errorf("got %v", err)
	}
	_, err = cfg.Exchange(t.Context(), "sim-code", "https://app.example/back")
	if !errors.Is(err, meeting.ErrUnauthenticated) || !strings.HasPrefix(err.Error(), "work: exchange: ") || strings.Contains(err.Error(), "sim-code") {
		t.Errorf("a code that was used: %v", err)
	}
	if _, err = cfg.Exchange(t.Context(), "", ""); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("no code: %v", err)
	}
	cfg.Auth.ClientSecret = meeting.Secret{}
	if _, err = cfg.Exchange(t.Context(), "c", ""); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("no secret: %v", err)
	}
}
