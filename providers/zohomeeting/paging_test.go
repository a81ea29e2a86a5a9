package zohomeeting

import (
	"errors"
	"fmt"
	"strconv"
	"testing"

	"github.com/libmeet/meeting"
)

// counting is a list of Zoho's that counts in one of the ways that are possible.
type counting struct {
	n        int    // elements
	way      string // pages0 pages1 clamped records0 records1 hollow
	total    bool   // says how many there are
	requests int
}

var errIndex error = &meeting.Error{Kind: meeting.ErrInvalid, Status: 400}

func (c *counting) fetch(index, count int) ([]int, int, error) {
	c.requests++
	offset := index * count
	switch c.way {
	case "pages1", "hollow":
		offset = (index - 1) * count
	case "clamped":
		offset = max(index-1, 0) * count
	case "records0":
		offset = index
	case "records1":
		offset = index - 1
	}
	total := 0
	if c.total {
		total = c.n
	}
	if offset < 0 && c.way == "hollow" {
		return nil, total, nil
	}
	if offset < 0 {
		return nil, 0, errIndex
	}
	var page []int
	for i := offset; i < min(offset+count, c.n); i++ {
		page = append(page, i)
	}
	return page, total, nil
}

// TestWalk: in whichever way the index counts, every element comes once and in order,
// in few requests.
func TestWalk(t *testing.T) {
	for _, way := range []string{"pages0", "pages1", "clamped", "records0", "records1", "hollow"} {
		for _, total := range []bool{true, false} {
			if way == "hollow" && !total {
				continue // nothing tells it from an empty list
			}
			for _, size := range []int{1, 2, 3, 7, 100} {
				for _, n := range []int{0, 1, 2, 3, 6, 7, 8, 13, 14, 15, 99, 100, 101, 250} {
					c := &counting{n: n, way: way, total: total}
					name := fmt.Sprintf("%s, %d of %d, total %t", way, size, n, total)
					next := 0
					for token := ""; ; {
						items, more, err := walk(token, size, strconv.Itoa, c.fetch)
						if err != nil {
							t.Fatalf("%s: %v", name, err)
						}
						for _, i := range items {
							if i != next {
								t.Fatalf("%s: got %d, want %d", name, i, next)
							}
							next++
						}
						if more == "" {
							break
						}
						if more == token || c.requests > 1000 {
							t.Fatalf("%s: it does not end", name)
						}
						token = more
					}
					most := n/size + 4
					if size == 2 && (way == "records0" || way == "records1") {
						most = n + 4 // pages of two don't tell, and it goes on by ones
					}
					if next != n || c.requests > most {
						t.Errorf("%s: %d elements in %d requests", name, next, c.requests)
					}
				}
			}
		}
	}
}

// TestWalkShifts: something that is put in front of the list while it is walked hides
// nothing, and nothing comes twice.
func TestWalkShifts(t *testing.T) {
	c := &counting{n: 30, way: "pages0", total: true}
	seen := map[int]bool{}
	shift := 0
	fetch := func(index, count int) ([]int, int, error) {
		page, total, err := c.fetch(index, count)
		for i := range page {
			page[i] -= shift
		}
		return page, total, err
	}
	for token := ""; ; {
		items, more, err := walk(token, 10, strconv.Itoa, fetch)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range items {
			if seen[i] {
				t.Errorf("%d comes twice", i)
			}
			seen[i] = true
		}
		if shift == 0 {
			shift, c.n = 1, 31
		}
		if token = more; token == "" {
			break
		}
	}
	for i := range 30 {
		if !seen[i] {
			t.Errorf("%d is missing", i)
		}
	}
}

func TestWalkFails(t *testing.T) {
	same := func(total int) func(int, int) ([]int, int, error) {
		return func(int, int) ([]int, int, error) { return []int{1, 2}, total, nil }
	}
	run := func(fetch func(int, int) ([]int, int, error)) (n int, err error) {
		for token := ""; ; {
			items, more, err := walk(token, 2, strconv.Itoa, fetch)
			n += len(items)
			if err != nil || more == "" || n > 100 {
				return n, err
			}
			token = more
		}
	}
	if n, err := run(same(5)); n != 2 || !errors.Is(err, meeting.ErrProtocol) {
		t.Errorf("the same page for ever, of five: %d, %v", n, err)
	}
	if n, err := run(same(0)); n != 2 || err != nil {
		t.Errorf("the same page for ever: %d, %v", n, err)
	}
	if _, err := run(func(int, int) ([]int, int, error) { return nil, 3, nil }); !errors.Is(err, meeting.ErrProtocol) {
		t.Errorf("three that are never shown: %v", err)
	}
	if _, err := run(func(index, _ int) ([]int, int, error) {
		return nil, 0, &meeting.Error{Kind: meeting.ErrInvalid, Message: strconv.Itoa(index)}
	}); err == nil || err.(*meeting.Error).Message != "0" {
		t.Errorf("both refused: %v", err)
	}
	count := 0
	denied := &meeting.Error{Kind: meeting.ErrPermission}
	if _, err := run(func(int, int) ([]int, int, error) { count++; return nil, 0, denied }); !errors.Is(err, meeting.ErrPermission) || count != 1 {
		t.Errorf("not permitted: %v after %d requests", err, count)
	}
	for _, token := range []string{"no-such-page", "e30", "bnVsbA", place{Index: 1, Size: 101, Last: []string{"1"}}.token(),
		place{Index: 0, Size: 1, Last: []string{"1"}}.token(), place{Index: 1, Size: 1}.token()} {
		if _, _, err := walk(token, 1, strconv.Itoa, same(0)); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("token %q: %v", token, err)
		}
	}
}

// TestWalkUncounted: lists without documented parameters get none, unless Zoho says
// that there is more.
func TestWalkUncounted(t *testing.T) {
	var asked []string
	fetch := func(total int) func(index, count int) ([]int, int, error) {
		return func(index, count int) ([]int, int, error) {
			asked = append(asked, fmt.Sprint(index, "/", count))
			if index < 2 {
				return []int{3 * index, 3*index + 1, 3*index + 2}, total, nil
			}
			return []int{6}, total, nil
		}
	}
	items, next, err := walk("", 0, strconv.Itoa, fetch(3))
	if err != nil || len(items) != 3 || next != "" {
		t.Errorf("whole: %v, %q, %v", items, next, err)
	}
	n := 0
	asked = nil
	for token := ""; ; {
		items, more, err := walk(token, 0, strconv.Itoa, fetch(7))
		if err != nil {
			t.Fatal(err)
		}
		n += len(items)
		if token = more; token == "" {
			break
		}
	}
	if want := "[0/0 1/3 2/3]"; n != 7 || fmt.Sprint(asked) != want {
		t.Errorf("%d elements, asked %v, want %s", n, asked, want)
	}
}
