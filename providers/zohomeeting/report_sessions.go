package zohomeeting

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// sessionReport sums up Zoho's participant report. It tells nothing of sittings: their
// number and length stay unknown.
func (p *Provider) sessionReport(ctx context.Context, meetingID string) (meeting.Report, error) {
	report := meeting.Report{MeetingID: meetingID}
	different := map[string]bool{}
	for token := ""; ; {
		page, err := p.reportedPeople(ctx, provider.OpReport, meetingID, meeting.ParticipantQuery{PageToken: token})
		if err != nil {
			return meeting.Report{}, err
		}
		for _, person := range page.Participants {
			different[person.ID+" "+person.Email] = true
		}
		report.Participants = append(report.Participants, page.Participants...)
		if token = page.NextPage; token == "" {
			report.ParticipantCount = len(different)
			return report, nil
		}
	}
}
