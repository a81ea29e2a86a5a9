package oauth

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/libmeet/meeting"
)

// fetch asks the token endpoint for an access token. rotated is the refresh token
// that replaces the one used, if the vendor sent one.
func (v *Vault) fetch(ctx context.Context, refresh meeting.Secret) (fresh token, rotated meeting.Secret, err error) {
	ctx = withClient(ctx, v.cfg.Transport)
	cred := v.cfg.Credentials
	var answer *oauth2.Token
	if cred.Flow == meeting.FlowAccountCredentials {
		answer, err = (&clientcredentials.Config{
			ClientID: cred.ClientID, ClientSecret: cred.ClientSecret.Reveal(),
			TokenURL: v.cfg.TokenURL, AuthStyle: v.cfg.Style,
			EndpointParams: url.Values{"grant_type": {"account_credentials"}, "account_id": {cred.AccountID}},
		}).Token(ctx)
	} else {
		answer, err = v.endpoint().TokenSource(ctx, &oauth2.Token{RefreshToken: refresh.Reveal()}).Token()
	}
	if err != nil {
		return token{}, meeting.Secret{}, tokenError(ctx, err)
	}
	if answer.RefreshToken != refresh.Reveal() {
		rotated = meeting.NewSecret(answer.RefreshToken)
	}
	fresh, err = v.newToken(answer)
	if err != nil {
		return token{}, meeting.Secret{}, tokenError(ctx, err)
	}
	return fresh, rotated, nil
}

func (v *Vault) endpoint() *oauth2.Config {
	return &oauth2.Config{
		ClientID: v.cfg.Credentials.ClientID, ClientSecret: v.cfg.Credentials.ClientSecret.Reveal(),
		Endpoint: oauth2.Endpoint{TokenURL: v.cfg.TokenURL, AuthStyle: v.cfg.Style},
	}
}

// Exchange trades an authorization code for a refresh token, which the caller
// stores.
func Exchange(ctx context.Context, cfg Config, code, redirectURL string) (meeting.Secret, error) {
	v := New(cfg)
	endpoint := v.endpoint()
	endpoint.RedirectURL = redirectURL
	answer, err := endpoint.Exchange(withClient(ctx, cfg.Transport), code)
	if err != nil {
		return meeting.Secret{}, tokenError(ctx, err)
	}
	if answer.RefreshToken == "" {
		return meeting.Secret{}, &meeting.Error{Kind: meeting.ErrUnauthenticated,
			Message: "the token endpoint sent no refresh token: ask for offline access and consent anew"}
	}
	return meeting.NewSecret(answer.RefreshToken), nil
}

func withClient(ctx context.Context, rt http.RoundTripper) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, &http.Client{
		Transport:     rt,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	})
}

// throttle is how long Zoho blocks a client that asked too often
// (contracts/zoho.md B9).
const throttle = 10 * time.Minute

// tokenError says what a failed token call means, without its body.
func tokenError(ctx context.Context, err error) error {
	var refused *oauth2.RetrieveError
	if !errors.As(err, &refused) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var network *url.Error
		if errors.As(err, &network) {
			return &meeting.Error{Kind: meeting.ErrUnavailable, Message: "token endpoint: " + meeting.OneLine(network.Err.Error()), Err: network.Err}
		}
		return &meeting.Error{Kind: meeting.ErrProtocol, Message: "token endpoint: the answer holds no access token"}
	}
	status := 0
	if refused.Response != nil {
		status = refused.Response.StatusCode
	}
	e := &meeting.Error{Status: status, Code: refused.ErrorCode, Message: "token endpoint: " + detail(refused)}
	switch code := strings.ToLower(refused.ErrorCode); {
	case status >= 500:
		e.Kind = meeting.ErrUnavailable
	case status == http.StatusTooManyRequests, strings.Contains(strings.ToLower(detail(refused)), "too many requests"):
		e.Kind, e.RetryAfter = meeting.ErrRateLimited, throttle
	case code == "invalid_grant", code == "invalid_code":
		e.Kind = meeting.ErrUnauthenticated
		e.Message += "; the grant is spent, revoked or expired: sign in again"
	case code == "" && status >= 300 && status < 400:
		e.Kind = meeting.ErrProtocol
	default:
		e.Kind = meeting.ErrUnauthenticated
		e.Message += "; check client id, secret, account and data centre"
	}
	return e
}

// detail reads the sentence beside the code: error_description, or Zoom's reason.
func detail(refused *oauth2.RetrieveError) string {
	var body struct {
		Reason      string `json:"reason"`
		Description string `json:"error_description"`
	}
	_ = json.Unmarshal(refused.Body, &body) // a page instead of JSON has no detail
	for _, text := range []string{body.Reason, body.Description, refused.ErrorDescription, refused.ErrorCode} {
		if text != "" {
			return meeting.OneLine(text)
		}
	}
	return "it refused the credential"
}

// seconds reads what a token endpoint writes as a number or in quotes.
func seconds(v any) int64 {
	switch n := v.(type) {
	case float64:
		return int64(n)
	case json.Number:
		i, _ := n.Int64()
		return i
	case string:
		i, _ := strconv.ParseInt(n, 10, 64)
		return i
	}
	return 0
}
