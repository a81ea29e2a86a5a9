package zohocliq

import (
	"context"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// walkPages bounds each of the two lists in which a session is looked for: both
// together stay below Cliq's 20 requests a minute.
const walkPages = 9

// GetMeeting returns a scheduled meeting or a media session: an id with an @ is that
// of a calendar's event. A session is looked for in the history by its nrs_id, first
// among conferences and broadcasts, then among direct calls: Cliq has no call for
// one (contracts/whereby-cliq.md 2B). A session older than the pages it looks at is
// [meeting.ErrNotFound].
func (p *Provider) GetMeeting(ctx context.Context, id string) (meeting.Meeting, error) {
	if isEvent(id) {
		event, err := p.event(ctx, provider.OpGet, id)
		if err != nil {
			return meeting.Meeting{}, err
		}
		return p.dated(event.Meeting), nil
	}
	for _, kind := range []string{"", typeDirect} { // the default types leave direct calls out
		m, found, err := p.walk(ctx, id, map[string]string{"type": kind, "limit": limit(0)})
		if found || err != nil {
			return m, err
		}
	}
	return meeting.Meeting{}, &meeting.Error{Provider: p.info.Name, Op: string(provider.OpGet), ID: id, Kind: meeting.ErrNotFound,
		Message: "no media session of this id among the newest"}
}

func (p *Provider) walk(ctx context.Context, id string, query map[string]string) (meeting.Meeting, bool, error) {
	seen := map[string]bool{}
	for range walkPages {
		page, err := p.page(ctx, transport.Request{Op: string(provider.OpGet), ID: id, Query: query})
		if err != nil {
			return meeting.Meeting{}, false, err
		}
		for _, m := range page.Meetings {
			if m.ID == id {
				return m, true, nil
			}
		}
		if page.NextPage == "" || seen[page.NextPage] {
			break
		}
		seen[page.NextPage] = true
		query = map[string]string{"next_token": page.NextPage}
	}
	return meeting.Meeting{}, false, nil
}
