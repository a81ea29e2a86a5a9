package provider_test

import (
	"context"
	"strconv"
	"sync"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// pager lists pages of two meetings. It appends to the room it is given, or keeps
// slices of its own.
type pager struct {
	*fake
	own   [][]meeting.Meeting
	rooms []*meeting.Meeting // where each page's first meeting stood
}

func (p *pager) ListMeetings(_ context.Context, q meeting.ListQuery) (meeting.Page, error) {
	n, _ := strconv.Atoi(q.PageToken)
	into := q.Into
	if p.own != nil {
		into = p.own[n][:0]
	}
	page := meeting.Page{Meetings: append(into, meeting.Meeting{ID: strconv.Itoa(2 * n)}, meeting.Meeting{ID: strconv.Itoa(2*n + 1)})}
	if n < 3 {
		page.NextPage = strconv.Itoa(n + 1)
	}
	p.rooms = append(p.rooms, &page.Meetings[0])
	return page, nil
}

func ids(t *testing.T, c *provider.Client) string {
	t.Helper()
	all := ""
	for m, err := range c.Meetings(t.Context(), meeting.ListQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		all += m.ID
	}
	return all
}

func TestPagesShareRoom(t *testing.T) {
	p := &pager{fake: newFake()}
	c := provider.NewClient(p, provider.ClientConfig{})
	for range 2 {
		if got := ids(t, c); got != "01234567" {
			t.Errorf("listed %s", got)
		}
	}
	if p.rooms[1] != p.rooms[2] || p.rooms[2] != p.rooms[3] {
		t.Error("the pages of one walk had different rooms")
	}
}

// TestPagesOfAnAdaptersOwn: what an adapter keeps is neither written to nor cleared.
func TestPagesOfAnAdaptersOwn(t *testing.T) {
	p := &pager{fake: newFake()}
	for range 4 {
		p.own = append(p.own, make([]meeting.Meeting, 2))
	}
	c := provider.NewClient(p, provider.ClientConfig{})
	for range 3 {
		if got := ids(t, c); got != "01234567" {
			t.Errorf("listed %s", got)
		}
	}
	for n, page := range p.own {
		if page[0].ID != strconv.Itoa(2*n) || page[1].ID != strconv.Itoa(2*n+1) {
			t.Errorf("page %d was changed: %s %s", n, page[0].ID, page[1].ID)
		}
	}
}

// TestPagesOfAnAdaptersCache: pages that an adapter gives to all who ask are only
// read, by walks at once and under other names.
func TestPagesOfAnAdaptersCache(t *testing.T) {
	cache := []meeting.Meeting{{ID: "0"}, {ID: "1"}}
	var wg sync.WaitGroup
	for n := range 8 {
		name := strconv.Itoa(n)
		wg.Go(func() {
			p := &cacher{fake: newFake(), name: name, page: cache}
			for m, err := range provider.NewClient(p, provider.ClientConfig{}).Meetings(t.Context(), meeting.ListQuery{}) {
				if err != nil || m.Provider != name {
					t.Errorf("%q of %s: %v", m.Provider, name, err)
				}
			}
		})
	}
	wg.Wait()
	if cache[0].Provider != "" {
		t.Errorf("the cache was written to: %+v", cache[0])
	}
}

type cacher struct {
	*fake
	name string
	page []meeting.Meeting
}

func (c *cacher) Info() provider.Info {
	info := c.fake.Info()
	info.Name = c.name
	return info
}

func (c *cacher) ListMeetings(context.Context, meeting.ListQuery) (meeting.Page, error) {
	return meeting.Page{Meetings: c.page}, nil
}
