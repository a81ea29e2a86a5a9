package whereby

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// ListMeetings lists the organisation's rooms (contracts/whereby-cliq.md 1B). The
// window is applied here; Whereby knows no status, so rooms of any are returned.
func (p *Provider) ListMeetings(ctx context.Context, q meeting.ListQuery) (meeting.Page, error) {
	if err := checkQuery(q); err != nil {
		return meeting.Page{}, err
	}
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpList), Method: http.MethodGet, Path: "/v1/meetings", Cost: costRead,
		Query: map[string]string{"cursor": q.PageToken, "limit": pageSize(q.PageSize), "fields": strings.Join(p.cfg.fields(), ",")},
	})
	if err != nil {
		return meeting.Page{}, err
	}
	page, err := normalize.WherebyMeetings(res.Body)
	if err != nil {
		return meeting.Page{}, err
	}
	page.Meetings = slices.DeleteFunc(page.Meetings, func(m meeting.Meeting) bool { return !q.Matches(m) })
	return page, nil
}

func checkQuery(q meeting.ListQuery) error {
	if q.Status == meeting.StatusCancelled {
		return &meeting.Error{Kind: meeting.ErrUnsupported, Message: "Whereby does not list cancelled meetings: they are gone"}
	}
	for name := range q.Filter {
		return meeting.Invalidf("filter", "Whereby's list has no parameter %q; it has none", name)
	}
	return nil
}

// pageSize is the size asked for, no larger than Whereby gives.
func pageSize(wanted int) string {
	if wanted <= 0 || wanted > maxPage {
		wanted = maxPage
	}
	return strconv.Itoa(wanted)
}
