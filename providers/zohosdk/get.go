package zohosdk

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// walkPages bounds each of the two lists that a get looks through.
const walkPages = 50

// GetMeeting looks for a scheduled session in the lists: no document has a call for
// one (contracts/zoho.md B4). What a list leaves out (the host's link, the passcode,
// the invitees) is missing.
func (p *Provider) GetMeeting(ctx context.Context, id string) (meeting.Meeting, error) {
	for _, kind := range []string{upcoming, past} {
		at := place{kind: kind}
		for range walkPages {
			page, err := p.page(ctx, provider.OpGet, id, at, 0)
			if err != nil {
				return meeting.Meeting{}, err
			}
			for _, m := range page.Meetings {
				if m.ID == id {
					return m, nil
				}
			}
			if page.NextPage == "" {
				break
			}
			if at, err = readPlace(page.NextPage, []string{kind}); err != nil {
				return meeting.Meeting{}, err
			}
		}
	}
	return meeting.Meeting{}, &meeting.Error{Provider: p.info.Name, Op: string(provider.OpGet), ID: id, Kind: meeting.ErrNotFound,
		Message: "no scheduled session of this id is in the lists"}
}
