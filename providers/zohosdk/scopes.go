package zohosdk

import (
	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/provider"
)

// needs are the scopes of the operations (contracts/zoho.md B4 and B8). Without
// Config.OrgID the organisation is looked up first (B2).
func (p *Provider) needs() []doctor.Need {
	make, read := []doctor.AnyOf{{"ZohoMeeting.sdk.CREATE"}}, []doctor.AnyOf{{"ZohoMeeting.sdk.READ"}}
	if p.cfg.OrgID == "" {
		org := doctor.AnyOf{"ZohoMeeting.manageOrg.READ"}
		make, read = append(make, org), append(read, org)
	}
	return []doctor.Need{
		{Op: provider.OpCreate, All: make},
		{Op: provider.OpInstant, All: make},
		{Op: provider.OpGet, All: read},
		{Op: provider.OpList, All: read},
	}
}
