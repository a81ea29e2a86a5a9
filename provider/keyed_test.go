package provider_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/memory"
)

// vendor is a provider that keeps meetings and loses answers on demand.
type vendor struct {
	info provider.Info
	lag  time.Duration // before a new meeting is listed
	turn time.Duration // before a create goes out

	mu    sync.Mutex
	made  []meeting.Meeting
	sent  int
	lists int
	next  []fault // of the next creates, one each
}

// fault is what becomes of one create.
type fault int

const (
	fine    fault = iota
	drop          // made, the answer is lost
	miss          // not made, the answer is lost
	garble        // made, the answer can't be read
	refuse        // not made, and said so
	hangs         // made, and no answer until the context ends
	unreach       // it never left
)

func newVendor(by provider.SearchBy) *vendor {
	search := provider.Search{By: by, Ref: "room_name", Lag: 5 * time.Second}
	return &vendor{info: provider.Info{Name: "work", Vendor: "fake", Capabilities: provider.Capabilities{
		Operations: []provider.Op{provider.OpCreate, provider.OpInstant, provider.OpList},
		Create:     provider.Fields{provider.FieldTitle: {}, provider.FieldStart: {}, provider.FieldDuration: {}, provider.FieldPasscode: {}},
		Instant:    provider.Fields{provider.FieldTitle: {}},
		Search:     search, SearchInstant: search,
	}}}
}

func (v *vendor) Info() provider.Info { return v.info }

func (v *vendor) CreateMeeting(ctx context.Context, req meeting.CreateRequest) (meeting.Meeting, error) {
	return v.create(ctx, meeting.Meeting{Title: req.Title, Start: req.Start, Refs: map[string]string{"room_name": "/" + req.Marker + "-x"}})
}

func (v *vendor) Instant(ctx context.Context, req meeting.InstantRequest) (meeting.Meeting, error) {
	return v.create(ctx, meeting.Meeting{Title: req.Title, Start: time.Now().UTC(), Refs: map[string]string{"room_name": "/" + req.Marker}})
}

func (v *vendor) create(ctx context.Context, m meeting.Meeting) (meeting.Meeting, error) {
	time.Sleep(v.turn + 100*time.Millisecond) // virtual
	v.mu.Lock()
	defer v.mu.Unlock()
	v.sent++
	f := fine
	if len(v.next) > 0 {
		f, v.next = v.next[0], v.next[1:]
	}
	switch f {
	case refuse:
		return meeting.Meeting{}, &meeting.Error{Kind: meeting.ErrRateLimited, Status: 429}
	case unreach:
		return meeting.Meeting{}, &meeting.Error{Kind: meeting.ErrUnavailable}
	case miss:
		return meeting.Meeting{}, &meeting.Error{Kind: meeting.ErrOutcomeUnknown, Status: 502}
	}
	m.ID = fmt.Sprint(1000 + len(v.made))
	m.Created = time.Now().UTC()
	m.JoinURL = "https://vendor.example/" + m.ID
	m.HostURL = meeting.NewSecret("https://vendor.example/host")
	v.made = append(v.made, m)
	switch f {
	case drop:
		return meeting.Meeting{}, &meeting.Error{Kind: meeting.ErrOutcomeUnknown}
	case garble:
		return meeting.Meeting{}, &meeting.Error{Kind: meeting.ErrProtocol, Message: "not JSON"}
	case hangs:
		v.mu.Unlock()
		<-ctx.Done()
		v.mu.Lock()
		return meeting.Meeting{}, &meeting.Error{Kind: meeting.ErrOutcomeUnknown, Err: ctx.Err()}
	}
	return m, nil
}

func (v *vendor) ListParticipants(context.Context, string, meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	return meeting.ParticipantPage{}, provider.Unsupported(v.info, provider.OpParticipants)
}

func (v *vendor) ListMeetings(_ context.Context, q meeting.ListQuery) (meeting.Page, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.lists++
	var page meeting.Page
	for _, m := range v.made {
		if time.Since(m.Created) >= v.lag && q.Matches(m) {
			page.Meetings = append(page.Meetings, m)
		}
	}
	return page, nil
}

func (v *vendor) client(s store.Store) *provider.Client {
	return provider.NewClient(v, provider.ClientConfig{Store: s})
}

func review(key string) meeting.CreateRequest {
	return meeting.CreateRequest{Key: key, Title: "Review", Start: time.Date(2030, 1, 2, 10, 0, 0, 0, time.UTC), Duration: time.Hour,
		Passcode: meeting.NewSecret("green")}
}

