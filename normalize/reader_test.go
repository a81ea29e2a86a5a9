package normalize

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
)

// tree reads any value through the reader, in the shape that encoding/json gives
// with UseNumber.
func (r *reader) tree() any {
	switch c := r.peek(); {
	case c == '{':
		members := map[string]any{}
		r.object(func(name string) { members[name] = r.tree() })
		return members
	case c == '[':
		list := []any{}
		r.array(func() { list = append(list, r.tree()) })
		return list
	case c == '"':
		return r.quoted()
	case c == '-' || (c >= '0' && c <= '9'):
		return json.Number(r.number())
	case c == 't' || c == 'f' || c == 'n':
		switch r.word() {
		case "true":
			return true
		case "false":
			return false
		}
		return nil
	}
	r.skip()
	return nil
}

func readTree(payload []byte) (any, error) {
	r := newReader(payload)
	value := r.tree()
	return value, r.finish()
}

// compare checks the reader against encoding/json: the same texts are accepted, and
// read as the same values.
func compare(t *testing.T, payload []byte) {
	t.Helper()
	got, err := readTree(payload)
	if valid := json.Valid(payload); valid != (err == nil) {
		t.Fatalf("encoding/json says valid=%v, the reader says %v, of %q", valid, err, payload)
	}
	skipping := newReader(payload)
	skipping.skip()
	if skipped := skipping.finish(); (skipped == nil) != (err == nil) {
		t.Fatalf("skipped: %v, read: %v, of %q", skipped, err, payload)
	}
	if err != nil {
		if !errors.Is(err, meeting.ErrProtocol) || !strings.Contains(err.Error(), "at byte ") {
			t.Errorf("%q: %v names no offset", payload, err)
		}
		return
	}
	dec := json.NewDecoder(bytes.NewReader(payload))
	dec.UseNumber()
	var want any
	if err := dec.Decode(&want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(want, got) { // cmp's time doubles with each level of a list
		t.Errorf("encoding/json gives %#v and the reader %#v of %q", want, got, payload)
	}
}

var readerTexts = []string{
	``, ` `, `null`, `true`, `false`, `tru`, `truex`, `nul`, `nullnull`, `True`,
	`0`, `-0`, `-`, `01`, `-01`, `1.`, `.1`, `1.5`, `1e5`, `1E+5`, `1e-5`, `1e`, `1e+`, `1.e1`, `0x1`, `1_0`, `+1`, `NaN`, `Infinity`,
	`9223372036854775808`, `123456789012345678901234567890`, `1 2`,
	`""`, `"a"`, `"a`, `"`, `"\"`, `"\\"`, `"\/\b\f\n\r\t\""`, `"\a"`, `"\'"`, `"\u00e9"`, `"\u00E9"`, `"\u00g0"`, `"\u12"`, `"\u"`, `"\U0041"`,
	`"\ud83d\ude00"`, `"\ud83d"`, `"\ud83dx"`, `"\ud83d\n"`, `"\ude00\ud83d"`, `"\ud83d\ud83d\ude00"`, `"\ud83d\u0041"`, `"\ufffd"`, `"\u0000"`,
	"\"\xff\"", "\"\xf0\x9f\"", "\"\xf0\x9f\x98\x80\"", "\"\xc3\\u00a9\"", "\"\xed\xa0\x80\"", "\"a\xffb\\n\"", "\"\x1f\"", "\"\x7f\"", "\"\\\x1f\"", "\"a\nb\"",
	`[]`, `[ ]`, `[`, `]`, `[1]`, `[1,]`, `[,1]`, `[1 2]`, `[1,2`, `[[],{}]`, `[1}`, `[null,true,"x",-1.5e3]`,
	`{}`, `{ }`, `{`, `}`, `{"a":1}`, `{"a":1,}`, `{,"a":1}`, `{"a"}`, `{"a":}`, `{"a" 1}`, `{a:1}`, `{1:1}`, `{'a':1}`, `{"a":1 "b":2}`, `{"a":1]`, `{"a":1,"a":2}`, `{"":""}`,
	`{"a":{"b":[{"c":"\u00e9"}]}}`, " \t\r\n{ \"a\" :\t1 }\n", "\ufeff{}", "{}\x00", "{}\u00a0", `{}x`, `{}{}`, `/**/1`, `1//`, "\v1", "\f1",
	`<html></html>`,
}

func TestReader(t *testing.T) {
	for _, text := range readerTexts {
		t.Run(fmt.Sprintf("%.20q", text), func(t *testing.T) { compare(t, []byte(text)) })
	}
}

func TestReaderDepth(t *testing.T) {
	for _, depth := range []int{maxDepth - 1, maxDepth, maxDepth + 1} {
		for name, text := range map[string]string{
			"arrays":  strings.Repeat("[", depth) + strings.Repeat("]", depth),
			"objects": strings.Repeat(`{"a":`, depth) + "1" + strings.Repeat("}", depth),
		} {
			r := newReader([]byte(text))
			r.skip()
			err := r.finish()
			if valid := json.Valid([]byte(text)); valid != (err == nil) {
				t.Errorf("%s, %d deep: encoding/json says valid=%v, the reader says %v", name, depth, valid, err)
			}
		}
	}
	r := newReader(bytes.Repeat([]byte("["), 5_000_000)) // must not exhaust the stack
	r.skip()
	if r.finish() == nil {
		t.Error("five million open brackets were accepted")
	}
}

// A member that the callback leaves alone is passed over; one that it reads partly
// or not at all must not shift what follows.
func TestReaderLeavesAndTakes(t *testing.T) {
	r := newReader([]byte(`{"skip":{"deep":[1,2,{"x":"}"}]},"take":"yes","list":[1,"2",null,{"a":3}],"one":{"b":4},"last":true}`))
	got := map[string]any{}
	if !r.object(func(name string) {
		switch name {
		case "take":
			got[name] = r.text()
		case "list":
			got[name] = r.list()
		case "one": // an object where a list is expected is a list of one
			r.array(func() { r.object(func(inner string) { got[inner] = r.text() }) })
		case "last":
			got[name] = r.flag()
		}
	}) {
		t.Fatal(r.err)
	}
	if err := r.finish(); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"take": "yes", "list": []string{"1", "2"}, "b": "4", "last": meeting.On}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// After the first error everything reads as zero, and the error stays.
func TestReaderFirstErrorStays(t *testing.T) {
	r := newReader([]byte(`{"a":"x","b":[1}`))
	var after int
	r.object(func(name string) {
		if name == "b" {
			r.array(func() { after += r.count() })
		}
	})
	err := r.finish()
	r.fail("later", "another")
	r.syntax("another")
	if err == nil || r.finish() != err || !strings.Contains(err.Error(), "at byte 15") {
		t.Errorf("the error is %v, then %v", err, r.finish())
	}
	if r.text() != "" || r.count() != 0 || r.flag() != meeting.Unset || r.object(func(string) {}) {
		t.Error("a value was read after the error")
	}
}

func TestReaderLenient(t *testing.T) {
	tests := []struct {
		text  string
		whole int64
		known bool
		flag  meeting.Flag
		float float64
	}{
		{`1`, 1, true, meeting.On, 1},
		{`"1"`, 1, true, meeting.On, 1},
		{`0`, 0, true, meeting.Off, 0},
		{`" 30 "`, 30, true, meeting.Unset, 30},
		{`30.9`, 30, true, meeting.Unset, 30.9},
		{`"-2"`, -2, true, meeting.Unset, -2},
		{`1e3`, 1000, true, meeting.Unset, 1000},
		{`1e300`, 0, false, meeting.Unset, 1e300},
		{`1e999`, 0, false, meeting.Unset, 0},
		{`"NaN"`, 0, false, meeting.Unset, 0},
		{`"Inf"`, 0, false, meeting.Unset, 0},
		{`9223372036854775807`, 9223372036854775807, true, meeting.Unset, 9223372036854775807},
		{`9223372036854775808`, 0, false, meeting.Unset, 9223372036854775808},
		{`true`, 0, false, meeting.On, 0},
		{`"False"`, 0, false, meeting.Off, 0},
		{`"yes"`, 0, false, meeting.Unset, 0},
		{`null`, 0, false, meeting.Unset, 0},
		{`{"value":1}`, 0, false, meeting.Unset, 0},
		{`[1]`, 0, false, meeting.Unset, 0},
	}
	for _, tt := range tests {
		one := func(read func(*reader)) {
			t.Helper()
			r := newReader([]byte(tt.text))
			read(r)
			if err := r.finish(); err != nil {
				t.Errorf("%s: %v", tt.text, err)
			}
		}
		one(func(r *reader) {
			if n, ok := r.integer(); n != tt.whole || ok != tt.known {
				t.Errorf("integer %s = %d, %v", tt.text, n, ok)
			}
		})
		one(func(r *reader) {
			if f := r.flag(); f != tt.flag {
				t.Errorf("flag %s = %v", tt.text, f)
			}
		})
		one(func(r *reader) {
			if f := r.float(); f != tt.float {
				t.Errorf("float %s = %v", tt.text, f)
			}
		})
	}
}

// FuzzReader compares acceptance and values with encoding/json.
func FuzzReader(f *testing.F) {
	for _, text := range readerTexts {
		f.Add([]byte(text))
	}
	f.Fuzz(compare)
}
