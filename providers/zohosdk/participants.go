package zohosdk

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// ListParticipants is [meeting.ErrUnsupported]: a session's participants stand in
// the answer that made it ([meeting.Meeting.Invitees]), and no documented call
// reads a session again (contracts/zoho.md B4). Nothing is sent.
func (p *Provider) ListParticipants(context.Context, string, meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	return meeting.ParticipantPage{}, provider.Unsupported(p.info, provider.OpParticipants)
}
