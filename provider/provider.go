package provider

import (
	"context"

	"github.com/libmeet/meeting"
)

// Provider is the least that an adapter offers. See the package comment for the
// duties of its methods.
type Provider interface {
	// Info describes the provider. It is pure: no I/O, the same answer each time.
	// The maps and slices in it are shared; don't change them.
	Info() Info

	// CreateMeeting creates a meeting at a time. The Client has resolved req
	// (Start and End in UTC, Duration set) and has cut what is too long; members
	// that Info doesn't claim are to be ignored. It returns the meeting as the
	// vendor answered.
	CreateMeeting(ctx context.Context, req meeting.CreateRequest) (meeting.Meeting, error)

	// Instant starts a meeting now.
	Instant(ctx context.Context, req meeting.InstantRequest) (meeting.Meeting, error)

	// ListParticipants returns one page of a meeting's participants. q.PageToken is
	// the NextPage of the page before; an adapter rejects one it can't have given
	// with [meeting.ErrInvalid].
	ListParticipants(ctx context.Context, meetingID string, q meeting.ParticipantQuery) (meeting.ParticipantPage, error)
}
