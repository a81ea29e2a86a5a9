package migrate_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
	"github.com/libmeet/meeting/migrate"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/memory"
)

// fake is a vendor that does what a test wants, with any number of hosts.
type fake struct {
	info provider.Info

	mu       sync.Mutex
	meetings []meeting.Meeting
	calls    []string // creates, by title

	onCreate func(req meeting.CreateRequest) error // asked before; nil is always fine
	onCancel func() error                          // likewise
	lose     func(req meeting.CreateRequest) bool  // whether the answer to an accepted create is lost
	room     func(host string, n int) (provider.Headroom, time.Time)
}

func newFake(name string) *fake {
	fields := provider.Fields{}
	for _, f := range provider.FieldNames() {
		fields[f] = provider.Rule{}
	}
	fields[provider.FieldTitle] = provider.Rule{Required: true}
	return &fake{info: provider.Info{Name: name, Vendor: name, Capabilities: provider.Capabilities{
		Operations: []provider.Op{provider.OpCreate, provider.OpGet, provider.OpList, provider.OpUpdate, provider.OpCancel,
			provider.OpUpdateOccurrence, provider.OpCancelOccurrence},
		Create: fields, Update: fields, Occurrence: fields,
	}}}
}

func (f *fake) Info() provider.Info { return f.info }

func (f *fake) CreateMeeting(_ context.Context, req meeting.CreateRequest) (meeting.Meeting, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.onCreate != nil {
		if err := f.onCreate(req); err != nil {
			return meeting.Meeting{}, err
		}
	}
	f.calls = append(f.calls, req.Title)
	m := meeting.Meeting{
		ID: fmt.Sprintf("%s-%d", f.info.Name, len(f.meetings)+1), Kind: meeting.KindScheduled, Status: meeting.StatusScheduled,
		Title: req.Title, Description: req.Description, Start: req.Start, End: req.End, Duration: req.Duration, Zone: req.Zone,
		Host: meeting.Person{Email: req.Host}, JoinURL: "https://" + f.info.Name + ".example/" + fmt.Sprint(len(f.meetings)+1),
		Passcode: req.Passcode, Invitees: req.Invitees, Recurrence: req.Recurrence, Settings: req.Settings,
	}
	if !req.Recurrence.IsZero() {
		m.Kind = meeting.KindRecurring
		m.Occurrences = expand(m)
	}
	f.meetings = append(f.meetings, m)
	if f.lose != nil && f.lose(req) {
		return meeting.Meeting{}, &meeting.Error{Kind: meeting.ErrOutcomeUnknown, Message: "the answer was lost"}
	}
	return m, nil
}

func (f *fake) Instant(context.Context, meeting.InstantRequest) (meeting.Meeting, error) {
	return meeting.Meeting{}, provider.Unsupported(f.info, provider.OpInstant)
}

func (f *fake) ListParticipants(context.Context, string, meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	return meeting.ParticipantPage{}, provider.Unsupported(f.info, provider.OpParticipants)
}

func (f *fake) GetMeeting(_ context.Context, id string) (meeting.Meeting, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if i := f.find(id); i >= 0 {
		return f.meetings[i], nil
	}
	return meeting.Meeting{}, &meeting.Error{Kind: meeting.ErrNotFound}
}

func (f *fake) find(id string) int {
	return slices.IndexFunc(f.meetings, func(m meeting.Meeting) bool { return m.ID == id })
}

func (f *fake) ListMeetings(_ context.Context, q meeting.ListQuery) (meeting.Page, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var page meeting.Page
	for _, m := range f.meetings {
		if q.Matches(m) && m.Host.Email == q.Host {
			m.Passcode = meeting.Secret{} // lists hold none
			page.Meetings = append(page.Meetings, m)
		}
	}
	return page, nil
}

