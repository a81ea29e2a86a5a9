package simulator

import (
	"cmp"
	"strings"
)

// ConfigYAML is a config file for all five vendors, with the limits that they have
// here. The credentials are the simulators' own and open nothing else.
func (s *Server) ConfigYAML() string { return configYAML(s.URL(), s.cfg) }

// ConfigFor is the config file for simulators at another address, with the limits
// of the largest plans.
func ConfigFor(url string) string { return configYAML(url, Config{}) }

func configYAML(url string, cfg Config) string {
	zoom, zoho, whereby := cmp.Or(cfg.ZoomPlan, "business"), cmp.Or(cfg.ZohoPlan, "enterprise"), cmp.Or(cfg.WherebyPlan, "grow")
	cliq := "exclusive: true"
	if cfg.Unlimited {
		zoom, zoho, whereby, cliq = "none", "none", "none", "plan: none"
	}
	return strings.NewReplacer("URL", url, "ZOOM", zoom, "ZOHO", zoho, "WHEREBY", whereby, "CLIQ", cliq).Replace(configTemplate)
}

const configTemplate = `# meetctl config for the simulators at URL
default: zoom
providers:
  zoom:
    kind: zoom
    base_url: URL
    auth:
      flow: account_credentials
      token_url: URL/oauth/token
      account_id: sim-account
      client_id: sim-client
      client_secret: sim-secret
    options: {user_id: host@example.com}
    webhook: {secrets: sim-zoom-webhook}
    limits: {plan: ZOOM}
  zoho:
    kind: zoho-meeting
    base_url: URL
    auth: {flow: refresh_token, token_url: URL/oauth/v2/token, client_id: 1000.SIM, client_secret: sim-zoho-secret, refresh_token: 1000.sim.refresh}
    options: {dialect: meetings} # or sessions, which Zoho itself publishes: the simulator speaks both
    limits: {plan: ZOHO}
  sdk:
    kind: zoho-sdk
    base_url: URL
    auth: {flow: refresh_token, token_url: URL/oauth/v2/token, client_id: 1000.SIM, client_secret: sim-zoho-secret, refresh_token: 1000.sim.refresh}
    options: {org_id: "1234567"}
    limits: {plan: ZOHO}
  rooms:
    kind: whereby
    base_url: URL
    auth: {flow: api_key, api_key: sim-whereby-key}
    webhook: {secrets: sim-whereby-webhook}
    limits: {plan: WHEREBY}
  chat:
    kind: zoho-cliq
    base_url: URL
    auth: {flow: refresh_token, token_url: URL/oauth/v2/token, client_id: 1000.SIM, client_secret: sim-zoho-secret, refresh_token: 1000.sim.refresh}
    limits: {CLIQ}
`
