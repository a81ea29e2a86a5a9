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
