package providertest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// memory is a provider without a network: the least that passes the suite. Each
// bug spoils one thing.
type memory struct {
	bug string

	mu       sync.Mutex
	requests int
	infos    int
	token    bool // whether a token is held
	valid    bool // whether the vendor still takes it
	stall    bool
	serial   int
	order    []string
	meetings map[string]meeting.Meeting
	people   map[string][]meeting.Registration
	unsafe   int
}

const memorySecret = "memory-secret"

func newMemory(bug string) *memory { return &memory{bug: bug, meetings: map[string]meeting.Meeting{}} }

func (p *memory) has(bug string) bool { return p.bug == bug }

// Info is written anew each time, as a stranger's adapter may do it.
func (p *memory) Info() provider.Info {
	p.mu.Lock()
	defer p.mu.Unlock()
	info := provider.Info{Name: "memory", Vendor: "memory", Capabilities: provider.Capabilities{
		Operations: []provider.Op{provider.OpCreate, provider.OpInstant, provider.OpParticipants,
			provider.OpGet, provider.OpList, provider.OpUpdate, provider.OpCancel, provider.OpUpdateOccurrence, provider.OpCancelOccurrence,
			provider.OpEnd, provider.OpListRegistrants, provider.OpAddRegistrant, provider.OpDecideRegistrants, provider.OpEvents},
		Create: provider.Fields{
			provider.FieldTitle: {Required: true, Max: 50}, provider.FieldDescription: {}, provider.FieldStart: {}, provider.FieldDuration: {},
			provider.FieldZone: {}, provider.FieldPasscode: {}, provider.FieldWaitingRoom: {}, provider.FieldMuteOnEntry: {},
			provider.FieldRecurrence: {},
		},
		Update:     provider.Fields{provider.FieldTitle: {}, provider.FieldDescription: {}, provider.FieldWaitingRoom: {}},
		Occurrence: provider.Fields{provider.FieldStart: {}},
		Instant:    provider.Fields{provider.FieldTitle: {}},
	}}
	caps := &info.Capabilities
	switch p.bug {
	case "info changes":
		if p.infos++; p.infos > 2 {
			info.Notes = []string{strconv.Itoa(p.infos)}
		}
	case "info sends":
		p.requests++
	case "no name":
		info.Name = ""
	case "other vendor":
		info.Vendor = "zoom"
	case "op twice":
		caps.Operations = append(caps.Operations, provider.OpGet)
	case "unknown op":
		caps.Operations = append(caps.Operations, "dance")
	case "unknown field":
		caps.Create["colour"] = provider.Rule{}
	case "lost without reason":
		caps.Instant[provider.FieldHost] = provider.Rule{Lost: true}
	case "claims report":
		caps.Operations = append(caps.Operations, provider.OpReport)
	case "hides update":
		caps.Operations = slices.DeleteFunc(caps.Operations, func(op provider.Op) bool { return op == provider.OpUpdate || op == provider.OpUpdateOccurrence })
		caps.Update, caps.Occurrence = nil, nil
	case "disclaims instant but does it":
		caps.Operations = slices.DeleteFunc(caps.Operations, func(op provider.Op) bool { return op == provider.OpInstant })
		caps.Instant = nil
	case "claims recording":
		caps.Create[provider.FieldRecording] = provider.Rule{}
	}
	return info
}

// send is one exchange with the vendor.
func (p *memory) send(ctx context.Context) error {
	if ctx.Err() != nil && !p.has("ignores context") {
		if p.has("sends after the end") {
			p.requests++
		}
		return ctx.Err()
	}
	if !p.valid || !p.token {
		switch {
		case p.token && p.has("never renews"):
			p.requests++
			return p.fail(meeting.ErrUnauthenticated, "")
		case p.token && p.has("renews twice"):
			p.requests++
			fallthrough
		case p.token:
			p.requests++ // refused
		}
		p.requests++ // a new token
		p.token, p.valid = true, true
	}
	p.requests++
	for p.stall && !p.has("ignores context") {
		p.mu.Unlock()
		if p.has("hangs") {
			time.Sleep(5 * time.Millisecond)
		} else {
			select {
			case <-ctx.Done():
			case <-time.After(5 * time.Millisecond):
			}
		}
		p.mu.Lock()
		if ctx.Err() != nil && !p.has("hangs") {
			return ctx.Err()
		}
	}
	if p.has("hangs") && ctx.Err() != nil {
		return ctx.Err()
	}
	return nil
}

func (p *memory) fail(kind meeting.ErrorKind, id string) error {
	e := &meeting.Error{Kind: kind, ID: id}
	if p.has("prints its secret") {
		e.Message = "Authorization: " + memorySecret
	}
	return e
}

