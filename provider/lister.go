package provider

import (
	"context"
	"iter"

	"github.com/libmeet/meeting"
)

// Lister lists meetings.
type Lister interface {
	// ListMeetings returns one page. What the vendor can't filter the adapter
	// filters, so that every meeting returned fits q; a member of q.Filter that the
	// vendor doesn't know is [meeting.ErrInvalid].
	ListMeetings(ctx context.Context, q meeting.ListQuery) (meeting.Page, error)
}

// Meetings walks the meetings that fit q, in the vendor's order.
func (c *Client) Meetings(ctx context.Context, q meeting.ListQuery) iter.Seq2[meeting.Meeting, error] {
	return pagesInto(c, OpList, "", q.PageToken, &c.meetings, c.named, func(token string, into []meeting.Meeting) ([]meeting.Meeting, string, error) {
		p, err := ability[Lister](c, OpList)
		if err != nil {
			return nil, "", err
		}
		if err := q.Validate(); err != nil {
			return nil, "", err
		}
		if rule, ok := c.info.Capabilities.Create[FieldHost]; q.Host != "" && (!ok || rule.Lost) {
			e := Unsupported(c.info, OpList)
			e.Message = c.info.Vendor + " does not list the meetings of other hosts"
			return nil, "", e
		}
		query := q // one walk must not see another's token
		query.PageToken, query.Into = token, into
		page, err := p.ListMeetings(ctx, query)
		if err != nil {
			return nil, "", err
		}
		for i := range page.Meetings {
			if err := c.check(&page.Meetings[i]); err != nil {
				return nil, "", err
			}
		}
		return page.Meetings, page.NextPage, nil
	})
}
