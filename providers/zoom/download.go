package zoom

import (
	"context"
	"io"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// DownloadRecording streams the file into w (contracts/zoom.md B1, B5). Its link
// must lead to zoom.us, or to the configured base address, and so must what the link
// redirects to: the access token goes there.
func (p *Provider) DownloadRecording(ctx context.Context, id string, w io.Writer) (int64, error) {
	r, err := p.recording(ctx, provider.OpDownloadRecording, id)
	if err != nil {
		return 0, err
	}
	if r.Status != meeting.RecordingAvailable || r.DownloadURL.IsZero() {
		return 0, &meeting.Error{Kind: meeting.ErrNotReady, Message: "Zoom has not finished the file"}
	}
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpDownloadRecording), ID: id, Method: http.MethodGet, Path: "/rec/download", URL: r.DownloadURL.Reveal(), Class: classLight,
		Header: map[string]string{"Accept": "*/*"}, Sink: w,
	})
	return res.Sunk, err
}