func (p *memory) CreateMeeting(ctx context.Context, req meeting.CreateRequest) (meeting.Meeting, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := meeting.Meeting{
		Vendor: "memory", Kind: meeting.KindScheduled, Title: req.Title, Description: req.Description, Start: req.Start, End: req.End,
		Duration: req.Duration, Zone: req.Zone, Passcode: req.Passcode, Created: time.Unix(1_800_000_000, 0).UTC(),
		Settings:   meeting.Settings{WaitingRoom: req.Settings.WaitingRoom, MuteOnEntry: req.Settings.MuteOnEntry},
		Recurrence: req.Recurrence, Occurrences: p.occurrences(req),
	}
	if err := p.send(ctx); err != nil {
		if p.has("value beside error") {
			return m, err
		}
		return meeting.Meeting{}, err
	}
	if len(req.Native) > 0 && !p.has("drops native") {
		var native struct{ Topic *string }
		if err := json.Unmarshal(req.Native, &native); err == nil && native.Topic != nil {
			m.Title = *native.Topic
		}
	}
	switch p.bug {
	case "forgets title":
		m.Title = "Meeting"
	case "shifts start":
		m.Start, m.End = m.Start.Add(time.Hour), m.End.Add(time.Hour)
	case "drops waiting room":
		m.Settings.WaitingRoom = meeting.Unset
	case "refuses long titles":
		if len([]rune(req.Title)) >= 50 {
			return meeting.Meeting{}, p.fail(meeting.ErrUnavailable, "")
		}
	}
	return p.keep(m), nil
}

func (p *memory) keep(m meeting.Meeting) meeting.Meeting {
	if !p.has("one id") || p.serial == 0 {
		p.serial++
	}
	m.ID = strconv.Itoa(1000 + p.serial)
	m.JoinURL = "https://memory.example/j/" + m.ID
	m.HostURL = meeting.NewSecret("https://memory.example/s/" + m.ID + "?key=hostkey")
	m.Raw = meeting.Raw(`{"id":` + m.ID + `}`)
	if p.has("no raw") {
		m.Raw = nil
	}
	if p.has("relative link") {
		m.ViewerURL = "/j/" + m.ID
	}
	if _, again := p.meetings[m.ID]; !again {
		p.order = append(p.order, m.ID)
	}
	p.meetings[m.ID] = m
	if p.has("local time") {
		m.Updated = time.Now()
	}
	if p.has("shows host link") {
		m.ViewerURL = m.HostURL.Reveal()
	}
	return m
}

func (p *memory) Instant(ctx context.Context, req meeting.InstantRequest) (meeting.Meeting, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.send(ctx); err != nil {
		return meeting.Meeting{}, err
	}
	m := meeting.Meeting{Vendor: "memory", Kind: meeting.KindInstant, Title: req.Title, Status: meeting.StatusLive, Start: time.Now().UTC()}
	if p.has("instant is later") {
		m.Status, m.Start = meeting.StatusScheduled, m.Start.Add(time.Hour)
	}
	return p.keep(m), nil
}

func (p *memory) find(ctx context.Context, id string) (meeting.Meeting, error) {
	if err := p.send(ctx); err != nil {
		return meeting.Meeting{}, err
	}
	key := id
	if p.has("lets ids wander") && len(id) > 4 && id[:3] == "../" {
		key = id[3:]
	}
	m, ok := p.meetings[key]
	switch {
	case ok:
		return m, nil
	case p.has("unknown id is invalid"):
		return meeting.Meeting{}, p.fail(meeting.ErrInvalid, id)
	case p.has("get beside error"):
		return meeting.Meeting{ID: id}, p.fail(meeting.ErrNotFound, id)
	}
	return meeting.Meeting{}, p.fail(meeting.ErrNotFound, id)
}

func (p *memory) GetMeeting(ctx context.Context, id string) (meeting.Meeting, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m, err := p.find(ctx, id)
	if p.has("gets another") && err == nil {
		m.Title, m.JoinURL = "Another", "https://memory.example/j/0"
	}
	return m, err
}

