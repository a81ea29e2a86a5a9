package zoho

import (
	"strings"
	"testing"

	"github.com/libmeet/meeting/internal/oauth"
)

// Table B10 of contracts/zoho.md; Canada's host can't be derived.
func TestDataCentersOfAnswers(t *testing.T) {
	for host, want := range map[string]string{
		"https://www.zohoapis.com": "us", "www.zohoapis.com": "us", "https://www.zohoapis.eu": "eu", "https://www.zohoapis.eu/": "eu",
		"https://www.zohoapis.in": "in", "https://www.zohoapis.com.au": "au", "https://www.zohoapis.jp": "jp",
		"https://www.zohoapis.ca": "ca", "https://www.zohoapis.sa": "sa", "https://www.zohoapis.com.cn": "cn", "WWW.ZOHOAPIS.EU": "eu",
		"": "", "https://": "", "http://www.zohoapis.eu": "", "https://www.zohoapis.evil": "", "https://www.zohoapis.eu.evil.example": "",
		"https://www.zohoapis.eu@evil.example": "", "https://u@www.zohoapis.eu": "", "https://www.zohoapis.eu:444": "", "https://www.zohoapis.eu/x": "",
		"https://www.zohoapis.uk": "", "https://www.zohocloud.ca": "", "http://127.0.0.1:1": "", "https://%zz": "", "eu": "",
	} {
		if dc, ok := FromAPIDomain(host); dc.Name != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", host, dc.Name, want)
		}
	}
	for _, dc := range DataCenters() {
		if got, ok := FromAccounts(dc.Accounts); !ok || got != dc {
			t.Errorf("%s: got %v", dc.Accounts, got)
		}
		if got, ok := FromAPIDomain(dc.API); !ok || got != dc {
			t.Errorf("%s: got %v", dc.API, got)
		}
	}
}

func TestHint(t *testing.T) {
	us, err := Find("us")
	if err != nil {
		t.Fatal(err)
	}
	hint := vaultConfig(us, oauth.Config{}).Hint
	for domain, want := range map[string]string{
		"https://www.zohoapis.com": "", "": "", "https://evil.example": "", "https://www.zohoapis.eu": "set data_center: eu",
	} {
		got := hint(func(name string) string { return map[string]string{"api_domain": domain}[name] })
		if (want == "") != (got == "") || !strings.Contains(got, want) || strings.Contains(got, "evil") {
			t.Errorf("%s: %q, want %q", domain, got, want)
		}
	}
	if got := hint(func(name string) string {
		return map[string]string{"accounts-server": "https://accounts.zohocloud.ca"}[name]
	}); !strings.Contains(got, "data_center: ca") {
		t.Error(got)
	}
}

// Zoho's refresh token stays, and ten requests in ten minutes are all.
func TestVaultConfig(t *testing.T) {
	dc, err := Find("ca")
	if err != nil {
		t.Fatal(err)
	}
	cfg := vaultConfig(dc, oauth.Config{Rotates: true})
	if cfg.TokenURL != "https://accounts.zohocloud.ca/oauth/v2/token" || cfg.Scheme != "Zoho-oauthtoken" || cfg.Rotates || cfg.Budget != (oauth.Budget{Mints: 10, Per: budgetPer}) {
		t.Errorf("%+v", cfg)
	}
}
