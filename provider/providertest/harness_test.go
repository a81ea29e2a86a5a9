package providertest

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

func plain(p *memory) provider.Provider { return p }

// failing runs the suite and returns the names of the cases that fail.
func failing(t *testing.T, h Harness) (failed []string, why []string) {
	t.Helper()
	for _, c := range cases() {
		if r := c.try(t, h); len(r.failures) > 0 {
			failed = append(failed, c.name)
			why = append(why, c.name+": "+strings.Join(r.failures, "; "))
		}
	}
	return failed, why
}

func TestRunPassesACorrectProvider(t *testing.T) {
	Run(t, memoryHarness(plain, ""))
}

// Nothing may be skipped for a provider that has it all: a suite that skips
// everything passes everything.
func TestRunSkipsNothingWithoutReason(t *testing.T) {
	h := memoryHarness(plain, "")
	for _, c := range cases() {
		if r := c.try(t, h); r.skipped != "" {
			t.Errorf("%s was skipped: %s", c.name, r.skipped)
		}
	}
}

// TestRunFailsBrokenProviders: each bug must be found by the case that is about it,
// and by others only where they can't help seeing it.
func TestRunFailsBrokenProviders(t *testing.T) {
	tests := []struct {
		bug   string
		fails []string
	}{
		{"info changes", []string{"info/pure"}},
		{"info sends", []string{"info/pure"}},
		{"no name", []string{"info/named"}},
		{"other vendor", []string{"info/named"}},
		{"op twice", []string{"info/vocabulary"}},
		{"unknown field", []string{"info/vocabulary"}},
		{"lost without reason", []string{"info/vocabulary"}},
		{"hides update", []string{"info/interfaces"}},
		{"disclaims instant but does it", []string{"unsupported"}},
		{"claims recording", []string{"create/fields"}},
		{"drops waiting room", []string{"create/fields"}},
		{"shifts start", []string{"create/answer", "list/window"}},
		{"forgets title", []string{"create/answer", "create/fields", "create/native", "losses/length"}},
		{"drops native", []string{"create/native"}},
		{"no raw", []string{"create/raw answer"}},
		{"one id", []string{"create/distinct", "get/after create", "list/window", "cancel/gone", "concurrency"}},
		{"instant is later", []string{"instant", "end", "supported"}},
		{"gets another", []string{"get/after create", "update/only named"}},
		{"hides the first", []string{"list/finds"}},
		{"repeats a meeting", []string{"list/pages"}},
		{"drops the last page", []string{"list/pages"}},
		{"remembers its place", []string{"list/restarts"}},
		{"fetches all", []string{"list/lazy"}},
		{"any token", []string{"list/bad token"}},
		{"ignores window", []string{"list/window"}},
		{"any filter", []string{"list/bad query"}},
		{"update clears", []string{"update/only named"}},
		{"update drops", []string{"update/only named"}},
		{"cancel keeps", []string{"cancel/gone", "cancel/twice"}},
		{"cancels anything", []string{"cancel/twice"}},
		{"moves the series", []string{"update/occurrence"}},
		{"moves the first", []string{"update/occurrence"}},
		{"answers with the series", []string{"update/occurrence"}},
		{"cancels the rest", []string{"cancel/occurrence"}},
		{"runs on", []string{"end"}},
		{"lists any status", []string{"registrants"}},
		{"approves everybody", []string{"registrants"}},
		{"vendor's role", []string{"participants"}},
		{"ignores state", []string{"participants"}},
		{"unknown id is invalid", []string{"cancel/gone", "cancel/twice", "errors/unknown id"}},
		{"value beside error", []string{"errors/zero value"}},
		{"get beside error", []string{"errors/zero value"}},
		{"lets ids wander", []string{"errors/escaped id"}},
		{"sends after the end", []string{"context/cancelled"}},
		{"ignores context", []string{"context/cancelled", "context/deadline"}},
		{"finds a fault", []string{"examine"}},
		{"unnamed finding", []string{"examine"}},
		{"believes everything", []string{"events/signed"}},
		{"believes old events", []string{"events/signed"}},
		{"trims events", []string{"events/signed"}},
		{"draws keys", []string{"events/signed"}},
		{"no key", []string{"events/signed", "supported"}},
		{"refuses long titles", []string{"losses/length"}},
		{"never renews", []string{"credentials/renewed"}},
		{"renews twice", []string{"credentials/renewed"}},
		{"prints its secret", []string{"credentials/unprinted"}},
		{"prints itself", []string{"credentials/unprinted"}},
		{"shows host link", []string{"credentials/unprinted"}},
	}
	for _, tt := range tests {
		t.Run(tt.bug, func(t *testing.T) {
			t.Parallel()
			if failed, why := failing(t, memoryHarness(plain, tt.bug)); !slices.Equal(sorted(failed), sorted(tt.fails)) {
				t.Errorf("failed %q, not %q:\n%s", failed, tt.fails, strings.Join(why, "\n"))
			}
		})
	}
}

