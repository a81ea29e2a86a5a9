package normalize

import "unsafe"

// shelf keeps copies of short texts side by side, so that thousands of them cost a
// few allocations.
type shelf struct{ free []byte }

const shelfSize = 8 << 10

func (s *shelf) copy(text string) string {
	n := len(text)
	switch {
	case n == 0:
		return ""
	case n > shelfSize/4:
		return string([]byte(text))
	case n > cap(s.free)-len(s.free):
		s.free = make([]byte, 0, shelfSize)
	}
	at := len(s.free)
	s.free = append(s.free, text...)
	return unsafe.String(&s.free[at], n) // these bytes are never written again
}
