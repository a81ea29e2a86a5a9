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

	"github.com/libmeet/meeting"
)

var errNoToken = errors.New("the token endpoint sent no access token")

// throttle is how long Zoho blocks a client that asked too often
// (contracts/zoho.md B9).
const throttle = 10 * time.Minute

// scrub puts the placeholder in the place of what was sent to the token endpoint:
// vendors quote it in their errors.
func (c Config) scrub(text string, sent meeting.Secret) string {
	for _, secret := range []meeting.Secret{sent, c.Credentials.ClientSecret, c.Credentials.RefreshToken} {
		for _, form := range []string{secret.Reveal(), url.QueryEscape(secret.Reveal())} {
			if len(form) >= 4 { // a shorter one would hit words by chance
				text = strings.ReplaceAll(text, form, meeting.Redacted)
			}
		}
	}
	return text
}

// tokenError says what a failed token call means, without its body.
func (c Config) tokenError(ctx context.Context, err error, sent meeting.Secret) *meeting.Error {
	var refused *oauth2.RetrieveError
	if !errors.As(err, &refused) {
		var network *url.Error
		switch {
		case ctx.Err() != nil:
			return &meeting.Error{Kind: meeting.ErrUnavailable, Message: "token endpoint: it did not answer in time", Err: ctx.Err()}
		case errors.As(err, &network):
			return &meeting.Error{Kind: meeting.ErrUnavailable, Message: "token endpoint: " + meeting.OneLine(network.Err.Error()), Err: network.Err}
		}
		return &meeting.Error{Kind: meeting.ErrProtocol, Message: "token endpoint: the answer holds no access token"}
	}
	status := 0
	if refused.Response != nil {
		status = refused.Response.StatusCode
	}
	said := meeting.OneLine(c.scrub(detail(refused), sent))
	e := &meeting.Error{Status: status, Code: meeting.OneLine(c.scrub(refused.ErrorCode, sent)), Message: "token endpoint: " + said}
	switch code := strings.ToLower(refused.ErrorCode); {
	case status >= 500:
		e.Kind = meeting.ErrUnavailable
	case status == http.StatusTooManyRequests, strings.Contains(strings.ToLower(said), "too many requests"):
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
	if hint := c.hintOf(refused.Body); hint != "" && e.Kind == meeting.ErrUnauthenticated {
		e.Message += "; " + hint
	}
	return e
}

// hintOf asks the hint of an answer that refuses.
func (c Config) hintOf(body []byte) string {
	var members map[string]any
	if c.Hint == nil || json.Unmarshal(body, &members) != nil {
		return ""
	}
	return c.Hint(func(name string) string {
		text, _ := members[name].(string)
		return text
	})
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
			return text
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
