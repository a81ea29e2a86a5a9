package shape_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
	"github.com/libmeet/meeting/providers/zohomeeting"
)

var updateReadme = flag.Bool("update", false, "write the generated parts of the README")

const readmePath = "../../README.md"

// matrix renders what Info says of all five kinds, as Markdown.
func matrix(t *testing.T) string {
	t.Helper()
	text := simulator.ConfigFor("https://vendor.example")
	var infos []provider.Info
	for i, info := range infosOf(t, text) {
		infos = append(infos, info)
		if info.Vendor == zohomeeting.Kind { // its other dialect offers other things
			other := infosOf(t, strings.Replace(text, "dialect: "+zohomeeting.DialectMeetings, "dialect: "+zohomeeting.DialectSessions, 1))[i]
			other.Vendor += " (" + zohomeeting.DialectSessions + ")"
			infos = append(infos, other)
		}
	}
	var b strings.Builder
	row := func(name string, cell func(provider.Info) string) {
		b.WriteString("| " + name)
		for _, info := range infos {
			b.WriteString(" | " + cell(info))
		}
		b.WriteString(" |\n")
	}
	row("operation", func(i provider.Info) string { return i.Vendor })
	row("---", func(provider.Info) string { return "---" })
	for _, op := range provider.Ops() {
		row("`"+string(op)+"`", func(i provider.Info) string { return mark(i.Capabilities.Can(op)) })
	}
	b.WriteString("\nMembers of a create request that reach the vendor; the others are losses, graded before the call:\n\n")
	row("member", func(i provider.Info) string { return i.Vendor })
	row("---", func(provider.Info) string { return "---" })
	for _, field := range provider.FieldNames() {
		row("`"+string(field)+"`", func(i provider.Info) string {
			rule, ok := i.Capabilities.Create[field]
			switch {
			case !ok || rule.Lost || !i.Capabilities.Can(provider.OpCreate):
				return mark(false)
			case len(rule.Values) > 0:
				return strings.Join(rule.Values, ", ")
			case rule.Max > 0:
				return fmt.Sprintf("yes, up to %d", rule.Max)
			}
			return mark(true)
		})
	}
	return b.String()
}

// infosOf opens a config and returns what its providers say of themselves.
func infosOf(t *testing.T, config string) []provider.Info {
	t.Helper()
	cfg, err := providers.Parse("matrix.yaml", []byte(config), providers.Kinds(), providers.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	set, err := providers.Open(cfg, providers.OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var infos []provider.Info
	for _, c := range set.Clients() {
		infos = append(infos, c.Info())
	}
	return infos
}

func mark(yes bool) string {
	if yes {
		return "yes"
	}
	return "–"
}

func TestReadmeMatrix(t *testing.T) {
	text, err := os.ReadFile(readmePath)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(text), "-update -->\n")
	old, tail, closed := strings.Cut(rest, "<!-- /matrix -->")
	if !ok || !closed {
		t.Fatal("the README has no place for the matrix")
	}
	want := matrix(t)
	if old == want {
		return
	}
	if !*updateReadme || os.Getenv("CI") == "true" {
		t.Fatalf("the README's matrix is not what Info says; run go test ./internal/shape -run Readme -update\nwant:\n%s", want)
	}
	if err := os.WriteFile(readmePath, []byte(head+"-update -->\n"+want+"<!-- /matrix -->"+tail), 0o644); err != nil {
		t.Fatal(err)
	}
}

var goBlock = regexp.MustCompile("(?s)```go\n(.*?)```")

// The README's Go is one program: its blocks follow each other in one main.
func TestReadmeCompiles(t *testing.T) {
	text, err := os.ReadFile(readmePath)
	if err != nil {
		t.Fatal(err)
	}
	blocks := goBlock.FindAllStringSubmatch(string(text), -1)
	if len(blocks) == 0 {
		t.Fatal("the README shows no Go")
	}
	program := `package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zoom"
)

func main() {
	ctx := context.Background()
`
	for _, b := range blocks {
		program += b[1]
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	source, overlay := filepath.Join(dir, "main.go"), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(root, "examples", "readme", "main.go"): source}})
	if err != nil {
		t.Fatal(err)
	}
	for path, content := range map[string][]byte{source: []byte(program + "}\n"), overlay: replace} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "build", "-overlay", overlay, "-o", os.DevNull, "./examples/readme")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("the README's Go does not compile: %v\n%s", err, out)
	}
}
