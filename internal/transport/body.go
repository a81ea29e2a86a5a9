package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"sync"

	"github.com/libmeet/meeting"
)

// Body encodes a request body and merges native over it (RFC 7396): null removes
// a member, objects merge, anything else replaces.
func Body(body any, native json.RawMessage) ([]byte, error) {
	built, err := encode(body)
	if err != nil || len(native) == 0 {
		return built, err
	}
	target, err := decode(built)
	if err != nil {
		return nil, err
	}
	patch, err := decode(native)
	if err != nil {
		return nil, meeting.Invalidf("native", "it is not JSON")
	}
	return encode(merge(target, patch))
}

func merge(target, patch any) any {
	members, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	into, ok := target.(map[string]any)
	if !ok {
		into = map[string]any{}
	}
	for name, value := range members {
		if value == nil {
			delete(into, name)
		} else {
			into[name] = merge(into[name], value)
		}
	}
	return into
}

func decode(text []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber() // ids beyond 2^53
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("text after the JSON value")
	}
	return v, nil
}

func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(out.Bytes(), "\n"), nil
}

var errTooLarge = errors.New("the answer is larger than the limit")

// loan is the buffer of an answer, lent from the network to its reader.
type loan struct {
	bytes.Buffer
	bounded io.LimitedReader
}

var loans = sync.Pool{New: func() any { return new(loan) }}

// mostKept is the largest buffer that is kept for another answer.
const mostKept = 1 << 20

// borrow reads at most limit bytes; size is what the vendor announced, or -1.
func borrow(body io.Reader, limit, size int64) (*loan, error) {
	if size > limit {
		return nil, errTooLarge
	}
	out := loans.Get().(*loan)
	out.Reset()
	if size > 0 {
		out.Grow(int(size) + bytes.MinRead)
	}
	out.bounded = io.LimitedReader{R: body, N: limit + 1}
	n, err := out.ReadFrom(&out.bounded)
	out.bounded.R = nil
	if err == nil && n > limit {
		err = errTooLarge
	}
	if err != nil {
		out.end()
		return nil, err
	}
	return out, nil
}

// end makes the buffer free for another answer.
func (l *loan) end() {
	if l.Cap() <= mostKept {
		loans.Put(l)
	}
}

// giveBack ends the loan of the body.
func (r *Response) giveBack() {
	if r.lent != nil {
		r.lent.end()
	}
	r.lent = nil
}
