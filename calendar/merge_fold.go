package calendar

import (
	"strings"

	"github.com/libmeet/meeting"
)

// folded joins what is the same meeting among items of one start: the first stays,
// the others become its duplicates.
func folded(group []Item) []Item {
	if len(group) < 2 {
		return group
	}
	place := make(map[string]int, 2*len(group))
	out := make([]Item, 0, len(group))
	for _, item := range group {
		names := identities(item.Meeting)
		found := -1
		for _, name := range names {
			if i, ok := place[name]; ok {
				found = i
				break
			}
		}
		if found < 0 {
			found = len(out)
			out = append(out, item)
		} else {
			out[found].Duplicates = append(out[found].Duplicates, item.Meeting)
		}
		for _, name := range names {
			if _, ok := place[name]; !ok {
				place[name] = found
			}
		}
	}
	return out
}

// identities are what tells that a meeting is the same: its UID, and what its links
// lead to.
func identities(m meeting.Meeting) []string {
	var names []string
	if uid := UID(m); uid != "" {
		names = append(names, "uid "+uid)
	}
	if m.JoinURL == "" {
		return names
	}
	links := FindLinks(m.JoinURL)
	if len(links) == 0 {
		return append(names, "url "+m.JoinURL)
	}
	return append(names, "link "+links[0].Vendor+" "+strings.ToLower(links[0].ID))
}
