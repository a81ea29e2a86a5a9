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

// The values of listtype, Zoho's only filter (contracts/zoho.md B3).
const (
	listAll      = "all"
	listPast     = "past"
	listToday    = "today"
	listUpcoming = "upcoming"
)

// listSessions is ListMeetings in Zoho's own API. The window is applied here.
func (p *Provider) listSessions(ctx context.Context, q meeting.ListQuery) (meeting.Page, error) {
	which, err := p.listType(q)
	if err != nil {
		return meeting.Page{}, err
	}
	meetings, next, err := walk(q.PageToken, pageSize(q.PageSize), listKey,
		func(index, count int) ([]meeting.Meeting, int, error) {
			res, err := p.do(ctx, transport.Request{
				Op: string(provider.OpList), Method: http.MethodGet, Path: p.dialect.meetings,
				Query: map[string]string{"listtype": which, "index": strconv.Itoa(index), "count": strconv.Itoa(count)},
			})
			if err != nil {
				return nil, 0, err
			}
			page, total, err := normalize.ZohoSessionsMeetings(res.Body)
			return page.Meetings, total, err
		})
	if err != nil {
		return meeting.Page{}, err
	}
	for i, m := range meetings {
		switch {
		case m.Status != "":
		case which == listPast:
			m.Status = meeting.StatusEnded
		case which == listUpcoming: // a running one too: Zoho has no word for it
			m.Status = meeting.StatusScheduled
		}
		if meetings[i], err = p.dated(m, nil); err != nil {
			return meeting.Page{}, err
		}
	}
	return meeting.Page{Meetings: slices.DeleteFunc(meetings, func(m meeting.Meeting) bool { return !q.Matches(m) }), NextPage: next}, nil
}

// listKey tells the elements of a list apart. Those of a series may share their key.
func listKey(m meeting.Meeting) string {
	return m.ID + " " + m.Refs["sys_id"] + " " + strconv.FormatInt(m.Start.Unix(), 36)
}

// listType is the smallest of Zoho's lists that holds all that q asks for.
func (p *Provider) listType(q meeting.ListQuery) (string, error) {
	for name, value := range q.Filter {
		if name != "listtype" {
			return "", meeting.Invalidf("filter", "Zoho's list has no parameter %q; it has listtype", name)
		}
		if !slices.Contains([]string{listAll, listPast, listToday, listUpcoming}, value) {
			return "", meeting.Invalidf("filter", "listtype is one of all, past, today, upcoming")
		}
	}
	unsupported := func(message string) (string, error) {
		return "", &meeting.Error{Kind: meeting.ErrUnsupported, Message: message}
	}
	switch {
	case q.Status == meeting.StatusLive:
		return unsupported("Zoho Meeting does not say which meetings are running")
	case q.Status == meeting.StatusCancelled:
		return unsupported("Zoho Meeting does not list meetings that were cancelled")
	case q.Filter["listtype"] != "":
		return q.Filter["listtype"], nil
	case q.Status == meeting.StatusEnded:
		return listPast, nil
	case q.Status == meeting.StatusScheduled, q.From.After(p.cfg.Now().Add(clockSkew)):
		return listUpcoming, nil
	}
	return listAll, nil
}

// clockSkew is how far Zoho's clock may be from ours.
const clockSkew = 5 * time.Minute
