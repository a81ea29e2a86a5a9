package zohocliq

import (
	"context"

	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/provider"
)

// Examine finds out why calls fail, with a single read: Cliq allows twenty a minute
// and locks who asks for more.
func (p *Provider) Examine(ctx context.Context) []provider.Finding {
	cfg, dc := p.cfg, p.dc()
	ear := doctor.Listen(cfg.Transport, cfg.Now)
	cfg.Transport = ear
	x := doctor.New(p.info, cfg.Auth, cfg.client(dc, p.http.Quota()), ear)
	if dc.ExamineToken(ctx, x) {
		p.examineAccess(ctx, x)
	}
	x.Clock()
	x.Limits("Cliq allows 20 requests a minute, and a lock of ten minutes for more")
	return x.Findings()
}

func (p *Provider) examineAccess(ctx context.Context, x *doctor.Exam) {
	dc, remedy := p.dc(), zoho.ScopesRemedy(p.cfg.Name)
	_, failed := x.Read(ctx, transport.Request{Path: "/api/v2/mediasessions", Query: map[string]string{"limit": "1"}})
	if dc.ExamineRefusal(ctx, x, failed) {
		return
	}
	known := x.Scopes(ctx, p.needs(), remedy)
	switch {
	case failed == nil:
		x.OK(provider.CheckAccess, "Cliq answers")
		dc.ExamineServer(x, "")
		if !known {
			x.OK(provider.CheckScopes, "sessions may be read; Zoho does not tell what else the token may do")
		}
	case zoho.LacksScope(failed):
		if known {
			return // told by operation
		}
		for _, op := range []provider.Op{provider.OpParticipants, provider.OpGet, provider.OpList} {
			x.Fail(provider.CheckScopes, failed.Kind, remedy, "%s needs the scope ZohoCliq.MediaSession.READ: %s", op, doctor.Say(failed))
		}
	case !x.Access(failed):
		x.Fail(provider.CheckAccess, failed.Kind, "see the message", "Cliq refuses to list sessions: %s", doctor.Say(failed))
	}
}
