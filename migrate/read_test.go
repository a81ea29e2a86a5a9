package migrate_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/migrate"
)

// goodPlan has one item of each action, its members in another order than written.
const goodPlan = `{
  "created": "2026-12-01T00:00:00Z", "from": "a", "id": "20261201-000000-abcdefgh",
  "items": [
    {"source": {"vendor": "x", "id": "1", "title": "One", "start": "2027-01-01T09:00:00Z", "end": "2027-01-01T10:00:00Z", "duration_seconds": 3600},
     "action": "create", "host": "h@example.com", "losses": [{"field": "passcode", "wanted": "[redacted]", "severity": "warn"}]},
    {"source": {"vendor": "x", "id": "2"}, "action": "adopt", "target_id": "t2"},
    {"source": {"vendor": "x", "id": "3"}, "action": "skip", "reason": "past"}
  ],
  "options": {"cancel_source": false, "annotate_source": true, "on_loss": "strict"},
  "summary": {"create": 1, "adopt": 1, "skip": 1, "calls": 1, "duration_seconds": 60},
  "to": "b", "version": 1}`

func TestRead(t *testing.T) {
	p, err := migrate.Read(strings.NewReader(goodPlan))
	if err != nil {
		t.Fatal(err)
	}
	if p.Items[0].Source.Title != "One" || p.Items[0].Host != "h@example.com" || p.Items[1].TargetID != "t2" || p.Items[2].Reason != "past" ||
		p.Options != (migrate.Options{AnnotateSource: true, OnLoss: meeting.LossStrict}) || p.Summary.Duration.Seconds() != 60 {
		t.Errorf("%+v", p)
	}
}

// TestReadNonsense: each edit of a good plan is refused, in words that name it.
func TestReadNonsense(t *testing.T) {
	edit := func(old, new string) string {
		if strings.Count(goodPlan, old) == 0 {
			t.Fatalf("%q is not in the plan", old)
		}
		return strings.Replace(goodPlan, old, new, 1)
	}
	for name, tt := range map[string]struct{ plan, says string }{
		"empty":               {"", "it ends early"},
		"no JSON":             {"plan", "near byte"},
		"an array":            {"[]", `"{" is expected`},
		"cut off":             {goodPlan[:len(goodPlan)/2], "it ends early"},
		"more after it":       {goodPlan + "{}", "follows"},
		"version":             {edit(`"version": 1`, `"version": 2`), "version 2"},
		"version as text":     {edit(`"version": 1`, `"version": "1"`), "version"},
		"no version":          {edit(`, "version": 1`, ``), `"version" is missing`},
		"null":                {edit(`"from": "a"`, `"from": null`), "from: it is null"},
		"unknown member":      {edit(`"from": "a"`, `"from": "a", "note": 1`), `"note" is not known`},
		"member twice":        {edit(`"from": "a"`, `"from": "a", "from": "c"`), "twice"},
		"id":                  {edit("20261201-000000-abcdefgh", "../x"), "id:"},
		"one provider":        {edit(`"to": "b"`, `"to": "a"`), "both sides"},
		"no provider":         {edit(`"to": "b"`, `"to": ""`), "empty"},
		"created":             {edit("2026-12-01T00:00:00Z", "yesterday"), "created"},
		"both cut-overs":      {edit(`"cancel_source": false`, `"cancel_source": true`), "not both"},
		"policy":              {edit("strict", "lenient"), "lenient"},
		"unknown option":      {edit(`"on_loss"`, `"on_los"`), "on_los"},
		"action":              {edit(`"action": "create"`, `"action": "delete"`), "items[0]: action"},
		"item member":         {edit(`"action": "create"`, `"action": "create", "when": 1`), "items[0]"},
		"source member":       {edit(`"title": "One"`, `"titel": "One"`), `"titel" is not known`},
		"source raw":          {edit(`"title": "One"`, `"raw": {}`), `"raw" is not known`},
		"source time":         {edit("2027-01-01T09:00:00Z", "soon"), "items[0].source"},
		"source text":         {edit(`{"vendor": "x", "id": "2"}`, `"x"`), "items[1].source"},
		"source id":           {edit(`"id": "1"`, `"id": "../1"`), "items[0]: source.id"},
		"no source id":        {edit(`"id": "1", `, ``), "items[0]: source.id"},
		"source twice":        {edit(`"id": "3"`, `"id": "1"`), "items[2]: the source 1 is items[0]"},
		"skip without why":    {edit(`, "reason": "past"`, ``), "items[2]: a skip needs a reason"},
		"adopt of nothing":    {edit(`, "target_id": "t2"`, ``), "items[1]: an adopt needs"},
		"create with target":  {edit(`"host"`, `"target_id": "t1", "host"`), "items[0]: only an adopt"},
		"create without time": {edit(`"start": "2027-01-01T09:00:00Z", "end": "2027-01-01T10:00:00Z", `, ``), "items[0]: a meeting without a time"},
		"ends first":          {edit(`"end": "2027-01-01T10:00:00Z"`, `"end": "2026-01-01T10:00:00Z"`), "items[0]: a meeting that ends"},
		"negative length":     {edit(`"duration_seconds": 3600`, `"duration_seconds": -5`), "items[0]: a meeting that ends"},
		"host":                {edit("h@example.com", "a/b"), "items[0]: host"},
		"loss severity":       {edit(`"severity": "warn"`, `"severity": "mild"`), "items[0]: a loss"},
		"loss field":          {edit(`"field": "passcode"`, `"field": ""`), "items[0]: a loss"},
		"counts":              {edit(`"adopt": 1`, `"adopt": 2`), "summary: it counts create 1, adopt 2"},
		"calls":               {edit(`"calls": 1`, `"calls": 0`), "too few"},
		"negative":            {edit(`"calls": 1`, `"calls": -1`), "out of range"},
		"huge":                {edit(`"duration_seconds": 60}`, `"duration_seconds": 9000000000000000000}`), "out of range"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := migrate.Read(strings.NewReader(tt.plan))
			if p != nil && err == nil || !errors.Is(err, meeting.ErrInvalid) {
				t.Fatalf("%+v, %v", p, err)
			}
			if !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), "plan: ") {
				t.Errorf("it says %q, not %q", err, tt.says)
			}
		})
	}
}

