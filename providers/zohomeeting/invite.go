package zohomeeting

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// Invite adds people, at most 100 in one call, and has Zoho mail them
// (contracts/zoho.md A2.5).
func (p *Provider) Invite(ctx context.Context, meetingID string, people []meeting.Person) error {
	if len(people) > maxPeople {
		return meeting.Invalidf("invitees", "%d people; Zoho Meeting takes %d in one call", len(people), maxPeople)
	}
	body, err := newInviteBody(people)
	if err != nil {
		return err
	}
	_, err = p.do(ctx, transport.Request{
		Op: string(provider.OpInvite), ID: meetingID, Method: http.MethodPost,
		Path: p.dialect.invite, Args: []string{meetingID}, Body: body,
	})
	return err
}

// Uninvite removes a participant (contracts/zoho.md A2.2).
func (p *Provider) Uninvite(ctx context.Context, meetingID, participantID string) error {
	_, err := p.do(ctx, transport.Request{
		Op: string(provider.OpUninvite), ID: meetingID, Method: http.MethodDelete,
		Path: p.dialect.participant, Args: []string{meetingID, participantID},
	})
	return err
}
