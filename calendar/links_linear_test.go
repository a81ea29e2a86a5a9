package calendar

import (
	"strings"
	"testing"
)

// hostile texts are repeated to any size. The first is not hostile.
var hostile = map[string]string{
	"corpus":      "Join https://us02web.zoom.us/j/91234567890?pwd=aGVsbG8.1 at nine, Passcode: 314159, or do not. ",
	"one token":   "x",
	"schemes":     "https://",
	"hosts":       "zoom.us.",
	"open link":   "https://zoom.us/j/",
	"same link":   "t.me/call/abcdefgh ",
	"nested":      "https://a.example/?u=https://a.example/?u=",
	"nested once": "https://a.example/?u=",
	"safelinks":   "https://a.safelinks.protection.outlook.com/?url=https%3A%2F%2F",
	"encoded":     "https%3A%2F%2Fzoom.us",
	"twice":       "https%253A%252F%252F",
	"percent":     "%25",
	"parentheses": "(",
	"brackets":    "https://zoom.us/((((",
	"entities":    "&#x0000",
	"amp":         "&amp;",
	"backslash":   "\\u00",
	"quoted":      "=3D=\n",
	"folded":      "BEGIN:VCALENDAR\n ",
	"dots":        ".",
	"commas":      "zoom.us,",
	"labels":      "passcode password access code ",
	"proofpoint":  "https://urldefense.com/v3/__https://",
	"cisco":       "https://secure-web.cisco.com/http",
	"ids":         "9",
	"emphasis":    "*https://zoom.us/j/91234567890*",
	"wide":        "é",
	"broken":      "\xff\xe2\x82",
}

// Steps are counted, not timed: a byte costs no more in a long text than in a short
// one.
func TestFindLinksIsLinear(t *testing.T) {
	const most = 12 // steps for a byte
	for name, bit := range hostile {
		t.Run(name, func(t *testing.T) {
			for _, size := range []int{10_000, 100_000, 500_000} {
				s := newScanner(strings.Repeat(bit, size/len(bit)+1))
				s.scan()
				s.labelPasscodes()
				if s.steps > most*len(s.in) {
					t.Errorf("%d steps for %d bytes", s.steps, len(s.in))
				}
			}
		})
	}
}

func BenchmarkFindLinks(b *testing.B) {
	for _, name := range []string{"corpus", "nested", "encoded", "open link", "same link", "one token"} {
		text := strings.Repeat(hostile[name], 1<<20/len(hostile[name]))
		b.Run(strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				FindLinks(text)
			}
		})
	}
}

func FuzzFindLinks(f *testing.F) {
	for _, e := range expectations(f) {
		f.Add(e.text)
	}
	for _, line := range corpus(f, "negative.txt") {
		f.Add(line)
	}
	for _, bit := range hostile {
		f.Add(strings.Repeat(bit, 30))
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := newScanner(text)
		s.scan()
		s.labelPasscodes()
		last := 0
		for _, l := range s.links {
			if l.Start < last || l.End <= l.Start || l.End > len(text) {
				t.Fatalf("%v stands at %d–%d of %d", l, l.Start, l.End, len(text))
			}
			last = l.Start
			if l.Vendor == "" || l.ID == "" || l.URL == "" || l.Role == "" {
				t.Fatalf("%+v is not whole", l)
			}
		}
		if most := 60*len(text) + 1000; s.steps > most {
			t.Fatalf("%d steps for %d bytes", s.steps, len(text))
		}
	})
}