func sorted(names []string) []string {
	out := slices.Clone(names)
	slices.Sort(out)
	return out
}

// Some faults can't be had alone: an answer with a time zone of its own is refused
// by the Client wherever it turns up.
func TestRunFailsBrokenAnswers(t *testing.T) {
	for bug, own := range map[string]string{
		"local time":     "create/raw answer",
		"relative link":  "create/raw answer",
		"unknown op":     "info/vocabulary",
		"claims report":  "info/interfaces",
		"every call":     "supported",
		"racy list":      "concurrency",
		"hangs":          "context/deadline",
		"no participant": "participants",
	} {
		t.Run(bug, func(t *testing.T) {
			t.Parallel()
			wrap := plain
			switch bug {
			case "every call":
				wrap = func(p *memory) provider.Provider { return refusing{p} }
			case "racy list":
				wrap = func(p *memory) provider.Provider { return &crowded{memory: p} }
			case "no participant":
				wrap = func(p *memory) provider.Provider { return lonely{p} }
			case "hangs":
				c := cases()[slices.IndexFunc(cases(), func(c conformanceCase) bool { return c.name == own })]
				h := memoryHarness(plain, bug)
				h.patience = 50 * time.Millisecond
				if r := c.try(t, h); len(r.failures) == 0 {
					t.Error("it passed")
				}
				return
			}
			failed, _ := failing(t, memoryHarness(wrap, bug))
			if !slices.Contains(failed, own) {
				t.Errorf("%s did not fail; %q did", own, failed)
			}
		})
	}
}

// refusing claims to list and does not.
type refusing struct{ *memory }

func (refusing) ListMeetings(context.Context, meeting.ListQuery) (meeting.Page, error) {
	return meeting.Page{}, &meeting.Error{Kind: meeting.ErrUnsupported}
}

// crowded fails when two callers get in at once.
type crowded struct {
	*memory
	inside chan struct{}
}

func (p *crowded) GetMeeting(ctx context.Context, id string) (meeting.Meeting, error) {
	p.mu.Lock()
	if p.inside == nil {
		p.inside = make(chan struct{}, 1)
	}
	p.mu.Unlock()
	select {
	case p.inside <- struct{}{}:
		m, err := p.memory.GetMeeting(ctx, id)
		time.Sleep(time.Millisecond)
		<-p.inside
		return m, err
	default:
		return meeting.Meeting{}, &meeting.Error{Kind: meeting.ErrConflict, Message: "somebody else is in here"}
	}
}

// lonely never has a participant.
type lonely struct{ *memory }

func (lonely) ListParticipants(context.Context, string, meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	return meeting.ParticipantPage{}, nil
}

// A stranger's provider may offer less than the least: the suite skips, and fails
// nothing.
func TestRunOnASmallProvider(t *testing.T) {
	var p *caller
	h := Harness{
		Vendor:   "caller",
		New:      func(testing.TB) provider.Provider { p = &caller{}; return p },
		Requests: func() int { return p.requests },
	}
	if failed, why := failing(t, h); len(failed) > 0 {
		t.Errorf("failed: %s", strings.Join(why, "\n"))
	}
}

// caller can do nothing at all.
type caller struct{ requests int }

func (*caller) Info() provider.Info { return provider.Info{Name: "caller", Vendor: "caller"} }

func (p *caller) refuse(op provider.Op) error { return provider.Unsupported(p.Info(), op) }

func (p *caller) CreateMeeting(context.Context, meeting.CreateRequest) (meeting.Meeting, error) {
	return meeting.Meeting{}, p.refuse(provider.OpCreate)
}

func (p *caller) Instant(context.Context, meeting.InstantRequest) (meeting.Meeting, error) {
	return meeting.Meeting{}, p.refuse(provider.OpInstant)
}

func (p *caller) ListParticipants(context.Context, string, meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	return meeting.ParticipantPage{}, p.refuse(provider.OpParticipants)
}

func TestEveryCaseHasASentence(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range cases() {
		if c.name == "" || len(strings.Fields(c.rule)) < 3 || c.check == nil {
			t.Errorf("%q is no case", c.name)
		}
		if seen[c.name] {
			t.Errorf("two cases are called %q", c.name)
		}
		seen[c.name] = true
	}
}
