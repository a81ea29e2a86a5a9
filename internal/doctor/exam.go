package doctor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/oauth"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// Exam is one examination of a provider. It sends through a transport of its own,
// which listens to what the answers say beside their body.
type Exam struct {
	info     provider.Info
	login    bool // the credential is one that a user signs in for
	vault    *oauth.Vault
	http     *transport.Client
	ear      *Ear
	findings []provider.Finding
}

// New begins an examination. client sends through ear, with a vault.
func New(info provider.Info, auth meeting.Credentials, client *transport.Client, ear *Ear) *Exam {
	vault, _ := client.Auth().(*oauth.Vault)
	x := &Exam{info: info, login: auth.Flow == meeting.FlowRefreshToken, vault: vault, http: client, ear: ear}
	x.OK(provider.CheckConfig, "it is complete: kind %s, flow %s", info.Vendor, auth.Flow)
	return x
}

// Findings ends the examination.
func (x *Exam) Findings() []provider.Finding { return x.findings }

// Hint is what the token endpoint said against the token, if anything.
func (x *Exam) Hint(ctx context.Context) string { return x.vault.Hint(ctx) }

func (x *Exam) add(check string, status provider.FindingStatus, kind meeting.ErrorKind, remedy, message string) {
	x.findings = append(x.findings, provider.Finding{Check: check, Status: status, Kind: kind, Message: message, Remedy: remedy})
}

// OK notes that a check passed.
func (x *Exam) OK(check, format string, args ...any) {
	x.add(check, provider.FindingOK, "", "", fmt.Sprintf(format, args...))
}

// Warn notes what does not stop calls now.
func (x *Exam) Warn(check, remedy, format string, args ...any) {
	x.add(check, provider.FindingWarn, "", remedy, fmt.Sprintf(format, args...))
}

// Fail notes what makes calls fail, with errors of the kind.
func (x *Exam) Fail(check string, kind meeting.ErrorKind, remedy, format string, args ...any) {
	x.add(check, provider.FindingFail, kind, remedy, fmt.Sprintf(format, args...))
}

// Read sends a GET and returns its answer. An answer that no vendor gives, empty or
// not an object, is an [meeting.ErrProtocol] error: something else may stand at the
// address.
func (x *Exam) Read(ctx context.Context, req transport.Request) (transport.Response, *meeting.Error) {
	req.Method, req.Op = http.MethodGet, "doctor"
	res, err := x.http.Do(ctx, req)
	switch {
	case err != nil:
		return res, errorOf(err)
	case res.Status != http.StatusNoContent && !isJSON(res.Body):
		return res, &meeting.Error{Kind: meeting.ErrProtocol, Status: res.Status, Message: "it is neither a JSON object nor a list"}
	}
	return res, nil
}

func isJSON(body []byte) bool {
	text := bytes.TrimSpace(body)
	return len(text) > 0 && (text[0] == '{' || text[0] == '[') && json.Valid(text)
}

func errorOf(err error) *meeting.Error {
	var known *meeting.Error
	if errors.As(err, &known) {
		return known
	}
	return &meeting.Error{Kind: meeting.ErrUnavailable, Message: meeting.OneLine(err.Error()), Err: err}
}

// Say is what an error says, without what stands around it.
func Say(e *meeting.Error) string {
	text := e.Message
	if text == "" {
		text = e.Kind.Error()
	}
	if e.Status != 0 {
		text += fmt.Sprintf(" (HTTP %d)", e.Status)
	}
	return text
}

// Token fetches a token, unless one is at hand. It returns why there is none, which it
// has noted.
func (x *Exam) Token(ctx context.Context) *meeting.Error {
	status, err := x.vault.Status(ctx)
	if err != nil {
		e := errorOf(err)
		x.Fail(provider.CheckToken, e.Kind, "check the store and store_key", "the token store: %s", Say(e))
		return e
	}
	if _, err := x.vault.Authorization(ctx); err != nil {
		e := errorOf(err)
		x.TokenFailed(e)
		return e
	}
	switch {
	case status.Flow == meeting.FlowAPIKey || status.Flow == meeting.FlowAccessToken:
		x.OK(provider.CheckToken, "the config has one; whether the vendor takes it is seen below")
	case !status.Expires.IsZero():
		x.OK(provider.CheckToken, "one is at hand, good until %s", status.Expires.Format(time.RFC3339))
	default:
		x.OK(provider.CheckToken, "the token endpoint gave one")
	}
	return nil
}

