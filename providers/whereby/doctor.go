package whereby

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// Examine finds out why calls fail: one room of the list is read.
func (p *Provider) Examine(ctx context.Context) []provider.Finding {
	cfg := p.cfg
	ear := doctor.Listen(cfg.Transport, cfg.Now)
	cfg.Transport = ear
	x := doctor.New(p.info, cfg.Auth, cfg.client(p.http.Quota()), ear)
	_, failed := x.Read(ctx, transport.Request{Path: "/v1/meetings", Query: map[string]string{"limit": "1"}, Cost: costRead})
	switch {
	case failed == nil:
		x.OK(provider.CheckToken, "Whereby takes the API key")
		x.OK(provider.CheckAccess, "Whereby answers")
	case failed.Kind == meeting.ErrUnauthenticated:
		x.Fail(provider.CheckToken, failed.Kind, "make a new API key in Whereby's dashboard and put it at auth.api_key", "Whereby refuses the API key: %s", doctor.Say(failed))
	case !x.Access(failed):
		x.Fail(provider.CheckAccess, failed.Kind, "see the message; the plan decides it", "Whereby refuses to list meetings: %s", doctor.Say(failed))
	}
	x.Clock()
	x.Limits("Whereby allows 100 points a minute (build), 1000 (grow)")
	x.Webhook(len(cfg.WebhookSecrets))
	return x.Findings()
}
