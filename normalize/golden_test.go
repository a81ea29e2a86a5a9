package normalize_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/normalize"
)

var update = flag.Bool("update", false, "write the golden files anew; read the diff before it is kept")

// payloadFunc decodes a payload to a value of the model: meeting.Meeting, one of
// the pages, meeting.Recurrence, meeting.Error, ….
type payloadFunc func([]byte) (any, error)

// decoder makes a payloadFunc of a function of package normalize.
func decoder[T any](decode func([]byte) (T, error)) payloadFunc {
	return func(payload []byte) (any, error) { return decode(payload) }
}

// errorDecoder makes a payloadFunc of a function that reads an error body.
func errorDecoder(decode func([]byte) meeting.Error) payloadFunc {
	return func(payload []byte) (any, error) { return decode(payload), nil }
}

// vendorCases are the goldens of one vendor. Each vendor's test file declares its
// own and runs them: func TestGoldenZoom(t *testing.T) { zoomCases.run(t) }.
type vendorCases struct {
	// dir is the folder under testdata. It holds <payload>_<case>.json (or another
	// extension, for payloads that are no JSON) beside <payload>_<case>.golden.json.
	dir string

	// payloads are the decoders by <payload>; a name has no underscore.
	payloads map[string]payloadFunc

	// notProvided lists, by model type ("meeting", "participant", "recording",
	// "transcript", "session", "report", "registration", "account"), the JSON members that the
	// vendor never gives: "viewer_url", or a member of a member: "settings.locked",
	// "dial_in.url". A name covers all below it. Members that are on neither side,
	// list nor goldens, fail the run; so do members that are on both.
	notProvided map[string][]string
}

const goldenSuffix = ".golden.json"

// run compares every payload with its golden, and then checks that the goldens
// leave out no member of the model.
func (c vendorCases) run(t *testing.T) {
	t.Helper()
	if *update && os.Getenv("CI") == "true" {
		t.Fatal("-update is refused on CI: goldens are written by people who read them")
	}
	folder := filepath.Join("testdata", c.dir)
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	seen := coverage{}
	goldens := map[string]bool{}
	used := map[string]bool{}
	var payloads []string
	for _, e := range entries {
		switch {
		case e.IsDir():
			t.Errorf("%s: a folder among the payloads", e.Name())
		case strings.HasSuffix(e.Name(), goldenSuffix):
			goldens[e.Name()] = true
		default:
			payloads = append(payloads, e.Name())
		}
	}
	if len(payloads) == 0 {
		t.Fatalf("%s holds no payloads", folder)
	}
	for _, file := range payloads {
		name := strings.TrimSuffix(file, filepath.Ext(file))
		kind, _, ok := strings.Cut(name, "_")
		decode := c.payloads[kind]
		if !ok || decode == nil {
			t.Errorf("%s: no payload is called %q; known are %v", file, kind, slices.Sorted(maps.Keys(c.payloads)))
			continue
		}
		used[kind] = true
		golden := name + goldenSuffix
		known := goldens[golden]
		delete(goldens, golden)
		t.Run(name, func(t *testing.T) {
			payload, err := os.ReadFile(filepath.Join(folder, file))
			if err != nil {
				t.Fatal(err)
			}
			before := bytes.Clone(payload)
			value, failure := decode(payload)
			if !bytes.Equal(before, payload) {
				t.Error("the decoder wrote into the payload")
			}
			got := goldenOf(t, value, failure)
			if failure == nil {
				seen.add(t, value)
			}
			path := filepath.Join(folder, golden)
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if !known {
				t.Fatalf("no %s; run with -update and read what it writes", golden)
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			compareGolden(t, want, got)
		})
	}
	for golden := range goldens {
		t.Errorf("%s: a golden without a payload", golden)
	}
	for kind := range c.payloads {
		if !used[kind] {
			t.Errorf("no payload of kind %q in %s", kind, folder)
		}
	}
	if !t.Failed() {
		seen.check(t, c.notProvided)
	}
}

// compareGolden shows a difference in terms of the JSON and insists on the bytes.
func compareGolden(t *testing.T, want, got []byte) {
	t.Helper()
	var wantValue, gotValue any
	if err := json.Unmarshal(want, &wantValue); err != nil {
		t.Fatalf("the golden is not JSON: %v", err)
	}
	if err := json.Unmarshal(got, &gotValue); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wantValue, gotValue); diff != "" {
		t.Errorf("golden (-) and result (+) differ:\n%s", diff)
	} else if !bytes.Equal(want, got) {
		t.Errorf("same JSON, other bytes:\n%s\nwant:\n%s", got, want)
	}
}

