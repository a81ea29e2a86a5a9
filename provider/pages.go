package provider

import (
	"iter"

	"github.com/libmeet/meeting"
)

// pages walks a list to its end, a page at a time. Ranging again starts anew. It
// yields a value and nil, or a zero value and an error, after which it ends; a
// page token that comes twice is an error, not an endless list.
func pages[T any](c *Client, op Op, id, first string, fetch func(token string) ([]T, string, error)) iter.Seq2[T, error] {
	return pagesInto(c, op, id, first, nil, nil, func(token string, _ []T) ([]T, string, error) { return fetch(token) })
}

// pagesInto is pages with room for the items, which is reused: items are yielded
// by value, and finish, if there is one, completes the copy: the page may be the
// adapter's own.
func pagesInto[T any](c *Client, op Op, id, first string, rooms *rooms[T], finish func(T) T, fetch func(token string, into []T) ([]T, string, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		type page struct {
			items []T
			next  string
		}
		seen := map[string]bool{}
		into := rooms.take()
		defer func() { rooms.back(into) }()
		for token := first; ; {
			got, err := invoke(c, op, id, func() (page, error) {
				items, next, err := fetch(token, into)
				return page{items, next}, err
			})
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			for i := range got.items {
				item := got.items[i]
				if finish != nil {
					item = finish(item)
				}
				if !yield(item, nil) {
					return
				}
			}
			if into = rooms.next(into, got.items, got.next == ""); got.next == "" {
				return
			}
			seen[token] = true
			if seen[got.next] {
				var zero T
				yield(zero, c.complete(op, id, protocolf("the list repeats a page token")))
				return
			}
			token = got.next
		}
	}
}

// ability returns the optional interface behind op.
func ability[T any](c *Client, op Op) (T, error) {
	able, ok := c.provider.(T)
	if !ok {
		return able, Unsupported(c.info, op)
	}
	return able, nil
}

func validID(id string) error { return meeting.ValidateID("id", id) }

// validSitting takes what may name a meeting or one past sitting of it.
func (c *Client) validSitting(field, id string) error {
	if is := c.info.Capabilities.InstanceID; is != nil && is(id) {
		return nil
	}
	return meeting.ValidateID(field, id)
}
