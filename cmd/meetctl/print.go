package main

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/libmeet/meeting"
)

// printModel writes a value of package meeting: as JSON for programs, else with
// forPeople.
func (a *app) printModel(v any, forPeople func(*sheet)) error {
	if !a.flags.json {
		return a.printSheet(forPeople)
	}
	return a.printModelJSON(v)
}

func (a *app) printModelJSON(v any) error {
	data, err := a.encoding().Marshal(v)
	if err != nil {
		return localError("encoding the result", err)
	}
	return a.writeJSON(data)
}

// printObject is printModel for values of our own; they hold no secrets.
func (a *app) printObject(v any, forPeople func(*sheet)) error {
	if !a.flags.json {
		return a.printSheet(forPeople)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return localError("encoding the result", err)
	}
	return a.writeJSON(out.Bytes())
}

func (a *app) writeJSON(data []byte) error {
	var out bytes.Buffer
	if err := json.Indent(&out, bytes.TrimSpace(data), "", "  "); err != nil {
		return localError("encoding the result", err)
	}
	out.WriteByte('\n')
	return a.write(out.Bytes())
}

func (a *app) write(data []byte) error {
	if _, err := a.out.Write(data); err != nil {
		return localError("writing to stdout", err)
	}
	return nil
}

func (a *app) printSheet(fill func(*sheet)) error {
	var out bytes.Buffer
	s := &sheet{tabs: tabwriter.NewWriter(&out, 0, 4, 2, ' ', 0), secrets: a.flags.secrets}
	fill(s)
	if err := s.tabs.Flush(); err != nil {
		return localError("writing to stdout", err)
	}
	return a.write(trimLines(out.Bytes()))
}

// trimLines cuts the blanks that pad an empty last cell.
func trimLines(text []byte) []byte {
	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return []byte(strings.Join(lines, "\n"))
}

// sheet is aligned text for people. A vendor's text can't move the cursor or
// break out of its cell.
type sheet struct {
	tabs    *tabwriter.Writer
	secrets bool
}

// row writes one line of a table.
func (s *sheet) row(cells ...string) {
	for i, cell := range cells {
		cells[i] = meeting.OneLine(cell)
	}
	_, _ = io.WriteString(s.tabs, strings.Join(cells, "\t")+"\n") // into memory
}

// line writes text that takes no part in the columns.
func (s *sheet) line(text string) {
	_ = s.tabs.Flush() // into memory
	_, _ = io.WriteString(s.tabs, visible(text)+"\n")
	_ = s.tabs.Flush()
}

// pair writes a name and its value, or nothing when the value is not known. Long
// values are kept whole: a link must stay usable.
func (s *sheet) pair(name, value string) {
	if value != "" {
		_, _ = io.WriteString(s.tabs, name+"\t"+visible(value)+"\n") // into memory
	}
}

func (s *sheet) secret(name string, value meeting.Secret) {
	if s.secrets {
		s.pair(name, value.Reveal())
		return
	}
	s.pair(name, value.String())
}

// visible makes every piece of text one line, as [meeting.OneLine] does, without
// its cap.
func visible(text string) string {
	words := strings.Fields(text)
	for i, word := range words {
		var b strings.Builder
		for runes := []rune(word); len(runes) > 0; {
			n := min(len(runes), 200)
			b.WriteString(meeting.OneLine(string(runes[:n])))
			runes = runes[n:]
		}
		words[i] = b.String()
	}
	return strings.Join(words, " ")
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// span prints 1h30m0s as 1h30m.
func span(d time.Duration) string {
	if d == 0 {
		return ""
	}
	text := d.Round(time.Second).String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// utc prints an instant for a table.
func utc(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04Z")
}

// local prints an instant on the wall of its zone, or in UTC when the zone is not
// known to this machine.
func local(t time.Time, zone meeting.Zone) string {
	if t.IsZero() {
		return ""
	}
	loc, err := zone.Location()
	if err != nil {
		loc = time.UTC
	}
	return t.In(loc).Format("Mon 2006-01-02 15:04:05 -07:00")
}

func person(p meeting.Person) string {
	switch {
	case p.Name != "" && p.Email != "":
		return p.Name + " <" + p.Email + ">"
	case p.Email != "":
		return p.Email
	case p.Name != "":
		return p.Name
	}
	return p.ID
}

func people(list []meeting.Person) string {
	words := make([]string, len(list))
	for i, p := range list {
		words[i] = person(p)
	}
	return strings.Join(words, ", ")
}
