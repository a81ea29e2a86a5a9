package simulator

// Account says in what the account behind the simulators differs from what a config
// may expect. The zero Account expects everything.
type Account struct {
	ZoomScopes []string // of new tokens; nil: all that the adapter needs

	// ZohoDataCenter is the data centre where Zoho's account lives, which the token
	// answer names; the servers of the configured one refuse its tokens. "" is the
	// configured one.
	ZohoDataCenter string

	DenyConsent    bool   // the user presses no
	AccountsServer string // that Zoho's redirect names; "" is the simulator's own
}

// SetAccount changes the account from now on.
func (s *Server) SetAccount(a Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account = a
}

// zoomScopes are the classic scopes of the contract's operations (zoom.md B1).
func (a Account) zoomScopes() []string {
	if a.ZoomScopes != nil {
		return a.ZoomScopes
	}
	return []string{"meeting:write", "meeting:read", "recording:read", "recording:write", "report:read", "dashboard_meetings:read"}
}

// apiDomains are the hosts of a token answer (contracts/zoho.md B10).
var apiDomains = map[string]string{
	"us": "https://www.zohoapis.com", "eu": "https://www.zohoapis.eu", "in": "https://www.zohoapis.in", "au": "https://www.zohoapis.com.au",
	"jp": "https://www.zohoapis.jp", "ca": "https://www.zohoapis.ca", "sa": "https://www.zohoapis.sa", "cn": "https://www.zohoapis.com.cn",
}

func (a Account) apiDomain(own string) string {
	if domain, ok := apiDomains[a.ZohoDataCenter]; ok {
		return domain
	}
	return own
}
