package calendar

import (
	"context"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// lister is a vendor with a list, of any order.
type lister struct {
	name, vendor string
	at           func(i int) meeting.Meeting
	n            int
	page         int
	byStart      bool
	whole        map[string]meeting.Meeting // what Get returns
	failAt       int                        // page on which the list fails, from 1 on
	retryAfter   time.Duration
	pages, gets  atomic.Int64
}

func (l *lister) client() *provider.Client { return provider.NewClient(l, provider.ClientConfig{}) }

func (l *lister) Info() provider.Info {
	return provider.Info{Name: l.name, Vendor: l.vendor, Capabilities: provider.Capabilities{
		Operations: []provider.Op{provider.OpList, provider.OpGet}, ByStart: l.byStart}}
}

func (l *lister) CreateMeeting(context.Context, meeting.CreateRequest) (meeting.Meeting, error) {
	return meeting.Meeting{}, provider.Unsupported(l.Info(), provider.OpCreate)
}

func (l *lister) Instant(context.Context, meeting.InstantRequest) (meeting.Meeting, error) {
	return meeting.Meeting{}, provider.Unsupported(l.Info(), provider.OpInstant)
}

func (l *lister) ListParticipants(context.Context, string, meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	return meeting.ParticipantPage{}, provider.Unsupported(l.Info(), provider.OpParticipants)
}

func (l *lister) GetMeeting(_ context.Context, id string) (meeting.Meeting, error) {
	l.gets.Add(1)
	if m, ok := l.whole[id]; ok {
		return m, nil
	}
	return meeting.Meeting{}, meeting.ErrNotFound
}

func (l *lister) ListMeetings(ctx context.Context, q meeting.ListQuery) (meeting.Page, error) {
	if err := ctx.Err(); err != nil {
		return meeting.Page{}, err
	}
	from, _ := strconv.Atoi(q.PageToken)
	if n := l.pages.Add(1); l.failAt > 0 && n >= int64(l.failAt) {
		return meeting.Page{}, &meeting.Error{Kind: meeting.ErrRateLimited, Message: "slow down", RetryAfter: l.retryAfter}
	}
	var page meeting.Page
	to := min(l.n, from+max(1, l.page))
	for i := from; i < to; i++ {
		if m := l.at(i); q.Matches(m) {
			page.Meetings = append(page.Meetings, m)
		}
	}
	if to < l.n {
		page.NextPage = strconv.Itoa(to)
	}
	return page, nil
}

// listOf lists some meetings, on one page.
func listOf(name string, meetings ...meeting.Meeting) *lister {
	return &lister{name: name, vendor: "fake-" + name, n: len(meetings), page: max(1, len(meetings)), at: func(i int) meeting.Meeting { return meetings[i] }}
}

var monday = time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)

// at is a meeting of half an hour on the Monday.
func at(id string, hour, minute int) meeting.Meeting {
	start := monday.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
	return meeting.Meeting{ID: id, Title: "Meeting " + id, Start: start, Duration: 30 * time.Minute, End: start.Add(30 * time.Minute)}
}

// scattered lists n meetings, five minutes apart, in an order that is none.
func scattered(name string, n, page int) *lister {
	return &lister{name: name, vendor: name, n: n, page: page, at: func(i int) meeting.Meeting {
		i = i * 7919 % n
		m := at(fmt.Sprintf("%s-%05d", name, i), 0, 5*i)
		m.Raw = make(meeting.Raw, 2000)
		return m
	}}
}

// sorted lists them in order and says so.
func sorted(name string, n, page int) *lister {
	l := scattered(name, n, page)
	l.byStart = true
	l.at = func(i int) meeting.Meeting { return at(fmt.Sprintf("%s-%05d", name, i), 0, 5*i) }
	return l
}

func clientsOf(list ...*lister) []*provider.Client {
	clients := make([]*provider.Client, len(list))
	for i, l := range list {
		clients[i] = l.client()
	}
	return clients
}
