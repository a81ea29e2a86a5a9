package providers

import (
	"slices"
	"strings"

	"github.com/libmeet/meeting"
	"go.yaml.in/yaml/v3"
)

// config reads the whole file.
func (r *reader) config(root *yaml.Node) (*Config, error) {
	entries, err := r.entries(place{line: max(root.Line, 1)}, root, []string{"default", "store", "store_key", "providers"})
	if err != nil {
		return nil, err
	}
	cfg := &Config{place: place{line: max(root.Line, 1)}}
	for _, e := range entries {
		switch e.name {
		case "default":
			cfg.place = e.place
			cfg.Default, err = r.text(e)
		case "store":
			var text string
			text, err = r.text(e)
			cfg.Store = meeting.NewSecret(text)
		case "store_key":
			cfg.StoreKey, err = r.secret(e)
		case "providers":
			cfg.Providers, err = r.providers(e)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(cfg.Providers) == 0 {
		return nil, r.errorf(place{max(root.Line, 1), "providers"}, "the file configures no provider")
	}
	named := func(s Settings) bool { return s.Name == cfg.Default }
	if cfg.Default != "" && !slices.ContainsFunc(cfg.Providers, named) {
		return nil, r.errorf(cfg.place, "no provider is called %q", cfg.Default)
	}
	cfg.clear = r.clear
	return cfg, nil
}

func (r *reader) text(e entry) (string, error) {
	v, err := r.scalar(e)
	return v.text, err
}

func (r *reader) providers(e entry) ([]Settings, error) {
	entries, err := r.entries(e.place, e.value, nil)
	if err != nil {
		return nil, err
	}
	list := make([]Settings, len(entries))
	for i, e := range entries {
		if strings.TrimSpace(e.name) == "" || strings.ContainsFunc(e.name, isControl) {
			return nil, r.errorf(e.place, "a provider's name must not be empty or hold control characters")
		}
		if list[i], err = r.provider(e); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// provider reads the kind first: it says what the other members may be.
func (r *reader) provider(e entry) (Settings, error) {
	s := Settings{Name: e.name, lines: lines{file: r.file, at: map[string]int{"": e.line}}}
	known := []string{"kind", "base_url", "data_center", "auth", "options", "limits", "webhook"}
	entries, err := r.entries(e.place, e.value, known)
	if err != nil {
		return s, err
	}
	kind, err := r.kind(e.place, entries)
	if err != nil {
		return s, err
	}
	s.Kind = kind.Name
	for _, e := range entries {
		s.lines.at[e.name] = e.line
		switch e.name {
		case "base_url":
			s.BaseURL, err = r.address(e, checkBaseURL)
		case "data_center":
			s.DataCenter, err = r.word(e, "data centres", kind.DataCenters)
		case "auth":
			s.Auth, err = r.auth(e, s.lines)
		case "options":
			s.Options, err = r.options(e, kind, s.lines)
		case "limits":
			s.Limits, err = r.limits(e, kind)
		case "webhook":
			s.Webhook, err = r.webhook(e, kind, s.lines)
		}
		if err != nil {
			return s, err
		}
	}
	return s, r.complete(s, kind)
}

func (r *reader) kind(at place, entries []entry) (Kind, error) {
	i := slices.IndexFunc(entries, func(e entry) bool { return e.name == "kind" })
	if i < 0 {
		return Kind{}, r.errorf(place{at.line, at.key + ".kind"}, "it is missing; the kinds are %s", strings.Join(kindNames(r.kinds), ", "))
	}
	name, err := r.word(entries[i], "names", kindNames(r.kinds))
	if err != nil {
		return Kind{}, err
	}
	kind, _ := findKind(r.kinds, name)
	return kind, nil
}

func (r *reader) auth(e entry, at lines) (meeting.Credentials, error) {
	var c meeting.Credentials
	known := []string{"flow", "token_url", "account_id", "client_id", "client_secret", "refresh_token", "access_token", "api_key"}
	entries, err := r.entries(e.place, e.value, known)
	if err != nil {
		return c, err
	}
	for _, e := range entries {
		at.at["auth."+e.name] = e.line
		var flow string
		switch e.name {
		case "flow":
			flow, err = r.text(e)
			c.Flow = meeting.Flow(flow)
		case "token_url":
			c.TokenURL, err = r.address(e, checkTokenURL)
		case "account_id":
			c.AccountID, err = r.text(e)
		case "client_id":
			c.ClientID, err = r.text(e)
		case "client_secret":
			c.ClientSecret, err = r.secret(e)
		case "refresh_token":
			c.RefreshToken, err = r.secret(e)
		case "access_token":
			c.AccessToken, err = r.secret(e)
		case "api_key":
			c.APIKey, err = r.secret(e)
		}
		if err != nil {
			return c, err
		}
	}
	return c, nil
}

// complete finds a missing secret here, where the adapters' own checks come only
// with [Open]. Which flows a kind has, and any flow not known here, is theirs.
func (r *reader) complete(s Settings, kind Kind) error {
	switch s.Auth.Flow {
	case meeting.FlowAccountCredentials, meeting.FlowRefreshToken, meeting.FlowAccessToken, meeting.FlowAPIKey:
		auth := s.Auth
		if auth.RefreshToken.IsZero() { // the store may hold one, from a sign-in
			auth.RefreshToken = meeting.NewSecret("in-the-store")
		}
		if err := auth.Validate(s.Auth.Flow); err != nil {
			return s.explain(kind, err)
		}
	}
	return nil
}

func (r *reader) options(e entry, kind Kind, at lines) (map[string]string, error) {
	entries, err := r.entries(e.place, e.value, nil)
	if err != nil {
		return nil, err
	}
	options := make(map[string]string, len(entries))
	for _, e := range entries {
		if len(kind.Options) == 0 {
			return nil, r.errorf(e.place, "%s has no options", kind.Name)
		}
		if !contains(kind.Options, e.name) {
			return nil, r.errorf(e.place, "unknown option; %s has %s", kind.Name, strings.Join(kind.Options, ", "))
		}
		at.at["options."+e.name] = e.line
		if options[e.name], err = r.text(e); err != nil {
			return nil, err
		}
	}
	return options, nil
}

func (r *reader) limits(e entry, kind Kind) (Limits, error) {
	var l Limits
	entries, err := r.entries(e.place, e.value, []string{"plan", "requests_per_minute", "exclusive"})
	if err != nil {
		return l, err
	}
	for _, e := range entries {
		switch e.name {
		case "plan":
			l.Plan, err = r.plan(e, kind)
		case "requests_per_minute":
			l.RequestsPerMinute, err = r.positive(e)
		case "exclusive":
			l.Exclusive, err = r.boolean(e)
		}
		if err != nil {
			return l, err
		}
	}
	return l, nil
}

// plan takes the word for no limits under every kind.
func (r *reader) plan(e entry, kind Kind) (string, error) {
	allowed := slices.Clone(kind.Plans)
	if v, err := r.scalar(e); len(allowed) > 0 || err == nil && v.text == meeting.PlanNone {
		allowed = append(allowed, meeting.PlanNone)
	}
	return r.word(e, "plans", allowed)
}
