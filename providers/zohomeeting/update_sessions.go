package zohomeeting

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// sessionPatch reads the meeting first where its start or zone is needed.
func (p *Provider) sessionPatch(ctx context.Context, id string, patch meeting.Patch) ([]byte, error) {
	var was meeting.Meeting
	if (patch.Start != nil) != (patch.Zone != "") {
		var err error
		if was, err = p.get(ctx, provider.OpUpdate, id); err != nil {
			return nil, err
		}
	}
	return newSessionPatch(patch, was)
}