// A plan of other providers, or of other vendors behind their names, is refused.
func TestForeignPlan(t *testing.T) {
	w := newWorld(t, simulator.Config{})
	w.fill("zoom", 1)
	m := w.migration("zoom", "zoho")
	p := w.plan(m, migrate.PlanOptions{})
	writes := w.wire.count()
	for name, change := range map[string]func(*migrate.Plan){
		"to":      func(p *migrate.Plan) { p.To = "rooms" },
		"from":    func(p *migrate.Plan) { p.From = "sdk" },
		"vendor":  func(p *migrate.Plan) { p.Items[0].Source.Vendor = "whereby" },
		"counts":  func(p *migrate.Plan) { p.Summary.Create = 7 },
		"version": func(p *migrate.Plan) { p.Version = 0 },
	} {
		q := *p
		q.Items = append([]migrate.Item{}, p.Items...)
		change(&q)
		_, apply := m.Apply(t.Context(), &q, migrate.ApplyOptions{})
		_, undo := m.Rollback(t.Context(), &q, migrate.RollbackOptions{})
		if !errors.Is(apply, meeting.ErrInvalid) || !errors.Is(undo, meeting.ErrInvalid) {
			t.Errorf("%s: %v, %v", name, apply, undo)
		}
	}
	if w.wire.count() != writes {
		t.Error("something was sent")
	}
	if _, err := migrate.New(migrate.Config{From: w.client("zoom"), To: w.client("zoom"), Store: w.store}); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("one provider on both sides: %v", err)
	}
}

func TestReadHosts(t *testing.T) {
	hosts, err := migrate.ReadHosts(strings.NewReader("\ufeffsource_email,target_host\r\nAda@Example.com , u1\r\n\"bob@example.com\",bob@new.example\r\n"))
	if err != nil || len(hosts) != 2 || hosts["ada@example.com"] != "u1" || hosts["bob@example.com"] != "bob@new.example" {
		t.Errorf("%v, %v", hosts, err)
	}
	quoted, err := migrate.ReadHosts(strings.NewReader("\ufeff\"source_email\",\"target_host\"\r\n\"ada@example.com\",\"u1\"\r\n"))
	if err != nil || quoted["ada@example.com"] != "u1" {
		t.Errorf("%v, %v", quoted, err)
	}
	for name, text := range map[string]string{
		"empty": "", "other header": "from,to\na@b.example,c\n", "no rows": "source_email,target_host\n",
		"three columns": "source_email,target_host\na@b.example,c,d\n", "one column": "source_email,target_host\na@b.example\n",
		"no address": "source_email,target_host\nada,c\n", "no target": "source_email,target_host\na@b.example,\n",
		"twice": "source_email,target_host\na@b.example,c\nA@b.example,d\n", "path": "source_email,target_host\na@b.example,../c\n",
		"quote": "source_email,target_host\n\"a@b.example,c\n",
	} {
		if hosts, err := migrate.ReadHosts(strings.NewReader(text)); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("%s: %v, %v", name, hosts, err)
		}
	}
}

// FuzzRead: whatever a file holds, reading it ends in a plan that adds up or in an
// error of kind invalid.
func FuzzRead(f *testing.F) {
	f.Add(goodPlan)
	f.Add(`{"version":1,"items":[{}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		p, err := migrate.Read(strings.NewReader(text))
		if err != nil && !errors.Is(err, meeting.ErrInvalid) {
			t.Fatalf("%v", err)
		}
		if err == nil {
			if _, err := json.Marshal(p.Summary); err != nil || p.Version != 1 {
				t.Fatalf("%+v, %v", p, err)
			}
		}
	})
}
