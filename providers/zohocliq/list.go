package zohocliq

import (
	"context"
	"net/http"
	"slices"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// ListMeetings lists one of two things, never both (contracts/whereby-cliq.md 2A,
// 2B): the history of the user's media sessions, newest first, direct calls only when
// the filter type says so; or the conferences in the user's calendar. The filter
// source, sessions or events, says which. Without it a window that reaches beyond now
// lists the calendar, and any other query the history.
//
// Sessions have the status of the list that they came from, live or scheduled, else
// none.
func (p *Provider) ListMeetings(ctx context.Context, q meeting.ListQuery) (meeting.Page, error) {
	source, err := p.source(q)
	if err != nil {
		return meeting.Page{}, err
	}
	if source == sourceEvents {
		return p.listEvents(ctx, q)
	}
	query, err := listQuery(q)
	if err != nil {
		return meeting.Page{}, err
	}
	status := statusOf(query["filter"])
	if q.PageToken != "" { // it stands for the whole query and must not be mixed with it (2B)
		query = map[string]string{"next_token": q.PageToken}
	}
	page, err := p.page(ctx, transport.Request{Op: string(provider.OpList), Query: query})
	if err != nil {
		return meeting.Page{}, err
	}
	for i := range page.Meetings {
		page.Meetings[i].Status = status
	}
	page.Meetings = slices.DeleteFunc(page.Meetings, func(m meeting.Meeting) bool { return !q.Matches(m) })
	return page, nil
}

// page asks for one page of the history.
func (p *Provider) page(ctx context.Context, req transport.Request) (meeting.Page, error) {
	req.Method, req.Path = http.MethodGet, "/api/v2/mediasessions"
	return transport.Read(ctx, p.http, req, func(body []byte) (meeting.Page, error) {
		if len(body) == 0 { // 204 is a success that Cliq documents
			return meeting.Page{}, nil
		}
		return normalize.CliqMeetings(body)
	})
}

// statusOf is what a filter says of every session that passes it.
func statusOf(filter string) meeting.Status {
	switch filter {
	case filterLive:
		return meeting.StatusLive
	case filterScheduled:
		return meeting.StatusScheduled
	}
	return ""
}
