package providertest

import (
	"context"
	"slices"
	"strconv"

	"github.com/libmeet/meeting"
)

// occurrences makes the meetings of a weekly series.
func (p *memory) occurrences(req meeting.CreateRequest) []meeting.Occurrence {
	var out []meeting.Occurrence
	for n := range req.Recurrence.Count {
		out = append(out, meeting.Occurrence{ID: "o" + strconv.Itoa(n), Start: req.Start.AddDate(0, 0, 7*n), Duration: req.Duration})
	}
	return out
}

func (p *memory) updateOccurrence(m meeting.Meeting, patch meeting.Patch) (meeting.Meeting, error) {
	at := slices.IndexFunc(m.Occurrences, func(o meeting.Occurrence) bool { return o.ID == patch.Occurrence })
	if at < 0 {
		return meeting.Meeting{}, p.fail(meeting.ErrNotFound, m.ID)
	}
	m.Occurrences = slices.Clone(m.Occurrences)
	m.Occurrences[at].Start = *patch.Start
	if p.has("moves the series") {
		m.Start = *patch.Start
	}
	if p.has("moves the first") {
		m.Occurrences[0].Start, m.Occurrences[at].Start = *patch.Start, p.meetings[m.ID].Occurrences[at].Start
	}
	p.meetings[m.ID] = m
	m.Start = *patch.Start
	if p.has("answers with the series") {
		m.Start = p.meetings[m.ID].Start
	}
	return m, nil
}

func (p *memory) cancelOccurrence(m meeting.Meeting, id string) error {
	at := slices.IndexFunc(m.Occurrences, func(o meeting.Occurrence) bool { return o.ID == id })
	if at < 0 {
		return p.fail(meeting.ErrNotFound, m.ID)
	}
	m.Occurrences = slices.Delete(slices.Clone(m.Occurrences), at, at+1)
	if p.has("cancels the rest") {
		m.Occurrences = m.Occurrences[:1]
	}
	p.meetings[m.ID] = m
	return nil
}

// EndMeeting ends what runs.
func (p *memory) EndMeeting(ctx context.Context, id string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	m, err := p.find(ctx, id)
	if err != nil {
		return err
	}
	if m.Status != meeting.StatusLive {
		return p.fail(meeting.ErrConflict, id)
	}
	if m.Status = meeting.StatusEnded; p.has("runs on") {
		m.Status = meeting.StatusLive
	}
	p.meetings[id] = m
	return nil
}

// ListRegistrants lists in the order of the registrations.
func (p *memory) ListRegistrants(ctx context.Context, id string, q meeting.RegistrantQuery) (meeting.RegistrationPage, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, err := p.find(ctx, id); err != nil {
		return meeting.RegistrationPage{}, err
	}
	var page meeting.RegistrationPage
	for _, r := range p.people[id] {
		if q.Status == "" || r.Status == q.Status || p.has("lists any status") {
			page.Registrations = append(page.Registrations, r)
		}
	}
	return page, nil
}

// AddRegistrant waits for a decision.
func (p *memory) AddRegistrant(ctx context.Context, id string, req meeting.RegistrantRequest) (meeting.Registration, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, err := p.find(ctx, id); err != nil {
		return meeting.Registration{}, err
	}
	if p.people == nil {
		p.people = map[string][]meeting.Registration{}
	}
	r := meeting.Registration{ID: "r" + strconv.Itoa(len(p.people[id])), Email: req.Email, Status: meeting.RegistrationPending}
	p.people[id] = append(p.people[id], r)
	return r, nil
}

// DecideRegistrants goes by the ids.
func (p *memory) DecideRegistrants(ctx context.Context, id string, status meeting.RegistrationStatus, people []meeting.Registration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, err := p.find(ctx, id); err != nil {
		return err
	}
	for _, person := range people {
		at := slices.IndexFunc(p.people[id], func(r meeting.Registration) bool { return r.ID == person.ID })
		if at < 0 {
			return p.fail(meeting.ErrNotFound, id)
		}
		if p.people[id][at].Status = status; p.has("approves everybody") {
			p.people[id][at].Status = meeting.RegistrationApproved
		}
	}
	return nil
}
