package zohomeeting

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// Examine finds out why calls fail. It reads who the user is and one meeting of a list
// in either dialect: which of them the account answers shows only there.
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

// probe is what one dialect answered.
type probe struct {
	dialect string
	failed  *meeting.Error
	asked   bool
}

// answers reports that the account has the dialect: it gave a list, or refused it in
// the words of its API.
func (a probe) answers() bool {
	if !a.asked || a.failed == nil {
		return a.asked
	}
	switch a.failed.Kind {
	case meeting.ErrPermission, meeting.ErrInvalid, meeting.ErrRateLimited:
		return a.failed.Code != ""
	}
	return false
}

// absent reports that there is no such API here: no such path, or a page.
func (a probe) absent() bool {
	return a.asked && a.failed != nil && (a.failed.Status == http.StatusNotFound || a.failed.Status == http.StatusMethodNotAllowed || a.failed.Kind == meeting.ErrProtocol)
}

func (p *Provider) examineAccount(ctx context.Context, x *doctor.Exam) {
	dc := p.dc()
	reference := probe{dialect: DialectMeetings, asked: true}
	_, reference.failed = x.Read(ctx, transport.Request{Path: newDialect(DialectMeetings).meetings, Query: map[string]string{"page": "1", "per_page": "1"}})
	answer, userFailed := x.Read(ctx, transport.Request{Path: zoho.UserPath})
	if dc.ExamineRefusal(ctx, x, reference.failed) || dc.ExamineRefusal(ctx, x, userFailed) {
		return
	}
	var user normalize.ZohoAccount
	if userFailed == nil {
		user, _ = normalize.ZohoUser(answer.Body) // what it doesn't say is not compared
	}
	if userFailed != nil && p.published() && p.cfg.OrgID == "" && x.Access(userFailed) { // every call looks it up
		return
	}
	if userFailed == nil || reference.failed == nil {
		dc.ExamineServer(x, user.Server)
	}
	published := probe{dialect: DialectSessions}
	if org := firstOf(user.Org, p.cfg.OrgID); org != "" { // the account's: a foreign one would hide the dialect
		published.asked = true
		_, published.failed = x.Read(ctx, transport.Request{
			Path: newDialect(DialectSessions).meetings, Args: []string{org}, Query: map[string]string{"listtype": "all", "index": "1", "count": "1"},
		})
	}
	used, other := reference, published
	if p.published() {
		used, other = published, reference
		zoho.ExamineOrganisation(x, p.cfg.OrgID, user.Org)
	}
	p.examineDialect(x, used, other)
	p.examineScopes(ctx, x, used, userFailed)
}

func firstOf(words ...string) string {
	for _, word := range words {
		if word != "" {
			return word
		}
	}
	return ""
}

// examineDialect compares what the account answers with what is configured.
func (p *Provider) examineDialect(x *doctor.Exam, used, other probe) {
	switch {
	case used.answers() && used.failed != nil && !zoho.LacksScope(used.failed):
		p.examineList(x, used.failed)
	case used.answers() && other.answers():
		x.OK(provider.CheckDialect, "the account answers the configured dialect %s, and %s too", used.dialect, other.dialect)
	case used.answers():
		x.OK(provider.CheckDialect, "the account answers the configured dialect %s", used.dialect)
	case other.answers():
		x.Fail(provider.CheckDialect, meeting.ErrInvalid, "set options.dialect: "+other.dialect, "the account does not answer the configured dialect %s, but %s", used.dialect, other.dialect)
	case used.absent() && other.asked && other.absent():
		x.Fail(provider.CheckDialect, meeting.ErrProtocol, "check base_url and data_center: something else answers there", "neither dialect is answered")
	case used.absent():
		x.Fail(provider.CheckDialect, meeting.ErrInvalid, "try options.dialect: "+other.dialect, "the account does not answer the configured dialect %s; %s could not be asked", used.dialect, other.dialect)
	case used.failed != nil:
		p.examineList(x, used.failed)
	}
}

// examineList explains a list that was refused, in the configured dialect: in Zoho's
// own a foreign organisation is (contracts/zoho.md B7, E3 and E4).
func (p *Provider) examineList(x *doctor.Exam, failed *meeting.Error) {
	switch {
	case p.published() && failed.Kind == meeting.ErrPermission:
		x.Fail(provider.CheckOrganisation, failed.Kind, "set options.org_id to an organisation of the user, or leave it out", "the user may not use the organisation: %s", doctor.Say(failed))
	case !x.Access(failed):
		x.Fail(provider.CheckAccess, failed.Kind, "see the message", "the list of meetings is refused: %s", doctor.Say(failed))
	}
}

// examineScopes goes by what the token tells, else by what was refused: Zoho rarely
// names a token's scopes, and only reads can be tried.
func (p *Provider) examineScopes(ctx context.Context, x *doctor.Exam, used probe, userFailed *meeting.Error) {
	remedy := zoho.ScopesRemedy(p.cfg.Name)
	if x.Scopes(ctx, p.needs(), remedy) {
		return
	}
	lacks := zoho.LacksScope(used.failed)
	if lacks {
		for _, op := range []provider.Op{provider.OpList, provider.OpGet} {
			x.Fail(provider.CheckScopes, meeting.ErrPermission, remedy, "%s needs the scope ZohoMeeting.meeting.READ: %s", op, doctor.Say(used.failed))
		}
	}
	if p.published() && (p.cfg.OrgID == "" || p.cfg.Presenter == "") && zoho.LacksScope(userFailed) {
		lacks = true
		for _, op := range []provider.Op{provider.OpCreate, provider.OpInstant} {
			x.Fail(provider.CheckScopes, meeting.ErrPermission, remedy+", or set options.org_id and options.presenter",
				"%s needs the scope ZohoMeeting.manageOrg.READ: %s", op, doctor.Say(userFailed))
		}
	}
	if !lacks && used.asked && used.failed == nil {
		x.OK(provider.CheckScopes, "reads are allowed; Zoho does not tell what else the token may do")
	}
}
