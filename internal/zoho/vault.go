package zoho

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/oauth"
)

// budget is what Zoho lets one refresh token ask; what goes beyond it is refused
// until the ten minutes are over (contracts/zoho.md B9).
const (
	budgetMints = 10
	budgetPer   = 10 * time.Minute
)

// Vault returns the keeper of a credential of a data centre. Of cfg the members that
// Zoho decides are set here.
func Vault(dc DataCenter, cfg oauth.Config) *oauth.Vault { return oauth.New(vaultConfig(dc, cfg)) }

// vaultConfig knows Zoho's ways. The scheme is its own, although its token endpoint
// calls the token a Bearer token; a refresh token is good until it is revoked.
func vaultConfig(dc DataCenter, cfg oauth.Config) oauth.Config {
	cfg.TokenURL, cfg.Style, cfg.Scheme = dc.Accounts+tokenPath, oauth2.AuthStyleInParams, "Zoho-oauthtoken"
	cfg.Rotates, cfg.Budget = false, oauth.Budget{Mints: budgetMints, Per: budgetPer}
	cfg.Hint = dc.hint
	accounts := dc.Accounts
	if cfg.Credentials.TokenURL != "" {
		accounts = oauth.Beside(cfg.Credentials.TokenURL, "")
	}
	// Zoho sends a refresh token with the first consent only, unless told to ask anew.
	cfg.Consent = oauth.Consent{URL: accounts + authPath, Separator: ",", Params: map[string]string{"access_type": "offline", "prompt": "consent"}}
	return cfg
}

// ExchangeConfig configures [oauth.Exchange] for a data centre.
func ExchangeConfig(auth meeting.Credentials, dc DataCenter, rt http.RoundTripper) oauth.Config {
	return vaultConfig(dc, oauth.Config{Credentials: auth, Transport: rt})
}

// hint says that a token answer names another data centre than the one that is
// configured. Nothing is ever sent there on the strength of an answer.
func (d DataCenter) hint(member func(name string) string) string {
	other, ok := FromAPIDomain(member("api_domain"))
	if !ok {
		other, ok = FromAccounts(member("accounts-server"))
	}
	if ok && other.Name != d.Name {
		return "its token endpoint names the data centre " + other.Name + ", the config " + d.Name + ": set data_center: " + other.Name
	}
	return ""
}

// FromAPIDomain returns the data centre whose api_domain host is, with https:// in
// front or without. Others than those of the table are not known, however alike.
func FromAPIDomain(host string) (DataCenter, bool) {
	return lookUp(host, func(dc DataCenter) string { return dc.API })
}

// FromAccounts returns the data centre whose token endpoint is at host, in the same
// way.
func FromAccounts(host string) (DataCenter, bool) {
	return lookUp(host, func(dc DataCenter) string { return dc.Accounts })
}

func lookUp(host string, of func(DataCenter) string) (DataCenter, bool) {
	if strings.Contains(host, "://") {
		u, err := url.Parse(host)
		if err != nil || u.Scheme != "https" || u.User != nil || strings.Trim(u.Path, "/") != "" {
			return DataCenter{}, false
		}
		host = u.Host
	}
	for _, dc := range DataCenters() {
		if host != "" && strings.EqualFold("https://"+host, of(dc)) {
			return dc, true
		}
	}
	return DataCenter{}, false
}