// TokenFailed explains why there is no token.
func (x *Exam) TokenFailed(e *meeting.Error) {
	login := "get a new credential from the vendor"
	if x.login {
		login = fmt.Sprintf("sign in: meetctl --provider %s auth login", x.info.Name)
	}
	code := strings.ToLower(e.Code)
	switch {
	case oauth.NotSignedIn(e):
		x.Fail(provider.CheckToken, e.Kind, login, "nobody has signed in, and the config has no refresh token")
	case code == "invalid_grant" || code == "invalid_code":
		x.Fail(provider.CheckToken, e.Kind, login, "the refresh token is revoked, spent or expired: %s", Say(e))
	case e.Kind == meeting.ErrRateLimited:
		x.Fail(provider.CheckToken, e.Kind, "wait "+e.RetryAfter.Round(time.Second).String()+", and share one store between programs", "too many tokens were asked for: %s", Say(e))
	case e.Kind == meeting.ErrUnauthenticated:
		x.Fail(provider.CheckToken, e.Kind, "check client_id, client_secret, account_id and token_url", "the token endpoint refuses the client: %s", Say(e))
	default:
		x.Fail(provider.CheckToken, e.Kind, "check the network, token_url and the vendor's status page", "there is no token: %s", Say(e))
	}
}

// Access explains a read that failed, for errors that mean the same everywhere. It
// reports whether it did.
func (x *Exam) Access(e *meeting.Error) bool {
	switch e.Kind {
	case meeting.ErrUnauthenticated:
		if code := strings.ToLower(e.Code); code == "invalid_grant" || code == "invalid_code" { // of the token endpoint, on the way
			x.TokenFailed(e)
			return true
		}
		remedy := "check the credential in the config"
		if x.login {
			remedy = fmt.Sprintf("sign in again: meetctl --provider %s auth login", x.info.Name)
		}
		x.Fail(provider.CheckAccess, e.Kind, remedy, "the vendor refuses the credential: %s", Say(e))
	case meeting.ErrRateLimited:
		x.Fail(provider.CheckLimits, e.Kind, "wait "+e.RetryAfter.Round(time.Second).String()+", or raise the plan", "the vendor's limit is reached: %s", Say(e))
	case meeting.ErrUnavailable:
		x.Fail(provider.CheckAccess, e.Kind, "check the network, base_url and the vendor's status page", "the vendor can't be reached: %s", Say(e))
	case meeting.ErrProtocol:
		x.Fail(provider.CheckAccess, e.Kind, "check base_url: something else may answer there", "the answer is not the vendor's: %s", Say(e))
	default:
		return false
	}
	return true
}

// Scopes compares what the token may do with what the operations need, each that
// lacks something by its name. Scopes that nobody told can't be compared: known
// reports that they could.
func (x *Exam) Scopes(ctx context.Context, needs []Need, remedy string) (known bool) {
	status, err := x.vault.Status(ctx)
	if err != nil || len(status.Scopes) == 0 {
		return false
	}
	missing := Missing(needs, x.info.Capabilities.Operations, status.Scopes)
	for _, need := range missing {
		x.Fail(provider.CheckScopes, meeting.ErrPermission, remedy, "%s needs the scope %s", need.Op, need)
	}
	if len(missing) == 0 {
		x.OK(provider.CheckScopes, "the token has those of all %d operations", len(x.info.Capabilities.Operations))
	}
	return true
}

// Webhook tells whether events would be believed.
func (x *Exam) Webhook(secrets int) {
	if secrets == 0 {
		x.Warn(provider.CheckWebhook, "set webhook.secrets if the vendor sends events to you", "no secret is configured: every event is refused")
		return
	}
	x.OK(provider.CheckWebhook, "events are checked; secrets configured: %d", secrets)
}
