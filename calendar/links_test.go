package calendar

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// corpus reads the lines of a file in testdata/links, comments left out.
func corpus(t testing.TB, name string) []string {
	t.Helper()
	f, err := os.Open("testdata/links/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var lines []string
	for in := bufio.NewScanner(f); in.Scan(); {
		if line := in.Text(); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\r`, "\r", `\t`, "\t").Replace(line))
		}
	}
	return lines
}

// expectation is a line of positive.txt.
type expectation struct {
	text string
	want Link
	pass string
}

func expectations(t testing.TB) []expectation {
	t.Helper()
	var list []expectation
	for _, line := range corpus(t, "positive.txt") {
		head, text, ok := strings.Cut(line, " | ")
		words := strings.Split(head, " ")
		if n := len(words); !ok || n < 4 {
			t.Fatalf("not a line of the corpus: %q", line)
		} else { // ids may hold blanks
			words = []string{words[0], strings.Join(words[1:n-2], " "), words[n-2], words[n-1]}
		}
		start := strings.Index(text, "«")
		end := strings.Index(text, "»") - len("«")
		if start < 0 || end < start {
			t.Fatalf("no «» in %q", line)
		}
		text = strings.Replace(strings.Replace(text, "«", "", 1), "»", "", 1)
		pass := words[2]
		if pass == "-" {
			pass = ""
		}
		list = append(list, expectation{text, Link{Vendor: words[0], ID: words[1], Role: LinkRole(words[3]), Start: start, End: end}, pass})
	}
	return list
}

func TestFindLinks(t *testing.T) {
	vendors := map[string]bool{}
	list := expectations(t)
	for _, e := range list {
		got := FindLinks(e.text)
		if len(got) != 1 {
			t.Errorf("%q: %d links: %v", e.text, len(got), got)
			continue
		}
		l := got[0]
		if l.URL == "" || strings.ContainsAny(l.URL, " \n\"<>") {
			t.Errorf("%q: the link is %q", e.text, l.URL)
		}
		if pass := l.Passcode.Reveal(); pass != e.pass {
			t.Errorf("%q: passcode %q, want %q", e.text, pass, e.pass)
		}
		l.URL, l.Passcode = "", e.want.Passcode
		if l != e.want {
			t.Errorf("%q:\ngot  %+v %q\nwant %+v %q", e.text, l, e.text[l.Start:l.End], e.want, e.text[e.want.Start:e.want.End])
		}
		vendors[e.want.Vendor] = true
	}
	for _, name := range LinkVendors() {
		if !vendors[name] {
			t.Errorf("%s is not in the corpus", name)
		}
	}
	if len(list) < 200 || len(vendors) < 30 {
		t.Errorf("only %d links of %d services", len(list), len(vendors))
	}
}

func TestFindNoLinks(t *testing.T) {
	lines := corpus(t, "negative.txt")
	for _, text := range lines {
		if got := FindLinks(text); len(got) > 0 {
			t.Errorf("%q: %v %q", text, got, got[0].URL)
		}
	}
	if len(lines) < 200 {
		t.Errorf("only %d lines", len(lines))
	}
}

// A text with all of the corpus in it has all of its links, each where it stands.
func TestFindLinksTogether(t *testing.T) {
	var text strings.Builder
	var want []Link
	for _, e := range expectations(t) {
		if strings.Contains(e.text, "BEGIN:VCALENDAR") || strings.Contains(e.text, "=3D") {
			continue // they change how everything else is read
		}
		l := e.want
		l.Start, l.End = l.Start+text.Len(), l.End+text.Len()
		want = append(want, l)
		text.WriteString(e.text + "\n")
	}
	for _, line := range corpus(t, "negative.txt") {
		text.WriteString(line + "\n")
	}
	got := FindLinks(text.String())
	for i := range got {
		got[i].URL, got[i].Passcode = "", Link{}.Passcode
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLinkURL(t *testing.T) {
	for text, want := range map[string]string{
		"zoom.us/j/91234567890": "https://zoom.us/j/91234567890",
		"https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F91234567890%3Fpwd%3Dabc&data=x": "https://zoom.us/j/91234567890?pwd=abc",
		"<a href=\"https://zoom.us/j/91234567890?a=b&amp;pwd=abc\">":                                                     "https://zoom.us/j/91234567890?a=b&pwd=abc",
		"https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us_j_91234567890-3Fpwd-3Dabc&d=D":                     "https://zoom.us/j/91234567890?pwd=abc",
		"https://urldefense.com/v3/__https://zoom.us/j/91234567890?pwd=abc__;!!G3abc!xyz$":                               "https://zoom.us/j/91234567890?pwd=abc",
		"zoommtg://zoom.us/join?confno=91234567890":                                                                      "zoommtg://zoom.us/join?confno=91234567890",
	} {
		if got := FindLinks(text); len(got) != 1 || got[0].URL != want {
			t.Errorf("%s: %v, want %s", text, got, want)
		}
	}
}

func TestLinkJSON(t *testing.T) {
	got, err := json.Marshal(FindLinks("at https://zoom.us/s/91234567890?pwd=abc&zak=x."))
	want := `[{"vendor":"zoom","id":"91234567890","passcode":"abc","role":"host","url":"https://zoom.us/s/91234567890?pwd=abc\u0026zak=x","start":3,"end":46}]`
	if err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
}

func TestSeveralLinks(t *testing.T) {
	text := "https://zoom.us/j/91234567890,https://zoom.us/j/91234567891;zoom.us/j/91234567892 (https://meet.google.com/abc-defg-hij)\n" +
		"Passcode: 999999\n<a href=\"https://zoom.us/j/91234567893\">https://zoom.us/j/91234567893</a> Passcode: 111111"
	var got []string
	for _, l := range FindLinks(text) {
		got = append(got, l.ID+" "+l.Passcode.Reveal()+" "+text[l.Start:l.End])
	}
	want := []string{
		"91234567890  https://zoom.us/j/91234567890", "91234567891  https://zoom.us/j/91234567891", "91234567892  zoom.us/j/91234567892",
		"abc-defg-hij 999999 https://meet.google.com/abc-defg-hij",
		"91234567893 111111 https://zoom.us/j/91234567893", "91234567893 111111 https://zoom.us/j/91234567893",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A text that lost its blanks loses no link.
func TestLinksWithoutABlankBetween(t *testing.T) {
	text := "Join: https://zoom.us/j/91234567890https://meet.google.com/abc-defg-hij.Https://whereby.com/team"
	var got []string
	for _, l := range FindLinks(text) {
		got = append(got, l.Vendor+" "+text[l.Start:l.End])
	}
	want := []string{"zoom https://zoom.us/j/91234567890", "google-meet https://meet.google.com/abc-defg-hij", "whereby Https://whereby.com/team"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
