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

// sessionRegistrations is ListRegistrations in Zoho's own API, all of them: its filters
// are not sent, and its paging only where Zoho says that there are more
// (contracts/zoho.md B6).
func (p *Provider) sessionRegistrations(ctx context.Context, webinarID string, q meeting.PageQuery) (meeting.RegistrationPage, error) {
	registrations, next, err := walk(q.PageToken, 0, func(g meeting.Registration) string { return g.ID }, func(index, count int) ([]meeting.Registration, int, error) {
		req := transport.Request{
			Op: string(provider.OpListRegistrations), ID: webinarID, Method: http.MethodGet, Path: p.dialect.registrations, Args: []string{webinarID},
		}
		if count > 0 {
			req.Query = map[string]string{"index": strconv.Itoa(index), "count": strconv.Itoa(count)}
		}
		res, err := p.do(ctx, req)
		if err != nil {
			return nil, 0, err
		}
		page, total, err := normalize.ZohoSessionsRegistrations(res.Body)
		return page.Registrations, max(total, len(page.Registrations)), err
	})
	return meeting.RegistrationPage{Registrations: registrations, NextPage: next}, err
}
