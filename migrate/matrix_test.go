package migrate_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/migrate"
	"github.com/libmeet/meeting/provider"
)

var update = flag.Bool("update", false, "write the table of docs/migration.md anew; read the diff before it is kept")

// samples are meetings with everything that some vendor may lose. A source that
// can't take a member leaves it out.
func samples(w *world) []meeting.CreateRequest {
	at := func(h int, change func(*meeting.CreateRequest)) meeting.CreateRequest {
		req := meeting.CreateRequest{Title: fmt.Sprint("Sample ", h), Start: w.later(h), Duration: 45 * time.Minute, Zone: "Europe/Berlin", OnLoss: meeting.LossBestEffort}
		change(&req)
		return req
	}
	return []meeting.CreateRequest{
		at(30, func(r *meeting.CreateRequest) {}),
		at(31, func(r *meeting.CreateRequest) {
			r.Description, r.Passcode = "About it", meeting.NewSecret("abc123")
			r.Invitees = []meeting.Person{{Email: "a@b.example"}, {Email: "c@b.example"}}
		}),
		at(32, func(r *meeting.CreateRequest) {
			r.Settings = meeting.Settings{WaitingRoom: meeting.On, MuteOnEntry: meeting.On, Recording: meeting.RecordCloud, ScreenShare: meeting.Off}
		}),
		at(33, func(r *meeting.CreateRequest) {
			r.Settings = meeting.Settings{JoinBeforeHost: meeting.On, SignInRequired: meeting.On, Recording: meeting.RecordLocal}
		}),
		at(34, func(r *meeting.CreateRequest) {
			r.Title, r.Description = strings.Repeat("t", 220), strings.Repeat("d", 2100)
		}),
		at(35, func(r *meeting.CreateRequest) {
			r.Recurrence = meeting.Recurrence{Frequency: meeting.Weekly, Count: 6, ByDay: []meeting.WeekdayNum{{Day: meeting.WeekdayOf(r.Start.Weekday())}}}
		}),
		at(36, func(r *meeting.CreateRequest) { r.Recurrence = meeting.Recurrence{Frequency: meeting.Daily, Count: 4} }),
		at(38, func(r *meeting.CreateRequest) { r.Media = meeting.MediaAudio }),
		at(37, func(r *meeting.CreateRequest) {
			r.Recurrence = meeting.Recurrence{Frequency: meeting.Monthly, Count: 4, ByMonthDay: []int{min(r.Start.Day(), 28)}}
		}),
	}
}

// TestMatrix: for every pair of vendors that can be read and can create, what the
// plan says is lost is what verify finds, member by member. The table of all pairs
// stands in docs/migration.md.
func TestMatrix(t *testing.T) {
	table := map[string]map[string]string{}
	probe := newWorld(t, simulator.Config{Unlimited: true})
	var sources, targets []string
	for _, c := range probe.set.Clients() {
		caps := c.Info().Capabilities
		if caps.Can(provider.OpCreate) {
			targets = append(targets, c.Info().Name)
		}
		if caps.Can(provider.OpCreate) && caps.Can(provider.OpList) {
			sources = append(sources, c.Info().Name)
		}
	}
	for _, from := range sources {
		table[from] = map[string]string{}
		for _, to := range targets {
			if from == to {
				continue
			}
			t.Run(from+" to "+to, func(t *testing.T) { table[from][to] = strings.Join(pair(t, from, to), ", ") })
		}
	}
	if t.Failed() {
		return
	}
	checkTable(t, probe, sources, targets, table)
}

// pair moves the samples and returns what was lost of any.
func pair(t *testing.T, from, to string) []string {
	w := newWorld(t, simulator.Config{Unlimited: true})
	ours := map[string]bool{} // some simulators begin with meetings of their own
	for _, req := range samples(w) {
		ours[w.create(from, req).ID] = true
	}
	m := w.migration(from, to)
	p := w.plan(m, migrate.PlanOptions{
		Select: func(m meeting.Meeting) bool { return ours[m.ID] }, Options: migrate.Options{OnLoss: meeting.LossBestEffort},
	})
	if p.Summary.Create != len(samples(w)) {
		for _, item := range p.Items {
			t.Errorf("%s: %s %s", item.Source.Title, item.Action, item.Reason)
		}
	}
	w.apply(m, p)
	severity := map[string]meeting.Severity{}
	_, err := m.Verify(t.Context(), p, migrate.VerifyOptions{OnItem: func(c migrate.Checked) {
		var planned, found []string
		for _, l := range c.Item.Losses {
			if l.Field == string(provider.FieldInvitees) && l.Severity == meeting.Note {
				continue // their names: people are compared by address
			}
			planned = append(planned, l.Field)
			if l.Severity == meeting.Refuse || severity[l.Field] == "" {
				severity[l.Field] = l.Severity
			}
		}
		for _, d := range c.Found {
			found = append(found, d.Field)
		}
		slices.Sort(planned)
		slices.Sort(found)
		if diff := cmp.Diff(slices.Compact(planned), slices.Compact(found)); diff != "" {
			t.Errorf("%q: planned (-) and found (+):\n%s%+v\n%+v", c.Item.Source.Title, diff, c.Item.Losses, c.Found)
		}
		if len(c.Wrong) > 0 {
			t.Errorf("%q: %+v", c.Item.Source.Title, c.Wrong)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Rollback(t.Context(), p, migrate.RollbackOptions{})
	if can := w.client(to).Info().Capabilities.Can(provider.OpCancel); can == errors.Is(err, meeting.ErrUnsupported) || (can && err != nil) {
		t.Errorf("rollback: %v", err)
	}
	var lost []string
	for _, field := range append(provider.FieldNames(), "occurrences") {
		if s := severity[string(field)]; s == meeting.Refuse {
			lost = append(lost, "**"+string(field)+"**")
		} else if s != "" {
			lost = append(lost, string(field))
		}
	}
	return lost
}

const (
	tableFile  = "../docs/migration.md"
	tableBegin = "<!-- table: go test ./migrate -run Matrix -update -->\n"
	tableEnd   = "<!-- end of table -->\n"
)

// checkTable compares the table with the one in the docs, or writes it there.
func checkTable(t *testing.T, w *world, sources, targets []string, table map[string]map[string]string) {
	t.Helper()
	var text bytes.Buffer
	vendor := func(name string) string { return w.client(name).Info().Vendor }
	text.WriteString("| from | to | what can be lost |\n| --- | --- | --- |\n")
	for _, from := range sources {
		for _, to := range targets {
			if from != to {
				fmt.Fprintf(&text, "| %s | %s | %s |\n", vendor(from), vendor(to), orNothing(strings.ReplaceAll(table[from][to], "_", `\_`)))
			}
		}
	}
	doc, err := os.ReadFile(tableFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(doc), tableBegin)
	old, after, both := strings.Cut(rest, tableEnd)
	if !ok || !both {
		t.Fatalf("%s has no place for the table", tableFile)
	}
	switch {
	case old == text.String():
	case *update:
		if err := os.WriteFile(tableFile, []byte(before+tableBegin+text.String()+tableEnd+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s is not up to date (see its comment):\n%s", tableFile, cmp.Diff(old, text.String()))
	}
}

func orNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}
