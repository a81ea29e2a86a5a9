package migrate

import (
	"bytes"
	"encoding/json"
	"io"
)

// writer writes a plan while it is being made: an item is forgotten once it is
// written.
type writer struct {
	w     io.Writer
	first bool
}

// begin writes everything that stands before the items.
func (w *writer) begin(p *Plan) error {
	head, err := encode(struct {
		Version int     `json:"version"`
		ID      string  `json:"id"`
		From    string  `json:"from"`
		To      string  `json:"to"`
		Created string  `json:"created"`
		Options Options `json:"options"`
	}{p.Version, p.ID, p.From, p.To, stamp(p.Created), p.Options}, "")
	if err != nil {
		return err
	}
	w.first = true
	_, err = w.w.Write(append(bytes.TrimSuffix(head, []byte("\n}")), ",\n  \"items\": ["...))
	return err
}

func (w *writer) item(i Item) error {
	text, err := encode(i, "    ")
	if err != nil {
		return err
	}
	lead := ",\n    "
	if w.first {
		lead, w.first = "\n    ", false
	}
	_, err = w.w.Write(append([]byte(lead), text...))
	return err
}

func (w *writer) end(s Summary) error {
	text, err := encode(s, "  ")
	if err != nil {
		return err
	}
	lead := "\n  ],\n  \"summary\": "
	if w.first {
		lead = lead[len("\n  "):]
	}
	_, err = w.w.Write([]byte(lead + string(text) + "\n}\n"))
	return err
}

// encode writes v for people: indented, < and & as they are.
func encode(v any, prefix string) ([]byte, error) {
	var plain, out bytes.Buffer
	enc := json.NewEncoder(&plain)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	if err := json.Indent(&out, bytes.TrimSpace(plain.Bytes()), prefix, "  "); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
