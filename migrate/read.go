package migrate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/libmeet/meeting"
)

// Read reads a plan file. Its form is
//
//	{"version":1, "id":…, "from":…, "to":…, "created":…,
//	 "options": {"cancel_source":bool, "annotate_source":bool, "on_loss":"default|strict|best-effort"},
//	 "items": [{"source": {a meeting}, "action": "create|adopt|skip", "reason":…, "target_id":…, "host":…, "losses": […]}],
//	 "summary": {"create":n, "adopt":n, "skip":n, "calls":n, "duration_seconds":n}}
//
// A plan may be edited: to skip something, change its action, give a reason, and
// count the summary again. Whatever does not add up is an [meeting.ErrInvalid]
// error that names the place: another version, an unknown member or word, a source
// that comes twice, a target where none belongs, counts that are not those of the
// items.
func Read(r io.Reader) (*Plan, error) {
	dec := json.NewDecoder(r)
	p := &Plan{}
	if err := p.read(dec); err != nil {
		var known *meeting.Error
		if errors.As(err, &known) {
			return nil, err
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("it ends early")
		}
		return nil, invalid("near byte %d: %v", dec.InputOffset(), err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, invalid("something follows its end")
	}
	return p, p.check()
}

func invalid(format string, args ...any) error { return meeting.Invalidf("plan", format, args...) }

// read takes the members in any order, one item at a time.
func (p *Plan) read(dec *json.Decoder) error {
	if err := expect(dec, '{'); err != nil {
		return err
	}
	seen := map[string]bool{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		if seen[name] {
			return invalid("the member %q is there twice", name)
		}
		seen[name] = true
		if err := p.member(dec, name); err != nil {
			return err
		}
	}
	if err := expect(dec, '}'); err != nil {
		return err
	}
	for _, name := range []string{"version", "id", "from", "to", "created", "options", "items", "summary"} {
		if !seen[name] {
			return invalid("the member %q is missing", name)
		}
	}
	return nil
}

func expect(dec *json.Decoder, want json.Delim) error {
	token, err := dec.Token()
	if err != nil {
		return err
	}
	if token != want {
		return invalid("near byte %d: %q is expected", dec.InputOffset(), want.String())
	}
	return nil
}

func (p *Plan) member(dec *json.Decoder, name string) error {
	into := any(nil)
	switch name {
	case "version":
		into = &p.Version
	case "id":
		into = &p.ID
	case "from":
		into = &p.From
	case "to":
		into = &p.To
	case "created":
		into = &p.Created
	case "options":
		into = &p.Options
	case "summary":
		return p.readSummary(dec)
	case "items":
		return p.readItems(dec)
	default:
		return invalid("the member %q is not known", name)
	}
	return strictly(dec, name, into)
}

// strictly decodes the next value and refuses members that are not known.
func strictly(dec *json.Decoder, name string, into any) error {
	var raw json.RawMessage
	if err := dec.Decode(&raw); err != nil {
		return err
	}
	inner := json.NewDecoder(bytes.NewReader(raw))
	inner.DisallowUnknownFields()
	if string(raw) == "null" {
		return invalid("%s: it is null", name)
	}
	if err := inner.Decode(into); err != nil {
		return invalid("%s: %v", name, err)
	}
	return nil
}

func (p *Plan) readSummary(dec *json.Decoder) error {
	var s summaryJSON
	if err := strictly(dec, "summary", &s); err != nil {
		return err
	}
	if s.Calls < 0 || s.Duration < 0 || s.Duration > int64(1<<62/time.Second) {
		return invalid("summary: a figure is out of range")
	}
	p.Summary = Summary{Create: s.Create, Adopt: s.Adopt, Skip: s.Skip, Calls: s.Calls, Duration: time.Duration(s.Duration) * time.Second}
	return nil
}

func (p *Plan) readItems(dec *json.Decoder) error {
	if err := expect(dec, '['); err != nil {
		return err
	}
	for dec.More() {
		var wire struct {
			Source   json.RawMessage `json:"source"`
			Action   Action          `json:"action"`
			Reason   string          `json:"reason"`
			TargetID string          `json:"target_id"`
			Host     string          `json:"host"`
			Losses   []meeting.Loss  `json:"losses"`
		}
		where := fmt.Sprintf("items[%d]", len(p.Items))
		if err := strictly(dec, where, &wire); err != nil {
			return err
		}
		item := Item{Action: wire.Action, Reason: wire.Reason, TargetID: wire.TargetID, Host: wire.Host, Losses: wire.Losses}
		if err := readSource(wire.Source, &item.Source); err != nil {
			return invalid("%s.source: %v", where, err)
		}
		p.Items = append(p.Items, item)
	}
	return expect(dec, ']')
}

// readSource refuses members that no meeting has: they are typing errors, or from a
// later version.
func readSource(raw json.RawMessage, into *meeting.Meeting) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil || members == nil {
		return errors.New("it is no meeting")
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return err
	}
	for name := range members {
		if !meetingMembers[name] {
			return fmt.Errorf("the member %q is not known", name)
		}
	}
	return nil
}

