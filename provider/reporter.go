package provider

import (
	"context"

	"github.com/libmeet/meeting"
)

// Reporter sums up a meeting after the fact.
type Reporter interface {
	MeetingReport(ctx context.Context, meetingID string) (meeting.Report, error)
}

// MeetingReport returns the report of a meeting.
func (c *Client) MeetingReport(ctx context.Context, meetingID string) (meeting.Report, error) {
	return invoke(c, OpReport, meetingID, func() (meeting.Report, error) {
		p, err := ability[Reporter](c, OpReport)
		if err != nil {
			return meeting.Report{}, err
		}
		if err := validID(meetingID); err != nil {
			return meeting.Report{}, err
		}
		return p.MeetingReport(ctx, meetingID)
	})
}
