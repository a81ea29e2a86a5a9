package provider

import (
	"context"
	"iter"

	"github.com/libmeet/meeting"
)

// Participants walks the participants of a meeting, page by page.
func (c *Client) Participants(ctx context.Context, meetingID string, q meeting.ParticipantQuery) iter.Seq2[meeting.Participant, error] {
	return pagesInto(c, OpParticipants, meetingID, q.PageToken, &c.people, nil, func(token string, into []meeting.Participant) ([]meeting.Participant, string, error) {
		if err := c.validSitting("id", meetingID); err != nil {
			return nil, "", err
		}
		if err := q.Validate(); err != nil {
			return nil, "", err
		}
		query := q // one walk must not see another's token
		query.PageToken, query.Into = token, into
		page, err := c.provider.ListParticipants(ctx, meetingID, query)
		return page.Participants, page.NextPage, err
	})
}
