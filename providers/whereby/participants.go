package whereby

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// ListParticipants returns [meeting.ErrUnsupported] without a call: Whereby can't
// be asked who is in a room (contracts/whereby-cliq.md 1B, What the API cannot do).
func (p *Provider) ListParticipants(context.Context, string, meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	return meeting.ParticipantPage{}, provider.Unsupported(p.info, provider.OpParticipants)
}
