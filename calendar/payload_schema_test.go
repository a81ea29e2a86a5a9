package calendar

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"time"
	"unicode/utf8"
)

// schema is one type of a vendor's published API, as in testdata/schemas.
type schema struct {
	Ref        string            `json:"$ref"`
	Type       string            `json:"type"`
	Format     string            `json:"format"`
	Enum       []string          `json:"enum"`
	MaxLength  int               `json:"maxLength"`
	ReadOnly   bool              `json:"readOnly"`
	Required   []string          `json:"required"`
	Properties map[string]schema `json:"properties"`
	Items      *schema           `json:"items"`
}

// schemas checks what is posted against a vendor's types.
type schemas map[string]schema

func readSchemas(name string) (schemas, error) {
	data, err := os.ReadFile("testdata/schemas/" + name)
	if err != nil {
		return nil, err
	}
	var file struct{ Schemas schemas }
	return file.Schemas, json.Unmarshal(data, &file)
}

// check lists what is wrong with v as a body of the type.
func (s schemas) check(name string, v any) []string {
	data, err := json.Marshal(v)
	if err != nil {
		return []string{err.Error()}
	}
	var plain any
	if err := json.Unmarshal(data, &plain); err != nil {
		return []string{err.Error()}
	}
	return s.walk(name, schema{Ref: name}, plain)
}

func (s schemas) walk(path string, want schema, v any) (wrong []string) {
	if want.Ref != "" {
		known, ok := s[want.Ref]
		if !ok {
			return []string{path + ": no type " + want.Ref}
		}
		known.ReadOnly = want.ReadOnly
		want = known
	}
	bad := func(format string, args ...any) { wrong = append(wrong, path+": "+fmt.Sprintf(format, args...)) }
	if want.ReadOnly {
		bad("it is read-only")
	}
	switch v := v.(type) {
	case map[string]any:
		if want.Type != "object" {
			bad("an object is no %s", want.Type)
		}
		for _, name := range want.Required {
			if _, ok := v[name]; !ok {
				bad("%s is missing", name)
			}
		}
		for name, member := range v {
			if known, ok := want.Properties[name]; !ok {
				bad("there is no member %s", name)
			} else {
				wrong = append(wrong, s.walk(path+"."+name, known, member)...)
			}
		}
	case []any:
		if want.Type != "array" || len(v) == 0 {
			bad("an array of %d is no %s", len(v), want.Type)
			break
		}
		for i, item := range v {
			wrong = append(wrong, s.walk(fmt.Sprintf("%s[%d]", path, i), *want.Items, item)...)
		}
	case string:
		layouts := map[string][]string{"date-time": {time.RFC3339, "2006-01-02T15:04:05"}, "date": {time.DateOnly}, "wall": {"2006-01-02T15:04:05"}}
		fits := func(layout string) bool { _, err := time.Parse(layout, v); return err == nil }
		switch {
		case want.Type != "string":
			bad("text is no %s", want.Type)
		case len(want.Enum) > 0 && !slices.Contains(want.Enum, v):
			bad("%q is none of %v", v, want.Enum)
		case want.MaxLength > 0 && utf8.RuneCountInString(v) > want.MaxLength:
			bad("%d characters", utf8.RuneCountInString(v))
		case want.Format != "" && !slices.ContainsFunc(layouts[want.Format], fits):
			bad("%q is no %s", v, want.Format)
		}
	case bool:
		if want.Type != "boolean" {
			bad("%v is no %s", v, want.Type)
		}
	case float64:
		if want.Type != "integer" || v != float64(int32(v)) {
			bad("%v is no %s", v, want.Type)
		}
	default:
		bad("null")
	}
	return wrong
}
