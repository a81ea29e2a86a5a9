package zohomeeting

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// MeetingReport returns the report of a meeting (contracts/zoho.md A2.3).
func (p *Provider) MeetingReport(ctx context.Context, meetingID string) (meeting.Report, error) {
	if p.published() {
		return p.sessionReport(ctx, meetingID)
	}
	res, err := p.do(ctx, transport.Request{
		Op: string(provider.OpReport), ID: meetingID, Method: http.MethodGet,
		Path: p.dialect.report, Args: []string{meetingID},
	})
	if err != nil {
		return meeting.Report{}, err
	}
	return normalize.ZohoReport(res.Body)
}
