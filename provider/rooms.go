package provider

import (
	"sync"
	"sync/atomic"
)

// rooms lends slices for the pages of a list. What is lent was made here: a slice
// that an adapter returned may be its own.
type rooms[T any] struct {
	free sync.Pool    // of *[]T, empty
	size atomic.Int64 // the largest page seen
}

// take returns an empty slice with room for a page, as far as is known.
func (r *rooms[T]) take() []T {
	if r == nil {
		return nil
	}
	if room, ok := r.free.Get().(*[]T); ok {
		return *room
	}
	return r.fit(nil, 0)
}

// fit returns room for pages at least as large as one of n items.
func (r *rooms[T]) fit(room []T, n int) []T {
	if r == nil {
		return nil
	}
	size := r.size.Load()
	for int64(n) > size && !r.size.CompareAndSwap(size, int64(n)) {
		size = r.size.Load()
	}
	if size = max(size, int64(n)); int64(cap(room)) < size {
		return make([]T, 0, size)
	}
	return room
}

// back returns a slice, and lets go of what its items refer to.
func (r *rooms[T]) back(room []T) {
	if r == nil || cap(room) == 0 {
		return
	}
	clear(room[:cap(room)])
	r.free.Put(&room)
}
