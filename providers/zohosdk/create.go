package zohosdk

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// CreateMeeting is [meeting.ErrUnsupported]: the SDK's documents define sessions
// that start at once only (contracts/zoho.md A1). Nothing is sent.
func (p *Provider) CreateMeeting(context.Context, meeting.CreateRequest) (meeting.Meeting, error) {
	return meeting.Meeting{}, provider.Unsupported(p.info, provider.OpCreate)
}
