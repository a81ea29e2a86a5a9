package calendar

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
)

func day() Window { return Window{From: monday, To: monday.Add(24 * time.Hour)} }

// merged prints what Merge gives: the hour, the provider, the id, how often.
func merged(t *testing.T, w Window, list ...*lister) []string {
	t.Helper()
	var out []string
	for item, err := range Merge(t.Context(), clientsOf(list...), w) {
		if err != nil {
			out = append(out, "error "+err.Error())
			continue
		}
		word := item.Start.Format("02 15:04 ") + item.Provider + " " + item.ID
		for _, d := range item.Duplicates {
			word += " =" + d.Provider
		}
		out = append(out, word)
	}
	return out
}

func wantItems(t *testing.T, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMergeOrders(t *testing.T) {
	running := at("running", -1, 0)
	running.Duration = 2 * time.Hour
	gone := at("gone", 3, 0)
	gone.Status = meeting.StatusCancelled
	a := listOf("a", at("late", 15, 0), at("early", 8, 0), running, gone, at("before", -1, 0), at("after", 24, 0), meeting.Meeting{ID: "untimed"})
	b := listOf("b", at("noon", 12, 0), at("last", 23, 59))
	wantItems(t, merged(t, day(), a, b), "28 23:00 a running", "01 08:00 a early", "01 12:00 b noon", "01 15:00 a late", "01 23:59 b last")
}

// However small the buffer is, and whatever the order of the lists, the result is
// the same.
func TestMergeBuffers(t *testing.T) {
	const n = 240
	var want []string
	for i := range n {
		start := at("", 0, 5*i).Start.Format("02 15:04")
		for _, name := range []string{"a", "b", "c"} {
			want = append(want, fmt.Sprintf("%s %s %s-%05d", start, name, name, i))
		}
	}
	for _, buffer := range []int{0, 1, 7, n - 1, n, n + 1} {
		w := day()
		w.Buffer = buffer
		t.Run(fmt.Sprint(buffer), func(t *testing.T) {
			wantItems(t, merged(t, w, scattered("a", n, 50), sorted("b", n, 50), scattered("c", n, 1000)), want...)
		})
	}
}

func TestMergeReadsNoMoreThanNeeded(t *testing.T) {
	a, b := sorted("a", 1000, 10), scattered("b", 1000, 100)
	for range Merge(t.Context(), clientsOf(a, b), day()) {
		break
	}
	if a.pages.Load() != 1 || b.pages.Load() != 10 {
		t.Errorf("%d and %d pages", a.pages.Load(), b.pages.Load())
	}
}

func TestMergeFolds(t *testing.T) {
	with := func(m meeting.Meeting, link string) meeting.Meeting { m.JoinURL = link; return m }
	imported := at("9", 12, 0)
	imported.Refs = map[string]string{RefUID: "fake-a-3@" + UIDDomain}
	a := listOf("a", with(at("1", 9, 0), "https://zoom.us/j/91234567890"), with(at("2", 10, 0), "https://whereby.com/room"), at("3", 12, 0), with(at("4", 13, 0), "https://example.com/x"))
	b := listOf("b", with(at("7", 9, 0), "https://us02web.zoom.us/j/91234567890?pwd=x"), with(at("8", 11, 0), "https://whereby.com/room"), imported, with(at("5", 13, 0), "https://example.com/x"))
	again := listOf("c", at("1", 9, 0))
	again.vendor = "fake-a" // one account under two names
	wantItems(t, merged(t, day(), a, b, again), "01 09:00 a 1 =b =c", "01 10:00 a 2", "01 11:00 b 8", "01 12:00 a 3 =b", "01 13:00 a 4 =b")
}

func TestMergeExpandsSeries(t *testing.T) {
	rule, err := meeting.ParseRecurrence("FREQ=DAILY;COUNT=400")
	if err != nil {
		t.Fatal(err)
	}
	daily := at("daily", -30*24+9, 0) // began a month ago, 10:00 in Berlin
	daily.Zone, daily.Recurrence, daily.Kind = "Europe/Berlin", rule, meeting.KindRecurring
	original := monday.AddDate(0, 0, 26).Add(9 * time.Hour) // the day before summer time
	daily.Occurrences = []meeting.Occurrence{
		{ID: fmt.Sprint(original.UnixMilli()), Start: original.Add(5 * time.Hour), Duration: time.Hour},
		{ID: fmt.Sprint(original.AddDate(0, 0, 2).Add(-time.Hour).UnixMilli()), Start: original.AddDate(0, 0, 2).Add(-time.Hour), Status: meeting.StatusCancelled},
	}
	brief := at("listed", 9, 0)
	brief.Kind = meeting.KindRecurring
	whole := brief
	whole.Occurrences = []meeting.Occurrence{{Start: monday.AddDate(0, 0, 28), Duration: time.Minute}, {Start: monday.AddDate(0, 0, 25)}, {Start: monday}}
	gone := at("gone", 9, 0)
	gone.Kind = meeting.KindRecurring
	a := listOf("a", daily, brief, gone)
	a.whole = map[string]meeting.Meeting{"listed": whole}
	w := Window{From: monday.AddDate(0, 0, 25), To: monday.AddDate(0, 0, 30), Buffer: 1}
	wantItems(t, merged(t, w, a),
		"26 00:00 a listed", "26 09:00 a daily", "27 14:00 a daily", "28 08:00 a daily", "29 00:00 a listed", "30 08:00 a daily")
}

// A list that names every occurrence of a series, as some do, costs one call.
func TestMergeSince(t *testing.T) {
	old := at("old", -48, 0)
	old.Duration = 72 * time.Hour
	w := day()
	wantItems(t, merged(t, w, listOf("a", old, at("1", 9, 0))), "27 00:00 a old", "01 09:00 a 1")
	w.Since = monday.Add(-24 * time.Hour)
	wantItems(t, merged(t, w, listOf("a", old, at("1", 9, 0))), "01 09:00 a 1")
}

func TestMergeListOfOccurrences(t *testing.T) {
	var list []meeting.Meeting
	whole := at("s", 9, 0)
	whole.Kind = meeting.KindRecurring
	for i := range 5 {
		m := whole
		m.Start, m.Occurrences = m.Start.Add(time.Duration(i)*time.Hour), nil
		list = append(list, m)
		whole.Occurrences = append(whole.Occurrences, meeting.Occurrence{Start: m.Start})
	}
	a := listOf("a", list...)
	a.whole = map[string]meeting.Meeting{"s": whole}
	wantItems(t, merged(t, day(), a), "01 09:00 a s", "01 10:00 a s", "01 11:00 a s", "01 12:00 a s", "01 13:00 a s")
	if n := a.gets.Load(); n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestMergeLongSeries(t *testing.T) {
	rule, _ := meeting.ParseRecurrence("FREQ=DAILY")
	m := at("daily", 9, 0)
	m.Recurrence = rule
	w := Window{From: monday, To: monday.AddDate(2, 0, 0)}
	last := time.Time{}
	n := 0
	for item, err := range Merge(t.Context(), clientsOf(listOf("a", m)), w) {
		if err != nil || item.Series == nil || item.Series.Recurrence.IsZero() || !item.Recurrence.IsZero() || !item.Start.After(last) || item.End.Sub(item.Start) != 30*time.Minute {
			t.Fatal(item, err)
		}
		last = item.Start
		n++
	}
	if n != 731 {
		t.Errorf("%d occurrences", n)
	}
}

func TestMergeReportsFailures(t *testing.T) {
	broken := scattered("b", 100, 10)
	broken.failAt = 2
	w := day()
	w.To = monday.Add(20 * time.Minute)
	got := merged(t, w, listOf("a", at("1", 0, 1)), broken, listOf("c", at("2", 0, 2)))
	if len(got) < 3 || !strings.HasPrefix(got[0], "error b: list: slow down") {
		t.Fatal(got)
	}
	wantItems(t, append(got[1:2:2], got[len(got)-1]), "01 00:00 b b-00000", "01 00:02 c 2")

	liar := sorted("b", 10, 10)
	right := liar.at
	liar.at = func(i int) meeting.Meeting { return right(9 - i) }
	got = merged(t, day(), listOf("a", at("1", 0, 1)), liar)
	wantItems(t, got, "error b: list: the list is not in the order of starts (protocol)", "01 00:01 a 1", "01 00:45 b b-00009")

	unknown := at("s", 9, 0)
	unknown.Kind = meeting.KindRecurring
	odd := listOf("a", unknown)
	odd.whole = map[string]meeting.Meeting{"s": unknown}
	wantItems(t, merged(t, day(), odd), "error a: list: when the series meets is not known (protocol, id s)", "01 09:00 a s")

	nowhere := unknown
	nowhere.Zone = "Mars/Olympus"
	nowhere.Recurrence, _ = meeting.ParseRecurrence("FREQ=DAILY")
	if got := merged(t, day(), listOf("a", nowhere)); len(got) != 2 || !strings.Contains(got[0], "Mars/Olympus") {
		t.Error(got)
	}
}

// A list that fails when it is read for the second time ends there.
func TestMergeFailsLater(t *testing.T) {
	a := scattered("a", 100, 10)
	a.failAt = 15
	w := day()
	w.Buffer = 5
	var n, failed int
	for _, err := range Merge(t.Context(), clientsOf(a), w) {
		if err != nil {
			failed++
		} else if n++; failed > 0 && n > 10 {
			t.Fatal("it goes on")
		}
	}
	if failed != 1 || n < 5 {
		t.Errorf("%d items, %d errors", n, failed)
	}
}

func TestMergeRefuses(t *testing.T) {
	for name, w := range map[string]Window{
		"open": {From: monday}, "backwards": {From: monday, To: monday}, "buffer": {From: monday, To: monday.Add(1), Buffer: -1},
		"since": {From: monday, To: monday.Add(1), Since: monday.Add(1)},
	} {
		a := Collect(Merge(t.Context(), clientsOf(listOf("a", at("1", 1, 0))), w), w)
		if len(a.Errors) != 1 || !errors.Is(a.Errors[0], meeting.ErrInvalid) || len(a.Items) > 0 {
			t.Errorf("%s: %v", name, a)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a := Collect(Merge(ctx, clientsOf(listOf("a", at("1", 1, 0)), sorted("b", 3, 1)), day()), day())
	if len(a.Errors) != 2 || !errors.Is(a.Errors[0], meeting.ErrUnavailable) || len(a.Items) > 0 {
		t.Errorf("cancelled: %v", a)
	}
}

func TestAgenda(t *testing.T) {
	long := at("long", 9, 15)
	long.Duration = 3 * time.Hour
	room := at("room", 0, 0)
	room.Duration, room.End = 48*time.Hour, monday.Add(48*time.Hour)
	open := at("open", 20, 0)
	open.Duration, open.End = 0, time.Time{}
	a := Collect(Merge(t.Context(), clientsOf(listOf("a", at("1", 9, 0), at("2", 9, 30), room), listOf("b", long, at("3", 12, 15), open, at("4", 20, 30))), day()), day())
	var got []string
	for _, c := range a.Conflicts() {
		got = append(got, c.A.ID+"-"+c.B.ID)
	}
	wantItems(t, got, "1-long", "long-2", "open-4")
	free, err := a.Free(time.Hour)
	want := []Span{{monday, monday.Add(9 * time.Hour)}, {monday.Add(12*time.Hour + 45*time.Minute), monday.Add(20 * time.Hour)}, {monday.Add(21 * time.Hour), monday.Add(24 * time.Hour)}}
	if diff := cmp.Diff(want, free); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// A provider that failed is never taken for free.
func TestFreeNeedsEverybody(t *testing.T) {
	broken := listOf("b", at("1", 1, 0))
	broken.failAt = 1
	a := Collect(Merge(t.Context(), clientsOf(listOf("a", at("1", 1, 0)), broken), day()), day())
	if free, err := a.Free(0); !errors.Is(err, meeting.ErrUnavailable) || !errors.Is(err, meeting.ErrRateLimited) || free != nil {
		t.Errorf("%v, %v", free, err)
	}
	if len(a.Items) != 1 {
		t.Error(a.Items)
	}
}
