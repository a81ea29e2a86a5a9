package zoho

import (
	"context"
	"net/url"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/oauth"
)

// SignIn finishes a sign-in at the data centre where the account lives, which the
// redirect names (contracts/zoho.md B9). note says what the config must be changed
// to when that is another than the configured one.
func SignIn(ctx context.Context, dc DataCenter, cfg oauth.Config, ask oauth.Ask, redirect url.Values) (scopes []string, note string, err error) {
	if _, err := ask.Code(redirect); err != nil { // first: who sent the rest of it is not known before
		return nil, "", err
	}
	at, err := dc.accounts(cfg.Credentials.TokenURL, redirect)
	if err != nil {
		return nil, "", err
	}
	if at.Name != dc.Name {
		note = "the account lives in the data centre " + at.Name + ": set data_center: " + at.Name
	}
	scopes, err = Vault(at, cfg).SignIn(ctx, ask, redirect)
	return scopes, note, err
}

// accounts is the data centre that a redirect names. A server that is not in the
// table gets nothing, and a token endpoint that the config names is not left.
func (d DataCenter) accounts(tokenURL string, redirect url.Values) (DataCenter, error) {
	server, location := redirect.Get("accounts-server"), redirect.Get("location")
	switch {
	case tokenURL != "":
		if server != "" && !strings.EqualFold(strings.TrimSuffix(server, "/"), oauth.Beside(tokenURL, "")) {
			return DataCenter{}, &meeting.Error{Kind: meeting.ErrPermission, Message: "the redirect names another accounts server than auth.token_url: nothing was sent to it"}
		}
		return d, nil
	case server != "":
		at, ok := FromAccounts(server)
		if !ok {
			return DataCenter{}, &meeting.Error{Kind: meeting.ErrPermission, Message: "the redirect names an accounts server that is none of Zoho's: nothing was sent to it"}
		}
		return at, nil
	case location != "":
		at, err := Find(location)
		if err != nil {
			return DataCenter{}, &meeting.Error{Kind: meeting.ErrPermission, Message: "the redirect names a data centre that is none of Zoho's"}
		}
		return at, nil
	}
	return d, nil
}
