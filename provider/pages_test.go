package provider_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

func page(next string, ids ...string) meeting.Page {
	p := meeting.Page{NextPage: next}
	for _, id := range ids {
		p.Meetings = append(p.Meetings, meeting.Meeting{ID: id})
	}
	return p
}

// walkPages returns the ids of a walk and its error; nothing may follow the error.
func walkPages(t *testing.T, list func(func(meeting.Meeting, error) bool)) (ids string, err error) {
	t.Helper()
	for m, e := range list {
		if err != nil {
			t.Errorf("%v, %v came after the error", m, e)
		}
		if err = e; err != nil {
			if m.ID != "" {
				t.Errorf("%+v came with the error", m)
			}
			continue
		}
		ids += m.ID
	}
	return ids, err
}

func TestPages(t *testing.T) {
	for _, test := range []struct {
		name  string
		pages map[string]meeting.Page
		first string
		want  string
		part  string // of the error
		calls int
	}{
		{"one", map[string]meeting.Page{"": page("", "a", "b")}, "", "ab", "", 1},
		{"three", map[string]meeting.Page{"": page("1", "a"), "1": page("2", "b"), "2": page("", "c")}, "", "abc", "", 3},
		{"an empty one between", map[string]meeting.Page{"": page("1", "a"), "1": page("2"), "2": page("", "c")}, "", "ac", "", 3},
		{"none at all", map[string]meeting.Page{"": page("")}, "", "", "", 1},
		{"from a token on", map[string]meeting.Page{"1": page("2", "b"), "2": page("", "c")}, "1", "bc", "", 2},
		{"its own token again", map[string]meeting.Page{"": page("1", "a"), "1": page("1", "b")}, "", "ab", "the list repeats a page token", 2},
		{"an earlier token", map[string]meeting.Page{"": page("1", "a"), "1": page("2", "b"), "2": page("1", "c")}, "", "abc", "repeats a page token", 3},
		{"the first token", map[string]meeting.Page{"1": page("2", "a"), "2": page("1", "b")}, "1", "ab", "repeats a page token", 2},
		{"an error mid-way", map[string]meeting.Page{"": page("1", "a"), "1": page("gone", "b")}, "", "ab", "the line is dead", 3},
		{"a bad item", map[string]meeting.Page{"": page("1", "a"), "1": page("2", "b", "")}, "", "a", "no id", 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFake()
			f.pages = test.pages
			list := f.client().Meetings(t.Context(), meeting.ListQuery{PageToken: test.first})
			for walk := range 2 { // ranging again starts anew
				f.called = nil
				ids, err := walkPages(t, list)
				if ids != test.want || len(f.called) != test.calls {
					t.Errorf("walk %d: %s in %d calls, want %s in %d", walk+1, ids, len(f.called), test.want, test.calls)
				}
				if test.part == "" && err != nil || test.part != "" && (err == nil || !strings.Contains(err.Error(), test.part)) {
					t.Errorf("walk %d: %v, want %q", walk+1, err, test.part)
				}
			}
		})
	}
}

func TestRepeatedTokenIsAProtocolError(t *testing.T) {
	f := newFake()
	f.pages = map[string]meeting.Page{"": page("1", "a"), "1": page("1", "b")}
	n := 0
	var last error
	for _, err := range f.client().Participants(t.Context(), "42", meeting.ParticipantQuery{}) {
		n, last = n+1, err
	}
	if e := wants(t, last, meeting.ErrProtocol, "repeats"); n != 3 || e.Op != "participants" || e.ID != "42" {
		t.Errorf("%d pairs, %+v", n, e)
	}
}

func TestBreakStopsFetching(t *testing.T) {
	f := newFake()
	f.pages = map[string]meeting.Page{"": page("1", "a", "b"), "1": page("2", "c")}
	for m := range f.client().Meetings(t.Context(), meeting.ListQuery{}) {
		if m.ID == "a" {
			break
		}
	}
	if len(f.called) != 1 {
		t.Errorf("called %v", f.called)
	}
}

