package calendar

import (
	"bufio"
	"unicode/utf8"
)

// maxLine is how many octets a line may have without its end (RFC 5545, section
// 3.1).
const maxLine = 75

// folder writes content lines, folded between characters. Its first error stays.
type folder struct {
	w   *bufio.Writer
	err error
}

// line writes one line, which must be valid UTF-8 without line ends.
func (f *folder) line(text string) {
	room := maxLine
	for len(text) > room {
		cut := room
		for cut > room-utf8.UTFMax && !utf8.RuneStart(text[cut]) {
			cut--
		}
		f.write(text[:cut])
		f.write("\r\n ")
		text, room = text[cut:], maxLine-1 // the blank counts
	}
	f.write(text)
	f.write("\r\n")
}

func (f *folder) write(text string) {
	if f.err == nil {
		_, f.err = f.w.WriteString(text)
	}
}

func (f *folder) flush() error {
	if f.err == nil {
		f.err = f.w.Flush()
	}
	return f.err
}
