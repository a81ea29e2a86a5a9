package zohomeeting

import (
	"context"
	"net/http"
	"strconv"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// sessionRegistrations lists registrations in Zoho's own API, without a status all of
// them. Its paging is sent only where Zoho says that there are more (contracts/zoho.md B6).
func (p *Provider) sessionRegistrations(ctx context.Context, op provider.Op, webinarID string, q meeting.RegistrantQuery) (meeting.RegistrationPage, error) {
	registrations, next, err := walk(q.PageToken, 0, func(g meeting.Registration) string { return g.ID }, func(index, count int) ([]meeting.Registration, int, error) {
		req := transport.Request{
			Op: string(op), ID: webinarID, Method: http.MethodGet, Path: p.dialect.registrations, Args: []string{webinarID},
			Query: map[string]string{"status": registrationNumber(q.Status)},
		}
		if count > 0 {
			req.Query["index"], req.Query["count"] = strconv.Itoa(index), strconv.Itoa(count)
		}
		res, err := p.do(ctx, req)
		if err != nil {
			return nil, 0, err
		}
		page, total, err := normalize.ZohoSessionsRegistrations(res.Body)
		return page.Registrations, total, err
	})
	return meeting.RegistrationPage{Registrations: registrations, NextPage: next}, err
}