func TestPagesOfDisclaimedList(t *testing.T) {
	f := newFake()
	f.info.Capabilities.Operations = nil
	ids, err := walkPages(t, f.client().Meetings(t.Context(), meeting.ListQuery{}))
	wants(t, err, meeting.ErrUnsupported, "list")
	if ids != "" || len(f.called) > 0 {
		t.Errorf("%q, called %v", ids, f.called)
	}
}

func TestPagesEndWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c := provider.NewClient(obedient{newFake()}, provider.ClientConfig{})
	n := 0
	var last error
	for _, err := range c.Meetings(ctx, meeting.ListQuery{}) {
		if n++; n == 3 {
			cancel()
		}
		last = err
	}
	wants(t, last, meeting.ErrUnavailable, "work: list: ")
	if n != 4 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d pairs, %v", n, last)
	}
}

// obedient has an endless list and returns when its context ends.
type obedient struct{ *fake }

func (o obedient) ListMeetings(ctx context.Context, q meeting.ListQuery) (meeting.Page, error) {
	if err := ctx.Err(); err != nil {
		return meeting.Page{}, err
	}
	return page(q.PageToken+"x", "a"), nil
}

// quiet is a fake that many goroutines may call.
type quiet struct {
	*fake
	mu sync.Mutex
}

func (q *quiet) ListMeetings(ctx context.Context, query meeting.ListQuery) (meeting.Page, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.fake.ListMeetings(ctx, query)
}

func TestOneListInManyGoroutines(t *testing.T) {
	f := newFake()
	f.pages = map[string]meeting.Page{"": page("1", "a"), "1": page("2", "b"), "2": page("", "c")}
	list := provider.NewClient(&quiet{fake: f}, provider.ClientConfig{}).Meetings(t.Context(), meeting.ListQuery{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if ids, err := walkPages(t, list); ids != "abc" || err != nil {
					t.Errorf("%s, %v", ids, err)
				}
			}
		})
	}
	wg.Wait()
}

func TestSet(t *testing.T) {
	named := func(name string) *provider.Client {
		f := newFake()
		f.info.Name = name
		return f.client()
	}
	a, b := named("a"), named("b")
	for _, test := range []struct {
		name    string
		first   string
		clients []*provider.Client
		ask     string
		want    *provider.Client
		part    string
	}{
		{"by name", "", []*provider.Client{a, b}, "b", b, ""},
		{"the default", "b", []*provider.Client{a, b}, "", b, ""},
		{"the only one", "", []*provider.Client{a}, "", a, ""},
		{"no default", "", []*provider.Client{a, b}, "", nil, "configured are a, b"},
		{"unknown", "a", []*provider.Client{a, b}, "c", nil, `"c" is not configured; configured are a, b`},
		{"empty set", "", nil, "", nil, "none is named"},
		{"case matters", "", []*provider.Client{a}, "A", nil, "not configured"},
	} {
		set, err := provider.NewSet(test.first, test.clients...)
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		got, err := set.Client(test.ask)
		if got != test.want {
			t.Errorf("%s: another client", test.name)
		}
		if test.part != "" {
			wants(t, err, meeting.ErrInvalid, test.part)
		} else if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	_, err := provider.NewSet("c", a, b)
	wants(t, err, meeting.ErrInvalid, "not configured")
	_, err = provider.NewSet("", a, named("a"))
	wants(t, err, meeting.ErrInvalid, `two providers are called "a"`)

	set, err := provider.NewSet("", b, a)
	if err != nil || !slices.Equal(set.Names(), []string{"b", "a"}) || !slices.Equal(set.Clients(), []*provider.Client{b, a}) {
		t.Errorf("%v, %v", set.Names(), err)
	}
	set.Clients()[0] = nil // a copy
	if set.Clients()[0] != b {
		t.Error("the set was changed from outside")
	}
}