func (p *memory) ListMeetings(ctx context.Context, q meeting.ListQuery) (meeting.Page, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(q.Filter) > 0 && !p.has("any filter") {
		return meeting.Page{}, meeting.Invalidf("filter", "there is none")
	}
	offset := 0
	if q.PageToken != "" {
		n, err := strconv.Atoi(q.PageToken)
		if err != nil && !p.has("any token") {
			return meeting.Page{}, meeting.Invalidf("page", "no such page")
		}
		offset = n
	}
	if err := p.send(ctx); err != nil {
		return meeting.Page{}, err
	}
	size := q.PageSize
	if size == 0 {
		size = 100
	}
	if p.has("drops the last page") && q.PageSize > 0 && len(p.order) > 2 && offset+size >= len(p.order) {
		return meeting.Page{}, nil
	}
	if p.has("fetches all") && offset == 0 {
		p.requests += len(p.order)
	}
	var page meeting.Page
	for i := offset; i < len(p.order) && i < offset+size; i++ {
		if m := p.meetings[p.order[i]]; q.Matches(m) || p.has("ignores window") {
			page.Meetings = append(page.Meetings, m)
		}
	}
	if p.has("repeats a meeting") && offset > 0 && q.PageSize > 0 {
		page.Meetings = append(page.Meetings, p.meetings[p.order[offset-1]])
	}
	if p.has("hides the first") && offset == 0 && q.PageSize == 0 && q.From.IsZero() && len(page.Meetings) > 1 {
		page.Meetings = page.Meetings[1:]
	}
	if offset+size < len(p.order) {
		page.NextPage = strconv.Itoa(offset + size)
	}
	if p.has("remembers its place") && q.PageToken == "" && q.PageSize > 0 {
		if p.unsafe++; p.unsafe > 1 {
			page.NextPage = ""
		}
	}
	return page, nil
}

func (p *memory) UpdateMeeting(ctx context.Context, id string, patch meeting.Patch) (meeting.Meeting, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m, err := p.find(ctx, id)
	if err != nil {
		return m, err
	}
	if patch.Occurrence != "" {
		return p.updateOccurrence(m, patch)
	}
	if patch.Title != nil {
		m.Title = *patch.Title
	}
	if patch.Description != nil {
		m.Description = *patch.Description
	}
	if patch.Settings.WaitingRoom != meeting.Unset && !p.has("update drops") {
		m.Settings.WaitingRoom = patch.Settings.WaitingRoom
	}
	if p.has("update clears") {
		m.Zone = "UTC"
	}
	p.meetings[id] = m
	return m, nil
}

func (p *memory) CancelMeeting(ctx context.Context, id string, opts meeting.CancelOptions) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	m, err := p.find(ctx, id)
	switch {
	case err == nil && opts.Occurrence != "":
		return p.cancelOccurrence(m, opts.Occurrence)
	case err != nil && p.has("cancels anything") && ctx.Err() == nil && p.serial > 0:
		return nil
	case err != nil:
		return err
	case p.has("cancel keeps"):
		m := p.meetings[id]
		m.ID += "-gone"
		p.meetings[m.ID] = m
		p.order = append(p.order, id)
		return nil
	}
	delete(p.meetings, id)
	p.order = slices.DeleteFunc(p.order, func(other string) bool { return other == id })
	return nil
}

func (p *memory) ListParticipants(ctx context.Context, id string, q meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m, err := p.find(ctx, id)
	if err != nil {
		return meeting.ParticipantPage{}, err
	}
	person := meeting.Participant{ID: "1", Name: "Guest", Role: meeting.RoleAttendee, State: meeting.ParticipantLive, Joined: time.Now().UTC()}
	if m.Status == meeting.StatusEnded {
		person.State = meeting.ParticipantLeft
	}
	switch p.bug {
	case "vendor's role":
		person.Role = "panelist"
	case "ignores state":
		return meeting.ParticipantPage{Participants: []meeting.Participant{person}}, nil
	}
	if q.State != "" && q.State != person.State {
		return meeting.ParticipantPage{}, nil
	}
	return meeting.ParticipantPage{Participants: []meeting.Participant{person}}, nil
}

// Format prints the provider as a careless struct with a clear secret would.
func (p *memory) Format(f fmt.State, _ rune) {
	if p.has("prints itself") {
		_, _ = fmt.Fprint(f, "{secret:", memorySecret, "}")
		return
	}
	_, _ = fmt.Fprint(f, "memory")
}

// memoryHarness checks memory providers with one bug, or none.
func memoryHarness(wrap func(*memory) provider.Provider, bug string) Harness {
	var last *memory
	locked := func(do func(p *memory)) {
		last.mu.Lock()
		defer last.mu.Unlock()
		do(last)
	}
	return Harness{
		Vendor: "memory",
		New: func(testing.TB) provider.Provider {
			last = newMemory(bug)
			return wrap(last)
		},
		Requests:      func() (n int) { locked(func(p *memory) { n = p.requests }); return n },
		RevokeTokens:  func() { locked(func(p *memory) { p.valid = false }) },
		Stall:         func(on bool) { locked(func(p *memory) { p.stall = on }) },
		Native:        json.RawMessage(`{"topic":"From native"}`),
		Registration:  json.RawMessage(`{"registration":true}`),
		NativeArrived: func(m meeting.Meeting) bool { return m.Title == "From native" },
		Event:         memoryEvent,
		Secrets:       []string{memorySecret},
	}
}
