package calendar

import (
	"encoding/base64"
	"net/url"
	"strings"
)

// zoho lists a service's hosts in the data centers (contracts/zoho.md).
func zoho(names ...string) []string {
	var hosts []string
	for _, name := range names {
		for _, tld := range []string{"zoho.com", "zoho.eu", "zoho.in", "zoho.com.au", "zoho.jp", "zoho.com.cn", "zoho.sa", "zoho.uk", "zoho.ae", "zoho.ca", "zohocloud.ca"} {
			hosts = append(hosts, name+"."+tld)
		}
	}
	return hosts
}

// hostIf returns a rule: the parameter makes its user the host.
func hostIf(name string) func(url.Values) LinkRole {
	return func(params url.Values) LinkRole {
		if params.Get(name) != "" {
			return LinkHost
		}
		return ""
	}
}

// wherebyRole reads what kind of key a room key is. One that says nothing counts as
// a host's: it is at least no plain link (contracts/whereby-cliq.md 1C).
func wherebyRole(params url.Values) LinkRole {
	key := params.Get("roomkey")
	if key == "" {
		return ""
	}
	said := strings.ToLower(key)
	if parts := strings.Split(key, "."); len(parts) >= 2 {
		if claims, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "=")); err == nil {
			said += strings.ToLower(string(claims))
		}
	}
	if strings.Contains(said, "viewer") {
		return LinkViewer
	}
	return LinkHost
}

// bbbRole reads BigBlueButton's role parameter.
func bbbRole(params url.Values) LinkRole {
	if strings.EqualFold(params.Get("role"), "moderator") {
		return LinkHost
	}
	return ""
}
