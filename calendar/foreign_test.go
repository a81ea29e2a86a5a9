package calendar_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The readers are programs that others wrote. Each gets the paths of calendars on
// stdin and prints, for each event,
//
//	PATH|UID|TZID|START|END|TITLE|INSTANT INSTANT…
//
// with times in seconds since 1970, line ends as slashes, and the instants of a rule. libical also prints
//
//	PATH|UID|moved|ORIGINAL|START
//
// for a moved occurrence, which its expansion doesn't know, and PATH|allowed or
// PATH|forbidden, which is the judgement of its check of RFC 5546.

// reader is one of them; what is missing says how to install it.
type reader struct {
	name    string
	command []string
	expands bool
}

// sight is what a reader sees of an event.
type sight struct {
	tzid, title string
	start, end  int64
	instants    []int64
}

const icalJSPackage = "ical.js@2.2.1"

// readers returns those that are installed. Where one is missing the test is
// skipped in its part, loudly.
func readers(t *testing.T) []reader {
	t.Helper()
	var out []reader
	for _, make := range []func(*testing.T) (reader, error){libical, icalJS, pythonICalendar} {
		r, err := make(t)
		if err != nil {
			t.Run("missing", func(t *testing.T) { t.Skip("A READER IS MISSING: ", err) })
			continue
		}
		out = append(out, r)
	}
	return out
}

func libical(t *testing.T) (reader, error) {
	program := filepath.Join(t.TempDir(), "libical")
	out, err := exec.CommandContext(t.Context(), "gcc", "-O1", "-o", program, "testdata/readers/libical.c", "-lical").CombinedOutput()
	if err != nil {
		return reader{}, fmt.Errorf("libical: apt-get install gcc libical-dev: %w: %s", err, bytes.TrimSpace(out))
	}
	return reader{"libical", []string{program}, true}, nil
}

func pythonICalendar(t *testing.T) (reader, error) {
	const python = "/usr/bin/python3" // another one doesn't see Debian's modules
	if out, err := exec.CommandContext(t.Context(), python, "-c", "import icalendar").CombinedOutput(); err != nil {
		return reader{}, fmt.Errorf("python-icalendar: apt-get install python3-icalendar: %w: %s", err, bytes.TrimSpace(out))
	}
	return reader{"python-icalendar", []string{python, "testdata/readers/python_icalendar.py"}, false}, nil
}

// icalJS takes the module from $MEETING_TEST_ICALJS, or installs it once into the
// user's cache.
func icalJS(t *testing.T) (reader, error) {
	dir := os.Getenv("MEETING_TEST_ICALJS")
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return reader{}, fmt.Errorf("ical.js: %w", err)
		}
		dir = filepath.Join(cache, "meeting-test", icalJSPackage)
	}
	module := filepath.Join(dir, "node_modules", "ical.js", "dist", "ical.js")
	if _, err := os.Stat(module); errors.Is(err, os.ErrNotExist) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		out, err := exec.CommandContext(ctx, "npm", "install", "--silent", "--no-save", "--ignore-scripts", "--prefix", dir, icalJSPackage).CombinedOutput()
		if err != nil {
			return reader{}, fmt.Errorf("ical.js: npm install --prefix DIR %s and MEETING_TEST_ICALJS=DIR: %w: %s", icalJSPackage, err, bytes.TrimSpace(out))
		}
	}
	return reader{"ical.js", []string{"node", "testdata/readers/icaljs.mjs", module}, true}, nil
}

// read hands files to the reader and returns what it sees, by file and UID, and
// the files that it forbids.
func (r reader) read(t *testing.T, files []string) (seen map[string]sight, forbidden []string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), r.command[0], r.command[1:]...)
	cmd.Stdin = strings.NewReader(strings.Join(files, "\n") + "\n")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", r.name, err, stderr.String())
	}
	seen = map[string]sight{}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(out), "\n"), "\n") {
		words := strings.Split(line, "|")
		switch {
		case len(words) == 2 && words[1] == "allowed":
			continue
		case len(words) == 2 && words[1] == "forbidden":
			forbidden = append(forbidden, words[0])
			continue
		case len(words) == 5 && words[2] == "moved":
			moved := seen[words[0]+" "+words[1]].instants // the series came before
			if i := slices.Index(moved, number(words[3])); i >= 0 {
				moved[i] = number(words[4])
			} else {
				t.Errorf("%s: moved from nowhere: %s", r.name, line)
			}
			continue
		case len(words) < 7:
			t.Errorf("%s: %s", r.name, line)
			continue
		}
		last := len(words) - 1 // a title may hold the sign
		s := sight{tzid: words[2], start: number(words[3]), end: number(words[4]), title: strings.Join(words[5:last], "|")}
		for word := range strings.FieldsSeq(words[last]) {
			s.instants = append(s.instants, number(word))
		}
		seen[words[0]+" "+words[1]] = s
	}
	return seen, forbidden
}

func number(text string) int64 {
	var n int64
	_, _ = fmt.Sscan(text, &n)
	return n
}