// expand lists the meetings of a series as a vendor does.
func expand(m meeting.Meeting) []meeting.Occurrence {
	var list []meeting.Occurrence
	times, err := recurrence.Expand(m.Recurrence, m.Start, time.UTC)
	if err != nil {
		panic(err)
	}
	for t := range times {
		list = append(list, meeting.Occurrence{ID: fmt.Sprint("o", len(list)), Start: t, Duration: m.Duration, Status: meeting.StatusScheduled})
	}
	return list
}

// occurrence finds one meeting of a series, for a change.
func (f *fake) occurrence(id, occurrence string) (*meeting.Occurrence, error) {
	if i := f.find(id); i >= 0 {
		f.meetings[i].Occurrences = slices.Clone(f.meetings[i].Occurrences)
		for k := range f.meetings[i].Occurrences {
			if o := &f.meetings[i].Occurrences[k]; o.ID == occurrence {
				return o, nil
			}
		}
	}
	return nil, &meeting.Error{Kind: meeting.ErrNotFound}
}

func (f *fake) UpdateMeeting(_ context.Context, id string, patch meeting.Patch) (meeting.Meeting, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := f.find(id)
	if i < 0 {
		return meeting.Meeting{}, &meeting.Error{Kind: meeting.ErrNotFound}
	}
	if patch.Occurrence != "" {
		o, err := f.occurrence(id, patch.Occurrence)
		if err != nil {
			return meeting.Meeting{}, err
		}
		if patch.Start != nil {
			o.Start = *patch.Start
		}
		if patch.Duration != nil {
			o.Duration = *patch.Duration
		}
	}
	if patch.Description != nil {
		f.meetings[i].Description = *patch.Description
	}
	return f.meetings[i], nil
}

func (f *fake) CancelMeeting(_ context.Context, id string, opts meeting.CancelOptions) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if opts.Occurrence != "" {
		o, err := f.occurrence(id, opts.Occurrence)
		if err == nil {
			o.Status = meeting.StatusCancelled
		}
		return err
	}
	if f.onCancel != nil {
		if err := f.onCancel(); err != nil {
			return err
		}
	}
	i := f.find(id)
	if i < 0 {
		return &meeting.Error{Kind: meeting.ErrNotFound}
	}
	f.meetings = slices.Delete(f.meetings, i, i+1)
	return nil
}

func (f *fake) Headroom(_ context.Context, _ provider.Op, host string) (provider.Headroom, error) {
	if f.room == nil {
		return provider.Headroom{Calls: -1}, nil
	}
	room, _ := f.room(host, 0)
	return room, nil
}

func (f *fake) NextSlot(_ context.Context, _ provider.Op, host string, n int) (time.Time, error) {
	if f.room == nil {
		return time.Now(), nil
	}
	_, at := f.room(host, n)
	return at, nil
}

func (f *fake) Bound(context.Context, provider.Op, string, int) (string, error) {
	if f.room == nil {
		return "", nil
	}
	return "its own limit", nil
}

// titles lists what a vendor holds, in the order of creation.
func (f *fake) titles() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []string
	for _, m := range f.meetings {
		all = append(all, m.Title)
	}
	return all
}

// add puts a meeting at a vendor.
func (f *fake) add(m meeting.Meeting) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if m.ID == "" {
		m.ID = fmt.Sprintf("%s-%d", f.info.Name, len(f.meetings)+1)
	}
	if m.Kind == "" {
		m.Kind = meeting.KindScheduled
	}
	if m.End.IsZero() && !m.Start.IsZero() {
		m.End = m.Start.Add(m.Duration)
	}
	f.meetings = append(f.meetings, m)
}

// between returns a migration between two fakes.
func between(t *testing.T, a, b *fake) *migrate.Migration {
	t.Helper()
	return onStore(t, a, b, memory.New(nil))
}

func onStore(t *testing.T, a, b *fake, state store.Store) *migrate.Migration {
	t.Helper()
	cfg := provider.ClientConfig{Store: state}
	m, err := migrate.New(migrate.Config{From: provider.NewClient(a, cfg), To: provider.NewClient(b, cfg), Store: state})
	if err != nil {
		t.Fatal(err)
	}
	return m
}
