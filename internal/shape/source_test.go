package shape_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// source is one Go file of the module, test files left out.
type source struct {
	path  string // from the root of the module, with slashes
	file  *ast.File
	fset  *token.FileSet
	lines int
}

func (s source) dir() string { return path.Dir(s.path) }

func (s source) at(n ast.Node) string { return s.fset.Position(n.Pos()).String() }

// sources parses the module once per test.
func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() && name != root && (base == "testdata" || base == "tools" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")) {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		out = append(out, source{filepath.ToSlash(relative), file, fset, fset.File(file.FileStart).LineCount()})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 50 {
		t.Fatalf("only %d files were found", len(out))
	}
	return out
}

// TestNoInit also refuses imports for what an init does, but for a command's own
// (time/tzdata) and the drivers of a store.
func TestNoInit(t *testing.T) {
	for _, s := range sources(t) {
		for _, decl := range s.file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: an init function", s.at(f))
			}
		}
		for _, imported := range s.file.Imports {
			if imported.Name != nil && imported.Name.Name == "_" && s.file.Name.Name != "main" && !strings.HasPrefix(s.path, "store/") {
				t.Errorf("%s: imported for what its init does", s.at(imported))
			}
		}
	}
}

const maxLines = 300

func TestNoLongFiles(t *testing.T) {
	for _, s := range sources(t) {
		if s.lines-1 > maxLines { // the last line is empty
			t.Errorf("%s has %d lines, more than %d", s.path, s.lines-1, maxLines)
		}
	}
}

// TestPackageVariablesNeverChange looks for assignments to them outside their
// declaration.
func TestPackageVariablesNeverChange(t *testing.T) {
	all := sources(t)
	variables := map[string]map[string]bool{} // by folder
	for _, s := range all {
		for _, decl := range s.file.Decls {
			if g, ok := decl.(*ast.GenDecl); ok && g.Tok == token.VAR {
				for _, spec := range g.Specs {
					for _, name := range spec.(*ast.ValueSpec).Names {
						if variables[s.dir()] == nil {
							variables[s.dir()] = map[string]bool{}
						}
						variables[s.dir()][name.Name] = name.Name != "_"
					}
				}
			}
		}
	}
	for _, s := range all {
		for _, decl := range s.file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			local := locals(f)
			changed := func(n ast.Node, target ast.Expr) {
				if name := rootName(target); variables[s.dir()][name] && !local[name] {
					t.Errorf("%s: changes the package variable %s", s.at(n), name)
				}
			}
			ast.Inspect(f.Body, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.AssignStmt:
					if n.Tok != token.DEFINE {
						for _, target := range n.Lhs {
							changed(n, target)
						}
					}
				case *ast.IncDecStmt:
					changed(n, n.X)
				case *ast.CallExpr:
					if called, ok := n.Fun.(*ast.Ident); ok && (called.Name == "delete" || called.Name == "clear") && len(n.Args) > 0 {
						changed(n, n.Args[0])
					}
				}
				return true
			})
		}
	}
}

// rootName returns a of a, a.b, a[i], *a and (a).
func rootName(e ast.Expr) string {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x.Name
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return ""
		}
	}
}

// locals lists what a function declares itself.
func locals(f *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	add := func(e ast.Expr) {
		if id, ok := e.(*ast.Ident); ok {
			names[id.Name] = true
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				add(name)
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, e := range n.Lhs {
					add(e)
				}
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				add(n.Key)
				add(n.Value)
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				add(name)
			}
		}
		return true
	})
	return names
}

// TestExportedIsDocumented wants a comment on everything that users see, the first
// word of which is the name; in a group of constants or variables one for the group
// or one at the end of the line will do.
func TestExportedIsDocumented(t *testing.T) {
	for _, s := range sources(t) {
		if s.file.Name.Name == "main" {
			continue
		}
		for _, decl := range s.file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && (d.Recv == nil || ast.IsExported(rootName(receiver(d)))) {
					needDoc(t, s, d, d.Name.Name, d.Doc, d.Recv != nil && slices.Contains(standardMethods, d.Name.Name))
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						doc := spec.Doc
						if doc == nil {
							doc = d.Doc
						}
						if spec.Name.IsExported() {
							needDoc(t, s, spec, spec.Name.Name, doc, false)
						}
					case *ast.ValueSpec:
						for _, name := range spec.Names {
							if name.IsExported() && spec.Doc == nil && spec.Comment == nil && d.Doc == nil {
								t.Errorf("%s: %s has no comment", s.at(spec), name.Name)
							}
						}
					}
				}
			}
		}
	}
}

// standardMethods are those whose meaning another package fixes.
var standardMethods = []string{"String", "Error", "Unwrap", "Is"}

func receiver(f *ast.FuncDecl) ast.Expr {
	e := f.Recv.List[0].Type
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	if generic, ok := e.(*ast.IndexExpr); ok {
		e = generic.X
	}
	return e
}

func needDoc(t *testing.T, s source, n ast.Node, name string, doc *ast.CommentGroup, optional bool) {
	t.Helper()
	text := strings.TrimSpace(doc.Text())
	if text == "" {
		if !optional {
			t.Errorf("%s: %s has no comment", s.at(n), name)
		}
		return
	}
	first, _, _ := strings.Cut(strings.NewReplacer("A ", "", "An ", "", "The ", "").Replace(text[:min(len(text), len(name)+10)]), " ")
	if strings.TrimRight(first, ",.:'s\n") != name && !strings.HasPrefix(first, name) {
		t.Errorf("%s: the comment of %s begins with %q", s.at(n), name, first)
	}
	if last := text[len(text)-1]; !strings.ContainsRune(".:)\"", rune(last)) && !strings.Contains(text, "\n\t") && !strings.Contains(text, "\n  - ") {
		t.Errorf("%s: the comment of %s does not end with a full stop", s.at(n), name)
	}
}
