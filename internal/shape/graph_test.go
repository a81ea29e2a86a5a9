package shape_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/libmeet/meeting"

// goPackage is what `go list -json` says of a package.
type goPackage struct {
	ImportPath string
	Standard   bool
	Imports    []string
	Deps       []string
	Module     *struct{ Path string }
}

// goList runs the go command over the module.
func goList(t *testing.T, args ...string) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-json=ImportPath,Standard,Imports,Deps,Module"}, args...)...)
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %v: %s", err, exit.Stderr)
		}
		t.Fatal(err)
	}
	var list []goPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := dec.Decode(&p); err == io.EOF {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

// local returns a path inside the module, "." for its root, and false for others.
func local(importPath string) (string, bool) {
	if importPath == module {
		return ".", true
	}
	return strings.CutPrefix(importPath, module+"/")
}

// arrows are the imports that design §1 allows: a package (or all below it, with
// /*) and what of the module it may import. What stands in no row may import
// nothing. Longer names come first.
var arrows = []struct {
	from string
	to   []string
}{
	{".", nil},
	{"normalize", []string{"."}},
	{"provider/providertest", []string{".", "provider", "provider/*", "store/memory", "internal/simulator", "internal/recurrence"}},
	{"provider/events", []string{".", "provider", "store"}},
	{"provider", []string{".", "store"}},
	{"providers/*", []string{".", "normalize", "provider", "store", "internal/*"}},
	{"providers", []string{".", "normalize", "provider", "store", "providers/*", "internal/*"}},
	{"store/*", []string{".", "store", "store/*", "internal/sqlstore"}},
	{"store", []string{"."}},
	{"telemetry", []string{"."}},
	{"calendar/*", []string{".", "provider", "calendar", "calendar/*", "internal/recurrence", "internal/transport", "internal/oauth"}},
	{"calendar", []string{".", "provider", "calendar/*", "internal/recurrence", "internal/transport", "internal/oauth"}},
	{"migrate/*", []string{".", "provider", "store", "migrate", "migrate/*", "internal/recurrence"}},
	{"migrate", []string{".", "provider", "store", "migrate/*", "internal/recurrence"}},
	{"cmd/*", []string{".", "*"}},
	{"examples/*", []string{".", "*"}},
	{"internal/shape", nil},
	{"internal/simulator", []string{"internal/recurrence", "."}},
	{"internal/doctor", []string{".", "provider", "store", "internal/*"}},
	{"internal/zoho", []string{".", "provider", "store", "internal/*"}}, // how three adapters examine themselves
	{"internal/limits", []string{".", "provider", "internal/quota"}},
	{"internal/*", []string{".", "store", "internal/*"}},
}

func matches(pattern, name string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(name, prefix) && (prefix != "" || name != ".")
	}
	return pattern == name
}

func allowed(from, to string) bool {
	for _, arrow := range arrows {
		if matches(arrow.from, from) {
			return slices.ContainsFunc(arrow.to, func(pattern string) bool { return matches(pattern, to) })
		}
	}
	return false
}

func TestArrows(t *testing.T) {
	for _, p := range goList(t, "./...") {
		from, ok := local(p.ImportPath)
		if !ok {
			t.Errorf("%s is not in the module", p.ImportPath)
			continue
		}
		for _, imported := range p.Imports {
			to, ok := local(imported)
			if !ok {
				continue
			}
			switch {
			case strings.HasPrefix(to, "cmd/") || strings.HasPrefix(to, "examples/"):
				if path.Dir(from) != path.Dir(to) && !strings.HasPrefix(from, "cmd/") {
					t.Errorf("%s imports %s: nobody imports a command", from, to)
				}
			case path.Dir(from) == "providers" && path.Dir(to) == "providers":
				t.Errorf("%s imports %s: adapters don't know each other", from, to)
			case !allowed(from, to):
				t.Errorf("%s imports %s", from, to)
			}
		}
	}
}

// TestReach walks the whole graph below a package: what an application gets when it
// imports it.
func TestReach(t *testing.T) {
	resty := []string{"github.com/go-resty/resty/v2", "golang.org/x/net", "golang.org/x/oauth2"}
	adapter := append([]string{"github.com/teambition/rrule-go"}, resty...)
	tests := map[string]struct {
		modules   []string // beside the standard library
		forbidden []string // packages of the standard library
	}{
		".":         {nil, []string{"net/http", "database/sql", "os/exec", "testing"}},
		"normalize": {nil, []string{"net/http", "database/sql", "os/exec", "testing", "flag"}},
		"provider":  {nil, []string{"net/http", "testing", "flag"}},
	}
	for name := range adapters(t) {
		tests["providers/"+name] = struct{ modules, forbidden []string }{adapter, []string{"database/sql", "testing", "flag", "os/exec"}}
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for _, p := range goList(t, "-deps", "./"+name) {
				_, inside := local(p.ImportPath)
				switch {
				case p.Standard:
					if slices.Contains(tt.forbidden, p.ImportPath) {
						t.Errorf("it reaches %s", p.ImportPath)
					}
				case inside:
					if other, _ := local(p.ImportPath); path.Dir(other) == "providers" && other != name {
						t.Errorf("it reaches %s", other)
					}
				case p.Module == nil || !slices.Contains(tt.modules, p.Module.Path):
					t.Errorf("it reaches %s", p.ImportPath)
				}
			}
		})
	}
}
