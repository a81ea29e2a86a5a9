package provider

import (
	"context"

	"github.com/libmeet/meeting"
)

// Inviter adds people to a meeting and removes them.
type Inviter interface {
	// Invite adds people and asks the vendor to send them an invitation.
	Invite(ctx context.Context, meetingID string, people []meeting.Person) error

	// Uninvite removes one participant by the id that ListParticipants gave.
	Uninvite(ctx context.Context, meetingID, participantID string) error
}

// Invite invites people by their e-mail addresses.
func (c *Client) Invite(ctx context.Context, meetingID string, people ...meeting.Person) error {
	return run(c, OpInvite, meetingID, func() error {
		p, err := ability[Inviter](c, OpInvite)
		if err != nil {
			return err
		}
		if err := validID(meetingID); err != nil {
			return err
		}
		if len(people) == 0 {
			return meeting.Invalidf("invitees", "nobody to invite")
		}
		for _, person := range people {
			if err := meeting.ValidateEmail(person.Email); err != nil {
				return err
			}
		}
		return p.Invite(ctx, meetingID, people)
	})
}

// Uninvite removes a participant.
func (c *Client) Uninvite(ctx context.Context, meetingID, participantID string) error {
	return run(c, OpUninvite, meetingID, func() error {
		p, err := ability[Inviter](c, OpUninvite)
		if err != nil {
			return err
		}
		if err := validID(meetingID); err != nil {
			return err
		}
		if err := meeting.ValidateID("participant", participantID); err != nil {
			return err
		}
		return p.Uninvite(ctx, meetingID, participantID)
	})
}
