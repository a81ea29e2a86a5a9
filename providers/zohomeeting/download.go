package zohomeeting

import (
	"context"
	"io"
	"net/http"

	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// DownloadRecording streams the file into w (contracts/zoho.md A2.2, B5).
func (p *Provider) DownloadRecording(ctx context.Context, id string, w io.Writer) (int64, error) {
	req := transport.Request{
		Op: string(provider.OpDownloadRecording), ID: id, Method: http.MethodGet,
		Path: p.dialect.download, Args: []string{id},
		Header: map[string]string{"Accept": "*/*"}, Sink: w,
	}
	if p.published() {
		link, err := p.recordingLink(ctx, id)
		if err != nil {
			return 0, err
		}
		req.URL = link
	}
	res, err := p.do(ctx, req)
	return res.Sunk, err
}
