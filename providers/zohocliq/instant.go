package zohocliq

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// Instant is [meeting.ErrUnsupported]: no published call starts a media session
// (contracts/whereby-cliq.md 2B). Nothing is sent.
func (p *Provider) Instant(context.Context, meeting.InstantRequest) (meeting.Meeting, error) {
	return meeting.Meeting{}, provider.Unsupported(p.info, provider.OpInstant)
}
