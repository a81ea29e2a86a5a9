package zoho

import (
	"context"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/provider"
)

// ExamineToken fetches a token and reports whether there is one. A client is known in
// every data centre, its secret may be another in each: invalid_client is the usual
// sign of the wrong one (contracts/zoho.md B9, B10).
func (d DataCenter) ExamineToken(ctx context.Context, x *doctor.Exam) bool {
	failed := x.Token(ctx)
	if failed == nil {
		return true
	}
	if strings.HasPrefix(strings.ToLower(failed.Code), "invalid_client") {
		x.Fail(provider.CheckDataCenter, failed.Kind, "set data_center to where the client and the account live: the host that Zoho shows in the browser",
			"the accounts server of %s doesn't take the client: those of another data centre may", d.Name)
	}
	return false
}

// ExamineRefusal explains a token that was given and not taken: the account lives in
// another data centre, or the token was revoked (contracts/zoho.md B7, E1). It reports
// whether failed is that.
func (d DataCenter) ExamineRefusal(ctx context.Context, x *doctor.Exam, failed *meeting.Error) bool {
	if failed == nil || failed.Kind != meeting.ErrUnauthenticated {
		return false
	}
	if hint := x.Hint(ctx); hint != "" {
		_, remedy, _ := strings.Cut(hint, "; ")
		if at := strings.LastIndex(hint, "set data_center"); at >= 0 {
			remedy = hint[at:]
		}
		x.Fail(provider.CheckDataCenter, failed.Kind, remedy+" in the config", "the account is not at %s: %s", d.Name, hint)
		return true
	}
	x.Access(failed)
	x.Warn(provider.CheckDataCenter, "set data_center to where the account lives: the host that Zoho shows in the browser",
		"Zoho's servers at %s don't take the token; those of another data centre may", d.Name)
	return true
}

// ExamineServer compares the server that user.json names with the configured data
// centre.
func (d DataCenter) ExamineServer(x *doctor.Exam, server string) {
	for _, other := range DataCenters() {
		if server != "" && strings.EqualFold(other.Meeting, "https://"+server) && other.Name != d.Name {
			x.Fail(provider.CheckDataCenter, meeting.ErrInvalid, "set data_center: "+other.Name, "the account lives in the data centre %s, the config says %s", other.Name, d.Name)
			return
		}
	}
	x.OK(provider.CheckDataCenter, "%s: its servers take the token", d.Name)
}

// ExamineOrganisation compares the configured organisation with the account's, "" for
// one that is not known.
func ExamineOrganisation(x *doctor.Exam, configured, account string) {
	switch {
	case configured == "" && account == "":
		x.Warn(provider.CheckOrganisation, "add the scope ZohoMeeting.manageOrg.READ, or set options.org_id", "it is not configured, and can't be looked up")
	case account == "":
		x.Warn(provider.CheckOrganisation, "add the scope ZohoMeeting.manageOrg.READ to have it compared", "whether it is %s can't be looked up", configured)
	case configured != "" && configured != account:
		x.Fail(provider.CheckOrganisation, meeting.ErrPermission, "set options.org_id: \""+account+"\", or leave it out", "options.org_id is %s, the account's organisation is %s", configured, account)
	default:
		x.OK(provider.CheckOrganisation, "it is %s", account)
	}
}

// ScopesRemedy is what a missing scope of Zoho's takes.
func ScopesRemedy(name string) string {
	return "consent anew with it: meetctl --provider " + name + " auth login"
}

// LacksScope reports an error that a missing scope makes.
func LacksScope(e *meeting.Error) bool {
	return e != nil && e.Kind == meeting.ErrPermission && strings.Contains(strings.ToLower(e.Code+" "+e.Message), "scope")
}