func TestKeyedCreate(t *testing.T) {
	for _, by := range []provider.SearchBy{provider.SearchMarker, provider.SearchContent} {
		for name, c := range map[string]struct {
			faults      []fault
			lag         time.Duration
			sent, lists int
		}{
			"fine":                          {nil, 0, 1, 0},
			"answer lost after the create":  {[]fault{drop}, 0, 1, 1},
			"answer can't be read":          {[]fault{garble}, 0, 1, 1},
			"answer lost, the list lags":    {[]fault{drop}, 4 * time.Second, 1, 5},
			"answer lost before the create": {[]fault{miss}, 0, 2, 6},
			"lost twice, then made":         {[]fault{miss, miss}, 0, 3, 12},
			"lost before, then after":       {[]fault{miss, drop}, 0, 2, 7},
		} {
			t.Run(string(by)+"/"+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					v := newVendor(by)
					v.next, v.lag = c.faults, c.lag
					s := memory.New(nil)
					first, err := v.client(s).CreateMeeting(t.Context(), review("k"))
					if err != nil {
						t.Fatal(err)
					}
					again, err := v.client(s).CreateMeeting(t.Context(), review("k"))
					if err != nil || again.ID != first.ID || again.HostURL != first.HostURL || again.Vendor != "fake" {
						t.Errorf("again: %+v, %v; want %s whole", again, err, first.ID)
					}
					if len(v.made) != 1 || v.sent != c.sent || v.lists != c.lists {
						t.Errorf("%d made, %d sent, %d look-ups; want 1, %d, %d", len(v.made), v.sent, v.lists, c.sent, c.lists)
					}
				})
			})
		}
	}
}

func TestKeyedCreateGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := newVendor(provider.SearchMarker)
		v.next = []fault{miss, miss, miss, miss}
		s := memory.New(nil)
		_, err := v.client(s).CreateMeeting(t.Context(), review("k"))
		if meeting.KindOf(err) != meeting.ErrOutcomeUnknown || v.sent != 3 {
			t.Errorf("%v after %d sent", err, v.sent)
		}
	})
}

// Native may replace the title that a search goes by: what is not found then may
// still be there.
func TestNativeIsNotSentTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for by, sent := range map[provider.SearchBy]int{provider.SearchContent: 1, provider.SearchMarker: 2} {
			v := newVendor(by)
			v.next = []fault{miss}
			req := review("k")
			req.Native = []byte(`{"topic":"Other"}`)
			_, err := v.client(memory.New(nil)).CreateMeeting(t.Context(), req)
			if v.sent != sent || (meeting.KindOf(err) == meeting.ErrOutcomeUnknown) != (sent == 1) {
				t.Errorf("%s: %v after %d sent", by, err, v.sent)
			}
		}
	})
}

func TestKeyedConflict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, s := newVendor(provider.SearchMarker), memory.New(nil)
		if _, err := v.client(s).CreateMeeting(t.Context(), review("k")); err != nil {
			t.Fatal(err)
		}
		for name, change := range map[string]func(*meeting.CreateRequest){
			"title":    func(r *meeting.CreateRequest) { r.Title = "Other" },
			"start":    func(r *meeting.CreateRequest) { r.Start = r.Start.Add(time.Hour) },
			"passcode": func(r *meeting.CreateRequest) { r.Passcode = meeting.NewSecret("blue") },
			"native":   func(r *meeting.CreateRequest) { r.Native = []byte(`{"x":1}`) },
		} {
			req := review("k")
			change(&req)
			if _, err := v.client(s).CreateMeeting(t.Context(), req); meeting.KindOf(err) != meeting.ErrConflict {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := v.client(s).Instant(t.Context(), meeting.InstantRequest{Key: "k", Title: "Review"}); meeting.KindOf(err) != meeting.ErrConflict {
			t.Errorf("instant: %v", err)
		}
		if v.sent != 1 {
			t.Errorf("%d sent", v.sent)
		}
	})
}

func TestKeyedRefusalIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, f := range []fault{refuse, unreach} {
			v, s := newVendor(provider.SearchMarker), memory.New(nil)
			v.next = []fault{f}
			if _, err := v.client(s).CreateMeeting(t.Context(), review("k")); err == nil || meeting.KindOf(err) == meeting.ErrOutcomeUnknown {
				t.Errorf("%v", err)
			}
			other := review("k")
			other.Title = "Other" // nothing was made: the key is free
			if _, err := v.client(s).CreateMeeting(t.Context(), other); err != nil || v.sent != 2 || v.lists != 0 {
				t.Errorf("%v, %d sent, %d look-ups", err, v.sent, v.lists)
			}
		}
	})
}

func TestUnsearchableIsNeverSentTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, s := newVendor(""), memory.New(nil)
		v.next = []fault{drop}
		for range 3 {
			_, err := v.client(s).CreateMeeting(t.Context(), review("k"))
			var outcome *provider.OutcomeError
			if meeting.KindOf(err) != meeting.ErrOutcomeUnknown || !errors.As(err, &outcome) {
				t.Fatal(err)
			}
			if _, err := outcome.Resolve(t.Context()); meeting.KindOf(err) != meeting.ErrUnsupported {
				t.Errorf("resolve: %v", err)
			}
		}
		if v.sent != 1 {
			t.Errorf("%d sent", v.sent)
		}
	})
}

func TestKeylessIsNeverSentTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := newVendor(provider.SearchContent)
		v.next = []fault{drop}
		_, err := v.client(nil).CreateMeeting(t.Context(), review(""))
		var outcome *provider.OutcomeError
		if meeting.KindOf(err) != meeting.ErrOutcomeUnknown || !errors.As(err, &outcome) || v.sent != 1 {
			t.Fatal(err, v.sent)
		}
		m, err := outcome.Resolve(t.Context())
		if err != nil || m.ID != v.made[0].ID || v.sent != 1 {
			t.Errorf("resolve: %+v, %v", m, err)
		}
	})
}

func TestKeyWithoutStore(t *testing.T) {
	v := newVendor(provider.SearchMarker)
	if _, err := v.client(nil).CreateMeeting(t.Context(), review("k")); meeting.KindOf(err) != meeting.ErrUnsupported || v.sent != 0 {
		t.Error(err, v.sent)
	}
}

func TestManyCallersOfOneKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, s := newVendor(provider.SearchMarker), memory.New(nil)
		v.next = []fault{drop}
		ids := make([]string, 50)
		var group sync.WaitGroup
		for i := range ids {
			group.Go(func() {
				m, err := v.client(s).CreateMeeting(t.Context(), review("k"))
				if err != nil {
					t.Error(err)
				}
				ids[i] = m.ID
			})
		}
		group.Wait()
		for _, id := range ids {
			if id != ids[0] || id == "" {
				t.Fatal(ids)
			}
		}
		if len(v.made) != 1 || v.sent != 1 {
			t.Errorf("%d made, %d sent", len(v.made), v.sent)
		}
	})
}

// Keys of the same content are different meetings, also when answers are lost and
// they can be told apart by nothing but their number.
func TestTwins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, s := newVendor(provider.SearchContent), memory.New(nil)
		v.next = []fault{drop, fine, drop, drop, miss, drop, fine, drop}
		ids := map[string]bool{}
		var mu sync.Mutex
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				m, err := v.client(s).CreateMeeting(t.Context(), review(fmt.Sprint("k", i)))
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				ids[m.ID] = true
				mu.Unlock()
			})
		}
		group.Wait()
		if len(ids) != 8 || len(v.made) != 8 {
			t.Errorf("%d ids of %d meetings for 8 keys", len(ids), len(v.made))
		}
	})
}

// A process that dies between intent and answer leaves a trace: the next one looks
// before it sends, once the dead one's lease has ended.
func TestDeadProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, s := newVendor(provider.SearchMarker), memory.New(nil)
		v.next = []fault{hangs}
		ctx, kill := context.WithCancel(t.Context())
		dead := &deadStore{Store: s}
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, _ = v.client(dead).CreateMeeting(ctx, review("k"))
		}()
		time.Sleep(time.Second)
		dead.kill() // from here on the process writes and renews nothing
		m, err := v.client(s).CreateMeeting(t.Context(), review("k"))
		if err != nil || len(v.made) != 1 || m.ID != v.made[0].ID || v.sent != 1 {
			t.Errorf("%+v, %v: %d made, %d sent", m, err, len(v.made), v.sent)
		}
		kill()
		<-done
	})
}

// deadStore stands between a process and its store; killed, it loses all.
type deadStore struct {
	store.Store
	mu   sync.Mutex
	dead bool
}

func (d *deadStore) kill() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dead = true
}

func (d *deadStore) Update(ctx context.Context, keys []string, change func(time.Time, []store.Record) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.dead {
		return store.Unavailable(errors.New("dead"))
	}
	return d.Store.Update(ctx, keys, change)
}

// A store that can't be written stops the create before the first request.
func TestBrokenStore(t *testing.T) {
	v := newVendor(provider.SearchMarker)
	broken := &deadStore{Store: memory.New(nil), dead: true}
	if _, err := v.client(broken).CreateMeeting(t.Context(), review("k")); meeting.KindOf(err) != meeting.ErrUnavailable || v.sent != 0 {
		t.Error(err, v.sent)
	}
}

// What the deadline cuts off is unknown, and resolved by the next run.
func TestDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, s := newVendor(provider.SearchMarker), memory.New(nil)
		v.next = []fault{hangs}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		began := time.Now()
		_, err := v.client(s).CreateMeeting(ctx, review("k"))
		if meeting.KindOf(err) != meeting.ErrOutcomeUnknown || !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 3*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		m, err := v.client(s).CreateMeeting(t.Context(), review("k"))
		if err != nil || m.ID != v.made[0].ID || v.sent != 1 {
			t.Errorf("%+v, %v, %d sent", m, err, v.sent)
		}
	})
}
