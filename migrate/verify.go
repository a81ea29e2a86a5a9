package migrate

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// Report is what [Migration.Verify] found.
type Report struct {
	Checked     int          `json:"checked"`
	Equal       int          `json:"equal"`
	Differences []Difference `json:"differences"`
}

// Checked is one item as Verify found it.
type Checked struct {
	Item   Item
	Target meeting.Meeting
	Found  []Difference // all of them, planned losses too
	Wrong  []Difference // those that no planned loss explains
}

// VerifyOptions say how a plan is verified. The zero value is ready to use.
type VerifyOptions struct {
	Concurrency int           // items read at once; 0 is 4
	OnItem      func(Checked) // told of each item, in the plan's order; nil is nobody
}

// fieldStatus is the field of an item that has no target although the plan wants
// one.
const fieldStatus = "status"

// Verify reads both sides again and compares them member by member. What the plan
// said would be lost is no difference, and neither is a source that the plan had
// cancelled. An item that the plan wanted and that isn't there is one, in "status".
// The links of a meeting are its vendor's and aren't compared.
func (m *Migration) Verify(ctx context.Context, p *Plan, opt VerifyOptions) (Report, error) {
	if err := m.applicable(p); err != nil {
		return Report{}, err
	}
	if opt.Concurrency <= 0 {
		opt.Concurrency = 4
	}
	records, err := m.journal.load(ctx, p.ID)
	if err != nil {
		return Report{}, err
	}
	report := Report{Differences: []Difference{}}
	for batch := range batches(p.Items, window) {
		for _, c := range []*provider.Client{m.from, m.to} {
			if err := m.room(ctx, c, provider.OpGet, "", patience); err != nil {
				return Report{}, err
			}
		}
		checked := make([]Checked, len(batch))
		errs := make([]error, len(batch))
		slots := make(chan struct{}, opt.Concurrency)
		var group sync.WaitGroup
		for i, item := range batch {
			if item.Action == ActionSkip {
				continue
			}
			slots <- struct{}{}
			group.Go(func() {
				defer func() { <-slots }()
				checked[i], errs[i] = m.check(ctx, p, item, records[item.Source.ID])
			})
		}
		group.Wait()
		for i, item := range batch {
			if errs[i] != nil {
				return Report{}, errs[i]
			}
			if item.Action == ActionSkip {
				continue
			}
			report.Checked++
			if len(checked[i].Wrong) == 0 {
				report.Equal++
			}
			report.Differences = append(report.Differences, checked[i].Wrong...)
			if opt.OnItem != nil {
				opt.OnItem(checked[i])
			}
		}
	}
	return report, nil
}

// batches cuts items into pieces of at most n.
func batches(items []Item, n int) func(yield func([]Item) bool) {
	return func(yield func([]Item) bool) {
		for len(items) > 0 {
			size := min(n, len(items))
			if !yield(items[:size]) {
				return
			}
			items = items[size:]
		}
	}
}

// check compares one item.
func (m *Migration) check(ctx context.Context, p *Plan, item Item, r *record) (Checked, error) {
	c := Checked{Item: item}
	wrong := func(field, wanted, got string) (Checked, error) {
		d := Difference{SourceID: item.Source.ID, Field: field, Wanted: wanted, Got: got}
		if r != nil {
			d.TargetID = r.TargetID
		}
		c.Found, c.Wrong = append(c.Found, d), append(c.Wrong, d)
		return c, nil
	}
	if r == nil || !r.done() {
		at := "pending"
		if r != nil {
			at = string(r.State)
			if r.Reason != "" {
				at += ": " + r.Reason
			}
		}
		return wrong(fieldStatus, map[Action]string{ActionCreate: "created", ActionAdopt: "adopted"}[item.Action], at)
	}
	target, err := m.readTarget(ctx, r.TargetID, r)
	if errors.Is(err, meeting.ErrNotFound) {
		return wrong(fieldStatus, string(r.State), "gone")
	}
	if err != nil {
		return c, err
	}
	if target.Status == meeting.StatusCancelled {
		return wrong(fieldStatus, string(r.State), "cancelled")
	}
	src, gone, err := m.sourceNow(ctx, item, r)
	if err != nil {
		return c, err
	}
	if gone && !p.Options.CancelSource {
		return wrong(fieldStatus, "there", "the source is gone")
	}
	c.Target = target
	pair := pairing{host: item.Host, request: r.Request, now: m.now()}
	c.Found = m.compare(src, target, pair)
	c.Wrong = unexplained(c.Found, item.Losses)
	return c, nil
}

// sourceNow returns the source as it is, without the note that this plan put into
// its description; of one that is gone, what the plan saw of it.
func (m *Migration) sourceNow(ctx context.Context, item Item, r *record) (src meeting.Meeting, gone bool, err error) {
	src, err = m.readSource(ctx, &item)
	switch {
	case errors.Is(err, meeting.ErrNotFound), err == nil && src.Status == meeting.StatusCancelled:
		return item.Source, true, nil
	case err != nil:
		return src, false, err
	}
	src.Description = m.unannotated(src.Description, r)
	return src, false, nil
}

// String says a report in one line.
func (r Report) String() string {
	return fmt.Sprintf("%d checked, %d equal, %d differences", r.Checked, r.Equal, len(r.Differences))
}
