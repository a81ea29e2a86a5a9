package zohomeeting

import (
	"context"
	"net/http"
	"slices"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// ListRegistrants lists who registered for a webinar, in the sessions dialect
// (contracts/zoho.md B6).
func (p *Provider) ListRegistrants(ctx context.Context, webinarID string, q meeting.RegistrantQuery) (meeting.RegistrationPage, error) {
	if !p.published() {
		return meeting.RegistrationPage{}, provider.Unsupported(p.info, provider.OpListRegistrants)
	}
	page, err := p.sessionRegistrations(ctx, provider.OpListRegistrants, webinarID, q)
	page.Registrations = slices.DeleteFunc(page.Registrations, func(g meeting.Registration) bool { return q.Status != "" && g.Status != q.Status })
	return page, err
}

// AddRegistrant registers somebody for a webinar, in the sessions dialect, by the call
// that Zoho has for many (contracts/zoho.md B6). The answer holds the link and no status.
func (p *Provider) AddRegistrant(ctx context.Context, webinarID string, req meeting.RegistrantRequest) (meeting.Registration, error) {
	body, err := newRegistrantBody(req)
	if err != nil {
		return meeting.Registration{}, err
	}
	res, err := p.do(ctx, transport.Request{
		Op: string(provider.OpAddRegistrant), ID: webinarID, Method: http.MethodPost, Path: p.dialect.register, Args: []string{webinarID},
		Body: body, Create: true,
	})
	if err != nil {
		return meeting.Registration{}, err
	}
	page, _, err := normalize.ZohoSessionsRegistrations(res.Body)
	if err != nil {
		return meeting.Registration{}, err
	}
	if len(page.Registrations) != 1 {
		return meeting.Registration{}, &meeting.Error{Kind: meeting.ErrInvalid, Message: "Zoho registered nobody under that address"}
	}
	g := page.Registrations[0]
	if g.Name == "" {
		g.Name = fullName(req)
	}
	return g, nil
}

// DecideRegistrants is [meeting.ErrUnsupported]: no page of Zoho's describes how.
func (p *Provider) DecideRegistrants(context.Context, string, meeting.RegistrationStatus, []meeting.Registration) error {
	return provider.Unsupported(p.info, provider.OpDecideRegistrants)
}
