package providertest

import (
	"errors"
	"reflect"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// difference names the first member in which two readings of one meeting differ.
// What only one of them says is no difference, and host links are made anew.
func (p *probe) difference(a, b meeting.Meeting, except ...provider.Field) string {
	if a.ID != b.ID {
		return "id"
	}
	skip := map[provider.Field]bool{}
	for _, f := range except {
		skip[f] = true
	}
	if rule := p.in.Capabilities.Create[provider.FieldStart]; rule.Lost {
		skip[provider.FieldStart], skip[provider.FieldDuration] = true, true
	}
	for _, field := range provider.FieldNames() {
		x, y := told(a, field), told(b, field)
		if x != "" && y != "" && x != y && !skip[field] {
			return string(field)
		}
	}
	if a.JoinURL != "" && b.JoinURL != "" && a.JoinURL != b.JoinURL {
		return "join_url"
	}
	if !a.Created.IsZero() && !b.Created.IsZero() && !a.Created.Equal(b.Created) {
		return "created"
	}
	if !reflect.DeepEqual(a.Refs, b.Refs) && len(a.Refs) > 0 && len(b.Refs) > 0 {
		for name, id := range a.Refs {
			if b.Refs[name] != "" && b.Refs[name] != id {
				return "refs." + name
			}
		}
	}
	return ""
}

func getAfterCreate(p *probe) {
	p.need(provider.OpGet)
	if !p.can(provider.OpCreate) {
		id := p.any()
		m, err := p.c.GetMeeting(p.t.Context(), id)
		if err != nil || m.ID != id {
			p.errorf("get %s: %q, %v", id, m.ID, err)
		}
		return
	}
	made := p.create(0)
	other := p.create(1)
	for _, want := range []meeting.Meeting{made, other} {
		got, err := p.c.GetMeeting(p.t.Context(), want.ID)
		if err != nil {
			p.fatalf("get: %v", err)
		}
		if d := p.difference(want, got); d != "" {
			p.errorf("%s differs: created as %q, got as %q", d, told(want, provider.Field(d)), told(got, provider.Field(d)))
		}
	}
}

// listed makes n meetings, or takes what is there, and returns their ids.
func (p *probe) listed(n int) map[string]bool {
	ids := map[string]bool{}
	if p.can(provider.OpCreate) {
		for i := range n {
			ids[p.create(i).ID] = true
		}
		return ids
	}
	if p.h.Meeting != nil {
		ids[p.h.Meeting(p.t)] = true
	}
	return ids
}

func listFinds(p *probe) {
	p.need(provider.OpList)
	wanted := p.listed(3)
	for _, m := range p.all(meeting.ListQuery{}) {
		delete(wanted, m.ID)
	}
	for id := range wanted {
		p.errorf("the list lacks %s", id)
	}
}

func listPages(p *probe) {
	p.need(provider.OpList)
	wanted := p.listed(5)
	seen := map[string]bool{}
	for _, m := range p.all(meeting.ListQuery{PageSize: 1}) {
		if seen[m.ID] {
			p.errorf("%s comes twice", m.ID)
		}
		seen[m.ID] = true
	}
	for id := range wanted {
		if !seen[id] {
			p.errorf("the pages lack %s", id)
		}
	}
}

func listRestarts(p *probe) {
	p.need(provider.OpList)
	p.listed(3)
	list := p.c.Meetings(p.t.Context(), meeting.ListQuery{PageSize: 1})
	var walks [2][]string
	for i := range walks {
		for m, err := range list {
			if err != nil {
				p.fatalf("walk %d: %v", i+1, err)
			}
			walks[i] = append(walks[i], m.ID)
		}
	}
	if !reflect.DeepEqual(walks[0], walks[1]) || len(walks[0]) == 0 {
		p.errorf("the walks gave %v and %v", walks[0], walks[1])
	}
}

func listLazy(p *probe) {
	p.need(provider.OpList)
	p.listed(3)
	before := p.h.Requests()
	for _, err := range p.c.Meetings(p.t.Context(), meeting.ListQuery{PageSize: 1}) {
		if err != nil {
			p.fatalf("list: %v", err)
		}
		break
	}
	if n := p.h.Requests() - before; n > 2 { // a page, and perhaps a token
		p.errorf("one meeting took %d requests", n)
	}
}

func listBadToken(p *probe) {
	p.need(provider.OpList)
	p.listed(3)
	before := p.h.Requests()
	var failure error
	n := 0
	for _, err := range p.c.Meetings(p.t.Context(), meeting.ListQuery{PageToken: "no-such-page", PageSize: 1}) {
		if n++; err != nil {
			failure = err
		}
	}
	if !errors.Is(failure, meeting.ErrInvalid) {
		p.errorf("%d meetings, then %v", n, failure)
	}
	if sent := p.h.Requests() - before; sent > 3 {
		p.errorf("%d requests were sent", sent)
	}
}

func listWindow(p *probe) {
	p.need(provider.OpList)
	p.listed(4)
	q := meeting.ListQuery{From: p.start(1), To: p.start(2).Add(time.Minute)}
	ids := map[string]bool{}
	for _, m := range p.all(q) {
		ids[m.ID] = true
		if !m.Start.IsZero() && (m.Start.Before(q.From) || !m.Start.Before(q.To)) {
			p.errorf("%s starts at %v, outside [%v, %v)", m.ID, m.Start, q.From, q.To)
		}
	}
	if p.can(provider.OpCreate) && p.takes(provider.FieldStart) && len(ids) != 2 {
		p.errorf("%d meetings are in the window, not 2", len(ids))
	}
}

func listBadQuery(p *probe) {
	p.need(provider.OpList)
	now := p.now()
	for name, q := range map[string]meeting.ListQuery{
		"an empty window":            {From: now, To: now},
		"a negative page size":       {PageSize: -1},
		"an unknown status":          {Status: "someday"},
		"an unknown vendor's filter": {Filter: map[string]string{"no_such_filter": "1"}},
	} {
		p.quiet(name, func() {
			for _, err := range p.c.Meetings(p.t.Context(), q) {
				if !errors.Is(err, meeting.ErrInvalid) {
					p.errorf("%s: %v", name, err)
				}
				return
			}
			p.errorf("%s is an empty list", name)
		})
	}
}

func participants(p *probe) {
	p.need(provider.OpParticipants)
	id := ""
	switch {
	case p.h.Meeting != nil:
		id = p.h.Meeting(p.t)
	case p.can(provider.OpInstant):
		id = p.instant().ID // somebody is in it
	case p.can(provider.OpCreate) && p.takes(provider.FieldInvitees):
		m, err := p.c.CreateMeeting(p.t.Context(), p.with(p.request(0), provider.FieldInvitees))
		if err != nil {
			p.fatalf("create: %v", err)
		}
		id = m.ID
	default:
		id = p.any()
	}
	total := 0
	for _, state := range []meeting.ParticipantState{"", meeting.ParticipantInvited, meeting.ParticipantLive, meeting.ParticipantLeft, meeting.ParticipantJoined} {
		seen := 0
		for person, err := range p.c.Participants(p.t.Context(), id, meeting.ParticipantQuery{State: state, PageSize: 1}) {
			if err != nil {
				if !errors.Is(err, meeting.ErrNotFound) && !errors.Is(err, meeting.ErrNotReady) && !errors.Is(err, meeting.ErrUnsupported) {
					p.errorf("state %q: %v", state, err)
				}
				break
			}
			if seen++; seen > 1000 {
				p.fatalf("state %q: the list does not end", state)
			}
			p.participant(person, state)
		}
		total += seen
	}
	if total == 0 {
		p.errorf("nobody was ever in the meeting, or invited")
	}
}

func (p *probe) participant(person meeting.Participant, asked meeting.ParticipantState) {
	switch person.State {
	case "", meeting.ParticipantInvited, meeting.ParticipantLive, meeting.ParticipantLeft, meeting.ParticipantJoined:
	default:
		p.errorf("the state is %q", person.State)
	}
	fits := person.State == asked || asked == "" || person.State == ""
	if asked == meeting.ParticipantJoined { // they joined, whether or not they left since
		fits = person.State != meeting.ParticipantInvited
	}
	if !fits {
		p.errorf("asked for %s, got %s", asked, person.State)
	}
	switch person.Role {
	case "", meeting.RoleHost, meeting.RoleCohost, meeting.RolePresenter, meeting.RoleAttendee:
	default:
		p.errorf("the role is %q", person.Role)
	}
	for _, at := range []time.Time{person.Joined, person.Left} {
		if at.Location() != time.UTC {
			p.errorf("%v is not in UTC", at)
		}
	}
	if person.ID == "" && person.Name == "" && person.Email == "" {
		p.errorf("a participant has no id, name or address")
	}
}
