package migrate

import (
	"context"

	"github.com/libmeet/meeting"
)

// Status counts where the items of p stand, from the journal alone.
func (m *Migration) Status(ctx context.Context, p *Plan) (Totals, error) {
	if err := m.applicable(p); err != nil {
		return Totals{}, err
	}
	records, err := m.journal.load(ctx, p.ID)
	if err != nil {
		return Totals{}, err
	}
	return totals(p, records), nil
}

// Begun reports whether the journal holds something of p that another run, or a
// rollback, needs p for.
func (m *Migration) Begun(ctx context.Context, p *Plan) (bool, error) {
	if err := m.applicable(p); err != nil {
		return false, err
	}
	records, err := m.journal.load(ctx, p.ID)
	if err != nil {
		return false, err
	}
	for _, r := range records {
		if r.State != stateRemoved && r.State != stateSkipped {
			return true, nil
		}
	}
	return false, nil
}

// Pair is a meeting's old place and its new one.
type Pair struct {
	SourceID  string `json:"source_id"`
	TargetID  string `json:"target_id"`
	SourceURL string `json:"source_join_url"`
	TargetURL string `json:"target_join_url"`

	Source meeting.Meeting `json:"-"` // as the plan saw it
}

// Mapping lists what p has moved or found, in the plan's order, from the journal
// alone.
func (m *Migration) Mapping(ctx context.Context, p *Plan) ([]Pair, error) {
	if err := m.applicable(p); err != nil {
		return nil, err
	}
	records, err := m.journal.load(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	pairs := []Pair{}
	for _, item := range p.Items {
		r := records[item.Source.ID]
		if r == nil || !r.done() {
			continue
		}
		url := r.SourceURL
		if url == "" {
			url = item.Source.JoinURL
		}
		pairs = append(pairs, Pair{SourceID: item.Source.ID, TargetID: r.TargetID, SourceURL: url, TargetURL: r.TargetURL, Source: item.Source})
	}
	return pairs, nil
}

// Told returns a moved meeting as its attendees are to be told of it: what the plan
// saw of the source, with the id, link, passcode and dial-in numbers of the target,
// which is read for it.
func (m *Migration) Told(ctx context.Context, p *Plan, pair Pair) (meeting.Meeting, error) {
	r, err := m.journal.record(ctx, p.ID, pair.SourceID)
	if err != nil {
		return meeting.Meeting{}, err
	}
	there, err := m.readTarget(ctx, pair.TargetID, r)
	if err != nil {
		return meeting.Meeting{}, err
	}
	told := pair.Source
	told.Provider, told.Vendor, told.ID, told.Refs = there.Provider, there.Vendor, there.ID, there.Refs
	told.JoinURL, told.ViewerURL, told.Passcode, told.DialIn = there.JoinURL, there.ViewerURL, there.Passcode, there.DialIn
	told.HostURL, told.Losses, told.Raw = meeting.Secret{}, nil, nil
	return told, nil
}
