package migrate

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// PlanOptions say what is planned.
type PlanOptions struct {
	// Since and Until bound the starts, [Since, Until); of a series the start of its
	// rule is before Until, and it has not ended by Since. Zero does not bound.
	Since, Until time.Time

	// SourceHosts are whose meetings are read: ids or addresses. None: those whom
	// Hosts maps, where the source lists others' meetings, else its configured user.
	SourceHosts []string

	// Hosts says who holds the meetings at the target; nil: its configured user.
	Hosts Hosts

	// Select picks meetings; nil picks all. It is asked with what the list tells.
	Select func(meeting.Meeting) bool

	Options Options
}

// Plan reads the source to the end and writes a plan to w. It writes nothing
// anywhere else. w gets items while the source is being read, so what is written
// when Plan fails is no plan. Memory is bounded but for some tens of bytes a
// meeting, by which those that come twice and those at the target are known.
func (m *Migration) Plan(ctx context.Context, opt PlanOptions, w io.Writer) (*Plan, error) {
	if err := m.checkPlan(&opt); err != nil {
		return nil, err
	}
	now := m.now().Truncate(time.Second)
	p := &Plan{Version: Version, ID: newID(now), From: m.from.Info().Name, To: m.to.Info().Name, Created: now, Options: opt.Options}
	if opt.Options.AnnotateSource && !m.annotates() {
		p.Summary.Notes = append(p.Summary.Notes, m.from.Info().Vendor+" can't change a description: no source is annotated")
	}
	if !m.to.Info().Capabilities.Can(provider.OpCancel) {
		p.Summary.Notes = append(p.Summary.Notes, m.to.Info().Vendor+" can't cancel: what is created can't be rolled back")
	}
	there, err := m.target(ctx, opt, now)
	if err != nil {
		return nil, err
	}
	run := &planning{m: m, opt: opt, now: now, plan: p, there: there, out: writer{w: w}, creates: map[string]int{}, seen: map[string]bool{}}
	if err := run.out.begin(p); err != nil {
		return nil, localError(err)
	}
	for _, host := range m.sourceHosts(opt) {
		if err := run.host(ctx, host); err != nil {
			return nil, err
		}
	}
	if err := m.estimate(ctx, &p.Summary, run.creates); err != nil {
		return nil, err
	}
	if err := run.out.end(p.Summary); err != nil {
		return nil, localError(err)
	}
	return p, nil
}

func localError(err error) error {
	return &meeting.Error{Kind: meeting.ErrUnavailable, Message: meeting.OneLine("writing the plan: " + err.Error()), Err: err}
}

// newID is a time, for people, and chance.
func newID(now time.Time) string {
	return now.Format("20060102-150405-") + strings.ToLower(rand.Text()[:8])
}

// checkPlan refuses what can't be done before anything is read.
func (m *Migration) checkPlan(opt *PlanOptions) error {
	from, to := m.from.Info().Capabilities, m.to.Info().Capabilities
	switch {
	case !opt.Since.IsZero() && !opt.Until.IsZero() && !opt.Until.After(opt.Since):
		return meeting.Invalidf("until", "it is not after since")
	case opt.Options.CancelSource && opt.Options.AnnotateSource:
		return meeting.Invalidf("cancel_source", "a source is cancelled or annotated, not both")
	case !from.Can(provider.OpList):
		return provider.Unsupported(m.from.Info(), provider.OpList)
	case !to.Can(provider.OpCreate):
		return provider.Unsupported(m.to.Info(), provider.OpCreate)
	case opt.Options.CancelSource && !from.Can(provider.OpCancel):
		return provider.Unsupported(m.from.Info(), provider.OpCancel)
	}
	if len(opt.SourceHosts) > 1 && opt.Hosts == nil && takes(to.Create, provider.FieldHost) {
		return hostsError("it is missing: meetings of %d hosts are read, and %s can't tell whose they become", len(opt.SourceHosts), m.to.Info().Name)
	}
	_, err := meeting.ParseLossPolicy(string(opt.Options.OnLoss))
	return err
}

func takes(fields provider.Fields, field provider.Field) bool {
	rule, ok := fields[field]
	return ok && !rule.Lost
}

// sourceHosts lists whose meetings are read; "" is the configured user.
func (m *Migration) sourceHosts(opt PlanOptions) []string {
	switch {
	case len(opt.SourceHosts) > 0:
		return opt.SourceHosts
	case opt.Hosts != nil && takes(m.from.Info().Capabilities.Create, provider.FieldHost):
		return opt.Hosts.sources()
	}
	return []string{""}
}

// item decides what becomes of one meeting.
func (r *planning) item(ctx context.Context, f *found) (Item, error) {
	item := Item{Source: f.meeting, Host: f.host}
	skip := func(err error) (Item, error) {
		item.Action, item.Reason = ActionSkip, err.Error()
		return item, nil
	}
	if f.skip != nil {
		item.Host = ""
		return skip(f.skip)
	}
	w, err := r.m.wish(f.meeting, f.host, r.now)
	if err != nil {
		return skip(err)
	}
	target, found, err := r.there.find(ctx, f.meeting, w)
	if err != nil {
		var why *reason
		if errors.As(err, &why) {
			return skip(why)
		}
		return item, err
	}
	if found {
		item.Action, item.TargetID = ActionAdopt, target.ID
		for _, d := range r.m.compare(f.meeting, target, pairing{host: f.host, request: newRequest(w.req), now: r.now}) {
			item.Losses = append(item.Losses, meeting.Loss{Field: d.Field, Wanted: d.Wanted, Got: d.Got, Severity: meeting.Warn, Reason: "it is so at the target"})
		}
		return item, nil
	}
	item.Action = ActionCreate
	r.extra = len(w.deviations)
	item.Losses, err = r.m.losses(w, r.opt.Options.OnLoss)
	if err != nil {
		return skip(notExpressible("%s", brief(err)))
	}
	if r.opt.Options.AnnotateSource && !r.m.annotates() {
		item.Reason = "the source is not annotated: " + r.m.from.Info().Vendor + " can't change a description"
	}
	return item, nil
}

// losses lists what the target would lose of a wish, and the error if it is refused.
func (m *Migration) losses(w wish, policy meeting.LossPolicy) ([]meeting.Loss, error) {
	req := w.req
	req.OnLoss = meeting.LossBestEffort
	_, losses, err := m.to.Check(req)
	all := slices.Concat(w.losses, losses)
	if err != nil {
		return all, err
	}
	if refused := policy.Refused(all); len(refused) > 0 {
		return all, &meeting.LossError{Losses: refused}
	}
	return all, nil
}

// brief is an error's message for a plan.
func brief(err error) string {
	var known *meeting.Error
	if errors.As(err, &known) && known.Message != "" {
		return known.Message
	}
	return meeting.OneLine(err.Error())
}

// annotates reports whether a description at the source can be changed.
func (m *Migration) annotates() bool {
	caps := m.from.Info().Capabilities
	return caps.Can(provider.OpUpdate) && takes(caps.Update, provider.FieldDescription)
}
