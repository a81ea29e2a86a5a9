package zohocliq

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// CreateMeeting is [meeting.ErrUnsupported]: a media session can't be scheduled
// (contracts/whereby-cliq.md 2A). Nothing is sent.
func (p *Provider) CreateMeeting(context.Context, meeting.CreateRequest) (meeting.Meeting, error) {
	return meeting.Meeting{}, provider.Unsupported(p.info, provider.OpCreate)
}
