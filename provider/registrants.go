package provider

import (
	"context"
	"iter"

	"github.com/libmeet/meeting"
)

// Registrants are the people who sign up for a meeting beforehand.
type Registrants interface {
	// ListRegistrants returns one page; every registration on it has q's status.
	ListRegistrants(ctx context.Context, meetingID string, q meeting.RegistrantQuery) (meeting.RegistrationPage, error)

	// AddRegistrant signs somebody up and returns the registration as it is then.
	AddRegistrant(ctx context.Context, meetingID string, req meeting.RegistrantRequest) (meeting.Registration, error)

	// DecideRegistrants gives registrations a status: approved, denied or cancelled.
	// Each has an ID and, where the vendor asks for it, an Email.
	DecideRegistrants(ctx context.Context, meetingID string, status meeting.RegistrationStatus, people []meeting.Registration) error
}

// Registrants walks the registrations for a meeting.
func (c *Client) Registrants(ctx context.Context, meetingID string, q meeting.RegistrantQuery) iter.Seq2[meeting.Registration, error] {
	return pages(c, OpListRegistrants, meetingID, q.PageToken, func(token string) ([]meeting.Registration, string, error) {
		p, err := ability[Registrants](c, OpListRegistrants)
		if err != nil {
			return nil, "", err
		}
		if err := validID(meetingID); err != nil {
			return nil, "", err
		}
		if err := q.Validate(); err != nil {
			return nil, "", err
		}
		query := q // one walk must not see another's token
		query.PageToken = token
		page, err := p.ListRegistrants(ctx, meetingID, query)
		return page.Registrations, page.NextPage, err
	})
}

// AddRegistrant signs somebody up for a meeting. It is sent once: when the answer is
// lost the error is [meeting.ErrOutcomeUnknown].
func (c *Client) AddRegistrant(ctx context.Context, meetingID string, req meeting.RegistrantRequest) (meeting.Registration, error) {
	return invoke(c, OpAddRegistrant, meetingID, func() (meeting.Registration, error) {
		p, err := ability[Registrants](c, OpAddRegistrant)
		if err != nil {
			return meeting.Registration{}, err
		}
		if err := validID(meetingID); err != nil {
			return meeting.Registration{}, err
		}
		if err := req.Validate(); err != nil {
			return meeting.Registration{}, err
		}
		return p.AddRegistrant(ctx, meetingID, req)
	})
}

// DecideRegistrants approves, denies or cancels registrations.
func (c *Client) DecideRegistrants(ctx context.Context, meetingID string, status meeting.RegistrationStatus, people ...meeting.Registration) error {
	return run(c, OpDecideRegistrants, meetingID, func() error {
		p, err := ability[Registrants](c, OpDecideRegistrants)
		if err != nil {
			return err
		}
		if err := validID(meetingID); err != nil {
			return err
		}
		switch status {
		case meeting.RegistrationApproved, meeting.RegistrationDenied, meeting.RegistrationCancelled:
		default:
			return meeting.Invalidf("status", "%q is none of approved, denied, cancelled", status)
		}
		if len(people) == 0 {
			return meeting.Invalidf("registrants", "nobody to decide on")
		}
		for _, person := range people {
			if err := meeting.ValidateID("registration", person.ID); err != nil {
				return err
			}
		}
		return p.DecideRegistrants(ctx, meetingID, status, people)
	})
}
