package providers

import (
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/libmeet/meeting"
	"go.yaml.in/yaml/v3"
)

// value is one scalar of the file.
type value struct {
	place
	text string // with references resolved
	ref  string // the reference, "" when the text stands in the file
}

// String is how an error shows the value: a reference as it is, a text quoted.
func (v value) String() string {
	if v.ref != "" {
		return "the value of " + v.ref
	}
	return strconv.Quote(v.text)
}

// scalar reads a text. Numbers and dates are texts here, with the characters
// that stand in the file: an id such as 0123 keeps its zero.
func (r *reader) scalar(e entry) (value, error) {
	v := value{place: e.place}
	n := follow(e.value)
	if n.Kind != yaml.ScalarNode {
		return v, r.errorf(e.place, "it must be text, not a list or a mapping")
	}
	tag := n.ShortTag()
	if n.Style&yaml.TaggedStyle != 0 && tag != "!!str" {
		tag = "" // what such a tag asks for is not done here
	}
	switch tag {
	case "!!str", "!!int", "!!float", "!!timestamp", "!!merge":
		v.text = n.Value
	case "!!null":
		return v, r.errorf(e.place, "it has no value")
	case "!!bool":
		return v, r.errorf(e.place, "it must be text; put quotes around true and false if they are meant as words")
	default:
		return v, r.errorf(e.place, "a YAML tag is not understood here")
	}
	return r.resolve(v)
}

// resolve looks a reference up.
func (r *reader) resolve(v value) (value, error) {
	var err error
	if name, ok := strings.CutPrefix(v.text, "env:"); ok {
		v.ref = v.text
		v.text, err = r.lookup(v.place, name)
	} else if name, ok := strings.CutPrefix(v.text, "file:"); ok {
		v.ref = v.text
		v.text, err = r.readFile(v.place, name)
	}
	if err != nil {
		return value{}, err
	}
	switch {
	case v.text == "":
		return v, r.errorf(v.place, "it is empty")
	case !utf8.ValidString(v.text):
		return v, r.errorf(v.place, "%s is not UTF-8 text", v.ref)
	case strings.ContainsFunc(v.text, isControl):
		return v, r.errorf(v.place, "it holds a line break or another control character")
	}
	return v, nil
}

func (r *reader) lookup(at place, name string) (string, error) {
	if name == "" || r.env.Lookup == nil {
		return "", r.errorf(at, "the reference env:%s can't be looked up", name)
	}
	text, ok := r.env.Lookup(name)
	switch {
	case !ok:
		return "", r.errorf(at, "environment variable %s is not set", name)
	case text == "":
		return "", r.errorf(at, "environment variable %s is empty", name)
	}
	return text, nil
}

func (r *reader) readFile(at place, name string) (string, error) {
	if name == "" || r.env.ReadFile == nil {
		return "", r.errorf(at, "the reference file:%s can't be read", name)
	}
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(r.path), path)
	}
	data, err := r.env.ReadFile(path)
	switch {
	case err != nil:
		return "", r.errorf(at, "file:%s can't be read: %s", name, cause(err))
	case len(data) > maxReference:
		return "", r.errorf(at, "file:%s is larger than %d bytes", name, maxReference)
	}
	text := strings.TrimSuffix(strings.TrimSuffix(string(data), "\n"), "\r")
	if text == "" {
		return "", r.errorf(at, "file:%s is empty", name)
	}
	return text, nil
}

// word reads a text that must be one of a few.
func (r *reader) word(e entry, what string, allowed []string) (string, error) {
	v, err := r.scalar(e)
	switch {
	case err != nil:
		return "", err
	case len(allowed) == 0:
		return "", r.errorf(e.place, "this kind has no %s", what)
	case !contains(allowed, v.text):
		return "", r.errorf(e.place, "%s is none of %s", v, strings.Join(allowed, ", "))
	}
	return v.text, nil
}

func (r *reader) secret(e entry) (meeting.Secret, error) {
	v, err := r.scalar(e)
	if err != nil {
		return meeting.Secret{}, err
	}
	if v.ref == "" {
		r.clear = append(r.clear, r.file+":"+strconv.Itoa(e.line)+": "+meeting.OneLine(e.key))
	}
	return meeting.NewSecret(v.text), nil
}

func (r *reader) positive(e entry) (int, error) {
	v, err := r.scalar(e)
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(v.text)
	if err != nil || n < 1 || n > 1_000_000 || v.text != strconv.Itoa(n) {
		return 0, r.errorf(e.place, "%s is not a whole number from 1 to 1000000", v)
	}
	return n, nil
}

// boolean reads true or false, also behind a reference.
func (r *reader) boolean(e entry) (bool, error) {
	n := follow(e.value)
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!bool" && n.Style&yaml.TaggedStyle == 0 {
		return strings.EqualFold(n.Value, "true"), nil
	}
	v, err := r.scalar(e)
	if err != nil {
		return false, err
	}
	if v.ref != "" && (v.text == "true" || v.text == "false") {
		return v.text == "true", nil
	}
	return false, r.errorf(e.place, "%s is neither true nor false", v)
}

// address reads a base_url or token_url; its text can hold a password, so no
// error shows it.
func (r *reader) address(e entry, check func(string) (string, error)) (string, error) {
	v, err := r.scalar(e)
	if err != nil {
		return "", err
	}
	address, err := check(v.text)
	if err != nil {
		return "", r.errorf(e.place, "%s", err)
	}
	return address, nil
}
