package zoom

import (
	"context"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

const scopesRemedy = "add it to the app's scopes at marketplace.zoom.us, then activate the app or sign in anew"

// Examine finds out why calls fail: one page of one meeting is read. What a token may
// do Zoom tells with it (contracts/zoom.md B6).
func (p *Provider) Examine(ctx context.Context) []provider.Finding {
	cfg := p.cfg
	ear := doctor.Listen(cfg.Transport, cfg.Now)
	cfg.Transport = ear
	x := doctor.New(p.info, cfg.Auth, cfg.client(p.http.Quota()), ear)
	if x.Token(ctx) == nil {
		p.examineAccess(ctx, x)
	}
	x.Clock()
	x.Limits("")
	x.Webhook(len(cfg.WebhookSecrets))
	return x.Findings()
}

func (p *Provider) examineAccess(ctx context.Context, x *doctor.Exam) {
	_, failed := x.Read(ctx, transport.Request{
		Path: "/v2/users/{userId}/meetings", Args: []string{p.cfg.UserID}, Query: map[string]string{"page_size": "1", "type": "scheduled"},
		Class: classMedium,
	})
	lacks := failed != nil && failed.Kind == meeting.ErrPermission && strings.Contains(failed.Message, "scope")
	switch {
	case failed == nil:
		x.OK(provider.CheckAccess, "Zoom answers for the user %s", p.cfg.UserID)
	case lacks: // told below, by operation
	case failed.Kind == meeting.ErrNotFound:
		x.Fail(provider.CheckConfig, failed.Kind, "set options.user_id to the id or address of a user in the account", "Zoom knows no user %s here: %s", p.cfg.UserID, doctor.Say(failed))
	case !x.Access(failed):
		x.Fail(provider.CheckAccess, failed.Kind, "see the message; the account's plan and role decide it", "Zoom refuses to list meetings: %s", doctor.Say(failed))
	}
	if known := x.Scopes(ctx, p.needs(), scopesRemedy); !known {
		if lacks {
			x.Fail(provider.CheckScopes, failed.Kind, scopesRemedy, "%s: %s", provider.OpList, doctor.Say(failed))
			return
		}
		x.OK(provider.CheckScopes, "a token from elsewhere does not tell its scopes; only a read was tried")
	}
}
