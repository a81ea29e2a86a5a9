// Package zoho holds what the three adapters of Zoho's products share: the data
// centres and the way to sign in (contracts/zoho.md B9 and B10).
package zoho

import (
	"net/url"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/oauth"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/store"
)

// DataCenter is one of Zoho's separate worlds. An account lives in one of them;
// hosts are looked up here and never derived (Canada's have another name).
type DataCenter struct {
	Name     string
	Accounts string // scheme and host of the token endpoint
	Meeting  string
	Cliq     string
	API      string // what a token answer calls api_domain: the general API's host
}

// DataCenters lists the data centres, the United States first.
func DataCenters() []DataCenter {
	return []DataCenter{
		{"us", "https://accounts.zoho.com", "https://meeting.zoho.com", "https://cliq.zoho.com", "https://www.zohoapis.com"},
		{"eu", "https://accounts.zoho.eu", "https://meeting.zoho.eu", "https://cliq.zoho.eu", "https://www.zohoapis.eu"},
		{"in", "https://accounts.zoho.in", "https://meeting.zoho.in", "https://cliq.zoho.in", "https://www.zohoapis.in"},
		{"au", "https://accounts.zoho.com.au", "https://meeting.zoho.com.au", "https://cliq.zoho.com.au", "https://www.zohoapis.com.au"},
		{"jp", "https://accounts.zoho.jp", "https://meeting.zoho.jp", "https://cliq.zoho.jp", "https://www.zohoapis.jp"},
		{"ca", "https://accounts.zohocloud.ca", "https://meeting.zohocloud.ca", "https://cliq.zohocloud.ca", "https://www.zohoapis.ca"},
		{"sa", "https://accounts.zoho.sa", "https://meeting.zoho.sa", "https://cliq.zoho.sa", "https://www.zohoapis.sa"},
		{"cn", "https://accounts.zoho.com.cn", "https://meeting.zoho.com.cn", "https://cliq.zoho.com.cn", "https://www.zohoapis.com.cn"},
	}
}

// Names lists the names of the data centres.
func Names() []string {
	var names []string
	for _, dc := range DataCenters() {
		names = append(names, dc.Name)
	}
	return names
}

// Domains lists the domains of Zoho's hosts: files are at others than the API's
// (contracts/zoho.md B5), and the credential goes to no host outside them.
func Domains() []string {
	var domains []string
	for _, dc := range DataCenters() {
		domains = append(domains, strings.TrimPrefix(dc.Meeting, "https://meeting."))
	}
	return domains
}

// Find returns the data centre called name; "" is the United States.
func Find(name string) (DataCenter, error) {
	if name == "" {
		name = "us"
	}
	for _, dc := range DataCenters() {
		if dc.Name == name {
			return dc, nil
		}
	}
	return DataCenter{}, meeting.Invalidf("data_center", "%q is none of %s", name, strings.Join(Names(), ", "))
}

const (
	tokenPath = "/oauth/v2/token"
	authPath  = "/oauth/v2/auth"
)

// Validate checks the members that the configs of the three adapters share; s may
// hold the refresh token.
func Validate(auth meeting.Credentials, s store.Store, dataCenter, baseURL string) error {
	if _, err := Find(dataCenter); err != nil {
		return err
	}
	if err := oauth.Validate(auth, s, meeting.FlowRefreshToken, meeting.FlowAccessToken); err != nil {
		return err
	}
	if auth.TokenURL != "" {
		if err := transport.CheckURL("auth.token_url", auth.TokenURL, true); err != nil {
			return err
		}
	}
	if baseURL != "" {
		return transport.CheckURL("base_url", baseURL, false)
	}
	return nil
}

// AuthURL is where a user consents. access_type=offline and prompt=consent make
// Zoho send a refresh token each time; scopes are joined with commas.
func AuthURL(dc DataCenter, clientID, redirectURL, state string, scopes []string) string {
	query := url.Values{
		"response_type": {"code"}, "client_id": {clientID}, "redirect_uri": {redirectURL}, "state": {state},
		"scope": {strings.Join(scopes, ",")}, "access_type": {"offline"}, "prompt": {"consent"},
	}
	return dc.Accounts + authPath + "?" + query.Encode()
}
