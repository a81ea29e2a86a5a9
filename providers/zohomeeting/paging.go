package zohomeeting

import (
	"encoding/base64"
	"encoding/json"
	"slices"

	"github.com/libmeet/meeting"
)

// place is where a walk through a list of Zoho's own API stands, and its page token.
// Whether index counts pages or records, from 0 or from 1, is not settled
// (contracts/zoho.md B3): the second page tells (C2), by the keys of the first.
type place struct {
	Index   int      `json:"i"`           // to ask for
	Size    int      `json:"n"`           // count to ask for; 0 in lists that document no such parameters: neither is sent
	Known   bool     `json:"k,omitempty"` // what index counts is known
	Records bool     `json:"r,omitempty"` // it counts records
	Seen    int      `json:"s,omitempty"` // different elements so far
	Last    []string `json:"l,omitempty"` // keys of the page before
}

// walk returns the elements of the page that token names which the page before did not
// hold, and the token of the next page. fetch asks for one; total is how many elements
// the list has in all, 0 if Zoho doesn't say. size is of the first page.
func walk[T any](token string, size int, key func(T) string, fetch func(index, count int) (items []T, total int, err error)) ([]T, string, error) {
	at, err := readPlace(token, size)
	if err != nil {
		return nil, "", err
	}
	for {
		items, total, err := fetch(at.Index, at.Size)
		if first := at.Last == nil && at.Size > 0; first && fromOne(items, total, err) {
			at.Index = 1
			items, total, again := fetch(at.Index, at.Size)
			switch {
			case err != nil && again != nil:
				return nil, "", err
			case again != nil:
				return nil, "", again
			case len(items) == 0 && total > 0:
				return nil, "", &meeting.Error{Kind: meeting.ErrProtocol, Message: "the list counts elements and shows none"}
			}
			return finishPage(&at, items, total, key)
		}
		if err != nil {
			return nil, "", err
		}
		fresh, next, err := finishPage(&at, items, total, key)
		if err != nil || len(fresh) > 0 || next == "" {
			return fresh, next, err
		}
	}
}

// fromOne reports that index seems to count from 1: what 0 gave is an error that may be
// about it (Zoho's word is not known), or nothing although there is something.
func fromOne[T any](items []T, total int, err error) bool {
	if err != nil {
		return meeting.KindOf(err) == meeting.ErrInvalid
	}
	return len(items) == 0 && total > 0
}

// finishPage drops what the page before held, learns from it what index counts, and
// moves on.
func finishPage[T any](at *place, items []T, total int, key func(T) string) (fresh []T, next string, err error) {
	keys := make([]string, 0, len(items))
	old := 0
	for _, item := range items {
		k := key(item)
		switch {
		case slices.Contains(at.Last, k):
			old++
		case !slices.Contains(keys, k):
			fresh = append(fresh, item)
		}
		keys = append(keys, k)
	}
	at.Seen += len(fresh)
	full := at.Size > 0 && len(items) >= at.Size
	if at.Size == 0 {
		at.Size = min(len(items), maxPage)
	}
	begun := at.Last != nil
	at.Last = keys
	switch {
	case !begun:
		at.Index++
	case len(fresh) == 0 && full && !at.Known && at.Index == 1: // page 0 was page 1 too
		at.Index, at.Known = 2, true
		return nil, at.token(), nil
	case len(fresh) == 0 && full && total > at.Seen:
		return nil, "", &meeting.Error{Kind: meeting.ErrProtocol, Message: "the list repeats itself before its end"}
	case len(fresh) == 0:
		return nil, "", nil
	case !at.Known && old == at.Size-1 && at.Size > 2: // all but the last are old
		at.Index, at.Known, at.Records = at.Index-1+at.Size, true, true
	case at.Records:
		at.Index += at.Size
	default:
		at.Index, at.Known = at.Index+1, true
	}
	if len(items) == 0 || (!full && total <= at.Seen) { // a full page may be the last one, whatever is said of a total
		return fresh, "", nil
	}
	return fresh, at.token(), nil
}

func readPlace(token string, size int) (place, error) {
	if token == "" {
		return place{Size: size}, nil
	}
	var at place
	text, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || json.Unmarshal(text, &at) != nil || at.Index < 1 || at.Size < 1 || at.Size > maxPage || len(at.Last) == 0 {
		return place{}, meeting.Invalidf("page_token", "it is not from this list")
	}
	return at, nil
}

func (at place) token() string {
	text, _ := json.Marshal(at) // numbers and texts
	return base64.RawURLEncoding.EncodeToString(text)
}

// pageSize is what the caller asked for, or the largest.
func pageSize(asked int) int {
	if asked <= 0 || asked > maxPage {
		return maxPage
	}
	return asked
}
