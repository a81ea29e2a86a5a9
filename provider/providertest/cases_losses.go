package providertest

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// lossOf returns the loss of a member, if it is among losses.
func lossOf(losses []meeting.Loss, field provider.Field) (meeting.Loss, bool) {
	for _, l := range losses {
		if l.Field == string(field) {
			return l, true
		}
	}
	return meeting.Loss{}, false
}

func lossesListed(p *probe) {
	p.need(provider.OpCreate)
	for _, field := range fields() {
		req := p.with(p.request(0), field)
		var losses []meeting.Loss
		var refusal error
		p.quiet("preflight of "+string(field), func() { _, losses, refusal = p.c.Check(req) })
		loss, lost := lossOf(losses, field)
		if lost == p.takes(field) {
			p.errorf("%s: claimed is %v, lost is %v", field, p.takes(field), lost)
			continue
		}
		if !lost {
			continue
		}
		if loss.Severity == "" || loss.Reason == "" {
			p.errorf("%s: the loss has no severity or no reason: %+v", field, loss)
		}
		var cause *meeting.LossError
		switch {
		case loss.Severity == meeting.Refuse && (!errors.Is(refusal, meeting.ErrUnsupported) || !errors.As(refusal, &cause)):
			p.errorf("%s must be refused: %v", field, refusal)
		case loss.Severity != meeting.Refuse && refusal != nil:
			p.errorf("%s must not be refused: %v", field, refusal)
		}
		if loss.Severity == meeting.Refuse {
			p.quiet("a create that is refused for "+string(field), func() {
				if _, err := p.c.CreateMeeting(p.t.Context(), req); !errors.Is(err, meeting.ErrUnsupported) {
					p.errorf("%s was not refused: %v", field, err)
				}
			})
		}
	}
}

// lostFields are the members that would be lost.
func (p *probe) lostFields() []provider.Field {
	p.need(provider.OpCreate)
	var lost []provider.Field
	for _, field := range fields() {
		if !p.takes(field) {
			lost = append(lost, field)
		}
	}
	if len(lost) == 0 {
		p.skip("nothing is ever lost")
	}
	return lost
}

func lossesStrict(p *probe) {
	for _, field := range p.lostFields() {
		req := p.with(p.request(0), field)
		req.OnLoss = meeting.LossStrict
		p.quiet(string(field), func() {
			if _, err := p.c.CreateMeeting(p.t.Context(), req); !errors.Is(err, meeting.ErrUnsupported) {
				p.errorf("%s: %v", field, err)
			}
		})
	}
}

func lossesBestEffort(p *probe) {
	req := p.request(0)
	lost := p.lostFields()
	for _, field := range lost {
		req = p.with(req, field)
	}
	req.OnLoss = meeting.LossBestEffort
	m, err := p.c.CreateMeeting(p.t.Context(), req)
	if err != nil {
		p.fatalf("create: %v", err)
	}
	for _, field := range lost {
		if _, ok := lossOf(m.Losses, field); !ok {
			p.errorf("the meeting does not list the loss of %s", field)
		}
	}
}

func lossesLength(p *probe) {
	p.need(provider.OpCreate)
	for _, field := range []provider.Field{provider.FieldTitle, provider.FieldDescription} {
		most := p.in.Capabilities.Create[field].Max
		if !p.takes(field) || most == 0 {
			continue
		}
		for _, n := range []int{most, most + 1} {
			req := p.request(0)
			text := strings.Repeat("ü", n)
			if field == provider.FieldTitle {
				req.Title = text
			} else {
				req.Description = text
			}
			m, err := p.c.CreateMeeting(p.t.Context(), req)
			if err != nil {
				p.errorf("%s of %d characters: %v", field, n, err)
				continue
			}
			if _, lost := lossOf(m.Losses, field); lost != (n > most) {
				p.errorf("%s of %d characters: lost is %v", field, n, lost)
			}
			if got := told(m, field); got != "" && utf8.RuneCountInString(got) != most {
				p.errorf("%s of %d characters: %d arrived", field, n, utf8.RuneCountInString(got))
			}
		}
	}
}
