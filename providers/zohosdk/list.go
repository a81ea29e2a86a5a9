package zohosdk

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

// Words of listtype (contracts/zoho.md B4).
const (
	upcoming = "upcoming"
	past     = "past"
)

// ListMeetings lists the scheduled sessions, those to come before those of the past
// (contracts/zoho.md B4): Zoho keeps two lists. A status chooses one of them, and
// so does a window that begins in the future.
func (p *Provider) ListMeetings(ctx context.Context, q meeting.ListQuery) (meeting.Page, error) {
	kinds, err := p.kinds(q)
	if err != nil {
		return meeting.Page{}, err
	}
	at := place{kind: kinds[0]}
	if q.PageToken != "" {
		if at, err = readPlace(q.PageToken, kinds); err != nil {
			return meeting.Page{}, err
		}
	}
	page, err := p.page(ctx, provider.OpList, "", at, q.PageSize)
	if err != nil {
		return meeting.Page{}, err
	}
	if page.NextPage == "" && at.kind != kinds[len(kinds)-1] {
		page.NextPage = place{kind: past}.String()
	}
	page.Meetings = slices.DeleteFunc(page.Meetings, func(m meeting.Meeting) bool { return !q.Matches(m) })
	return page, nil
}

// kinds says which of the two lists a query means.
func (p *Provider) kinds(q meeting.ListQuery) ([]string, error) {
	for name := range q.Filter {
		return nil, meeting.Invalidf("filter", "the SDK's list has no parameter %q; it has none", name)
	}
	switch q.Status {
	case "":
	case meeting.StatusScheduled:
		return []string{upcoming}, nil
	case meeting.StatusEnded:
		return []string{past}, nil
	default:
		return nil, &meeting.Error{Kind: meeting.ErrUnsupported, Message: "the SDK lists sessions to come and past ones; " + string(q.Status) + " ones can't be asked for"}
	}
	if q.From.After(p.now()) {
		return []string{upcoming}, nil
	}
	return []string{upcoming, past}, nil
}

// page asks for one page of one of the lists. Its answer doesn't say whether there
// is another: a full page may have one.
func (p *Provider) page(ctx context.Context, op provider.Op, id string, at place, size int) (meeting.Page, error) {
	if size <= 0 || size > maxPage {
		size = maxPage
	}
	org, err := p.orgFor(ctx, op)
	if err != nil {
		return meeting.Page{}, err
	}
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(op), ID: id, Method: http.MethodGet, Path: "/api/v2/{orgId}/sdk/sessions", Args: []string{org},
		Query: map[string]string{
			"index": strconv.Itoa(at.index), "count": strconv.Itoa(size), "filterType": "sdkMeetingList", "listtype": at.kind,
		},
	})
	if err != nil {
		return meeting.Page{}, err
	}
	page, err := normalize.ZohoSDKMeetings(res.Body)
	if err != nil || len(page.Meetings) == 0 {
		return page, err
	}
	first := page.Meetings[0].ID
	if first == at.before { // else a list would end early in silence
		return meeting.Page{}, &meeting.Error{Kind: meeting.ErrProtocol, Message: "the list repeats a page"}
	}
	if len(page.Meetings) >= size {
		page.NextPage = place{at.kind, at.index + 1, first}.String()
	}
	for i, m := range page.Meetings {
		page.Meetings[i].Status = p.status(at.kind, m)
	}
	return page, nil
}

// status is what the list says of those in it; one that has begun and is not past
// may be running or may wait for its host.
func (p *Provider) status(kind string, m meeting.Meeting) meeting.Status {
	switch {
	case kind == past:
		return meeting.StatusEnded
	case m.Start.After(p.now()):
		return meeting.StatusScheduled
	}
	return ""
}

// place is where a walk of the lists stands.
type place struct {
	kind   string
	index  int    // of the page, from 0
	before string // the first id of the page before
}

// String is a page token.
func (p place) String() string {
	return p.kind + "." + strconv.Itoa(p.index) + "." + p.before
}

func readPlace(token string, kinds []string) (place, error) {
	parts := strings.SplitN(token, ".", 3)
	if len(parts) == 3 && slices.Contains(kinds, parts[0]) {
		if n, err := strconv.Atoi(parts[1]); err == nil && n >= 0 {
			return place{parts[0], n, parts[2]}, nil
		}
	}
	return place{}, meeting.Invalidf("page_token", "it is not one of this list's")
}