// goldenOf encodes a result: the redacted JSON form without raw, or the error.
func goldenOf(t *testing.T, value any, failure error) []byte {
	t.Helper()
	encoded, err := encodeResult(value, failure)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, encoded, "", "  "); err != nil {
		t.Fatal(err)
	}
	out.WriteByte('\n')
	return out.Bytes()
}

func encodeResult(value any, failure error) ([]byte, error) {
	if failure != nil {
		var known *meeting.Error
		if !errors.As(failure, &known) {
			return nil, fmt.Errorf("not a *meeting.Error: %w", failure)
		}
		if !reflect.ValueOf(value).IsZero() {
			return nil, fmt.Errorf("a value beside the error %w", failure)
		}
		inner, err := encode(known)
		return []byte(`{"error":` + string(inner) + `}`), err
	}
	switch v := value.(type) {
	case meeting.Error:
		return encode(&v)
	case meeting.Recurrence:
		return encode(map[string]string{"rrule": v.String()})
	case meeting.RecordingPage:
		return encodePage("recordings", v.Recordings, v.NextPage)
	case meeting.TranscriptPage:
		return encodePage("transcripts", v.Transcripts, v.NextPage)
	case meeting.SessionPage:
		return encodePage("sessions", v.Sessions, v.NextPage)
	case meeting.RegistrationPage:
		return encodePage("registrations", v.Registrations, v.NextPage)
	case string, []string, []meeting.Person, normalize.ZohoAccount:
		return encode(v)
	}
	return meeting.Encoding{}.Marshal(value)
}

func encodePage[T any](name string, items []T, next string) ([]byte, error) {
	page := map[string]any{name: append([]T{}, items...)}
	if next != "" {
		page["next_page"] = next
	}
	return encode(page)
}

func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return out.Bytes(), err
}

// coverage holds the members that the goldens showed, by model type.
type coverage map[string]map[string]bool

func (c coverage) add(t *testing.T, value any) {
	t.Helper()
	switch v := value.(type) {
	case meeting.Meeting:
		c.show(t, "meeting", v)
	case meeting.Page:
		showAll(t, c, "meeting", v.Meetings)
	case meeting.Participant:
		c.show(t, "participant", v)
	case meeting.ParticipantPage:
		showAll(t, c, "participant", v.Participants)
	case meeting.Recording:
		c.show(t, "recording", v)
	case meeting.RecordingPage:
		showAll(t, c, "recording", v.Recordings)
	case meeting.Transcript:
		c.show(t, "transcript", v)
	case meeting.TranscriptPage:
		showAll(t, c, "transcript", v.Transcripts)
	case meeting.Session:
		c.show(t, "session", v)
	case meeting.SessionPage:
		showAll(t, c, "session", v.Sessions)
	case meeting.Report:
		c.show(t, "report", v)
	case meeting.Registration:
		c.show(t, "registration", v)
	case meeting.RegistrationPage:
		showAll(t, c, "registration", v.Registrations)
	case meeting.AccountSettings:
		c.show(t, "account", v)
	case meeting.Event:
		c.show(t, "event", v)
	}
}

func showAll[T any](t *testing.T, c coverage, kind string, items []T) {
	t.Helper()
	for _, item := range items {
		c.show(t, kind, item)
	}
}

