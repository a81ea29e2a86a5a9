package zohomeeting

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// DownloadRecording streams the file into w (contracts/zoho.md A2.2). The bytes are
// counted against what Zoho announced.
func (p *Provider) DownloadRecording(ctx context.Context, id string, w io.Writer) (int64, error) {
	sink := &file{w: w}
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpDownloadRecording), ID: id, Method: http.MethodGet,
		Path: "/api/v2/recordings/{recording_id}/download", Args: []string{id},
		Header: map[string]string{"Accept": "*/*"}, Sink: sink,
	})
	if err == nil {
		err = sink.finish(res)
	}
	return sink.written, err
}

// file passes a recording on. What begins like JSON or HTML is held back until it
// is known whether it is an error that came with status 200.
type file struct {
	w       io.Writer
	written int64
	held    []byte
	open    bool
}

const maxHeld = 64 << 10

func (f *file) Write(b []byte) (int, error) {
	if f.open {
		n, err := f.w.Write(b)
		f.written += int64(n)
		return n, err
	}
	f.held = append(f.held, b...)
	if first := bytes.TrimLeft(f.held, " \t\r\n"); len(f.held) <= maxHeld && (len(first) == 0 || first[0] == '{' || first[0] == '<') {
		return len(b), nil
	}
	return len(b), f.flush()
}

func (f *file) flush() error {
	held := f.held
	f.open, f.held = true, nil
	_, err := f.Write(held)
	return err
}

// finish checks the whole.
func (f *file) finish(res transport.Response) error {
	bad := meeting.Error{Kind: meeting.ErrProtocol, Status: res.Status}
	announced, err := strconv.ParseInt(res.Header.Get("Content-Length"), 10, 64)
	switch {
	case refusal(f.held):
		e := decodeError(f.held)
		e.Status = res.Status
		if e.Kind = errorKind(&e); e.Kind == "" {
			e.Kind = meeting.ErrProtocol
		}
		return &e
	case strings.Contains(res.Header.Get("Content-Type"), "html"):
		bad.Message = "the vendor answered with an HTML page"
		return &bad
	case err == nil && announced != res.Sunk:
		bad.Kind = meeting.ErrUnavailable
		bad.Message = fmt.Sprintf("the stream ended after %d of %d bytes", res.Sunk, announced)
		return &bad
	case res.Sunk == 0:
		bad.Message = "the answer holds no recording"
		return &bad
	}
	if f.open {
		return nil
	}
	return f.flush()
}
