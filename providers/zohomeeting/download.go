package zohomeeting

import (
	"context"
	"io"
	"net/http"

	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

// DownloadRecording streams the file into w (contracts/zoho.md A2.2).
func (p *Provider) DownloadRecording(ctx context.Context, id string, w io.Writer) (int64, error) {
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(provider.OpDownloadRecording), ID: id, Method: http.MethodGet,
		Path: "/api/v2/recordings/{recording_id}/download", Args: []string{id},
		Header: map[string]string{"Accept": "*/*"}, Sink: w,
	})
	return res.Sunk, err
}
