package provider

import (
	"sync"
	"sync/atomic"
)

// rooms lends slices for the pages of a list to adapters that use them. What is
// lent was made here: a slice that an adapter returned may be its own.
type rooms[T any] struct {
	free   sync.Pool    // of *[]T, empty
	size   atomic.Int64 // the largest page seen
	unused atomic.Bool  // the adapter takes no room
}

// take returns an empty slice with room for a page, as far as is known.
func (r *rooms[T]) take() []T {
	if r == nil || r.unused.Load() {
		return nil
	}
	if room, ok := r.free.Get().(*[]T); ok {
		return *room
	}
	if size := r.size.Load(); size > 0 {
		return make([]T, 0, size)
	}
	return nil
}

// next returns room for the page after items, which were read with room and may be
// the last.
func (r *rooms[T]) next(room, items []T, last bool) []T {
	if r == nil || r.unused.Load() {
		return nil
	}
	n := int64(len(items))
	if n > 0 && n <= int64(cap(room)) && &items[0] != &room[:1][0] {
		r.unused.Store(true)
		return nil
	}
	for size := r.size.Load(); n > size && !r.size.CompareAndSwap(size, n); size = r.size.Load() {
	}
	if int64(cap(room)) < n && !last {
		return make([]T, 0, n)
	}
	return room
}

// back returns a slice, and lets go of what its items refer to.
func (r *rooms[T]) back(room []T) {
	if r == nil || cap(room) == 0 || r.unused.Load() {
		return
	}
	clear(room[:cap(room)])
	r.free.Put(&room)
}
