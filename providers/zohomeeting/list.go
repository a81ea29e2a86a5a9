package zohomeeting

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// ListMeetings lists the user's meetings (contracts/zoho.md A2.4, B3). Status and
// window are the reference's own parameters, and are applied here once more: whether
// its ends belong to the window is not said. Filters override them.
func (p *Provider) ListMeetings(ctx context.Context, q meeting.ListQuery) (meeting.Page, error) {
	if p.published() {
		return p.listSessions(ctx, q)
	}
	query, err := pageQuery(q.PageToken, q.PageSize, q.From, q.To)
	if err != nil {
		return meeting.Page{}, err
	}
	if query["status"], err = statusWord(q.Status); err != nil {
		return meeting.Page{}, err
	}
	for name, value := range q.Filter {
		if err := checkFilter(name, value); err != nil {
			return meeting.Page{}, err
		}
		query[name] = value
	}
	res, err := p.do(ctx, transport.Request{
		Op: string(provider.OpList), Method: http.MethodGet, Path: p.dialect.meetings, Query: query,
	})
	if err != nil {
		return meeting.Page{}, err
	}
	page, err := normalize.ZohoMeetings(res.Body)
	if err != nil {
		return meeting.Page{}, err
	}
	page.Meetings = slices.DeleteFunc(page.Meetings, func(m meeting.Meeting) bool { return !q.Matches(m) })
	return page, nil
}

func statusWord(status meeting.Status) (string, error) {
	switch status {
	case meeting.StatusEnded:
		return "completed", nil
	case meeting.StatusLive:
		return "", &meeting.Error{Kind: meeting.ErrUnsupported, Message: "Zoho Meeting does not say which meetings are running"}
	}
	return string(status), nil // scheduled and cancelled are Zoho's words too
}

// checkFilter takes Zoho's own parameters of the list.
func checkFilter(name, value string) error {
	switch name {
	case "status":
		if !slices.Contains([]string{"scheduled", "completed", "cancelled"}, value) {
			return meeting.Invalidf("filter", "status is one of scheduled, completed, cancelled")
		}
		return nil
	case "from_date", "to_date":
		for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05"} {
			if _, err := time.Parse(layout, value); err == nil {
				return nil
			}
		}
		return meeting.Invalidf("filter", "%s is a date or time in ISO 8601", name)
	}
	return meeting.Invalidf("filter", "Zoho's list has no parameter %q; it has status, from_date, to_date", name)
}

// pageQuery says which page of which window is wanted.
func pageQuery(token string, size int, from, to time.Time) (map[string]string, error) {
	if size <= 0 || size > maxPage {
		size = maxPage
	}
	query, err := morePages(token)
	if err != nil {
		return nil, err
	}
	if token == "" {
		query["page"] = "1"
	}
	query["per_page"] = strconv.Itoa(size)
	if !from.IsZero() {
		query["from_date"] = instant(from)
	}
	if !to.IsZero() {
		query["to_date"] = instant(to)
	}
	return query, nil
}

// morePages is the query of lists for which the reference names no parameters: the
// page is sent only if an answer spoke of it. A token is the number of a page.
func morePages(token string) (map[string]string, error) {
	if token == "" {
		return map[string]string{}, nil
	}
	if n, err := strconv.Atoi(token); err != nil || n < 2 || strconv.Itoa(n) != token {
		return nil, meeting.Invalidf("page_token", "it is not from this list")
	}
	return map[string]string{"page": token}, nil
}
