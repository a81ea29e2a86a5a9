package shape_test

import (
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"
)

// verbFiles says in which file the method of a verb stands (design §1).
var verbFiles = map[string]string{
	"CreateMeeting": "create.go", "Instant": "instant.go", "ListParticipants": "participants.go",
	"GetMeeting": "get.go", "ListMeetings": "list.go", "UpdateMeeting": "update.go", "CancelMeeting": "cancel.go",
	"Invite": "invite.go", "Uninvite": "invite.go",
	"ListRecordings": "recordings.go", "GetRecording": "recordings.go", "DeleteRecording": "recordings.go", "DownloadRecording": "download.go",
	"ListTranscripts": "transcripts.go", "GetTranscript": "transcripts.go", "DownloadTranscript": "transcripts.go", "DeleteTranscript": "transcripts.go",
	"ListSessions": "sessions.go", "GetSession": "sessions.go", "MeetingReport": "report.go",
	"EndMeeting": "end.go", "ListRegistrants": "registrants.go", "AddRegistrant": "registrants.go", "DecideRegistrants": "registrants.go",
	"CreateWebinar": "webinars.go", "ListRegistrations": "webinars.go", "ApproveRegistration": "webinars.go",
	"GetSettings": "settings.go", "UpdateSettings": "settings.go",
	"ParseEvent": "events.go", "Scopes": "auth.go", "AuthorizeURL": "auth.go", "Authorize": "auth.go", "AuthStatus": "auth.go", "Examine": "doctor.go",
}

// guards are the interfaces of the contract in its order, with a method of each;
// every adapter is a Planner by what it embeds.
var guards = [][2]string{
	{"Provider", "CreateMeeting"}, {"Getter", "GetMeeting"}, {"Lister", "ListMeetings"}, {"Updater", "UpdateMeeting"},
	{"Canceler", "CancelMeeting"}, {"Ender", "EndMeeting"}, {"Inviter", "Invite"}, {"Recordings", "ListRecordings"}, {"Transcripts", "ListTranscripts"}, {"Sessions", "ListSessions"},
	{"Reporter", "MeetingReport"}, {"Webinars", "CreateWebinar"}, {"Registrants", "ListRegistrants"}, {"Settings", "GetSettings"},
	{"EventParser", "ParseEvent"}, {"Authorizer", "Authorize"}, {"AuthReporter", "AuthStatus"}, {"Examiner", "Examine"},
	{"Planner", ""},
}

// everyAdapter are the files that each adapter has.
var everyAdapter = []string{"doc.go", "config.go", "provider.go", "create.go", "instant.go", "participants.go", "wire.go", "errors.go", "limits.go"}

// extraFiles are those that an adapter may have besides, and why.
var extraFiles = map[string][]string{
	"*":           {"options.go", "recurrence.go", "scopes.go"},   // the vendor's own request, typed; rules in the vendor's words; what each operation needs
	"zoom":        {"zones.go"},                                   // a list of its own: what is not in it must be said otherwise
	"zohosdk":     {"organisation.go", "convert.go"},              // the id that stands in every path is found by a call; Convert
	"whereby":     {"insights.go"},                                // what was in a room is found by its name
	"zohocliq":    {"events.go", "wire_events.go", "calendar.go"}, // scheduled meetings live in another API than calls
	"zohomeeting": {"dialect.go", "paging.go"},                    // two APIs, a list that doesn't say how it counts
}

// dialects are the other APIs that an adapter speaks. Where a file is another in one of
// them, it has a second one with the dialect's name behind its own: list_sessions.go.
var dialects = map[string][]string{"zohomeeting": {"sessions"}}

// extraMethods are what an adapter offers beyond the contract, and where.
var extraMethods = map[string]map[string]string{
	"zohosdk": {"Convert": "convert.go"}, // of a meeting to a session: no other vendor has such a thing
}

// adapters groups the sources of the adapters by the name of their folder.
func adapters(t *testing.T) map[string]map[string]source {
	t.Helper()
	out := map[string]map[string]source{}
	for _, s := range sources(t) {
		if path.Dir(s.dir()) == "providers" {
			name := path.Base(s.dir())
			if out[name] == nil {
				out[name] = map[string]source{}
			}
			out[name][path.Base(s.path)] = s
		}
	}
	if len(out) == 0 {
		t.Fatal("there are no adapters")
	}
	return out
}

// methods maps the verbs that the type Provider has to the files they stand in.
func methods(files map[string]source) map[string]string {
	out := map[string]string{}
	for name, s := range files {
		for _, decl := range s.file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil && rootName(receiver(f)) == "Provider" && f.Name.IsExported() {
				out[f.Name.Name] = name
			}
		}
	}
	return out
}

