package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/libmeet/meeting/calendar"
)

// calendarBench is a bench on simulators with a state folder and one meeting.
func calendarBench(t *testing.T, args ...string) (b *bench, id string) {
	t.Helper()
	b, _ = useSim(t)
	b.vars["XDG_STATE_HOME"] = t.TempDir()
	got := b.run(append([]string{"create", "--title=Planning", "--start=2099-03-01T09:30", "--zone=Europe/Berlin", "--duration=45m", "--json"}, args...)...)
	return b, got.want(t, 0).document(t).(map[string]any)["id"].(string)
}

// property returns the value of the first property of a name in the first event.
func property(file, name string) string {
	_, file, _ = strings.Cut(file, "BEGIN:VEVENT\r\n")
	for line := range strings.SplitSeq(strings.ReplaceAll(file, "\r\n ", ""), "\r\n") {
		if rest, ok := strings.CutPrefix(line, name); ok && (rest[0] == ':' || rest[0] == ';') {
			return rest[1:]
		}
	}
	return ""
}

// TestCalendarExport: a second export of the same is the same; a rescheduled
// meeting keeps its UID and raises the sequence by one.
func TestCalendarExport(t *testing.T) {
	b, id := calendarBench(t)
	first := b.run("calendar", "export", "--id", id).want(t, 0).out
	if again := b.run("calendar", "export", "--id", id).want(t, 0).out; again != first {
		t.Errorf("exported twice:\n%s\n%s", first, again)
	}
	if list := b.run("calendar", "export", "--to=2100-01-01").want(t, 0).out; list != first {
		t.Errorf("the provider's list:\n%s\n%s", first, list)
	}
	all := b.run("calendar", "export", "--all").want(t, 0).out
	if entry := first[strings.Index(first, "BEGIN:VEVENT"):]; strings.Count(all, "BEGIN:VEVENT") < 2 || !strings.HasSuffix(all, entry) {
		t.Errorf("with --all:\n%s", all)
	}
	if got, want := property(first, "UID"), "zoom-"+id+"@"+calendar.UIDDomain; got != want {
		t.Errorf("UID %q, want %q", got, want)
	}
	b.run("update", id, "--start=2099-03-02T10:00", "--zone=Europe/Berlin").want(t, 0)
	moved := b.run("calendar", "export", "--id", id).want(t, 0).out
	if property(moved, "UID") != property(first, "UID") || property(moved, "SEQUENCE") != "1" || property(moved, "DTSTART") != "TZID=Europe/Berlin:20990302T100000" {
		t.Errorf("after it was moved:\n%s", moved)
	}
	if again := b.run("calendar", "export", "--id", id).want(t, 0).out; again != moved {
		t.Errorf("exported again:\n%s\n%s", moved, again)
	}
}

func TestCalendarExportFile(t *testing.T) {
	b, id := calendarBench(t)
	path := filepath.Join(t.TempDir(), "out.ics")
	got := b.run("calendar", "export", "-o", path, "--json").want(t, 0).document(t).(map[string]any)
	if got["events"] != 1.0 {
		t.Errorf("%v", got)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	list := b.bare("calendar", "import", path).want(t, 0).document(t).([]any)
	if len(list) != 1 {
		t.Fatalf("%v", list)
	}
	m := list[0].(map[string]any)
	if m["id"] != id || m["vendor"] != "zoom" || m["start"] != "2099-03-01T08:30:00Z" || m["time_zone"] != "Europe/Berlin" || m["passcode"] != "[redacted]" {
		t.Errorf("%v", m)
	}
	if strings.Contains(string(data), "zak") {
		t.Errorf("the host link:\n%s", data)
	}
	b.run("calendar", "export", "--all", "-o", filepath.Join(t.TempDir(), "no", "such.ics")).want(t, 2)
}

func TestCalendarExportRefuses(t *testing.T) {
	b, id := calendarBench(t)
	for _, args := range [][]string{
		{"--id", id, "--method=request"}, {"--id", id, "--method=cancel"}, {"--all", "--method=request"}, {"--id", id, "--all"},
		{"--id", id, "--method=reply"}, {"--from=tomorrow"}, {"--id", id, "--organizer=nobody"}, {"--all", "--provider=zoom"},
	} {
		if got := b.run(append([]string{"calendar", "export"}, args...)...); got.code != 2 || got.out != "" {
			t.Errorf("%v: exit %d, stdout %s", args, got.code, got.out)
		}
	}
	b.run("calendar", "export", "--id=12345").want(t, 3)
	b.run("calendar", "export", "--provider=sdk", "--id=12345").want(t, 3)
}

// TestCalendarInvitation: an invitation, its cancellation, and the sequence
// between them.
func TestCalendarInvitation(t *testing.T) {
	b, id := calendarBench(t, "--invite=Ada <ada@example.com>", "--provider=zoho")
	export := func(method string) string {
		t.Helper()
		return b.run("calendar", "export", "--provider=zoho", "--id", id, "--method", method).want(t, 0).out
	}
	for _, step := range []struct{ method, sequence, status string }{
		{"request", "0", "CONFIRMED"}, {"request", "0", "CONFIRMED"}, {"cancel", "1", "CANCELLED"}, {"cancel", "1", "CANCELLED"},
	} {
		got := export(step.method)
		if !strings.Contains(got, "METHOD:"+strings.ToUpper(step.method)+"\r\n") || property(got, "SEQUENCE") != step.sequence || property(got, "STATUS") != step.status ||
			!strings.Contains(property(got, "ATTENDEE"), "mailto:ada@example.com") || property(got, "ORGANIZER") == "" {
			t.Errorf("%v:\n%s", step, got)
		}
	}
}

func TestCalendarImport(t *testing.T) {
	b := newBench(t, benchConfig)
	const file = "\ufeffBEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:a@b\nSUMMARY:Whole day\nDTSTART;VALUE=DATE:20261224\nEND:VEVENT\n" +
		"BEGIN:VEVENT\nUID:c@d\nDTSTART;TZID=India Standard Time:20261224T100000\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n"
	b.stdin = strings.NewReader(file)
	list := b.bare("calendar", "import", "-").want(t, 0).document(t).([]any)
	day, india := list[0].(map[string]any), list[1].(map[string]any)
	loss := day["losses"].([]any)[0].(map[string]any)
	if loss["field"] != "start" || loss["severity"] != "note" || day["start"] != "2026-12-24T00:00:00Z" {
		t.Errorf("%v", day)
	}
	if india["start"] != "2026-12-24T04:30:00Z" || india["time_zone"] != "Asia/Kolkata" || india["duration_seconds"] != 3600.0 {
		t.Errorf("%v", india)
	}
	if got := b.bare("calendar", "import", filepath.Join(t.TempDir(), "none.ics")); got.code != 2 {
		t.Errorf("a missing file: %+v", got)
	}
	for _, text := range []string{"hello", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "{}"} {
		b.stdin = strings.NewReader(text)
		if got := b.bare("calendar", "import", "-"); got.code != 2 || got.out != "" {
			t.Errorf("%q: %+v", text, got)
		}
	}
	b.stdin = strings.NewReader("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
	if got := b.bare("calendar", "import", "-").want(t, 0); got.out != "[]\n" {
		t.Errorf("no events: %q", got.out)
	}
	b.stdin = strings.NewReader(strings.Replace(file, "India Standard Time", "Customized Time Zone", 1))
	if got := b.bare("calendar", "import", "-"); got.code != 2 || !strings.Contains(got.out, "Whole day") || !strings.Contains(got.err, "c@d") {
		t.Errorf("an unknown zone: %+v", got)
	}
}