func (c coverage) show(t *testing.T, kind string, value any) {
	t.Helper()
	if c[kind] == nil {
		c[kind] = map[string]bool{}
	}
	for _, path := range members(t, value) {
		c[kind][path] = true
	}
}

// check compares what was shown with all that the model has.
func (c coverage) check(t *testing.T, notProvided map[string][]string) {
	t.Helper()
	for kind, shown := range c {
		absent := notProvided[kind]
		covers := func(name, path string) bool { return path == name || strings.HasPrefix(path, name+".") }
		model := members(t, fullModel(t, kind))
		for _, path := range model {
			listed := slices.ContainsFunc(absent, func(name string) bool { return covers(name, path) })
			switch {
			case listed && shown[path]:
				t.Errorf("%s.%s is listed as not provided, but a golden has it", kind, path)
			case !listed && !shown[path]:
				t.Errorf("no golden has %s.%s, and it is not listed as not provided", kind, path)
			}
		}
		for _, name := range absent {
			if !slices.ContainsFunc(model, func(path string) bool { return covers(name, path) }) {
				t.Errorf("%s has no member %q that could be not provided", kind, name)
			}
		}
	}
	for kind := range notProvided {
		if c[kind] == nil {
			t.Errorf("notProvided speaks of %q, of which there is no golden", kind)
		}
	}
}

// whole are the members that count as one each: a map, the participants of a
// report, what an event is about.
var whole = []string{"refs", "participants", "meeting", "participant", "registration", "recordings"}

// members lists the paths of the JSON members of a model value.
func members(t *testing.T, value any) []string {
	t.Helper()
	encoded, err := meeting.Encoding{}.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var decoded map[string]any
	if err := json.Unmarshal(encoded, &decoded); err != nil {
		t.Fatal(err)
	}
	var out []string
	var walk func(prefix string, v any)
	walk = func(prefix string, v any) {
		if !slices.Contains(whole, prefix) {
			switch v := v.(type) {
			case map[string]any:
				for name, below := range v {
					walk(strings.TrimPrefix(prefix+"."+name, "."), below)
				}
				return
			case []any:
				for _, below := range v {
					walk(prefix, below)
				}
				return
			}
		}
		// The configured name and the losses are the Client's to fill in.
		if prefix != "provider" && !strings.HasPrefix(prefix, "losses") {
			out = append(out, prefix)
		}
	}
	walk("", decoded)
	slices.Sort(out)
	return slices.Compact(out)
}

// fullModel returns a value of the model without a zero member, made by
// reflection, so that a member that is added to the model is asked for at once.
func fullModel(t *testing.T, kind string) any {
	t.Helper()
	models := map[string]any{
		"meeting": &meeting.Meeting{}, "participant": &meeting.Participant{}, "recording": &meeting.Recording{},
		"transcript": &meeting.Transcript{}, "session": &meeting.Session{}, "report": &meeting.Report{}, "registration": &meeting.Registration{},
		"account": &meeting.AccountSettings{}, "event": &meeting.Event{},
	}
	model, ok := models[kind]
	if !ok {
		t.Fatalf("no model type is called %q", kind)
	}
	v := reflect.ValueOf(model).Elem()
	fill(v)
	return v.Interface()
}

func fill(v reflect.Value) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)))
		return
	case time.Duration:
		v.Set(reflect.ValueOf(time.Hour))
		return
	case meeting.Secret:
		v.Set(reflect.ValueOf(meeting.NewSecret("secret")))
		return
	case meeting.Flag:
		v.Set(reflect.ValueOf(meeting.On))
		return
	case json.RawMessage, meeting.Raw, meeting.Until:
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("text")
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Float64:
		v.SetFloat(1)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("name"), reflect.ValueOf("text"))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	default:
		panic(fmt.Sprintf("fill: %s is a new kind of member", v.Type()))
	}
}
