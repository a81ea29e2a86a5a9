package meeting_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
)

const hush = "s3cr3t-hunter2"

// holder nests a secret in all the ways that printers treat differently.
type holder struct {
	Plain    meeting.Secret
	Pointer  *meeting.Secret
	Map      map[string]meeting.Secret
	List     []meeting.Secret
	Any      any
	Nested   struct{ Deep meeting.Secret }
	unseen   meeting.Secret // fmt can't call methods on it: only the mask hides it
	unseenIn *struct{ deep meeting.Secret }
}

func holding() holder {
	s := meeting.NewSecret(hush)
	h := holder{Plain: s, Pointer: &s, Map: map[string]meeting.Secret{"k": s}, List: []meeting.Secret{s}, Any: s, unseen: s}
	h.Nested.Deep = s
	h.unseenIn = &struct{ deep meeting.Secret }{s}
	return h
}

// leaks reports whether text shows the secret, also as hex or as byte values.
func leaks(text string) bool {
	for _, form := range []string{hush, fmt.Sprintf("%x", hush), fmt.Sprintf("%X", hush), fmt.Sprintf("%v", []byte(hush)), fmt.Sprintf("%q", hush)} {
		if strings.Contains(text, strings.Trim(form, `[]"`)) {
			return true
		}
	}
	return false
}

func TestSecretUnderEveryVerb(t *testing.T) {
	s := meeting.NewSecret(hush)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%b", "%c", "%U", "%e", "%t", "%20v", "%-5.2s", "% x", "%#x"} {
		for name, v := range map[string]any{"value": s, "pointer": &s} {
			if got := fmt.Sprintf(verb, v); got != meeting.Redacted {
				t.Errorf("%s of a %s printed %q", verb, name, got)
			}
		}
		if got := fmt.Sprintf(verb, meeting.Secret{}); got != "" {
			t.Errorf("%s of an empty secret printed %q", verb, got)
		}
		for name, v := range map[string]any{
			"struct": holding(), "slice": []meeting.Secret{s}, "map": map[string]meeting.Secret{"k": s},
			"key": map[meeting.Secret]int{s: 1}, "array": [1]meeting.Secret{s}, "any": []any{s},
			"credentials": meeting.Credentials{ClientSecret: s, AccessToken: s}, "meeting": meeting.Meeting{HostURL: s, Passcode: s},
		} {
			if got := fmt.Sprintf(verb, v); leaks(got) {
				t.Errorf("%s of a %s printed %s", verb, name, got)
			}
		}
	}
	for _, got := range []string{fmt.Sprintf("%p", s), fmt.Sprintf("%p", &s), fmt.Sprintf("%T", s)} { // fmt asks no method for these
		if leaks(got) {
			t.Errorf("printed %q", got)
		}
	}
	for _, got := range []string{fmt.Sprint(s), fmt.Sprintln(s), s.String(), s.GoString(), fmt.Errorf("with %v", s).Error()} {
		if leaks(got) || !strings.Contains(got, meeting.Redacted) {
			t.Errorf("printed %q", got)
		}
	}
}

func TestSecretInLogs(t *testing.T) {
	s := meeting.NewSecret(hush)
	for name, handler := range map[string]func(*bytes.Buffer) slog.Handler{
		"json": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
		"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			slog.New(handler(&out)).Info("m", "plain", s, "pointer", &s, "struct", holding(), "map", map[string]any{"k": s},
				slog.Group("g", "in", s), "meeting", meeting.Meeting{ID: "1", HostURL: s}, "list", []meeting.Secret{s})
			if leaks(out.String()) {
				t.Errorf("logged %s", &out)
			}
			if strings.Count(out.String(), meeting.Redacted) < 6 {
				t.Errorf("placeholders are missing: %s", &out)
			}
		})
	}
}

func TestSecretJSON(t *testing.T) {
	s := meeting.NewSecret(hush)
	text, err := json.Marshal(map[string]any{"s": s, "p": &s, "h": holding(), "k": map[meeting.Secret]int{s: 1}})
	if err != nil || leaks(string(text)) {
		t.Errorf("%s, %v", text, err)
	}
	var back struct{ A, B, C meeting.Secret }
	if err := json.Unmarshal([]byte(`{"A":"`+hush+`","B":"`+meeting.Redacted+`","C":""}`), &back); err != nil {
		t.Fatal(err)
	}
	if back.A.Reveal() != hush || !back.B.IsZero() || !back.C.IsZero() {
		t.Errorf("read %q, %q, %q", back.A.Reveal(), back.B.Reveal(), back.C.Reveal())
	}
}

func TestSecretInDiffs(t *testing.T) {
	a, b := holding(), holding()
	b.Plain, b.Any = meeting.NewSecret("other-"+hush), meeting.NewSecret("x")
	if diff := cmp.Diff(a, b, cmp.AllowUnexported(holder{}, struct{ deep meeting.Secret }{})); diff == "" || leaks(diff) {
		t.Errorf("diff: %s", diff)
	}
	if diff := cmp.Diff(a, holding(), cmp.AllowUnexported(holder{}, struct{ deep meeting.Secret }{})); diff != "" {
		t.Errorf("equal secrets differ: %s", diff)
	}
}

func TestSecretEquality(t *testing.T) {
	long := strings.Repeat("0123456789", 30) // longer than the pad
	for _, text := range []string{"", "a", hush, long, "\x00\xff", "日本"} {
		s := meeting.NewSecret(text)
		if s.Reveal() != text || s.IsZero() != (text == "") {
			t.Errorf("%q came back as %q", text, s.Reveal())
		}
		if s != meeting.NewSecret(text) || !s.Equal(meeting.NewSecret(text)) || s.Equal(meeting.NewSecret(text+"x")) {
			t.Errorf("%q: equality", text)
		}
	}
}
