package provider

import (
	"context"
	"iter"

	"github.com/libmeet/meeting"
)

// Webinars creates webinars and admits who registered.
type Webinars interface {
	CreateWebinar(ctx context.Context, req meeting.WebinarRequest) (meeting.Meeting, error)
	ListRegistrations(ctx context.Context, webinarID string, q meeting.PageQuery) (meeting.RegistrationPage, error)
	ApproveRegistration(ctx context.Context, webinarID, registrationID string) error
}

// CreateWebinar creates a webinar.
func (c *Client) CreateWebinar(ctx context.Context, req meeting.WebinarRequest) (meeting.Meeting, error) {
	return invoke(c, OpCreateWebinar, "", func() (meeting.Meeting, error) {
		p, err := ability[Webinars](c, OpCreateWebinar)
		if err != nil {
			return meeting.Meeting{}, err
		}
		req, err := req.Resolve()
		if err != nil {
			return meeting.Meeting{}, err
		}
		m, err := p.CreateWebinar(ctx, req)
		if err != nil {
			return meeting.Meeting{}, err
		}
		return c.checked(m)
	})
}

// Registrations walks the registrations of a webinar.
func (c *Client) Registrations(ctx context.Context, webinarID string) iter.Seq2[meeting.Registration, error] {
	return pages(c, OpListRegistrations, webinarID, "", func(token string) ([]meeting.Registration, string, error) {
		p, err := ability[Webinars](c, OpListRegistrations)
		if err != nil {
			return nil, "", err
		}
		if err := validID(webinarID); err != nil {
			return nil, "", err
		}
		page, err := p.ListRegistrations(ctx, webinarID, meeting.PageQuery{PageToken: token})
		return page.Registrations, page.NextPage, err
	})
}

// ApproveRegistration lets a registered person in.
func (c *Client) ApproveRegistration(ctx context.Context, webinarID, registrationID string) error {
	return run(c, OpApproveRegistration, webinarID, func() error {
		p, err := ability[Webinars](c, OpApproveRegistration)
		if err != nil {
			return err
		}
		if err := validID(webinarID); err != nil {
			return err
		}
		if err := meeting.ValidateID("registration", registrationID); err != nil {
			return err
		}
		return p.ApproveRegistration(ctx, webinarID, registrationID)
	})
}