func TestAdapterFiles(t *testing.T) {
	for adapter, files := range adapters(t) {
		for _, name := range everyAdapter {
			if _, ok := files[name]; !ok {
				t.Errorf("providers/%s has no %s", adapter, name)
			}
		}
		wanted := slices.Concat(everyAdapter, extraFiles["*"], extraFiles[adapter])
		for method, file := range methods(files) {
			want, isVerb := verbFiles[method]
			if extra, ok := extraMethods[adapter][method]; ok {
				want, isVerb = extra, true
			}
			switch {
			case method == "Info":
				if file != "provider.go" {
					t.Errorf("providers/%s: Info stands in %s", adapter, file)
				}
			case !isVerb:
				t.Errorf("providers/%s/%s: the exported method %s is no verb of the contract", adapter, file, method)
			case file != want:
				t.Errorf("providers/%s: %s stands in %s, not %s", adapter, method, file, want)
			default:
				wanted = append(wanted, want)
			}
		}
		for name := range files {
			for _, dialect := range dialects[adapter] {
				if first, ok := strings.CutSuffix(name, "_"+dialect+".go"); ok {
					name = first + ".go"
				}
			}
			if !slices.Contains(wanted, name) {
				t.Errorf("providers/%s/%s: no other adapter has such a file", adapter, name)
			}
		}
	}
}

func TestAdapterDocs(t *testing.T) {
	for adapter, files := range adapters(t) {
		doc, ok := files["doc.go"]
		if !ok {
			continue // said above
		}
		text := doc.file.Doc.Text()
		if !strings.HasPrefix(text, "Package "+adapter+" ") {
			t.Errorf("providers/%s: the package comment does not begin with its name", adapter)
		}
		var headings []string
		for line := range strings.Lines(text) {
			if heading, ok := strings.CutPrefix(strings.TrimSpace(line), "# "); ok {
				headings = append(headings, heading)
			}
		}
		if want := []string{"Authentication", "Capabilities", "Limits", "Quirks"}; !slices.Equal(headings, want) {
			t.Errorf("providers/%s: the headings are %q, not %q", adapter, headings, want)
		}
	}
}

// TestAdapterGuards wants "_ provider.Getter = (*Provider)(nil)" in provider.go for
// each interface that the adapter has, in the contract's order.
func TestAdapterGuards(t *testing.T) {
	for adapter, files := range adapters(t) {
		have := methods(files)
		var want, got []string
		for _, g := range guards {
			if g[1] == "" || have[g[1]] != "" {
				want = append(want, g[0])
			}
		}
		for _, decl := range files["provider.go"].file.Decls {
			g, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range g.Specs {
				v, ok := spec.(*ast.ValueSpec)
				if !ok || len(v.Names) != 1 || v.Names[0].Name != "_" {
					continue
				}
				if sel, ok := v.Type.(*ast.SelectorExpr); ok && rootName(sel) == "provider" {
					got = append(got, sel.Sel.Name)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("providers/%s guards %q, not %q", adapter, got, want)
		}
	}
}

func TestAdapterConstructor(t *testing.T) {
	for adapter, files := range adapters(t) {
		for name, file := range map[string]string{"New": "provider.go", "Config": "config.go", "Provider": "provider.go", "Kind": "config.go"} {
			if got := declaredIn(files, name); got != file {
				t.Errorf("providers/%s: %s is declared in %q, not %s", adapter, name, got, file)
			}
		}
	}
}

func declaredIn(files map[string]source, name string) string {
	for file, s := range files {
		for _, decl := range s.file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.Name == name {
					return file
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						if spec.Name.Name == name {
							return file
						}
					case *ast.ValueSpec:
						for _, n := range spec.Names {
							if n.Name == name {
								return file
							}
						}
					}
				}
			}
		}
	}
	return ""
}

// TestRequestsSpend: where an adapter's limits tell calls apart, by class or by
// cost, each request says which it is; one that doesn't would be counted by none.
func TestRequestsSpend(t *testing.T) {
	for adapter, files := range adapters(t) {
		want := ""
		for _, decl := range files["limits.go"].file.Decls {
			g, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range g.Specs {
				v, ok := spec.(*ast.ValueSpec)
				switch {
				case !ok:
				case strings.HasPrefix(v.Names[0].Name, "class"):
					want = "Class"
				case strings.HasPrefix(v.Names[0].Name, "cost"):
					want = "Cost"
				}
			}
		}
		for _, s := range files {
			ast.Inspect(s.file, func(n ast.Node) bool {
				literal, ok := n.(*ast.CompositeLit)
				if !ok || want == "" || len(literal.Elts) == 0 {
					return true
				}
				if sel, ok := literal.Type.(*ast.SelectorExpr); !ok || rootName(sel) != "transport" || sel.Sel.Name != "Request" {
					return true
				}
				for _, element := range literal.Elts {
					if pair, ok := element.(*ast.KeyValueExpr); ok && rootName(pair.Key) == want {
						return true
					}
				}
				t.Errorf("%s: the request of %s has no %s: see its limits.go", s.at(literal), adapter, want)
				return true
			})
		}
	}
}
