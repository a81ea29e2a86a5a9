package providers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/libmeet/meeting"
	"go.yaml.in/yaml/v3"
)

// reader turns one config file into a Config.
type reader struct {
	file  string // as errors name it
	path  string // as given
	kinds []Kind
	env   Environment
	clear []string
}

// place is a line and a key, for errors.
type place struct {
	line int
	key  string
}

func (r *reader) errorf(at place, format string, args ...any) error {
	message := fmt.Sprintf(format, args...)
	if at.key != "" {
		message = at.key + ": " + message
	}
	return &meeting.Error{Kind: meeting.ErrInvalid, Message: fmt.Sprintf("%s:%d: %s", r.file, at.line, meeting.OneLine(message))}
}

// parseYAML returns the one document's mapping. The texts of the yaml package can
// quote what stands in the file, so none of them is passed on unseen.
func (r *reader) parseYAML(data []byte) (root *yaml.Node, err error) {
	defer func() {
		if recover() != nil {
			root, err = nil, r.errorf(place{line: 1}, "it is no YAML that can be read")
		}
	}()
	if err := r.plainText(data); err != nil {
		return nil, err
	}
	dec := yaml.NewDecoder(bytes.NewReader(plainEscapes(data)))
	var doc, next yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil, r.errorf(place{line: 1}, "the file is empty")
	case err != nil:
		return nil, r.syntax(err)
	}
	switch err := dec.Decode(&next); {
	case err == nil:
		return nil, r.errorf(place{line: max(next.Line, 1)}, "a second YAML document; a config file is one")
	case !errors.Is(err, io.EOF):
		return nil, r.syntax(err)
	}
	return doc.Content[0], nil
}

// plainText refuses what YAML would refuse without naming a line.
func (r *reader) plainText(data []byte) error {
	if len(data) > maxConfig {
		return r.errorf(place{line: 1}, "the file is larger than %d bytes", maxConfig)
	}
	line := 1
	for i := 0; i < len(data); {
		c, size := utf8.DecodeRune(data[i:])
		switch {
		case c == '\n':
			line++
		case c == utf8.RuneError && size == 1:
			return r.errorf(place{line: line}, "it is not UTF-8 text")
		case c != '\t' && c != '\r' && isControl(c):
			return r.errorf(place{line: line}, "it holds a control character")
		}
		i += size
	}
	return nil
}

// syntax keeps the line and the description of an error of the yaml package.
func (r *reader) syntax(err error) error {
	at, text := place{line: 1}, strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		number, after, _ := strings.Cut(rest, ": ")
		if n, err := strconv.Atoi(number); err == nil {
			at.line, text = n, after
		}
	}
	if strings.HasPrefix(text, "unknown anchor") {
		text = "an alias (*name) without an anchor (&name); quote text that starts with *"
	}
	return r.errorf(at, "not readable as YAML near here: %s", text)
}

// plainEscapes rewrites the strings of a JSON file in the escapes that the yaml
// package knows (it lacks \/ and surrogate pairs). Lines stay where they are.
func plainEscapes(data []byte) []byte {
	if !json.Valid(data) {
		return data
	}
	var out bytes.Buffer
	for i := 0; i < len(data); {
		if data[i] != '"' {
			out.WriteByte(data[i])
			i++
			continue
		}
		end := i + 1
		for data[end] != '"' {
			if data[end] == '\\' {
				end++
			}
			end++
		}
		out.Write(plainString(data[i : end+1]))
		i = end + 1
	}
	return out.Bytes()
}

func plainString(quoted []byte) []byte {
	var text string
	if !bytes.ContainsRune(quoted, '\\') || json.Unmarshal(quoted, &text) != nil {
		return quoted
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if enc.Encode(text) != nil {
		return quoted
	}
	return bytes.TrimSpace(out.Bytes())
}

// entry is one member of a mapping.
type entry struct {
	place
	name  string
	value *yaml.Node
}

// entries returns the members of a mapping in file order; known limits their
// names, nil allows any.
func (r *reader) entries(at place, n *yaml.Node, known []string) ([]entry, error) {
	n = follow(n)
	if n.Kind != yaml.MappingNode {
		return nil, r.errorf(at, "it must be a mapping (key: value)")
	}
	seen := make(map[string]int, len(n.Content)/2)
	list := make([]entry, 0, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := follow(n.Content[i])
		e := entry{place{n.Content[i].Line, joinKey(at.key, key.Value)}, key.Value, n.Content[i+1]}
		if key.Kind != yaml.ScalarNode {
			return nil, r.errorf(place{e.line, at.key}, "a key must be text")
		}
		if known != nil && !contains(known, e.name) {
			return nil, r.errorf(e.place, "unknown key; known here: %s", strings.Join(known, ", "))
		}
		if first, twice := seen[e.name]; twice {
			return nil, r.errorf(e.place, "the key stands here twice, first in line %d", first)
		}
		seen[e.name] = e.line
		list = append(list, e)
	}
	return list, nil
}

func joinKey(parent, name string) string {
	if parent == "" {
		return name
	}
	return parent + "." + name
}

// follow returns what an alias stands for.
func follow(n *yaml.Node) *yaml.Node {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return n
}
