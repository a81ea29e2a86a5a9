package zoom

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// listTypes are the words of the list's type parameter (contracts/zoom.md B1).
var listTypes = []string{"scheduled", "live", "upcoming", "upcoming_meetings", "previous_meetings"}

// ListMeetings lists the user's meetings. The status picks Zoom's list type
// (scheduled, live, previous_meetings); the filter type=… overrides it. The window
// is applied here: Zoom's scheduled list has none.
func (p *Provider) ListMeetings(ctx context.Context, q meeting.ListQuery) (meeting.Page, error) {
	kind, err := listType(q)
	if err != nil {
		return meeting.Page{}, err
	}
	host := p.cfg.UserID
	if q.Host != "" {
		host = q.Host
	}
	page, err := transport.Read(ctx, p.http, transport.Request{
		Op: string(provider.OpList), Method: http.MethodGet, Path: "/v2/users/{userId}/meetings", Args: []string{host},
		Class: classMedium,
		Query: map[string]string{"type": kind, "page_size": pageSize(q.PageSize), "next_page_token": q.PageToken},
	}, func(body []byte) (meeting.Page, error) { return normalize.AppendZoomMeetings(q.Into, body) })
	if err != nil {
		return meeting.Page{}, err
	}
	for i := range page.Meetings {
		page.Meetings[i].Status = listedStatus(kind, page.Meetings[i])
	}
	page.Meetings = slices.DeleteFunc(page.Meetings, func(m meeting.Meeting) bool { return !q.Matches(m) })
	return page, nil
}

// listedStatus is what the list type says; the elements don't. A series that was
// held may go on.
func listedStatus(kind string, m meeting.Meeting) meeting.Status {
	switch {
	case kind == "live":
		return meeting.StatusLive
	case kind == "previous_meetings" && m.Kind == meeting.KindScheduled:
		return meeting.StatusEnded
	}
	return m.Status
}

func listType(q meeting.ListQuery) (string, error) {
	kind := "scheduled"
	switch q.Status {
	case meeting.StatusLive:
		kind = "live"
	case meeting.StatusEnded:
		kind = "previous_meetings"
	case meeting.StatusCancelled:
		return "", &meeting.Error{Kind: meeting.ErrUnsupported, Message: "Zoom does not list cancelled meetings"}
	}
	for name, value := range q.Filter {
		if name != "type" {
			return "", meeting.Invalidf("filter", "Zoom's list has no parameter %q; it has type", name)
		}
		if !slices.Contains(listTypes, value) {
			return "", meeting.Invalidf("filter", "type is one of %s", strings.Join(listTypes, ", "))
		}
		kind = value
	}
	return kind, nil
}