// meetingMembers are those of a meeting's JSON form but raw, which is in no plan.
var meetingMembers = map[string]bool{
	"provider": true, "vendor": true, "id": true, "refs": true, "kind": true, "media": true, "status": true,
	"title": true, "description": true, "start": true, "end": true, "duration_seconds": true, "time_zone": true,
	"host": true, "join_url": true, "host_url": true, "viewer_url": true, "passcode": true, "dial_in": true,
	"invitees": true, "participant_count": true, "recurrence": true, "occurrences": true, "settings": true,
	"created": true, "updated": true, "expires": true, "losses": true,
}

var planID = regexp.MustCompile(`^[A-Za-z0-9-]{8,64}$`)

// check looks at what the members say together.
func (p *Plan) check() error {
	switch {
	case p.Version != Version:
		return invalid("it is of version %d; this program knows version %d", p.Version, Version)
	case !planID.MatchString(p.ID):
		return invalid("id: %q is not a plan's", p.ID)
	case p.From == "" || p.To == "":
		return invalid("from or to is empty")
	case p.From == p.To:
		return invalid("%s is on both sides", p.From)
	case p.Created.IsZero():
		return invalid("created: it is no time")
	case p.Options.CancelSource && p.Options.AnnotateSource:
		return invalid("options: a source is cancelled or annotated, not both")
	}
	policy, err := meeting.ParseLossPolicy(string(p.Options.OnLoss))
	if err != nil {
		return invalid("options.on_loss: %q is none of default, strict, best-effort", p.Options.OnLoss)
	}
	p.Options.OnLoss = policy
	var counted Summary
	sources, targets := map[string]int{}, map[string]int{}
	for i, item := range p.Items {
		if problem := item.check(); problem != "" {
			return invalid("items[%d]: %s", i, problem)
		}
		if first, twice := sources[item.Source.ID]; twice {
			return invalid("items[%d]: the source %s is items[%d] already", i, item.Source.ID, first)
		}
		sources[item.Source.ID] = i
		if item.TargetID != "" {
			if first, twice := targets[item.TargetID]; twice {
				return invalid("items[%d]: the target %s is that of items[%d] already", i, item.TargetID, first)
			}
			targets[item.TargetID] = i
		}
		counted.count(item.Action)
	}
	if s := p.Summary; s.Create != counted.Create || s.Adopt != counted.Adopt || s.Skip != counted.Skip {
		return invalid("summary: it counts create %d, adopt %d, skip %d; the items are %d, %d, %d",
			s.Create, s.Adopt, s.Skip, counted.Create, counted.Adopt, counted.Skip)
	}
	if p.Summary.Calls < counted.Create {
		return invalid("summary: %d calls are too few for %d creates", p.Summary.Calls, counted.Create)
	}
	return nil
}

// check returns what is wrong with an item, or "".
func (i Item) check() string {
	if err := meeting.ValidateID("source.id", i.Source.ID); err != nil {
		return err.Error()
	}
	switch {
	case i.Action != ActionCreate && i.Action != ActionAdopt && i.Action != ActionSkip:
		return fmt.Sprintf("action: %q is none of create, adopt, skip", i.Action)
	case i.Action == ActionSkip && i.Reason == "":
		return "a skip needs a reason"
	case i.Action == ActionAdopt && i.TargetID == "":
		return "an adopt needs a target_id"
	case i.Action != ActionAdopt && i.TargetID != "":
		return "only an adopt has a target_id"
	case i.Action == ActionCreate && i.Source.End.IsZero() && i.Source.Start.IsZero():
		return "a meeting without a time can't be created"
	case i.Action == ActionCreate && (i.Source.Duration < 0 || !i.Source.End.IsZero() && i.Source.End.Before(i.Source.Start)):
		return "a meeting that ends before it starts can't be created"
	}
	if i.TargetID != "" {
		if err := meeting.ValidateID("target_id", i.TargetID); err != nil {
			return err.Error()
		}
	}
	if i.Host != "" {
		if err := meeting.ValidateID("host", i.Host); err != nil {
			return err.Error()
		}
	}
	for _, l := range i.Losses {
		if l.Field == "" || (l.Severity != meeting.Note && l.Severity != meeting.Warn && l.Severity != meeting.Refuse) {
			return "a loss has no field, or a severity that is none of note, warn, refuse"
		}
	}
	return ""
}
