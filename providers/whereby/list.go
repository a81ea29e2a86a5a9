package whereby

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

// ListMeetings lists the organisation's rooms (contracts/whereby-cliq.md 1B), of the
// filter prefix those whose name begins so. The window is applied here. Whereby knows
// no status: ended are rooms whose end is past, scheduled all others, and which of
// them are in use can't be asked.
func (p *Provider) ListMeetings(ctx context.Context, q meeting.ListQuery) (meeting.Page, error) {
	prefix, err := checkQuery(q)
	if err != nil {
		return meeting.Page{}, err
	}
	page, err := transport.Read(ctx, p.http, transport.Request{
		Op: string(provider.OpList), Method: http.MethodGet, Path: "/v1/meetings", Cost: costRead,
		Query: map[string]string{
			"cursor": q.PageToken, "limit": pageSize(q.PageSize), "fields": strings.Join(p.cfg.fields(), ","), "roomName[startsWith]": prefix,
		},
	}, func(body []byte) (meeting.Page, error) { return normalize.AppendWherebyMeetings(q.Into, body) })
	if err != nil {
		return meeting.Page{}, err
	}
	page.Meetings = slices.DeleteFunc(page.Meetings, func(m meeting.Meeting) bool { return !q.Matches(m) || !p.fits(q.Status, m) })
	return page, nil
}

// fits goes by the end, which Whereby always tells.
func (p *Provider) fits(status meeting.Status, m meeting.Meeting) bool {
	return status == "" || (status == meeting.StatusEnded) == m.End.Before(p.cfg.Now())
}

// filterPrefix is our own name for the filter of Whereby's guide, which is not in its
// API description (1B).
const filterPrefix = "prefix"

// checkQuery returns the beginning of the names that are asked for, with the slash
// that every room's name has.
func checkQuery(q meeting.ListQuery) (prefix string, err error) {
	switch q.Status {
	case meeting.StatusLive:
		return "", &meeting.Error{Kind: meeting.ErrUnsupported, Message: "Whereby does not say which rooms are in use"}
	case meeting.StatusCancelled:
		return "", &meeting.Error{Kind: meeting.ErrUnsupported, Message: "Whereby does not list cancelled meetings: they are gone"}
	}
	for name, value := range q.Filter {
		if name != filterPrefix {
			return "", meeting.Invalidf("filter", "Whereby's list has no parameter %q; it has %s", name, filterPrefix)
		}
		if prefix, err = roomNamePrefix(strings.TrimPrefix(value, "/")); err != nil || prefix == "" {
			return "", meeting.Invalidf("filter", "prefix is up to %d characters of a-z, 0-9 and -", maxPrefix)
		}
		prefix = "/" + prefix
	}
	return prefix, nil
}
