package zohosdk

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// Examine finds out why calls fail: it reads who the user is and one session of the
// list.
func (p *Provider) Examine(ctx context.Context) []provider.Finding {
	cfg, dc := p.cfg, p.dc()
	ear := doctor.Listen(cfg.Transport, cfg.Now)
	cfg.Transport = ear
	x := doctor.New(p.info, cfg.Auth, cfg.client(dc, p.http.Quota()), ear)
	if dc.ExamineToken(ctx, x) {
		p.examineAccount(ctx, x)
	}
	x.Clock()
	x.Limits("Zoho publishes none")
	return x.Findings()
}

func (p *Provider) examineAccount(ctx context.Context, x *doctor.Exam) {
	dc := p.dc()
	answer, userFailed := x.Read(ctx, transport.Request{Path: zoho.UserPath})
	if dc.ExamineRefusal(ctx, x, userFailed) {
		return
	}
	if userFailed != nil && p.cfg.OrgID == "" { // every call looks it up
		if !x.Access(userFailed) {
			x.Fail(provider.CheckOrganisation, userFailed.Kind, "add the scope ZohoMeeting.manageOrg.READ, or set options.org_id",
				"it is not configured, and can't be looked up: %s", doctor.Say(userFailed))
		}
		return
	}
	var user normalize.ZohoAccount
	if userFailed == nil {
		user, _ = normalize.ZohoUser(answer.Body) // what it doesn't say is not compared
	}
	if userFailed == nil {
		dc.ExamineServer(x, user.Server)
	}
	zoho.ExamineOrganisation(x, p.cfg.OrgID, user.Org)
	org := user.Org
	if org == "" {
		org = p.cfg.OrgID
	}
	var failed *meeting.Error
	if org != "" {
		_, failed = x.Read(ctx, transport.Request{Path: "/api/v2/{orgId}/sdk/sessions", Args: []string{org},
			Query: map[string]string{"index": "0", "count": "1", "filterType": "sdkMeetingList", "listtype": "upcoming"}})
	}
	remedy := zoho.ScopesRemedy(p.cfg.Name)
	known := x.Scopes(ctx, p.needs(), remedy)
	switch {
	case failed == nil && org != "":
		x.OK(provider.CheckAccess, "the SDK answers")
		if !known {
			x.OK(provider.CheckScopes, "reads are allowed; Zoho does not tell what else the token may do")
		}
	case failed == nil: // said above
	case zoho.LacksScope(failed):
		if !known {
			x.Fail(provider.CheckScopes, failed.Kind, remedy, "%s needs the scope ZohoMeeting.sdk.READ: %s", provider.OpList, doctor.Say(failed))
		}
	case failed.Kind == meeting.ErrPermission:
		x.Fail(provider.CheckOrganisation, failed.Kind, "set options.org_id to an organisation of the user", "the user may not use the organisation %s: %s", org, doctor.Say(failed))
	case !x.Access(failed):
		x.Fail(provider.CheckAccess, failed.Kind, "see the message; the AV SDK must be enabled for the organisation", "the SDK refuses: %s", doctor.Say(failed))
	}
}
