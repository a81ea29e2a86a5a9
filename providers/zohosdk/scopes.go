package zohosdk

import (
	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/provider"
)

// needs are the scopes of the operations (contracts/zoho.md B4 and B8). What the
// config does not say of organisation and user is looked up with one more (B2).
func (p *Provider) needs() []doctor.Need {
	who := doctor.AnyOf{"ZohoMeeting.manageOrg.READ"}
	create, instant, read := []doctor.AnyOf{{"ZohoMeeting.sdk.CREATE"}}, []doctor.AnyOf{{"ZohoMeeting.sdk.CREATE"}}, []doctor.AnyOf{{"ZohoMeeting.sdk.READ"}}
	if p.cfg.OrgID == "" {
		instant, read = append(instant, who), append(read, who)
	}
	if p.cfg.OrgID == "" || p.cfg.Presenter == "" {
		create = append(create, who)
	}
	return []doctor.Need{
		{Op: provider.OpCreate, All: create},
		{Op: provider.OpInstant, All: instant},
		{Op: provider.OpGet, All: read},
		{Op: provider.OpList, All: read},
	}
}
